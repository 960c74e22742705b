"""
Rows of bits read off the columns of a table, a bit for each scenario.

Every distinct comparison is made once, over a whole column in the smallest type that holds
it. The truths of one are packed before those of the next are written over them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from specl.decide.columns import Coded, Numbers, Whole
from specl.decide.leaves import Asked, Leaves
from specl.decide.literals import Member, facts_in
from specl.decide.table import Table
from specl.decide.tape import Row
from specl.decide.terms import Cut, Term
from specl.logic.truth import truth
from specl.model import Scenario, Value

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from specl.logic.formula import Formula

__all__ = ["packed", "rows_of", "unpacked"]

_KINDS = (np.int8, np.int16, np.int32, np.int64)
_BITS = 8
_Total = tuple[Whole, int]
_Found = Iterator[tuple[int, Row]]


def packed(truths: NDArray[Any]) -> Row:
    """
    Return truths as bits, the first the lowest of the first byte.
    """
    return np.packbits(truths, bitorder="little")


def unpacked(row: Row, size: int) -> NDArray[np.bool_]:
    """
    Return the truths of a row of bits, or of many rows.
    """
    return np.unpackbits(row, axis=-1, count=size, bitorder="little").view(np.bool_)


def rows_of(leaves: Leaves, table: Table) -> dict[int, Row]:
    """
    Return where each leaf holds in a table.
    """
    reading = _Reading(table)
    found: dict[int, Row] = {}
    for fact, asked in leaves.values.items():
        found.update(reading.values(fact, asked))
    for term, cuts in leaves.cuts.items():
        found.update(reading.numbers(term, cuts))
    for formula, row in leaves.whole.items():
        found[row] = reading.by_reference(facts_in(formula), _truth_of(formula))
    return found


class _Reading:
    """
    The columns of one table, as they are read.
    """

    def __init__(self, table: Table) -> None:
        self.table = table
        self._bytes = np.empty(table.size, np.uint8)
        self._truths = self._bytes.view(np.bool_)
        self._largest: dict[str, int] = {}

    def values(self, fact: str, asked: Mapping[Asked, int]) -> _Found:
        """
        Yield where a fact has one of some values, or a member.
        """
        column = self.table.columns[fact]
        assert isinstance(column, Coded)
        several: list[tuple[list[int], int]] = []
        for wish, row in asked.items():
            codes = [code for code, value in enumerate(column.values) if _meets(value, wish)]
            if len(codes) == 1:
                np.equal(column.codes, codes[0], out=self._truths)
                yield row, packed(self._bytes)
            else:
                several.append((codes, row))
        for start in range(0, len(several), _BITS):
            yield from self._spread(column, several[start : start + _BITS])

    def _spread(self, column: Coded, several: Sequence[tuple[list[int], int]]) -> _Found:
        """
        Yield where a column has one of some codes, for as many such sets as a byte has bits.
        """
        met = np.zeros(len(column.values), np.uint8)
        for bit, (codes, _) in enumerate(several):
            met[codes] |= 1 << bit
        spread = met[column.codes]
        for bit, (_, row) in enumerate(several):
            np.bitwise_and(spread, 1 << bit, out=self._bytes)
            yield row, packed(self._bytes)

    def numbers(self, term: Term, cuts: Mapping[Cut, int]) -> _Found:
        """
        Yield where a term lies beyond some places.
        """
        total = self._total(term)
        if total is None:
            names = tuple(name for name, _ in term.parts)
            for place, row in cuts.items():
                yield row, self.by_reference(names, _is_past(term, place))
            return
        data, scale = total
        limits = np.iinfo(data.dtype)
        least, most = limits.min, limits.max
        for place, row in cuts.items():
            bound = _first_beyond(place, scale)
            if least < bound <= most:
                np.greater_equal(data, bound, out=self._truths)
            else:
                self._truths[:] = bound <= least
            yield row, packed(self._bytes)

    def _total(self, term: Term) -> _Total | None:
        """
        Return what a term comes to everywhere and in which unit, None where it fits no word.
        """
        columns = [self.table.columns[name] for name, _ in term.parts]
        numbers = [column for column in columns if isinstance(column, Numbers)]
        if len(numbers) < len(columns):
            return None
        scale = int(np.lcm.reduce([column.scale for column in numbers], dtype=object))
        parts = [
            (name, factor * scale // column.scale, column.data)
            for (name, factor), column in zip(term.parts, numbers, strict=True)
        ]
        if len(parts) == 1 and parts[0][1] == 1:
            return parts[0][2], scale
        largest = sum(abs(factor) * self._size(name, data) for name, factor, data in parts)
        kind = next((kind for kind in _KINDS if largest <= np.iinfo(kind).max), None)
        return None if kind is None else (_sum(kind, [part[1:] for part in parts]), scale)

    def _size(self, name: str, data: Whole) -> int:
        """
        Return how far from zero some numbers lie, but at least one: factors are to fit too.
        """
        if name not in self._largest:
            ends = (int(data.min()), int(data.max())) if len(data) else (0, 0)
            self._largest[name] = max(1, *map(abs, ends))
        return self._largest[name]

    def by_reference(self, facts: tuple[str, ...], holds: Callable[[Scenario], bool]) -> Row:
        """
        Ask about each combination of some facts' values that occurs, once.
        """
        codes, scenarios = self.table.combinations(facts)
        return packed(np.array([holds(each) for each in scenarios], np.bool_)[codes])


def _meets(value: Value, wish: Asked) -> bool:
    if isinstance(wish, Member):
        return wish.value in value  # type: ignore[operator] # a set by its type
    return value in wish


def _sum(kind: type[np.integer[Any]], parts: Collection[tuple[int, Whole]]) -> Whole:
    """
    Return a sum of multiples in a type in which all that is met on the way fits.
    """
    total: Whole | None = None
    for factor, data in parts:
        part: Whole = data.astype(kind, copy=False)
        if factor == -1 and total is not None:
            total = total - part
            continue
        multiple = part if factor == 1 else part * kind(factor)
        total = multiple if total is None else total + multiple
    assert total is not None
    return total


def _truth_of(formula: Formula) -> Callable[[Scenario], bool]:
    return lambda scenario: truth(formula, scenario, {}, {})


def _first_beyond(place: Cut, scale: int) -> int:
    """
    Return the first number beyond a place, in units of `1/scale`.
    """
    number, after = place
    above, below = number.as_integer_ratio()
    return above * scale // below + 1 if after else -(-above * scale // below)


def _is_past(term: Term, place: Cut) -> Callable[[Scenario], bool]:
    number, after = place

    def holds(scenario: Scenario) -> bool:
        total: Any = sum(factor * scenario[name] for name, factor in term.parts)  # type: ignore[operator, misc]
        return bool(Fraction(total) > number if after else Fraction(total) >= number)

    return holds
