"""
What the solver found, held against the interpreter, scenario by scenario.

Nobody sees a witness that the interpreter has not borne out. That it does not bear one out
is a fault of specl, unless something about the norms was left undecided; then the finding
is undecided too.
"""

from __future__ import annotations

from collections.abc import Callable

from specl.check.engine import Engine, Undecided
from specl.interpret import (
    NoReply,
    Undecidable,
    check_example,
    cover_state,
    ensure_state,
    find_reply,
    has_reply,
)
from specl.interpret.verdicts import duties
from specl.model import Cover, Ensure, Example, Norm, Scenario
from specl.text.clock import measured
from specl.text.record import record

__all__ = ["Replay"]


@record
class Replay:
    """
    Replays findings in the interpreter.
    """

    engine: Engine

    def bears_out(
        self, shows: Callable[[], bool], question: str, subject: str, norms: tuple[Norm, ...] = ()
    ) -> bool:
        """
        Tell whether the interpreter shows a finding, noting it as undecided where it cannot tell.

        Args:
            shows: Asks the interpreter.
            question: What was asked, should it remain undecided.
            subject: What the finding is about.
            norms: The norms concerned.

        Raises:
            AssertionError: The interpreter disagrees though nothing was left undecided.
        """
        with measured("replay"):
            shown = _answer(shows)
        if shown:
            return True
        if shown is False and not self.engine.incoherence.is_partial:
            raise AssertionError(f"not borne out by the interpreter: {question}, {subject}")
        self.engine.undecided.append(Undecided(question, subject, norms))
        return False

    def clash(self, norms: tuple[Norm, ...], scenario: Scenario) -> bool:
        """
        Tell whether norms are a minimal incoherent set in force.
        """
        return norms in self.engine.ruling(scenario).contradictions

    def no_reply(self, scenario: Scenario) -> bool:
        """
        Tell whether no reply satisfies the constraints.
        """
        return not has_reply(self.engine.spec, scenario)

    def promise(self, subject: Ensure | Cover, wanted: str, scenario: Scenario) -> bool:
        """
        Tell whether an ensure is `failed` or `open`, or a cover has a `gap`.
        """
        spec, ruling = self.engine.spec, self.engine.ruling(scenario)
        if isinstance(subject, Ensure):
            return ensure_state(spec, ruling, scenario, subject) == wanted
        return cover_state(spec, ruling, scenario, subject) == wanted

    def example(self, example: Example, scenario: Scenario) -> bool:
        """
        Tell whether an example fails in a completion of what it gives.
        """
        return bool(check_example(self.engine.spec, example, scenario))

    def right(self, permission: Norm, victims: tuple[Norm, ...], scenario: Scenario) -> bool:
        """
        Tell whether a permission is in force and norms that it is to defeat are defeated.
        """
        ruling = self.engine.ruling(scenario)
        defeated = {defeat.norm for defeat in ruling.defeated}
        return permission in ruling.in_force and bool(victims) and defeated.issuperset(victims)

    def foreclosure(self, norm: Norm, scenario: Scenario) -> bool:
        """
        Tell whether a norm as written, with others in force, leaves no reply with its `if`.
        """
        spec, ruling = self.engine.spec, self.engine.ruling(scenario)
        assert norm.condition is not None
        others = [each for each in ruling.in_force if each.id[:2] != norm.id[:2]]
        return (
            not ruling.contradictions
            and find_reply(spec, scenario, [*duties(ruling.in_force), norm.condition]) is None
            and find_reply(spec, scenario, [*duties(others), norm.condition]) is not None
        )


def _answer(shows: Callable[[], bool]) -> bool | None:
    """
    Return what the interpreter says, or None where it cannot tell; without a reply nothing shows.
    """
    try:
        return shows()
    except NoReply:
        return False
    except Undecidable:
        return None
