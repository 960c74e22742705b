"""
Whether comparisons between several numeric facts hold together somewhere, and where.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from specl.interpret.simplex import Bounded, Clash, solve
from specl.logic.interval import Interval
from specl.logic.samples import Number
from specl.logic.total import Total

__all__ = ["solution"]

BRANCHES = 20


def solution(
    sums: Sequence[tuple[Total, Interval]], intervals: Mapping[str, Interval]
) -> dict[str, Number] | None:
    """
    Return a value for each of some facts.

    Args:
        sums: Each with what it must come to.
        intervals: What is open to each fact that they mention.

    Returns:
        The values; None where there are none.

    Raises:
        LookupError: The search for whole numbers took too long.
    """
    places = {name: place for place, name in enumerate(intervals)}
    whole = frozenset(places[name] for name, each in intervals.items() if each.integer)
    wanted = [b for name, each in intervals.items() for b in _ends(((places[name], 1),), each)]
    for total, each in sums:
        terms = tuple(sorted((places[name], factor) for name, factor in total.terms))
        wanted += _ends(terms, each)
    try:
        found = solve(wanted, whole, BRANCHES)
    except Clash:
        return None
    if found is None:
        raise LookupError
    return {name: found[place] for name, place in places.items()}


def _ends(terms: tuple[tuple[int, int], ...], interval: Interval) -> Iterator[Bounded]:
    if interval.low is not None:
        mirrored = tuple((place, -factor) for place, factor in terms)
        yield Bounded(mirrored, -interval.low, interval.low_strict, 0)
    if interval.high is not None:
        yield Bounded(terms, interval.high, interval.high_strict, 0)
