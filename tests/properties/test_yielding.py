"""
What a criterion gives way to is what defeats its norm, in every scenario.
"""

from __future__ import annotations

from hypothesis import given

from specl.interpret import NoReply, ruling, satisfies_assumptions
from specl.model import Scenario, Spec
from specl.rubric import rubric_of
from specl.rubric.order import criterion_id
from tests.reference.generate import drafts
from tests.reference.pipeline import spec_of
from tests.reference.values import all_assignments

Sets = dict[str, dict[frozenset[str], bool]]


@given(drafts())
def test_criteria_give_way_to_exactly_what_defeats_them(draft):
    """
    Each set that defeats is told; one that always clashes defeats where it counts; none is idle.
    """
    spec = spec_of(draft.text())
    rubric = rubric_of(spec)
    told = {
        each.id: {frozenset(way.to): way.always for way in each.gives_way or ()}
        for each in rubric.criteria
    }
    seen: set[tuple[str, frozenset[str]]] = set()
    for scenario in all_assignments(spec.facts):
        if satisfies_assumptions(spec, scenario):
            seen |= _defeats(spec, scenario, told)
    idle = {(name, way) for name, ways in told.items() for way in ways} - seen
    assert not idle


def _defeats(spec: Spec, scenario: Scenario, told: Sets) -> set[tuple[str, frozenset[str]]]:
    """
    Return which sets all count in a scenario, and hold the ruling against what was told.
    """
    try:
        found = ruling(spec, scenario)
    except NoReply:
        return set()
    in_force = {criterion_id(norm) for norm in found.in_force}
    for each in found.defeated:
        ways = told[criterion_id(each.norm)]
        assert frozenset(map(criterion_id, each.by)) in ways
    for name in in_force:
        assert not [way for way, always in told[name].items() if always and way <= in_force]
    applicable = {criterion_id(norm) for norm in found.applicable}
    return {(name, way) for name in applicable for way in told.get(name, ()) if way <= in_force}
