"""
Rows of cases and reasons on random specs, held against brute force.
"""

from __future__ import annotations

from functools import reduce
from operator import and_

from hypothesis import given

from specl.cases import cover
from specl.cases.reasons import explain
from specl.logic.truth import truth
from specl.model import value_to_json
from specl.workspace.casing import cases_of
from tests.reference.bruteforce import Brute
from tests.reference.generate import drafts
from tests.reference.pipeline import spec_of
from tests.reference.values import all_assignments

_NO_FORMULA = frozenset({"constraint", "range"})


@given(drafts())
def test_every_case_has_the_ruling_that_it_claims(draft):
    """
    What is in force, defeated and contradictory in a row is so by brute force.
    """
    spec = spec_of(draft.text())
    brute = Brute(spec)
    found = cases_of(spec)
    for case, row in zip(found.coverage.cases, found.rows, strict=True):
        expected = brute.case(dict(case.facts))
        by_json = {str(norm.as_json()): norm.position for norm in spec.norms}
        in_force = {by_json[str(norm)] for norm in row.ruling["in_force"]}
        defeated = {by_json[str(each["norm"])] for each in row.ruling["defeated"]}
        clashes = {
            frozenset(by_json[str(norm)] for norm in each) for each in row.ruling["contradictions"]
        }
        assert expected.in_force == in_force
        assert set(expected.defeats) == defeated
        assert expected.contradictions == clashes


@given(drafts())
def test_replies_obey_and_violations_break_one_norm_where_one_can(draft):
    """
    A reply obeys all; a violation breaks its norm, others as it says, and none where it can.
    """
    spec = spec_of(draft.text())
    brute = Brute(spec)
    found = cases_of(spec)
    replies = [{n: value_to_json(v) for n, v in acts.items()} for acts in brute.replies]
    for case, row in zip(found.coverage.cases, found.rows, strict=True):
        expected = brute.case(dict(case.facts))
        duties = {
            str(spec.norms[n].as_json()): expected.meets[n]
            for n in sorted(expected.in_force)
            if not spec.norms[n].is_permission
        }
        obeying = reduce(and_, duties.values(), expected.replies)
        if row.reply is None:
            assert expected.contradictions
        else:
            assert obeying >> replies.index(dict(row.reply)) & 1
        assert list(duties) == [str(each.norm) for each in row.violations]
        for each in row.violations:
            others = [met for norm, met in duties.items() if norm != str(each.norm)]
            breaking = expected.replies & ~duties[str(each.norm)]
            assert (each.reply is None) == (not breaking)
            if each.reply is not None:
                place = replies.index(dict(each.reply))
                assert breaking >> place & 1
                broken = [n for n, met in duties.items() if not met >> place & 1]
                assert [n for n in broken if n != str(each.norm)] == list(map(str, each.others))
                assert bool(reduce(and_, others, breaking)) == (not each.others)


@given(drafts())
def test_reasons_exclude_each_other_and_none_can_be_spared(draft):
    """
    No assignment of the facts meets all reasons of a set; without any one, some does.

    Constraints and the declared ranges of numbers are no formulas of facts by themselves, so
    that sets with one of those are tried as a whole only.
    """
    spec = spec_of(draft.text())
    coverage = cover(spec)
    assert coverage.world is not None
    definitions = coverage.world.definitions
    everything = list(all_assignments(spec.facts))
    explained = explain(coverage)
    assert list(coverage.impossible) == [each.goal for each in explained]
    for each in explained:
        assert each.reasons
        for reasons in each.reasons:
            holding = [
                {n for n, f in enumerate(everything) if truth(need.when, f, definitions, {})}
                for need in reasons
            ]
            assert not set.intersection(*holding)
            if not {need.kind for need in reasons} & _NO_FORMULA:
                for place in range(len(reasons)):
                    rest = holding[:place] + holding[place + 1 :]
                    assert not rest or set.intersection(*rest)


@given(drafts())
def test_fewer_cases_show_as_much_as_so_many_can_by_greed(draft):
    """
    The first case shows most; what a bounded set leaves out is what it lacks of the whole.
    """
    spec = spec_of(draft.text())
    whole = cover(spec)
    for limit in range(1, len(whole.cases) + 2):
        found = cover(spec, limit=limit)
        assert len(found.cases) == min(limit, len(whole.cases))
        assert {*found.met, *found.left_out} == set(whole.met)
        assert set(found.met) == {goal for case in found.cases for goal in case.goals}
        assert (found.impossible, found.undecided) == (whole.impossible, whole.undecided)
        if limit < len(whole.cases):
            assert len(found.cases[0].goals) >= max(len(case.goals) for case in whole.cases)
