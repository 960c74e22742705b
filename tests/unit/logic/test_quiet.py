"""
Quiet scenarios: they lie in their boxes, and keep the background where they can be made to.
"""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from specl.logic.formula import TRUE, Has, Holds, conj, disj, literal, negate
from specl.logic.formula import Test as Comparison
from specl.logic.quiet import Quiet
from specl.logic.regions import Regions, Total
from specl.logic.repair import Repair
from specl.logic.truth import truth
from specl.model.expressions import Arithmetic, Compare
from tests.unit.logic.drawn import (
    DEBT,
    FACTS,
    PLAIN,
    PRICE,
    SCENARIOS,
    N,
    compared,
    lies_in,
)

P, Q = literal(Holds("p", act=False)), literal(Holds("q", act=False))
RED, GREEN = (literal(Has("tools", colour, act=False)) for colour in ("red", "green"))


def quiet_of(formulas, background=TRUE):
    """
    Return the quiet values where some formulas are to hold seldom, and the formulas' boxes.
    """
    regions = Regions.of(FACTS, [*formulas, background])
    hulls = [regions.hull(formula) for formula in formulas]
    boxes = [box for box in hulls if box is not None]
    return Quiet(FACTS, regions, boxes, background), boxes


@given(st.lists(PLAIN, min_size=1, max_size=4), PLAIN)
def test_every_scenario_of_a_batch_keeps_the_background_and_its_box(formulas, background):
    """
    What a box is turned into is a scenario that has the box's facts and keeps the background.
    """
    quiet, boxes = quiet_of(formulas, background)
    made = [quiet.batch([box], {}) for box in boxes]
    for box, batch in zip(boxes, made, strict=True):
        for place in range(len(batch.changes)):
            scenario = batch.scenario(place)
            assert list(FACTS) == list(scenario)
            assert truth(background, scenario, {}, {})
            assert lies_in(quiet.regions, box, scenario, sums=False)
    together = quiet.batch(boxes, {})
    assert [each for batch in made for each in batch.changes] == list(together.changes)


@given(st.lists(PLAIN, min_size=1, max_size=4))
def test_no_box_is_left_out_where_nothing_has_to_hold(formulas):
    """
    Without a background each box has its scenario, which holds each fact in its box.
    """
    quiet, boxes = quiet_of(formulas)
    batch = quiet.batch(boxes, {})
    assert len(boxes) == len(batch.changes)
    for place, box in enumerate(boxes):
        assert lies_in(quiet.regions, box, batch.scenario(place), sums=False)


@given(st.lists(PLAIN, min_size=1, max_size=4), SCENARIOS)
def test_a_scenario_near_another_lies_in_the_box_and_moves_no_more_than_it_must(formulas, other):
    """
    Changes to a scenario bring it into a box; a fact that lies there already moves only for a sum.
    """
    quiet, boxes = quiet_of(formulas)
    for box in boxes:
        changes = quiet.near(other, box)
        assert lies_in(quiet.regions, box, {**other, **changes}, sums=False)
        summed = {name for each in box if isinstance(each, Total) for name, _ in each.terms}
        for name in changes.keys() - summed:
            kept = {**other, **changes, name: other[name]}
            assert not lies_in(quiet.regions, box, kept, sums=False)
        if lies_in(quiet.regions, box, other, sums=True):
            assert {} == changes


def test_towards_a_box_one_fact_of_a_sum_moves_with_it():
    """
    What is near a box may miss it by a sum; a change of one fact of it brings that in too.
    """
    quiet, (box,) = quiet_of([compared(Arithmetic("+", DEBT, PRICE), ">", 2)])
    changes = quiet.towards(quiet.base, box)
    assert {} == quiet.near(quiet.base, box)
    assert 1 == len(changes)
    assert lies_in(quiet.regions, box, {**quiet.base, **changes}, sums=True)


def test_members_that_a_box_leaves_open_stay_as_they_are_near_a_scenario():
    """
    Of a set only the members that the box asks for change; the others are those of before.
    """
    quiet, (box,) = quiet_of([conj([RED, negate(GREEN)])])
    scenario = {**quiet.base, "tools": frozenset({"green", "blue"})}
    assert {"tools": frozenset({"red", "blue"})} == quiet.near(scenario, box)
    assert {"tools": frozenset({"red"})} == quiet.changes(box)


def test_the_quiet_value_is_the_one_that_the_fewest_conditions_admit():
    """
    A fact that two conditions want false and one true is quietly true, and a number out of theirs.
    """
    some = [negate(P), conj([negate(P), Q]), conj([P, Q]), compared(N, ">=", 0)]
    quiet, _ = quiet_of(some)
    assert (True, False, -2) == tuple(quiet.base[name] for name in ("p", "q", "n"))


def test_a_sum_is_reached_by_moving_one_of_its_facts():
    """
    Where a box says what facts come to together, one that has no bound makes up for the rest.
    """
    total = Arithmetic("+", PRICE, DEBT)
    quiet, (box,) = quiet_of([conj([compared(total, "==", 5), compared(PRICE, ">", 0)])])
    assert {Total((("debt", 1), ("price", 1))), "price"} == box.keys()
    found = {**quiet.base, **quiet.changes(box)}
    assert 5 == found["price"] + found["debt"]
    assert 0 < found["price"] <= 1


@given(st.lists(PLAIN, min_size=1, max_size=3), SCENARIOS, PLAIN)
def test_repaired_changes_keep_every_law_and_their_box(laws, base, asked):
    """
    What a repair returns keeps all laws and moves no fact out of its box.
    """
    background = conj(laws)
    regions = Regions.of(FACTS, [background, asked])
    box = regions.hull(asked)
    if box is not None and lies_in(regions, box, base, sums=False):
        found = Repair(regions, base, background).repaired({}, box)
        if truth(background, base, {}, {}):
            assert found == {}
        if found is not None:
            assert truth(background, {**base, **found}, {}, {})
            assert lies_in(regions, box, {**base, **found}, sums=False)


def test_laws_are_repaired_one_after_the_other_where_the_box_lets_them():
    """
    A fact that nothing is asked of moves, for each law that is broken; else there is no repair.
    """
    laws = [disj([P, Q]), disj([RED, negate(P)]), disj([compared(DEBT, ">", 1), negate(Q)])]
    regions = Regions.of(FACTS, laws)
    base = {**regions.quiet, "tools": frozenset({"blue"})}
    repair = Repair(regions, base, conj(laws))
    assert {"p": True, "tools": frozenset({"red", "blue"})} == repair.repaired({}, {})
    assert {"q": True, "debt": Fraction(2)} == repair.repaired({}, {"p": 1})
    assert repair.repaired({}, {"p": 1, "q": 1}) is None
    assert repair.repaired({"p": True}, {"p": 2, ("tools", "red"): 1}) is None


def test_a_comparison_that_speaks_of_no_fact_moves_none():
    """
    A law with a part that never holds, such as `n < n`, is repaired by another part.
    """
    never = literal(Comparison(Compare("<", N, N)))
    laws = disj([never, P])
    regions = Regions.of(FACTS, [laws, never])
    assert {"p": True} == Repair(regions, regions.quiet, laws).repaired({}, {})
    assert Repair(regions, regions.quiet, never).repaired({}, {}) is None
