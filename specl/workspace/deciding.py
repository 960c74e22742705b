"""
The ruling in a scenario as the JSON that tools read.

Facts that are not given are unknown: the lists then hold what is certain, and
`possible` what some completion of the facts adds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from specl.interpret import NoReply, Undecidable
from specl.model import Law, Norm, Ruling, Scenario, Spec
from specl.text.record import record
from specl.workspace.judging import broken_assumption, judge_of
from specl.workspace.report import ExitStatus
from specl.workspace.scenarios import Facts, missing_facts

__all__ = ["Deciding", "Decision", "against", "ruling_on", "ruling_to_json"]


@record
class Decision:
    """
    One line of output, and what it means for the exit status.
    """

    line: str
    status: ExitStatus


class Deciding:
    """
    A spec that is asked about one scenario after another.
    """

    def __init__(self, spec: Spec, *, budget: int | None = None) -> None:
        """
        Begin with a spec.

        Args:
            spec: The spec.
            budget: How much work the solver may spend where facts are unknown.
        """
        self.spec = spec
        self.budget = budget
        self._norms: dict[int, str] = {}

    def decide(self, facts: Facts) -> Decision:
        """
        Work out the ruling in a scenario.
        """
        if facts.problems:
            return _refused(facts, "; ".join(facts.problems))
        try:
            found = ruling_on(self.spec, facts.scenario, budget=self.budget)
        except NoReply:
            return _refused(
                facts, "no scenario with these facts meets all that is assumed and has a reply"
            )
        except Undecidable:
            reason = "the ruling could not be found within the budget"
            return _refused(facts, reason, ExitStatus.UNDECIDED)
        if isinstance(found, Law):
            return _refused(facts, against(found))
        return Decision(
            self.line_of(found), ExitStatus.FOUND if found.contradictions else ExitStatus.CLEAN
        )

    def line_of(self, found: Ruling) -> str:
        """
        Return `ruling_to_json` of a ruling as a line, each norm written once for all rulings.
        """
        defeated = ", ".join(
            f'{{"norm": {self._norm(each.norm)}, "by": {self._list(each.by)}}}'
            for each in found.defeated
        )
        contradictions = ", ".join(map(self._list, found.contradictions))
        return (
            f'{{"applicable": {self._list(found.applicable)}, "in_force": '
            f'{self._list(found.in_force)}, "defeated": [{defeated}], "contradictions": '
            f'[{contradictions}], "possible": {self._list(found.possible)}}}'
        )

    def _list(self, norms: Iterable[Norm]) -> str:
        return f"[{', '.join(map(self._norm, norms))}]"

    def _norm(self, norm: Norm) -> str:
        found = self._norms.get(norm.position)
        if found is None:
            found = self._norms[norm.position] = json.dumps(norm.as_json())
        return found


def against(law: Law) -> str:
    """
    Return in words that some facts are against an assumption.
    """
    return f"the facts are against `{law.text}` ({law.span.place})"


def _refused(facts: Facts, reason: str, status: ExitStatus = ExitStatus.COULD_NOT_RUN) -> Decision:
    where = {} if facts.line is None else {"line": facts.line}
    return Decision(json.dumps({"error": reason, **where}), status)


def ruling_on(spec: Spec, scenario: Scenario, *, budget: int | None = None) -> Ruling | Law:
    """
    Return the ruling on what is known of a scenario, by the solver where facts are unknown.

    Args:
        spec: The spec.
        scenario: Values of all facts or of some.
        budget: How much work the solver may spend; None: as much as is usual.

    Returns:
        The ruling, or the first assumption that the known facts alone break.

    Raises:
        NoReply: No scenario that agrees with it has a reply.
        Undecidable: The ruling could not be worked out within the budget.
    """
    if not missing_facts(spec, scenario):
        return judge_of(spec).decide(scenario)
    broken = broken_assumption(spec, scenario)
    if broken is not None:
        return broken
    from specl.check import BUDGET, NoCompletionError, partial_ruling
    from specl.check.unknowns import OutOfBudgetError

    try:
        return partial_ruling(spec, scenario, BUDGET if budget is None else budget)
    except NoCompletionError as error:
        raise NoReply(str(error)) from error
    except OutOfBudgetError as error:
        raise Undecidable(str(error)) from error


def ruling_to_json(found: Ruling) -> dict[str, Any]:
    """
    Return a ruling as JSON-ready data.
    """
    return {
        "applicable": _norms(found.applicable),
        "in_force": _norms(found.in_force),
        "defeated": [
            {"norm": defeat.norm.as_json(), "by": _norms(defeat.by)} for defeat in found.defeated
        ],
        "contradictions": [_norms(norms) for norms in found.contradictions],
        "possible": _norms(found.possible),
    }


def _norms(norms: Iterable[Norm]) -> list[dict[str, Any]]:
    return [norm.as_json() for norm in norms]
