"""
Facts as columns of regions: what boxes around formulas hold, and what stands for a region.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from specl.logic.formula import Holds, conj, disj, literal
from specl.logic.regions import Regions, Total, runs
from specl.logic.samples import plain
from specl.logic.truth import truth
from specl.model import INT, IntType, RealType
from specl.model.expressions import Arithmetic, Literal
from tests.unit.building import fact
from tests.unit.logic.drawn import (
    DEBT,
    FACTS,
    FORMULAS,
    LEAVES,
    ODD,
    PLAIN,
    PRICE,
    SCENARIOS,
    N,
    compared,
    lies_in,
)

DEFINITIONS = {"odd": ODD}
GRID = {
    "n": range(-2, 3),
    "price": [Fraction(each, 24) for each in range(25)],
    "debt": [Fraction(each, 24) for each in range(-240, 241)],
}


@given(st.lists(PLAIN, min_size=1, max_size=3), st.lists(PLAIN, min_size=2, max_size=3))
def test_each_alternative_of_a_conjunction_has_a_way_of_its_own(beside, alternatives):
    """
    The ways in which a formula holds lie in its hull, and each alternative is taken in one.
    """
    formula = conj([*beside, disj(alternatives)])
    regions = Regions.of(FACTS, [formula])
    hull = regions.hull(formula)
    ways = list(regions.ways(formula))
    assert hull is not None or not ways
    for way in ways:
        assert all(not way.get(column, -1) & ~mask for column, mask in hull.items())


def test_the_ways_of_a_choice_are_its_parts():
    """
    Where one of two things has to hold there are two ways, one for each.
    """
    either = [literal(Holds(name, act=False)) for name in ("p", "q")]
    regions = Regions.of(FACTS, either)
    assert [{"p": 2}, {"q": 2}] == list(regions.ways(disj(either)))


@given(st.lists(FORMULAS, min_size=1, max_size=3), st.lists(SCENARIOS, min_size=5))
def test_every_scenario_in_which_a_formula_holds_lies_in_its_hull(formulas, scenarios):
    """
    A formula's hull has every scenario in which it holds, and without a hull it holds in none.
    """
    regions = Regions.of(FACTS, [*formulas, ODD])
    for formula in formulas:
        hull = regions.hull(formula)
        for scenario in scenarios:
            if truth(formula, scenario, DEFINITIONS, {}):
                assert hull is not None
                assert lies_in(regions, hull, scenario)


@given(LEAVES, st.lists(LEAVES), SCENARIOS)
def test_the_hull_of_one_atom_is_where_it_holds(leaf, others, scenario):
    """
    The hull of an atom or its negation has no scenario in which that fails.
    """
    regions = Regions.of(FACTS, [leaf, *others])
    hull = regions.hull(leaf)
    assert truth(leaf, scenario, {}, {}) == (hull is not None and lies_in(regions, hull, scenario))


def test_hulls_meet_in_a_conjunction_and_join_in_a_disjunction():
    """
    Joined by `or`, parts keep the columns that all narrow; joined by `and`, they may leave none.
    """
    p, low, high = literal(Holds("p", act=False)), compared(N, "<", 0), compared(N, ">=", 1)
    regions = Regions.of(FACTS, [low, high])
    assert {"n": 0b00001} == regions.hull(low)
    assert {"p": 2, "n": 0b11000} == regions.hull(conj([p, high]))
    assert {"n": 0b11001} == regions.hull(disj([low, conj([p, high])]))
    assert regions.hull(conj([low, high])) is None


@given(st.lists(PLAIN, min_size=1, max_size=3), SCENARIOS)
def test_atoms_of_one_fact_do_not_tell_pinned_values_and_samples_apart(formulas, scenario):
    """
    A scenario lies in the box of its values, and so does one with each number's sample instead.
    """
    regions = Regions.of(FACTS, formulas)
    box = regions.pinned(scenario)
    like = dict(scenario)
    for name in ("n", "price", "debt"):
        like[name] = regions.sample(name, regions.region_at(name, scenario[name]))
    assert lies_in(regions, box, scenario)
    assert lies_in(regions, box, like)
    assert box == regions.pinned(like)


def test_pinned_values_leave_each_column_one_region():
    """
    A bool, a choice and each member of a set are pinned to the region of what they are.
    """
    values = {"p": True, "q": False, "colour": "blue", "tools": frozenset({"green"})}
    tools = {("tools", "red"): 1, ("tools", "green"): 2, ("tools", "blue"): 1}
    assert {"p": 2, "q": 1, "colour": 4, **tools} == Regions.of(FACTS, []).pinned(values)


def test_a_value_outside_its_type_has_no_box():
    """
    A number beyond its bounds, or a fraction for an integer, is in no region.
    """
    regions = Regions.of(FACTS, [compared(N, "<", 0)])
    assert [None, None, None] == [
        regions.pinned({"n": 3}),
        regions.pinned({"n": Fraction(1, 2)}),
        regions.pinned({"price": Fraction(-1, 3)}),
    ]
    assert {"n": 0b100} == regions.pinned({"n": 1})


@given(st.lists(PLAIN, min_size=1, max_size=3))
def test_the_regions_that_hold_a_value_are_those_with_a_sample(formulas):
    """
    A sample is of its fact's type and region; a region without one has none of many values.
    """
    regions = Regions.of(FACTS, formulas)
    for name, numbers in GRID.items():
        found = {regions.region_of(name, number) for number in numbers}
        inhabited = regions.all_of(name)
        assert all(inhabited >> region & 1 for region in found)
        for region in range(inhabited.bit_length()):
            sample = regions.sample(name, region)
            assert (sample is not None) == bool(inhabited >> region & 1)
            if sample is not None:
                assert region == regions.region_of(name, sample)
                assert regions.pinned({name: sample}) == {name: 1 << region}


@given(st.lists(PLAIN, min_size=1, max_size=3), st.lists(PLAIN, min_size=1, max_size=3))
def test_columns_that_learn_later_are_cut_alike(first, second):
    """
    Formulas learnt after others, and after boxes were made, cut as those learnt at once do.
    """
    formulas = [*first, *second]
    late, once = Regions.of(FACTS, first), Regions.of(FACTS, formulas)
    for formula in first:
        late.hull(formula)
    late.learn(second)
    assert once.cuts == late.cuts
    assert [once.hull(each) for each in formulas] == [late.hull(each) for each in formulas]
    assert {name: once.all_of(name) for name in GRID} == {name: late.all_of(name) for name in GRID}


def test_a_default_is_the_quiet_value():
    """
    A fact's default says least; without one it is what lies nearest to zero.
    """
    facts = {"n": fact("n", N.type, default=2), "price": FACTS["price"]}
    regions = Regions.of(facts, [compared(N, ">", 1)])
    assert {"n": 2, "price": Fraction(0)} == regions.quiet


def test_equal_sums_are_one_column_whatever_their_factors():
    """
    A sum and its multiple, be it negative, share a column, of which each region has a number.
    """
    half = Arithmetic("+", PRICE, DEBT)
    back = Arithmetic("-", Arithmetic("*", Literal(-2, INT), PRICE), Arithmetic("+", DEBT, DEBT))
    regions = Regions.of(FACTS, [compared(half, "<", 1), compared(back, "<", -4)])
    total = Total((("debt", 1), ("price", 1)))
    assert {total: [1, 2]} == regions.cuts
    assert {total: 0b10000} == regions.hull(compared(back, "<", -4))
    assert [0, 1, Fraction(3, 2), 2, 3] == list(regions.samples_of(total, 0b11111))
    assert [1, 3] == list(regions.samples_of(total, 0b10010))


@given(st.integers(0, 1 << 12))
def test_runs_are_the_stretches_of_set_bits(mask):
    """
    The runs of a bit set are in order, apart from one another, and together all its bits.
    """
    found = list(runs(mask))
    assert mask == sum(((1 << length) - 1) << first for first, length in found)
    assert all(one + n < two for (one, n), (two, _) in pairwise(found))


@given(
    st.sampled_from([IntType, RealType]),
    st.none() | st.integers(-3, 3),
    st.none() | st.integers(-3, 3),
    st.sets(st.fractions(-4, 4, max_denominator=3).map(plain)),
)
def test_the_regions_of_a_number_are_those_that_have_a_value(kind, low, high, constants):
    """
    Of all regions of a column exactly those count of which a value can be named.
    """
    if low is not None and high is not None:
        low, high = min(low, high), max(low, high)
    regions = Regions({"n": fact("n", kind(low, high))}, cuts={"n": sorted(constants)})
    named = [regions.sample("n", region) is not None for region in range(2 * len(constants) + 1)]
    assert regions.all_of("n") == sum(1 << region for region, has in enumerate(named) if has)
