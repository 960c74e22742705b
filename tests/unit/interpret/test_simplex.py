"""
Linear inequalities: solved exactly, or the reasons of those that clash.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from specl.interpret.simplex import Bounded, Clash, solve

X, Y = 0, 1
REALS: frozenset[int] = frozenset()
WHOLE = frozenset({X, Y})


def at_most(bound, why=0, *, strict=False, **factors):
    """
    Return `x + y <= bound` and the like, factors by name.
    """
    places = {"x": X, "y": Y}
    terms = tuple((places[name], factor) for name, factor in factors.items())
    return Bounded(terms, Fraction(bound), strict, why)


def test_a_solution_meets_every_inequality():
    """
    A vertex where three lines meet is found exactly.
    """
    wanted = [at_most(10, x=1, y=1), at_most(-10, x=-1, y=-1), at_most(-4, x=-1, y=1)]
    found = solve(wanted, REALS, 10)
    assert found is not None
    assert (10, True) == (found[X] + found[Y], found[X] - found[Y] >= 4)


def test_a_strict_bound_is_kept_with_a_plain_number():
    """
    Between two bounds that are left out lies a number.
    """
    low, high = Fraction(1, 3), Fraction(1, 2)
    found = solve([at_most(high, strict=True, x=1), at_most(-low, strict=True, x=-1)], REALS, 10)
    assert found is not None
    assert low < found[X] < high


def test_a_clash_names_what_is_to_blame_and_no_more():
    """
    Of four inequalities the three that exclude each other are named.
    """
    wanted = [
        at_most(5, 0b1, x=1),
        at_most(5, 0b10, y=1),
        at_most(-11, 0b100, x=-1, y=-1),
        at_most(100, 0b1000, x=1, y=-1),
    ]
    with pytest.raises(Clash) as clash:
        solve(wanted, REALS, 10)
    assert clash.value.why == 0b111


def test_whole_numbers_are_found_between_broken_ones():
    """
    Branch and bound goes to whole numbers, and says when there is none.
    """
    between = [at_most(Fraction(7, 2), x=1), at_most(Fraction(-5, 2), x=-1)]
    found = solve(between, WHOLE, 10)
    assert found == {X: 3}
    none = [at_most(Fraction(14, 5), 1, x=1), at_most(Fraction(-11, 5), 2, x=-1)]
    with pytest.raises(Clash) as clash:
        solve(none, WHOLE, 10)
    assert clash.value.why == 0b11


def test_a_spent_budget_is_no_answer():
    """
    None says that the budget ran out, not that there is no solution.
    """
    wanted = [at_most(1, x=2, y=-2), at_most(-1, x=-2, y=2)]
    assert solve(wanted, WHOLE, 20) is None
