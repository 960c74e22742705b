"""
What boxes leave to sums, and numbers that suit several sums at once.

Questions of one spec come back to the same few boxes of the facts that it adds up. What is found
of each is kept until columns are cut anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any, cast

from specl.logic.compact import Compact
from specl.logic.numbers import reach, stretches, values_of
from specl.logic.regions import Box
from specl.logic.total import Total
from specl.model import Value
from specl.text.record import record

__all__ = ["Tried", "left_to", "numbers_for"]


@record
class Tried:
    """
    A search for numbers that suit some sums.

    Attributes:
        ways: How many choices of stretches were tried, one from each column.
        found: The numbers, or None where there are none or nothing is settled.
        settled: Whether the search came to an end.
    """

    ways: int
    found: dict[str, Value] | None
    settled: bool = True


def left_to(compact: Compact, box: list[int], column: int, given: Mapping[str, Value]) -> int:
    """
    Return the regions that a box leaves to a sum.

    Args:
        compact: The columns.
        box: What is open, by the numbers of columns.
        column: The sum, by its number.
        given: Facts with exact values.
    """
    total = cast("Total", compact.columns[column])
    key = column, _open_to(compact, box, (total,), given)
    found = compact.memo.get(key)
    if found is None:
        around = _around(compact, box, (total,))
        found = compact.memo[key] = reach(compact.regions, around, total, given)
    return box[column] & cast("int", found)


def numbers_for(
    compact: Compact, box: list[int], sums: tuple[int, ...], given: Mapping[str, Value], most: int
) -> Tried:
    """
    Return numbers with which some sums come to what a box says of them.

    Args:
        compact: The columns.
        box: What is open, by the numbers of columns.
        sums: At least one sum, by its number.
        given: Facts with exact values.
        most: How many ways may be tried.
    """
    totals = tuple([cast("Total", compact.columns[column]) for column in sums])
    wanted = tuple([box[column] for column in sums])
    key = sums, wanted, _open_to(compact, box, totals, given)
    found = cast("Tried | None", compact.memo.get(key))
    if found is None:
        found = _tried(compact, _around(compact, box, totals), totals, given, most)
        if found.ways <= most:
            compact.memo[key] = found
    return found


def _open_to(
    compact: Compact, box: list[int], totals: tuple[Total, ...], given: Mapping[str, Value]
) -> tuple[Any, ...]:
    """
    Return what is open to the facts of some sums, as a key.
    """
    numbers = compact.numbers
    open_ = [box[numbers[name]] for total in totals for name, _ in total.terms]
    exact = [given.get(name) for total in totals for name, _ in total.terms] if given else ()
    return tuple(open_), tuple(exact)


def _around(compact: Compact, box: list[int], totals: tuple[Total, ...]) -> Box:
    """
    Return what a box says of some sums and of their facts.
    """
    names = (name for total in totals for name, _ in total.terms)
    return {column: box[compact.numbers[column]] for column in (*names, *totals)}


def _tried(
    compact: Compact, box: Box, totals: tuple[Total, ...], given: Mapping[str, Value], most: int
) -> Tried:
    from specl.logic.sums import solution

    names = list(dict.fromkeys(name for total in totals for name, _ in total.terms))
    columns: list[str | Total] = [*names, *totals]
    open_ = [stretches(compact.regions, box, column, given) for column in columns]
    ways = 0
    for way in product(*open_):
        ways += 1
        if ways > most:
            return Tried(ways, None, settled=False)
        intervals = dict(zip(names, way[: len(names)], strict=True))
        sums = list(zip(totals, way[len(names) :], strict=True))
        try:
            found = solution(sums, intervals)
        except LookupError:
            return Tried(ways, None, settled=False)
        if found is not None:
            return Tried(ways, values_of(compact.regions, found))
    return Tried(ways, None)
