"""
Numbers that stand for the regions of a column, the plainest that there are, and quiet values.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil, floor

from specl.model import Fact, Value
from specl.model.expressions import CompareOperator
from specl.model.types import BoolType, ChoiceType, RealType, SetType, TextType

__all__ = [
    "Number",
    "fitting",
    "inhabited",
    "numbers_in",
    "plain",
    "plainness",
    "quiet_value",
    "sample_of",
    "side_of",
]

Number = int | Fraction


def plain(value: Number) -> Number:
    """
    Return a number as an int where it is whole: those compare and multiply faster.
    """
    return value.numerator if value.denominator == 1 else value


def plainness(value: Value | None) -> tuple[int, Number, bool]:
    """
    Return what numbers are ordered by when the plainest is looked for.
    """
    number: Number = value  # type: ignore[assignment]
    return number.denominator, -number if number < 0 else number, number < 0


def fitting(
    value: Number, low: Number | None, high: Number | None, *, integer: bool
) -> Number | None:
    """
    Return a number, or None where bounds or a type of whole numbers exclude it.
    """
    outside = (low is not None and value < low) or (high is not None and value > high)
    return None if outside or (integer and not isinstance(value, int)) else value


def inhabited(
    cuts: Sequence[Number], low: Number | None, high: Number | None, *, integer: bool
) -> int:
    """
    Return the regions, as a bit set, in which a type has values.

    Region 0 lies below all cuts, 1 is the first cut itself, 2 the gap above it, and so on.

    Args:
        cuts: In order.
        low: The least value of the type, if any.
        high: Its greatest value likewise.
        integer: Whether the values are whole numbers.
    """
    found, above = 0, None
    for place, cut in enumerate(cuts):
        if _lies_between(above, cut, low, high, integer=integer):
            found |= 1 << 2 * place
        if fitting(cut, low, high, integer=integer) is not None:
            found |= 2 << 2 * place
        above = cut
    if _lies_between(above, None, low, high, integer=integer):
        found |= 1 << 2 * len(cuts)
    return found


def _lies_between(
    above: Number | None,
    below: Number | None,
    low: Number | None,
    high: Number | None,
    *,
    integer: bool,
) -> bool:
    """
    Tell whether any value within bounds lies between two cuts.
    """
    least = _first_above(above, low, integer=integer)
    most = _last_below(below, high, integer=integer)
    if least is None or most is None or least < most:
        return True
    return least == most and (integer or (least != above and most != below))


def side_of(cuts: Sequence[Number], operator: CompareOperator, value: Number) -> int:
    """
    Return the regions that compare with one of the cuts as an operator says.
    """
    place = 2 * bisect_left(cuts, value) + 1
    below, here = (1 << place) - 1, 1 << place
    match operator:
        case "<":
            return below
        case "<=":
            return below | here
        case "==":
            return here
        case "!=":
            return ~here
        case ">":
            return ~(below | here)
        case ">=":
            return ~below


def numbers_in(cuts: Sequence[Number], mask: int) -> Iterator[Number]:
    """
    Yield a number from each of some regions of a column that has all numbers.
    """
    for region in range(2 * len(cuts) + 1):
        if mask >> region & 1:
            if region % 2:
                yield cuts[region // 2]
            elif 0 < region < 2 * len(cuts):
                yield Fraction(cuts[region // 2 - 1] + cuts[region // 2]) / 2
            else:
                yield cuts[0] - 1 if region == 0 else cuts[-1] + 1


def sample_of(
    cuts: Sequence[Number], region: int, low: Number | None, high: Number | None, *, integer: bool
) -> Number | None:
    """
    Return the simplest number of a region within bounds; None where there is none.
    """
    if region % 2:
        return fitting(cuts[region // 2], low, high, integer=integer)
    above = cuts[region // 2 - 1] if region else None
    below = cuts[region // 2] if region // 2 < len(cuts) else None
    least = _first_above(above, low, integer=integer)
    most = _last_below(below, high, integer=integer)
    return _simplest(least, most, above, below, integer=integer)


def _first_above(above: Number | None, low: Number | None, *, integer: bool) -> Number | None:
    """
    Return the least value above a cut and not below a bound; of reals the cut itself.
    """
    if above is None:
        return low
    least = floor(above) + 1 if integer else above
    return least if low is None or least >= low else low


def _last_below(below: Number | None, high: Number | None, *, integer: bool) -> Number | None:
    """
    Return the greatest value below a cut and not above a bound; of reals the cut itself.
    """
    if below is None:
        return high
    most = ceil(below) - 1 if integer else below
    return most if high is None or most <= high else high


def _simplest(
    least: Number | None,
    most: Number | None,
    above: Number | None,
    below: Number | None,
    *,
    integer: bool,
) -> Number | None:
    """
    Return zero, a whole number or else the middle of a gap between two cuts.

    Args:
        least: The lower end, a cut itself where `above` is one.
        most: The upper end likewise.
        above: What every value here is greater than, if anything.
        below: What every value here is less than, if anything.
        integer: Whether only whole numbers count; the ends are then values themselves.
    """
    near = 0 if least is None else floor(least)
    if most is not None and most < near:
        near = ceil(most)
    for number in (0, near, near + 1, near - 1):
        if _is_inside(number, least, most, above, below):
            return number
    if integer or least is None or most is None:
        return None
    middle = Fraction(least + most) / 2
    return middle if _is_inside(middle, least, most, above, below) else None


def _is_inside(
    number: Number,
    least: Number | None,
    most: Number | None,
    above: Number | None,
    below: Number | None,
) -> bool:
    return (
        (least is None or number >= least)
        and (most is None or number <= most)
        and (above is None or number > above)
        and (below is None or number < below)
    )


def quiet_value(fact: Fact) -> Value:
    """
    Return the value that says least: the default, or false, the first value, none, zero.
    """
    if fact.default is not None:
        return fact.default
    match fact.type:
        case BoolType():
            return False
        case ChoiceType(values):
            return values[0]
        case SetType():
            return frozenset()
        case TextType():
            return ""
    low = fact.type.low
    high = fact.type.high
    zero = Fraction(0)
    near = max(zero, low) if low is not None else zero
    near = min(near, high) if high is not None else near
    return Fraction(near) if isinstance(fact.type, RealType) else int(near)
