"""
The ruling in a scenario as the JSON that tools read.

Facts that are not given are unknown: the lists then hold what is certain, and
`possible` what some completion of the facts adds.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from specl.interpret import NoReply, Undecidable, evaluate, ruling
from specl.model import Law, Norm, Ruling, Scenario, Spec
from specl.model.expressions import facts_of
from specl.text.record import record
from specl.workspace.report import ExitStatus
from specl.workspace.scenarios import Facts, missing_facts

__all__ = ["Decision", "broken_assumption", "decide", "ruling_on", "ruling_to_json"]


@record
class Decision:
    """
    One line of output, and what it means for the exit status.
    """

    data: dict[str, Any]
    status: ExitStatus


def decide(spec: Spec, facts: Facts, *, budget: int | None) -> Decision:
    """
    Work out the ruling in a scenario.

    Args:
        spec: The spec.
        facts: What is known of the scenario.
        budget: How much work the solver may spend where facts are unknown.
    """
    if facts.problems:
        return _refused(facts, "; ".join(facts.problems))
    broken = broken_assumption(spec, facts.scenario)
    if broken is not None:
        return _refused(facts, f"the facts are against `{broken.text}` ({broken.span.place})")
    try:
        found = ruling_on(spec, facts.scenario, budget=budget)
    except NoReply:
        return _refused(
            facts, "no scenario with these facts meets all that is assumed and has a reply"
        )
    except Undecidable:
        reason = "the ruling could not be found within the budget"
        return _refused(facts, reason, ExitStatus.UNDECIDED)
    status = ExitStatus.FOUND if found.contradictions else ExitStatus.CLEAN
    return Decision(ruling_to_json(found), status)


def _refused(facts: Facts, reason: str, status: ExitStatus = ExitStatus.COULD_NOT_RUN) -> Decision:
    where = {} if facts.line is None else {"line": facts.line}
    return Decision({"error": reason, **where}, status)


def ruling_on(spec: Spec, scenario: Scenario, *, budget: int | None = None) -> Ruling:
    """
    Return the ruling on what is known of a scenario, by the solver where facts are unknown.

    Args:
        spec: The spec.
        scenario: Values of all facts or of some, against no assumption.
        budget: How much work the solver may spend; None: as much as is usual.

    Raises:
        NoReply: No scenario that agrees with it has a reply.
        Undecidable: The ruling could not be worked out within the budget.
    """
    if not missing_facts(spec, scenario):
        return ruling(spec, scenario)
    from specl.check import BUDGET, NoCompletionError, partial_ruling
    from specl.check.unknowns import OutOfBudgetError

    try:
        return partial_ruling(spec, scenario, BUDGET if budget is None else budget)
    except NoCompletionError as error:
        raise NoReply(str(error)) from error
    except OutOfBudgetError as error:
        raise Undecidable(str(error)) from error


def broken_assumption(spec: Spec, scenario: Scenario) -> Law | None:
    """
    Return the first assumption that the known facts alone break, if any.
    """
    for law in spec.assumptions:
        known = all(name in scenario for name in facts_of(law.expr))
        if known and not evaluate(law.expr, scenario):
            return law
    return None


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
