"""
What `specl check` has to report of a spec, by trying every reply in every scenario.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from specl.model import Condition, Ordering, Spec, Suspension
from tests.reference.bruteforce import Brute, Case
from tests.reference.values import value_of

__all__ = ["findings"]


def findings(spec: Spec) -> dict[str, set[Any]]:
    """
    Return all findings by their codes: names, names of norms, or sets of these.

    A finding about a set of norms is a frozenset of `(rule, index, part)`, about one norm
    such a triple, for `foreclosed` without the part; about a rule, an ensure or a cover its
    name. `empty-world` and `no-reply` are `{True}` or empty. An idle pair is as written.
    """
    brute = Brute(spec)
    cases = brute.cases
    if not cases:
        return {"empty-world": {True}}
    found: dict[str, set[Any]] = {
        "empty-world": set(),
        "no-reply": {True} if len(cases) < len(brute.scenarios) else set(),
        **_clashes(brute),
        "unreachable": _unreachable(brute),
        "overridden": _overridden(brute),
        "ensure-failed": _ensures(brute, lambda coherent, holds: coherent and not holds),
        "ensure-open": _ensures(brute, lambda coherent, _: not coherent),
        "gap": _gaps(brute),
        "vacuous": _vacuous(brute),
        "redundant": _redundant(brute),
        "foreclosed": _foreclosed(brute),
        "right": _rights(brute),
        "idle-override": _idle(brute),
    }
    return found


def _clashes(brute: Brute) -> dict[str, set[Any]]:
    found: dict[str, set[Any]] = {"contradiction": set(), "tension": set(), "impossible": set()}
    for clash in {clash for case in brute.cases for clash in case.contradictions}:
        if len(clash) == 1:
            found["impossible"].add(brute.norm_id(*clash))
        else:
            code = "tension" if brute.is_tension(clash) else "contradiction"
            found[code].add(brute.named(clash))
    return found


def _unreachable(brute: Brute) -> set[Any]:
    return {
        name
        for name, rule in brute.spec.rules.items()
        if not any(brute.applies(rule, case.facts) for case in brute.cases)
    }


def _overridden(brute: Brute) -> set[Any]:
    applicable = {n for case in brute.cases for n in case.applicable}
    in_force = {n for case in brute.cases for n in case.in_force}
    return {brute.norm_id(n) for n in applicable - in_force}


def _holds(when: Iterable[Condition], unless: Iterable[Condition], case: Case) -> bool:
    return all(value_of(one.expr, case.facts, {}) for one in when) and not any(
        value_of(one.expr, case.facts, {}) for one in unless
    )


def _ensures(brute: Brute, is_one: Callable[[bool, bool], bool]) -> set[Any]:
    found = set()
    for ensure in brute.spec.ensures:
        for case in brute.cases:
            if _holds(ensure.when, ensure.unless, case):
                binding = brute.binding(case)
                coherent = brute.coherent(binding, case.replies, case.meets)
                if is_one(coherent, brute.meets_claim(case, ensure.claim, binding)):
                    found.add(ensure.name)
    return found


def _gaps(brute: Brute) -> set[Any]:
    found = set()
    for cover in brute.spec.covers:
        for case in brute.cases:
            if not case.contradictions and _holds(cover.when, (), case):
                left = brute.left(case, case.in_force)
                wanted = brute.meeting(cover.expr, case.facts)
                if left & wanted and left & ~wanted:
                    found.add(cover.name)
    return found


def _vacuous(brute: Brute) -> set[Any]:
    found = set()
    for norm in brute.norms:
        about = [case for case in brute.cases if norm.position in case.applicable]
        met = all(case.meets[norm.position] == case.replies for case in about)
        if norm.verb != "may" and about and met:
            found.add(norm.id)
    return found


def _redundant(brute: Brute) -> set[Any]:
    """
    Return the norms that others require; what is `vacuous` is said to be that and no more.

    The steps of one `maximize` or `minimize` lend each other no support, and norms whose acts
    bear on none of a norm's own lend it none.
    """
    reported: set[int] = set()
    vacuous = _vacuous(brute)
    for norm in reversed(brute.norms):
        n = norm.position
        about = [case for case in brute.cases if n in case.in_force]
        if norm.verb == "may" or norm.id in vacuous or all(c.contradictions for c in about):
            continue
        lower = {m for m in range(len(brute.norms)) if (n, m) in brute.above}
        lower |= {m.position for m in brute.norms if norm.step and m.id[:2] == norm.id[:2]}
        lower |= {m for m in range(len(brute.norms)) if m not in brute.tied(n)}
        required = (
            not brute.left(case, case.in_force - {n} - lower - reported) & ~case.meets[n]
            for case in about
        )
        if all(required):
            reported.add(n)
    return {brute.norm_id(n) for n in reported}


def _foreclosed(brute: Brute) -> set[Any]:
    """
    Return the norms as written, all parts together, that leave no reply which meets their `if`.
    """
    found = set()
    for norm in brute.norms:
        if norm.verb == "may" or norm.condition is None:
            continue
        parts = {one.position for one in brute.norms if one.id[:2] == norm.id[:2]}
        for case in brute.cases:
            if parts & case.in_force and not case.contradictions:
                wanted = brute.meeting(norm.condition, case.facts)
                without = brute.left(case, case.in_force - parts)
                if without & wanted and not brute.left(case, case.in_force) & wanted:
                    found.add(norm.id[:2])
    return found


def _rights(brute: Brute) -> set[Any]:
    spec = brute.spec
    level = {n.position: spec.levels.index(spec.rules[n.rule].level) for n in brute.norms}
    return {
        brute.norm_id(n)
        for case in brute.cases
        for beaten, sets in case.defeats.items()
        for by in sets
        for n in by
        if brute.norms[n].verb == "may" and level[n] < level[beaten]
    }


def _idle(brute: Brute) -> set[Any]:
    """
    Return the pairs of `overrides`, `precedence` and `suspends` without which nothing changes.

    Pairs that one name of a section stands for go together.
    """
    spec, found = brute.spec, set()
    for pair in spec.orderings:
        if pair.origin != "cap":
            rest = tuple(other for other in spec.orderings if not _together(other, pair))
            if _same_norms_in_force(brute, Brute(spec, orderings=rest)):
                found.add(pair.written)
    for suspension in spec.suspensions:
        left = tuple(other for other in spec.suspensions if not _together(other, suspension))
        if _same_norms_in_force(brute, Brute(spec, suspensions=left)):
            found.add(suspension.written)
    return found


def _together(one: Ordering | Suspension, other: Ordering | Suspension) -> bool:
    return one.written == other.written and one.span == other.span


def _same_norms_in_force(one: Brute, other: Brute) -> bool:
    return [case.in_force for case in one.cases] == [case.in_force for case in other.cases]
