"""
Values of facts with which sums come out as wanted.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from specl.cases.regions import beside, cuts_of, regions_of, sample_of
from specl.cases.totals import total_in, values_for
from specl.logic.interval import Interval
from specl.logic.regions import Total

WHOLE, REAL = Interval(True, 0, 10), Interval(False, Fraction(0), Fraction(10))
SUM, DIFFERENCE = Total((("x", 1), ("y", 1))), Total((("x", 1), ("y", -1)))


def between(low: int, high: int, **strict: bool) -> Interval:
    """
    Return the numbers between two.
    """
    return Interval(False, Fraction(low), Fraction(high), **strict)


@pytest.mark.parametrize("hull", [WHOLE, REAL])
@pytest.mark.parametrize(
    "asked",
    [
        [(SUM, between(5, 5))],
        [(SUM, between(19, 20))],
        [(SUM, between(7, 7)), (DIFFERENCE, between(3, 3))],
        [(SUM, between(3, 5, low_strict=True, high_strict=True))],
        [(DIFFERENCE, between(-10, -9))],
    ],
)
def test_values_are_found(hull: Interval, asked: list[tuple[Total, Interval]]) -> None:
    """
    Every sum lies in its interval, and every value in its own.
    """
    found: Any = values_for(asked, {"x": hull, "y": hull}, {"x": (0,), "y": (0,)})
    for total, interval in asked:
        value = total_in(total, found)
        assert interval.low < value if interval.low_strict else interval.low <= value
        assert value < interval.high if interval.high_strict else value <= interval.high
    assert all(0 <= value <= 10 for value in found.values())


@pytest.mark.parametrize(
    "asked",
    [
        [(SUM, between(21, 30))],
        [(SUM, between(4, 4)), (DIFFERENCE, between(5, 5))],
        [(SUM, between(4, 4)), (DIFFERENCE, between(3, 3))],
    ],
)
def test_what_has_no_values_has_none(asked: list[tuple[Total, Interval]]) -> None:
    """
    Sums out of reach, at odds with each other, or between whole numbers have no values.
    """
    assert None is values_for(asked, {"x": WHOLE, "y": WHOLE}, {"x": (0,), "y": (0,)})


def test_a_line_is_cut_at_its_bounds() -> None:
    """
    Regions leave nothing out, and one number stands for each: zero or one near it.
    """
    cuts = [*cuts_of("<", Fraction(3), integer=False), *cuts_of("==", Fraction(5), integer=False)]
    regions = regions_of(REAL, cuts)
    assert [0, 3, 5, Fraction(501, 100)] == [sample_of(region) for region in regions]
    assert [Fraction(299, 100), Fraction(499, 100)] == [
        beside(region, low=False) for region in regions[:2]
    ]


def test_whole_numbers_are_cut_between_them() -> None:
    """
    Bounds that are no whole numbers cut at the next.
    """
    regions = regions_of(WHOLE, cuts_of("<=", Fraction(7, 2), integer=True))
    assert [(0, 3), (4, 10)] == [(region.low, region.high) for region in regions]
