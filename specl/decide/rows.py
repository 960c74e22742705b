"""
Conditions over a whole table: a row of bits for each, a bit for each scenario.

Every distinct comparison is made once over its column and packed; all that follows are
operations on packed rows, eight scenarios to the byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

import attrs
import numpy as np
from numpy.typing import NDArray

from specl.decide.columns import Coded, Numbers, Whole
from specl.decide.literals import Column, Literals, Member, OneOf, Opaque, ValueOf, facts_in
from specl.decide.table import Table
from specl.decide.terms import Cut, Cuts, Term
from specl.logic.formula import And, Constant, Formula, Leaf, Or
from specl.logic.truth import truth
from specl.model import Scenario, Value

__all__ = ["Row", "Rows", "packed", "unpacked"]

Row = NDArray[np.uint8]
_KINDS = (np.int16, np.int32, np.int64)


def packed(truths: NDArray[np.bool_]) -> Row:
    """
    Return truths as bits, the first the lowest of the first byte.
    """
    return np.packbits(truths, bitorder="little")


def unpacked(row: Row, size: int) -> NDArray[np.bool_]:
    """
    Return the truths of a row of bits, or of many rows.
    """
    return np.unpackbits(row, axis=-1, count=size, bitorder="little").view(np.bool_)


@attrs.define(eq=False, repr=False)
class Rows:
    """
    The rows of one table.

    Attributes:
        literals: What leaves say, as far as known.
    """

    table: Table
    literals: Literals
    _leaves: dict[Leaf, Row] = attrs.field(factory=dict)
    _cuts: dict[tuple[Term, Cut], Row] = attrs.field(factory=dict)
    _totals: dict[Term, tuple[Whole, int] | None] = attrs.field(factory=dict)

    @property
    def width(self) -> int:
        """
        Return how many bytes a row has.
        """
        return (self.table.size + 7) // 8

    def constant(self, *, value: bool) -> Row:
        """
        Return a row of the same truth everywhere.
        """
        return np.full(self.width, 255 if value else 0, np.uint8)

    def write(self, formula: Formula, into: Row) -> None:
        """
        Write where a formula holds into a row.
        """
        match formula:
            case And(parts):
                self._joined(parts, np.bitwise_and, into)
            case Or(parts):
                self._joined(parts, np.bitwise_or, into)
            case _:
                into[:] = self.of(formula)

    def of(self, formula: Formula) -> Row:
        """
        Return where a formula holds; the row may be shared, and is not to be written to.
        """
        match formula:
            case Constant(value):
                return self.constant(value=value)
            case Leaf():
                if formula not in self._leaves:
                    self._leaves[formula] = self._leaf(formula)
                return self._leaves[formula]
            case And(parts):
                return self._joined(parts, np.bitwise_and)
            case Or(parts):
                return self._joined(parts, np.bitwise_or)

    def _joined(
        self, parts: Iterable[Formula], join: Callable[..., Row], into: Row | None = None
    ) -> Row:
        first, second, *others = map(self.of, parts)
        row = join(first, second, out=into)
        for other in others:
            join(row, other, out=row)
        return row

    def _leaf(self, leaf: Leaf) -> Row:
        literal = self.literals[leaf]
        if isinstance(literal, bool):
            return self.constant(value=literal)
        column, allowed = literal
        if isinstance(allowed, Cuts):
            assert isinstance(column, Term)
            return self._numbers(column, allowed)
        row = self._values(column, allowed)
        return row if allowed.inside else ~row

    def _values(self, column: Column, allowed: OneOf) -> Row:
        """
        Return where a column has one of some values.
        """
        match column:
            case ValueOf(fact):
                return self._where(fact, lambda value: value in allowed.values)
            case Member(fact, member):
                return self._where(fact, lambda value: member in value)  # type: ignore[operator]
            case Opaque(formula):
                return self._by_reference(
                    facts_in(formula), lambda scenario: truth(formula, scenario, {}, {})
                )
        raise TypeError(f"not a column of values: {column!r}")

    def _where(self, fact: str, holds: Callable[[Value], bool]) -> Row:
        column = self.table.columns[fact]
        assert isinstance(column, Coded)
        codes = [code for code, value in enumerate(column.values) if holds(value)]
        if len(codes) == 1:
            return packed(column.codes == codes[0])
        truths = np.zeros(len(column.values), np.bool_)
        truths[codes] = True
        return packed(truths[column.codes])

    def _by_reference(self, facts: tuple[str, ...], holds: Callable[[Scenario], bool]) -> Row:
        """
        Ask about each combination of some facts' values that occurs, once.
        """
        codes, scenarios = self.table.combinations(facts)
        return packed(np.array([holds(each) for each in scenarios], np.bool_)[codes])

    def _numbers(self, term: Term, cuts: Cuts) -> Row:
        """
        Return where a term lies in a set of numbers: past an odd number of its places, or even.
        """
        rows = [self._past(term, place) for place in cuts.places]
        if not rows:
            return self.constant(value=cuts.first)
        row = rows[0] if len(rows) == 1 and not cuts.first else rows[0].copy()
        for other in rows[1:]:
            row ^= other
        return ~row if cuts.first else row

    def _past(self, term: Term, place: Cut) -> Row:
        if (term, place) not in self._cuts:
            self._cuts[term, place] = self._reaching(term, place)
        return self._cuts[term, place]

    def _reaching(self, term: Term, place: Cut) -> Row:
        """
        Return where a term lies beyond a place.
        """
        if term not in self._totals:
            self._totals[term] = self._total(term)
        total = self._totals[term]
        number, after = place
        if total is None:
            names = tuple(name for name, _ in term.parts)
            return self._by_reference(names, lambda scenario: _is_past(term, place, scenario))
        data, scale = total
        bound = number.numerator * scale // number.denominator + 1
        if not after:
            bound = -(-number.numerator * scale // number.denominator)
        limits = np.iinfo(data.dtype)
        if bound > limits.max or bound <= limits.min:
            return self.constant(value=bound <= limits.min)
        return packed(data >= data.dtype.type(bound))

    def _total(self, term: Term) -> tuple[Whole, int] | None:
        """
        Return what a term comes to everywhere and in which unit, None where it fits no word.
        """
        columns = [self.table.columns[name] for name, _ in term.parts]
        numbers = [column for column in columns if isinstance(column, Numbers)]
        if len(numbers) < len(columns):
            return None
        if len(numbers) == 1 and term.parts[0][1] == 1:
            return numbers[0].data, numbers[0].scale
        scale = int(np.lcm.reduce([column.scale for column in numbers], dtype=object))
        factors = [
            factor * scale // column.scale
            for (_, factor), column in zip(term.parts, numbers, strict=True)
        ]
        parts = list(zip(factors, (column.data for column in numbers), strict=True))
        largest = sum(abs(factor) * _largest(data) for factor, data in parts)
        kind = next((kind for kind in _KINDS if largest <= np.iinfo(kind).max), None)
        if kind is None:
            return None
        total: Whole = np.zeros(self.table.size, kind)
        for factor, data in parts:
            part: Whole = data.astype(kind)
            total = total + (part if factor == 1 else part * np.array(factor, kind))
        return total, scale


def _largest(data: Whole) -> int:
    """
    Return how far from zero some numbers lie, but at least one: factors are to fit too.
    """
    return max(1, abs(int(data.min())), abs(int(data.max()))) if len(data) else 1


def _is_past(term: Term, place: Cut, scenario: Scenario) -> bool:
    number, after = place
    total: Any = sum(factor * scenario[name] for name, factor in term.parts)  # type: ignore[operator, misc]
    return bool(Fraction(total) > number if after else Fraction(total) >= number)
