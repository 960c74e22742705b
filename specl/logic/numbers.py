"""
What the regions of a box say of numbers: how far a sum reaches, which stretches are open.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from fractions import Fraction

from specl.logic.interval import Interval
from specl.logic.regions import Box, Regions, runs
from specl.logic.samples import Number
from specl.logic.total import Total
from specl.model import Value
from specl.model.types import IntType, RealType

__all__ = ["reach", "stretches", "values_of"]

_Ends = tuple[Number | None, Number | None]


def reach(regions: Regions, box: Box, total: Total, given: Mapping[str, Value]) -> int:
    """
    Return the regions of a sum that lie between the least and the most that it can come to.

    Args:
        regions: The columns.
        box: What is open to the facts; what it says of the sum itself is not looked at.
        total: The sum.
        given: Facts with exact values.
    """
    least: Number | None = 0
    most: Number | None = 0
    for name, factor in total.terms:
        low, high = _ends(regions, box, name, given)
        if factor < 0:
            low, high = high, low
        least = None if least is None or low is None else least + factor * low
        most = None if most is None or high is None else most + factor * high
    mask = regions.all_of(total)
    if least is not None:
        mask &= -1 << regions.region_of(total, least)
    if most is not None:
        mask &= (2 << regions.region_of(total, most)) - 1
    return mask


def _ends(regions: Regions, box: Box, name: str, given: Mapping[str, Value]) -> _Ends:
    """
    Return between what a box leaves a fact; None where there is no bound.
    """
    if name in given:
        number: Number = given[name]  # type: ignore[assignment]
        return number, number
    type_ = regions.facts[name].type
    assert isinstance(type_, IntType | RealType)
    mask = box.get(name)
    if mask is None:
        return type_.low, type_.high
    whole = stretch(regions, name, (mask & -mask).bit_length() - 1, mask.bit_length() - 1)
    return whole.low, whole.high


def stretch(regions: Regions, column: Hashable, first: int, last: int) -> Interval:
    """
    Return the numbers from one region of a column to another.
    """
    cuts = regions.cuts.get(column, ())
    integer, least, most = False, None, None
    if isinstance(column, str):
        type_ = regions.facts[column].type
        assert isinstance(type_, IntType | RealType)
        integer, least, most = isinstance(type_, IntType), type_.low, type_.high
    interval = Interval(integer, least, most)
    if first:
        interval = interval.above(cuts[(first - 1) // 2], strict=first % 2 == 0)
    if last < 2 * len(cuts):
        interval = interval.below(cuts[last // 2], strict=last % 2 == 0)
    return interval


def stretches(
    regions: Regions, box: Box, column: Hashable, given: Mapping[str, Value]
) -> list[Interval]:
    """
    Return what a box leaves a column, as stretches of numbers with gaps between them.
    """
    if isinstance(column, str) and column in given:
        number: Number = given[column]  # type: ignore[assignment]
        return [Interval(isinstance(number, int), number, number)]
    mask = box.get(column, -1) & regions.all_of(column)
    return [stretch(regions, column, first, first + n - 1) for first, n in runs(mask)]


def values_of(regions: Regions, numbers: Mapping[str, Number]) -> dict[str, Value]:
    """
    Return numbers as values of their facts.
    """
    return {
        name: int(number) if isinstance(regions.facts[name].type, IntType) else Fraction(number)
        for name, number in numbers.items()
    }
