"""
How far sums reach in a box, and which stretches of numbers it leaves open.
"""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from specl.logic.formula import conj
from specl.logic.interval import Threshold
from specl.logic.numbers import reach, stretches, values_of
from specl.logic.regions import Regions, Total
from specl.model.expressions import Arithmetic
from tests.unit.logic.drawn import (
    DEBT,
    FACTS,
    LEAVES,
    PLAIN,
    PRICE,
    SCENARIOS,
    N,
    compared,
    lies_in,
    total_of,
)

BOTH = Arithmetic("+", N, PRICE)
TOTAL = Total((("n", 1), ("price", 1)))
NUMBERS = st.sampled_from(["n", "price", "debt"])


def contains(interval, number):
    """
    Tell whether a number lies in an interval.
    """
    if interval.integer and Fraction(number).denominator != 1:
        return False
    return not interval.within(Threshold(N, "==", Fraction(number))).is_empty


@given(st.lists(LEAVES, min_size=1), SCENARIOS, st.sets(NUMBERS))
def test_a_sum_comes_to_no_more_than_its_reach(leaves, scenario, given_names):
    """
    In every scenario of a box, with some facts given, the sum lies in the regions it reaches.
    """
    regions = Regions.of(FACTS, leaves)
    given_values = {name: scenario[name] for name in given_names}
    for leaf in leaves:
        box = regions.hull(leaf)
        if box is not None and lies_in(regions, box, scenario):
            for total in regions.cuts:
                if isinstance(total, Total):
                    region = regions.region_of(total, total_of(total, scenario))
                    assert reach(regions, box, total, given_values) >> region & 1


def test_a_sum_reaches_from_its_least_to_its_most():
    """
    Beyond the bounds of its facts, of what the box leaves them or of values given, it has nothing.
    """
    cuts = [compared(BOTH, "<", each) for each in (-3, -1, 1, 4)]
    regions = Regions.of(FACTS, [*cuts, compared(N, "<", 0)])
    box = regions.hull(compared(N, "<", 0))
    assert {TOTAL: [-3, -1, 1, 4], "n": [0]} == regions.cuts
    assert 0b001111100 == reach(regions, {}, TOTAL, {})
    assert 0b000011100 == reach(regions, box, TOTAL, {})
    assert 0b001000000 == reach(regions, {}, TOTAL, {"n": 2})
    assert 0b000100000 == reach(regions, {}, TOTAL, {"n": 1, "price": Fraction(0)})


def test_a_factor_below_zero_turns_the_ends_round():
    """
    What is taken away reaches least where it is most; a fact without a bound reaches for ever.
    """
    difference = Arithmetic("-", N, PRICE)
    without = Arithmetic("-", N, DEBT)
    cuts = [compared(difference, "<", each) for each in (-3, 2)] + [compared(without, "<", 0)]
    regions = Regions.of(FACTS, cuts)
    assert 0b01110 == reach(regions, {}, Total((("n", 1), ("price", -1))), {})
    assert 0b111 == reach(regions, {}, Total((("debt", 1), ("n", -1))), {})
    assert 0b10000 == reach(regions, {}, Total((("n", 1), ("price", -1))), {"price": -5})


@given(PLAIN, st.lists(LEAVES), NUMBERS, SCENARIOS)
def test_stretches_are_the_numbers_that_a_box_leaves(formula, others, name, scenario):
    """
    A fact's value lies in exactly one stretch if its region is left, and in none if it is not.
    """
    regions = Regions.of(FACTS, [formula, *others])
    box = regions.hull(formula) or {}
    number = scenario[name]
    left = box.get(name, -1) >> regions.region_of(name, number) & 1
    found = [contains(each, number) for each in stretches(regions, box, name, {})]
    assert left == sum(found)


@given(st.lists(LEAVES, min_size=1), SCENARIOS)
def test_the_stretches_of_a_sum_are_those_of_its_regions(leaves, scenario):
    """
    A sum's value lies in a stretch exactly if the comparison that narrows it holds.
    """
    regions = Regions.of(FACTS, leaves)
    for leaf in leaves:
        for total, mask in (regions.hull(leaf) or {}).items():
            if isinstance(total, Total):
                number = total_of(total, scenario)
                found = [
                    contains(each, number) for each in stretches(regions, {total: mask}, total, {})
                ]
                assert lies_in(regions, {total: mask}, scenario) == any(found)


def test_gaps_divide_stretches_and_given_values_are_points():
    """
    An excluded value leaves a stretch on each side; a value given is all there is.
    """
    regions = Regions.of(FACTS, [conj([compared(DEBT, "!=", 1), compared(N, "!=", 0)])])
    below, above = stretches(regions, {"debt": 0b101}, "debt", {})
    assert (None, 1, True) == (below.low, below.high, below.high_strict)
    assert (1, True, None) == (above.low, above.low_strict, above.high)
    left, right = stretches(regions, {"n": 0b101}, "n", {})
    assert (-2, -1, 1, 2) == (left.low, left.high, right.low, right.high)
    (point,) = stretches(regions, {"debt": 0b101}, "debt", {"debt": Fraction(7)})
    assert (7, 7, False, False) == (point.low, point.high, point.low_strict, point.high_strict)


def test_numbers_become_values_of_their_facts():
    """
    An int fact gets an int, a real one a fraction.
    """
    found = values_of(Regions.of(FACTS, []), {"n": Fraction(2), "price": 1})
    assert {"n": 2, "price": Fraction(1)} == found
    assert (int, Fraction) == (type(found["n"]), type(found["price"]))
