"""
The numbers that a spec tells apart: a number line cut at every bound that is mentioned.

Within one region no comparison changes, so that one number stands for all of its region.
"""

from __future__ import annotations

import operator as operators
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from itertools import pairwise
from math import ceil, floor

from specl.logic.interval import Interval, interval_of
from specl.logic.samples import Number
from specl.logic.total import Total
from specl.model import Fact
from specl.model.expressions import CompareOperator
from specl.model.operators import MIRROR
from specl.model.types import IntType

__all__ = [
    "NEAR",
    "Cut",
    "beside",
    "compares",
    "comparing",
    "cuts_of",
    "domain_of",
    "lies_in",
    "regions_of",
    "sample_of",
]

Cut = tuple[Fraction, bool]
"""A place on the number line: just before a number or, where true, just after it."""

NEAR = Fraction(1, 100)


def domain_of(facts: Mapping[str, Fact], total: Total) -> Interval:
    """
    Return what a sum can be, given the ranges of its facts.
    """
    types = {name: facts[name].type for name, _ in total.terms}
    sides = [_scaled(interval_of(types[name]), factor) for name, factor in total.terms]
    lows, highs = [low for low, _ in sides], [high for _, high in sides]
    whole = all(isinstance(types[name], IntType) for name, _ in total.terms)
    return Interval(whole, _sum(lows), _sum(highs))


def _scaled(interval: Interval, factor: int) -> tuple[Fraction | int | None, Fraction | int | None]:
    ends = [None if end is None else end * factor for end in (interval.low, interval.high)]
    low, high = ends if factor > 0 else reversed(ends)
    return low, high


def _sum(ends: Iterable[Fraction | int | None]) -> Fraction | int | None:
    total: Fraction | int = 0
    for end in ends:
        if end is None:
            return None
        total += end
    return total


def cuts_of(operator: CompareOperator, value: Number, *, integer: bool) -> tuple[Cut, ...]:
    """
    Return where a comparison with a number cuts the number line.
    """
    before = (Fraction(ceil(value) if integer else value), False)
    after = (Fraction(floor(value) + 1 if integer else value), not integer)
    match operator:
        case "<" | ">=":
            return (before,)
        case "<=" | ">":
            return (after,)
    return (before, after)


_COMPARISONS: Mapping[CompareOperator, Callable[[Number, Number], bool]] = {
    "==": operators.eq,
    "!=": operators.ne,
    "<": operators.lt,
    "<=": operators.le,
    ">": operators.gt,
    ">=": operators.ge,
}


def comparing(operator: CompareOperator, other: Number) -> Callable[[Number], bool]:
    """
    Return what tells how numbers compare with one number.
    """
    return partial(_COMPARISONS[MIRROR[operator]], other)


def compares(value: Fraction | int, operator: CompareOperator, other: Fraction | int) -> bool:
    """
    Tell how two numbers compare.
    """
    return _COMPARISONS[operator](value, other)


def regions_of(domain: Interval, cuts: Iterable[Cut]) -> tuple[Interval, ...]:
    """
    Return the pieces, from the lowest to the highest, into which cuts divide an interval.
    """
    edges: Sequence[Cut | None] = (None, *sorted(set(cuts)), None)
    pieces = (_piece(domain, low, high) for low, high in pairwise(edges))
    return tuple(piece for piece in pieces if not piece.is_empty)


def _piece(domain: Interval, low: Cut | None, high: Cut | None) -> Interval:
    if low is not None:
        domain = domain.above(low[0], strict=low[1])
    if high is not None:
        domain = domain.below(high[0], strict=not high[1])
    return domain


def lies_in(value: Number, region: Interval) -> bool:
    """
    Tell whether a number lies in a region.
    """
    low, high = region.low, region.high
    above = low is None or (value > low if region.low_strict else value >= low)
    return above and (high is None or (value < high if region.high_strict else value <= high))


def sample_of(region: Interval) -> Fraction | int:
    """
    Return a number of a region: zero, or one at the end next to it.
    """
    if lies_in(0, region):
        return 0 if region.integer else Fraction(0)
    below = region.low is None or region.low < 0
    end, strict = (region.high, region.high_strict) if below else (region.low, region.low_strict)
    assert end is not None
    return beside(region, low=not below) if strict else end


def beside(region: Interval, *, low: bool) -> Fraction:
    """
    Return a number next to an end that does not belong to a region.
    """
    end, other = (region.low, region.high) if low else (region.high, region.low)
    belongs = not (region.high_strict if low else region.low_strict)
    assert end is not None
    sign = 1 if low else -1
    if other is None:
        return end + sign * NEAR
    away = abs(Fraction(other) - end)
    if belongs and away <= NEAR:
        return Fraction(other)
    return end + sign * min(NEAR, away / 2)
