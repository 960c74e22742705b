"""
What a ruling comes to where something else was expected of it, and the norms that decide it.

A set of norms decides when it is enough, and nothing of it can be left out.
"""

from __future__ import annotations

from collections.abc import Sequence

from specl.diagnostics import Diagnostic, codes
from specl.interpret import Shortfall, check_example, duties, find_reply, requires, ruling
from specl.model import (
    Cover,
    Ensure,
    Example,
    Expectation,
    Norm,
    Profile,
    Reply,
    Ruling,
    Scenario,
    Spec,
    show_value,
)
from specl.model.expressions import Expr, Not, acts_of
from specl.model.rules import Strength
from specl.model.types import BoolType
from specl.plugins.checked import Promise
from specl.text.record import record

__all__ = ["Actual", "actual_of"]

Sets = tuple[tuple[Norm, ...], ...]


@record
class Actual:
    """
    What was expected, what is, and why.

    Attributes:
        deciding: The sets of norms that decide it, if any do.
        silent: Norms not in force, each of which would make it as expected.
    """

    expected: str
    actual: str
    deciding: Sets = ()
    silent: tuple[Norm, ...] = ()


def actual_of(
    spec: Spec, promise: Promise, finding: Diagnostic, scenario: Scenario
) -> Actual | None:
    """
    Return what a finding about a promise comes to; None where the finding says it all.

    Args:
        spec: The spec.
        promise: What does not hold.
        finding: What says so.
        scenario: In which it does not.

    Raises:
        NoReply: No reply can exist in the scenario.
        Undecidable: The interpreter came to no answer.
    """
    match promise.of:
        case Example() as example:
            return _of_example(spec, example, finding, scenario)
        case Ensure() as ensure:
            return _of_ensure(_Court(spec, scenario, binding=True), ensure, finding)
        case Cover() as cover:
            return _of_cover(_Court(spec, scenario), cover)


def _of_example(
    spec: Spec, example: Example, finding: Diagnostic, scenario: Scenario
) -> Actual | None:
    for shortfall in check_example(spec, example, scenario):
        at = shortfall.expectation or shortfall.reply or example
        if at.span == finding.span:
            return _of_shortfall(_Court(spec, scenario), shortfall)
    return None


def _of_shortfall(court: _Court, shortfall: Shortfall) -> Actual:
    match shortfall:
        case Shortfall(kind="no reply"):
            return Actual("a reply that can exist", "the constraints leave none")
        case Shortfall(expectation=Expectation() as expected):
            return court.instead_of(expected)
        case Shortfall(reply=Reply() as reply):
            return _of_reply(reply, shortfall)
    return court.contradiction("norms that can be obeyed together")


def _of_reply(reply: Reply, shortfall: Shortfall) -> Actual:
    quality = "good" if reply.good else "bad"
    named = f"the {quality} reply “{reply.text}”"
    match shortfall.kind:
        case "impossible":
            actual = "the constraints leave no reply that shows this"
            return Actual(f"{named} can exist", actual)
        case "breaks":
            actual = "no reply that shows this obeys all that is in force"
            return Actual(f"{named} obeys all that is in force", actual, (shortfall.norms,))
        case "spares":
            actual = (
                "a reply that shows this need not"
                if shortfall.norms
                else (f"nothing of {shortfall.rule} is in force")
            )
            sets = (shortfall.norms,) if shortfall.norms else ()
            return Actual(f"{named} breaks {shortfall.rule}", actual, sets)
    actual = "a reply that shows this can obey all that is in force"
    return Actual(f"{named} breaks something that is in force", actual)


def _of_ensure(court: _Court, ensure: Ensure, finding: Diagnostic) -> Actual:
    if finding.code == codes.ENSURE_OPEN:
        return court.contradiction(ensure.claim.text)
    return court.instead_of(ensure.claim)


def _of_cover(court: _Court, cover: Cover) -> Actual:
    replies = [court.reply(cover.expr), court.reply(Not(cover.expr))]
    shown = " and another with ".join(
        _profile(court.spec, reply, cover.expr) for reply in replies if reply is not None
    )
    expected = f"a ruling that requires `{cover.text}` or requires its opposite"
    return Actual(expected, f"both are left open: a reply with {shown} obey all that is in force")


class _Court:
    """
    The ruling in a scenario, of which norms count either all or the binding ones.
    """

    def __init__(self, spec: Spec, scenario: Scenario, *, binding: bool = False) -> None:
        self.spec = spec
        self.scenario = scenario
        self.ruling: Ruling = ruling(spec, scenario)
        self.counted = tuple(
            norm
            for norm in self.ruling.in_force
            if norm.strength is Strength.BINDING or not binding
        )

    def reply(self, *wanted: Expr) -> Profile | None:
        """
        Return a reply that obeys what counts and has some properties, if there is one.
        """
        return find_reply(self.spec, self.scenario, [*duties(self.counted), *wanted])

    def instead_of(self, expected: Expectation) -> Actual:
        """
        Return what the ruling says where an expectation fails.
        """
        if expected.verb == "may":
            return self._excluded(expected, expected.expr, "the ruling leaves no such reply")
        if self._only_advised(expected):
            actual = "the ruling advises this, and nothing that binds requires it"
            return Actual(expected.text, actual, self._enough_for(Not(expected.expr)))
        other = self.reply(Not(expected.expr))
        if self.reply(expected.expr) is None or other is None:
            return self._excluded(expected, expected.expr, "the ruling requires the opposite")
        shown = _profile(self.spec, other, expected.expr)
        actual = f"the ruling leaves it open: a reply with {shown} obeys all that is in force"
        return Actual(expected.text, actual, silent=self._asking_for(expected.expr))

    def _asking_for(self, wanted: Expr) -> tuple[Norm, ...]:
        """
        Return the norms not in force that leave, with those that count, nothing but this.
        """
        in_force = set(self.ruling.in_force)
        silent = (n for n in self.spec.norms if n not in in_force and not n.is_permission)
        return tuple(n for n in silent if self.reply(n.obligation, Not(wanted)) is None)

    def _only_advised(self, expected: Expectation) -> bool:
        return expected.verb == "must" and requires(
            self.spec, self.ruling, self.scenario, expected.expr
        )

    def _excluded(self, expected: Expectation, probe: Expr, words: str) -> Actual:
        if find_reply(self.spec, self.scenario, [probe]) is None:
            return Actual(expected.text, "the constraints leave no reply with it")
        return Actual(expected.text, words, self._enough_for(probe))

    def _enough_for(self, probe: Expr) -> Sets:
        """
        Return norms in force that leave no reply with a property, none of which can be spared.
        """
        kept = [norm for norm in self.ruling.in_force if not norm.is_permission]
        for norm in tuple(kept):
            fewer = [other for other in kept if other is not norm]
            if not self._leave(fewer, probe):
                kept = fewer
        return (tuple(kept),) if kept else ()

    def _leave(self, norms: Sequence[Norm], probe: Expr) -> bool:
        return find_reply(self.spec, self.scenario, [*duties(norms), probe]) is not None

    def contradiction(self, expected: str) -> Actual:
        """
        Return that norms in force cannot be obeyed together, with the sets that cannot.
        """
        counted = set(self.counted)
        sets = tuple(norms for norms in self.ruling.contradictions if counted.issuperset(norms))
        return Actual(expected, "norms in force contradict each other", sets)


def _profile(spec: Spec, profile: Profile, expr: Expr) -> str:
    """
    Return what a reply shows of the acts that an expression mentions.
    """
    shown = []
    for name in acts_of(expr):
        value = profile[name]
        if isinstance(spec.acts[name].type, BoolType):
            shown.append(name if value else f"not {name}")
        else:
            shown.append(f"{name} == {show_value(value)}")
    return f"`{', '.join(shown)}`"
