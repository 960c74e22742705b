"""
Whether comparisons between several numeric facts hold together somewhere, and where.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import lcm

from specl.interpret.simplex import Bounded, Clash, solve
from specl.logic.interval import Interval, Sum

__all__ = ["solution"]

BRANCHES = 20


def solution(sums: Sequence[Sum], intervals: Mapping[str, Interval]) -> dict[str, Interval] | None:
    """
    Return a value for each of some facts, as an interval of one number.

    Args:
        sums: What must hold; none of them is a `!=`.
        intervals: What is open to each fact that they mention.

    Returns:
        The values; None where there are none.

    Raises:
        LookupError: The search for whole numbers took too long.
    """
    places = {name: place for place, name in enumerate(intervals)}
    whole = frozenset(places[name] for name, each in intervals.items() if each.integer)
    wanted = [bound for name, each in intervals.items() for bound in _ends(places[name], each)]
    wanted += [bound for each in sums for bound in _bounds(each, places)]
    try:
        found = solve(wanted, whole, BRANCHES)
    except Clash:
        return None
    if found is None:
        raise LookupError
    values = {name: found[place] for name, place in places.items()}
    return {name: Interval(intervals[name].integer, each, each) for name, each in values.items()}


def _ends(place: int, interval: Interval) -> Iterator[Bounded]:
    if interval.low is not None:
        yield Bounded(((place, -1),), -interval.low, interval.low_strict, 0)
    if interval.high is not None:
        yield Bounded(((place, 1),), interval.high, interval.high_strict, 0)


def _bounds(each: Sum, places: Mapping[str, int]) -> Iterator[Bounded]:
    scale = lcm(*(factor.denominator for _, factor in each.terms))
    terms = tuple(sorted((places[fact.name], int(factor * scale)) for fact, factor in each.terms))
    strict = each.operator in {"<", ">"}
    if each.operator in {"<", "<=", "=="}:
        yield Bounded(terms, each.value * scale, strict, 0)
    if each.operator in {">", ">=", "=="}:
        mirrored = tuple((place, -factor) for place, factor in terms)
        yield Bounded(mirrored, -each.value * scale, strict, 0)
