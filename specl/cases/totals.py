"""
Values of facts with which sums of them come out as a box wants.

First by bounds: what a sum and all but one of its facts can be bounds the last one, round and
round, and the facts are given values one after the other. Where that leads nowhere the simplex
method decides, exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor, inf

from specl.cases.regions import NEAR, lies_in
from specl.logic.interval import Interval
from specl.logic.total import Total

__all__ = ["UnsureError", "can_reach", "hull_of", "total_in", "values_for"]

ROUNDS = 4

Number = int | Fraction | float
"""A number, exact unless it is infinite."""


class UnsureError(Exception):
    """
    Whether there are such values was not found out.
    """


def hull_of(regions: Sequence[Interval]) -> Interval:
    """
    Return the smallest interval around some others.
    """
    low = min(regions, key=_low_end)
    high = max(regions, key=_high_end)
    return Interval(low.integer, low.low, high.high, low.low_strict, high.high_strict)


def _low_end(region: Interval) -> tuple[Number, bool]:
    return -inf if region.low is None else region.low, region.low_strict


def _high_end(region: Interval) -> tuple[Number, bool]:
    return inf if region.high is None else region.high, not region.high_strict


def total_in(total: Total, values: Mapping[str, int | Fraction]) -> int | Fraction:
    """
    Return what a sum is with some values.
    """
    return sum(factor * values[name] for name, factor in total.terms)


def can_reach(interval: Interval, parts: Iterable[tuple[Interval, int]]) -> bool:
    """
    Tell whether a sum can come near an interval at all, whatever other sums ask for.

    Args:
        interval: The interval.
        parts: What is open to each fact of the sum, and its factor.
    """
    least: Number = 0
    most: Number = 0
    for hull, factor in parts:
        low, high = _times(_ends(hull), factor)
        least += low
        most += high
    low, high = _ends(interval)
    return least <= high and low <= most


def values_for(
    sums: Sequence[tuple[Total, Interval]],
    hulls: Mapping[str, Interval],
    liked: Mapping[str, Sequence[int | Fraction]],
) -> dict[str, int | Fraction] | None:
    """
    Return values with which sums lie in intervals, or None where there are none.

    Args:
        sums: The sums and their intervals.
        hulls: What is open to each fact.
        liked: Values of each fact that are preferred, the first most.

    Raises:
        UnsureError: There may be some, but none were found.
    """
    ranges = {name: _ends(hull) for name, hull in hulls.items()}
    whole = {name: hull.integer for name, hull in hulls.items()}
    asked = [(total, _ends(interval)) for total, interval in sums]
    if not _bounded(asked, ranges, whole):
        return None
    values = _one_by_one(asked, ranges, whole, liked)
    if values is not None and all(
        lies_in(total_in(total, values), interval) for total, interval in sums
    ):
        return values
    return _by_simplex(sums, hulls)


def _ends(interval: Interval) -> tuple[Number, Number]:
    low, high = interval.low, interval.high
    return -inf if low is None else low, inf if high is None else high


def _bounded(
    sums: Sequence[tuple[Total, tuple[Number, Number]]],
    ranges: dict[str, tuple[Number, Number]],
    whole: Mapping[str, bool],
) -> bool:
    """
    Narrow ranges to what sums leave of them, and tell whether anything is left.
    """
    for _ in range(ROUNDS):
        before = dict(ranges)
        for total, (low, high) in sums:
            if not _narrowed(total, low, high, ranges, whole):
                return False
        if before == ranges:
            break
    return True


def _narrowed(
    total: Total,
    low: Number,
    high: Number,
    ranges: dict[str, tuple[Number, Number]],
    whole: Mapping[str, bool],
) -> bool:
    least: Number = 0
    most: Number = 0
    parts = []
    for name, factor in total.terms:
        smallest, largest = _times(ranges[name], factor)
        least += smallest
        most += largest
        parts.append((name, factor, smallest, largest))
    if least > high or most < low:
        return False
    for name, factor, smallest, largest in parts:
        up = high - (least - smallest) if least != -inf else inf
        down = low - (most - largest) if most != inf else -inf
        if up >= largest and down <= smallest:
            continue
        ends = max(down, smallest), min(up, largest)
        one, other = _divided(ends, factor)
        if whole[name]:
            one = one if one == -inf else ceil(one)
            other = other if other == inf else floor(other)
        if one > other:
            return False
        ranges[name] = one, other
    return True


def _times(ends: tuple[Number, Number], factor: int) -> tuple[Number, Number]:
    if factor == 1:
        return ends
    low, high = ends
    return (low * factor, high * factor) if factor > 0 else (high * factor, low * factor)


def _divided(ends: tuple[Number, Number], factor: int) -> tuple[Number, Number]:
    if factor == 1:
        return ends
    low, high = (end / factor if end in {inf, -inf} else Fraction(end) / factor for end in ends)
    return (low, high) if factor > 0 else (high, low)


def _one_by_one(
    sums: Sequence[tuple[Total, tuple[Number, Number]]],
    ranges: dict[str, tuple[Number, Number]],
    whole: Mapping[str, bool],
    liked: Mapping[str, Sequence[int | Fraction]],
) -> dict[str, int | Fraction] | None:
    """
    Give each fact a value that its range leaves, narrowing those of the others each time.
    """
    left = dict(ranges)
    values: dict[str, int | Fraction] = {}
    for name in ranges:
        low, high = left[name]
        inside = (value for value in liked[name] if low <= value <= high)
        value = next(inside, None)
        values[name] = _between(low, high, whole=whole[name]) if value is None else value
        left[name] = values[name], values[name]
        if not _bounded(sums, left, whole):
            return None
    return values


def _between(low: Number, high: Number, *, whole: bool) -> int | Fraction:
    """
    Return a number between two others, near the one that is next to zero.
    """
    if low <= 0 <= high:
        return 0
    near, far = (low, high) if low > 0 else (high, low)
    if whole or near == far:
        return near  # type: ignore[return-value]
    step = NEAR if far in {inf, -inf} else min(NEAR, abs(Fraction(far) - Fraction(near)) / 2)
    return Fraction(near) + (step if near == low else -step)


def _by_simplex(
    sums: Sequence[tuple[Total, Interval]], hulls: Mapping[str, Interval]
) -> dict[str, int | Fraction] | None:
    from specl.logic.sums import solution

    try:
        found = solution(sums, hulls)
    except LookupError:
        raise UnsureError from None
    if found is None:
        return None
    return {name: int(v) if hulls[name].integer else Fraction(v) for name, v in found.items()}
