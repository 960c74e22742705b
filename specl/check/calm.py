"""
What slices say of scenarios that are not contradictory holds for the whole spec.

A slice does not know where the others contradict themselves. Such a place can only take
findings away: a norm is redundant, or forecloses its `if`, where the whole is not
contradictory. A finding stands when one scenario bears it out that no clash of any slice
reaches, for some rule of each has a condition that does not hold there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from specl.check.engine import BUDGET
from specl.diagnostics import Diagnostic, codes
from specl.interpret import NoReply, Undecidable, evaluate, ruling
from specl.logic.formula import Formula, conj, disj, negate
from specl.logic.inquiry import Inquiry, OutOfBudgetError
from specl.logic.normal import formula_of
from specl.logic.reading import holding
from specl.logic.size import TooLargeError
from specl.logic.solver import Solver, solvers_let_go
from specl.model import Rule, Scenario, Spec

__all__ = ["Loud", "borne_out", "is_quiet", "loud", "needs_calm", "norm_ids", "rules_of"]

_CLASHES = frozenset(
    {codes.CONTRADICTION.slug, codes.TENSION.slug, codes.IMPOSSIBLE.slug, codes.UNDECIDED.slug}
)

Loud = frozenset[str]
NormId = tuple[str, int, int]


def loud(findings: Iterable[Diagnostic]) -> frozenset[Loud]:
    """
    Return the sets of rules that clash somewhere, or may, according to some findings.

    The empty set stands for all that may clash where next to nothing is known.
    """
    return frozenset(
        frozenset(each.data.get("rules", ()))
        for each in findings
        if each.code.slug in _CLASHES and (each.data.get("rules") or _is_of_all(each))
    )


def _is_of_all(finding: Diagnostic) -> bool:
    return finding.code.slug == codes.UNDECIDED.slug and "everything" in finding.message


def needs_calm(findings: Iterable[Diagnostic]) -> bool:
    """
    Tell whether any finding says something of scenarios that are not contradictory.
    """
    slugs = {codes.REDUNDANT.slug, codes.FORECLOSED.slug}
    return any(each.code.slug in slugs for each in findings)


def norm_ids(findings: Iterable[Diagnostic]) -> list[NormId] | None:
    """
    Return the norms that are found redundant; None where more than these depends on calm.
    """
    found: list[NormId] = []
    for each in findings:
        if each.code.slug == codes.FORECLOSED.slug:
            return None
        if each.code.slug == codes.REDUNDANT.slug:
            norm = each.data["norms"][0]
            found.append((norm["rule"], norm["index"], norm.get("part", 0)))
    return found


@solvers_let_go()
def borne_out(
    part: Spec,
    wanted: Iterable[NormId],
    clashing: Iterable[Iterable[Rule]] | None,
    known: Iterable[Scenario] = (),
) -> tuple[Scenario, ...] | None:
    """
    Return scenarios, nowhere contradictory, in which some norms are in force.

    Args:
        part: A slice.
        wanted: The norms.
        clashing: The rules of each set that clashes somewhere in the whole spec; None: only
            known scenarios are tried.
        known: Scenarios to try first, none of them contradictory outside of the slice.

    Returns:
        Enough scenarios for all norms, or None where one is not borne out.
    """
    open_norms = set(wanted)
    found: list[Scenario] = []
    for scenario in known:
        _bear_out(part, scenario, open_norms, found)
    if not open_norms:
        return tuple(found)
    if clashing is None:
        return None
    try:
        inquiry = _inquiry(part)
        calm = conj(disj(negate(_applies(rule)) for rule in rules) for rules in clashing)
        while open_norms:
            rule = part.rules[min(open_norms)[0]]
            fetched = inquiry.exists(_applies(rule), calm)
            if fetched is None or not _bear_out(part, fetched, open_norms, found):
                return None
    except (OutOfBudgetError, TooLargeError):
        return None
    return tuple(found)


def _bear_out(
    part: Spec, scenario: Scenario, open_norms: set[NormId], found: list[Scenario]
) -> bool:
    """
    Take out of the open norms those that a scenario bears out, and tell whether there are any.
    """
    try:
        ruled = ruling(part, scenario)
    except (NoReply, Undecidable):
        return False
    borne = open_norms & {norm.id for norm in ruled.in_force}
    if ruled.contradictions or not borne:
        return False
    open_norms -= borne
    found.append(scenario)
    return True


def is_quiet(scenario: Scenario, rules: Iterable[Rule]) -> bool:
    """
    Tell whether some rule of a set does not apply in a scenario, by its own conditions.
    """
    return any(not _holds(rule, scenario) for rule in rules)


def _holds(rule: Rule, scenario: Scenario) -> bool:
    return all(evaluate(each.expr, scenario) for each in rule.when) and not any(
        evaluate(each.expr, scenario) for each in rule.unless
    )


def _applies(rule: Rule) -> Formula:
    return holding(rule.when, rule.unless)


def _inquiry(spec: Spec) -> Inquiry:
    assumed = conj(formula_of(law.expr) for law in spec.assumptions)
    return Inquiry.about(spec.facts, {}, assumed, _solver)


def _solver() -> Solver:
    from specl.logic.z3_solver import Z3Solver

    return Z3Solver(BUDGET)


def rules_of(spec: Spec, sets: Iterable[Loud]) -> list[tuple[Rule, ...]]:
    """
    Return the rules of each set of names, in an order that is always the same.
    """
    rules: Mapping[str, Rule] = spec.rules
    return [tuple(rules[name] for name in sorted(names)) for names in sorted(sets, key=sorted)]
