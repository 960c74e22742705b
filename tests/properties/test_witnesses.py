"""
Witnesses on random specs: each brings its finding about, with the fewest facts there can be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations, product
from typing import Any

from hypothesis import given

from specl.check import check
from specl.diagnostics import Diagnostic
from specl.model import Condition, Spec, value_from_json
from tests.reference.bruteforce import Brute, Case, Facts
from tests.reference.generate import drafts
from tests.reference.pipeline import spec_of
from tests.reference.reported import norm_id
from tests.reference.values import all_values, value_of


@given(drafts())
def test_a_witness_brings_its_finding_about_with_the_fewest_facts(draft):
    """
    Whatever the facts left out are its finding shows, and no fewer facts, of any values, would do.
    """
    spec = spec_of(draft.text())
    brute = Brute(spec)
    for finding in witnessed(spec):
        facts = witness(spec, finding, "facts")
        assert suffices(brute, finding, facts)
        fewer = [some for some in smaller(spec, len(facts)) if suffices(brute, finding, some)]
        assert [] == fewer, finding.message
        complete = witness(spec, finding, "complete")
        assert list(spec.facts) == list(complete)
        assert facts == {name: complete[name] for name in facts}
        assert complete in brute.scenarios
        assert shows(brute, finding, complete)


def witnessed(spec: Spec) -> list[Diagnostic]:
    """
    Return the findings that come with a witness.
    """
    return [finding for finding in check(spec).findings if "witness" in finding.data]


def witness(spec: Spec, finding: Diagnostic, part: str) -> Facts:
    """
    Return the `facts` or the `complete` of a finding's witness, as values.
    """
    facts = finding.data["witness"][part].items()
    return {name: value_from_json(spec.facts[name].type, data) for name, data in facts}


def smaller(spec: Spec, size: int) -> Iterator[Facts]:
    """
    Yield every way of giving values to fewer facts than a number.
    """
    for count in range(size):
        for names in combinations(spec.facts, count):
            for values in product(*(all_values(spec.facts[name].type) for name in names)):
                yield dict(zip(names, values, strict=True))


def suffices(brute: Brute, finding: Diagnostic, facts: Facts) -> bool:
    """
    Tell whether some scenario that counts has these facts, and every such one shows a finding.
    """
    counted = (
        brute.scenarios if finding.code.slug == "no-reply" else [case.facts for case in brute.cases]
    )
    agreeing = [each for each in counted if facts.items() <= each.items()]
    return bool(agreeing) and all(shows(brute, finding, each) for each in agreeing)


def shows(brute: Brute, finding: Diagnostic, facts: Facts) -> bool:
    """
    Tell whether a finding shows in a scenario, by trying every reply.
    """
    if finding.code.slug == "no-reply" or not brute.possible(facts):
        return finding.code.slug == "no-reply" and not brute.possible(facts)
    return SHOWS[finding.code.slug](brute, brute.case(facts), finding)


def _clash(brute: Brute, case: Case, finding: Diagnostic) -> bool:
    return frozenset(_positions(brute, finding)) in case.contradictions


def _positions(brute: Brute, finding: Diagnostic) -> list[int]:
    named = {norm.id: norm.position for norm in brute.norms}
    return [named[norm_id(norm)] for norm in finding.data["norms"]]


def _ensure(brute: Brute, case: Case, finding: Diagnostic) -> bool:
    name = finding.data["subject"]
    ensure = next(each for each in brute.spec.ensures if each.name == name)
    binding = brute.binding(case)
    coherent = brute.coherent(binding, case.replies, case.meets)
    holds = brute.meets_claim(case, ensure.claim, binding)
    broken = not coherent if finding.code.slug == "ensure-open" else coherent and not holds
    return broken and _applies(ensure.when, ensure.unless, case)


def _gap(brute: Brute, case: Case, finding: Diagnostic) -> bool:
    name = finding.data["subject"]
    cover = next(each for each in brute.spec.covers if each.name == name)
    left, wanted = brute.left(case, case.in_force), brute.meeting(cover.expr, case.facts)
    undecided = bool(left & wanted and left & ~wanted)
    return undecided and not case.contradictions and _applies(cover.when, (), case)


def _applies(when: tuple[Condition, ...], unless: tuple[Condition, ...], case: Case) -> bool:
    return all(value_of(each.expr, case.facts, {}) for each in when) and not any(
        value_of(each.expr, case.facts, {}) for each in unless
    )


def _foreclosed(brute: Brute, case: Case, finding: Diagnostic) -> bool:
    norm = brute.norms[_positions(brute, finding)[0]]
    parts = {each.position for each in brute.norms if each.id[:2] == norm.id[:2]}
    assert norm.condition is not None
    wanted = brute.meeting(norm.condition, case.facts)
    without, left = brute.left(case, case.in_force - parts), brute.left(case, case.in_force)
    closed = bool(without & wanted) and not left & wanted
    return closed and bool(parts & case.in_force) and not case.contradictions


def _right(brute: Brute, case: Case, finding: Diagnostic) -> bool:
    (right,) = _positions(brute, finding)
    spec = brute.spec
    level = {n.position: spec.levels.index(spec.rules[n.rule].level) for n in brute.norms}
    return any(
        right in by and level[right] < level[beaten]
        for beaten, sets in case.defeats.items()
        for by in sets
    )


SHOWS: dict[str, Callable[[Brute, Case, Diagnostic], Any]] = {
    "contradiction": _clash,
    "tension": _clash,
    "impossible": _clash,
    "ensure-failed": _ensure,
    "ensure-open": _ensure,
    "gap": _gap,
    "foreclosed": _foreclosed,
    "right": _right,
}
