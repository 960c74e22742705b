"""
Laws as clauses: a claim is withdrawn, a column has some value, or a formula over facts holds.

A *claim* is what a set of norms may or may not contain: an obligation, a permission, or a
probe. A clause is one integer. Each column has a field of as many bits as it has values,
set for the values that the clause admits; each formula over facts has a field of two bits,
for "holds" and "fails"; each claim has one bit, for "is withdrawn". One clause says all
that another does exactly when its bits are among the other's, and a clause that has all
bits of a column or of a formula says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import product

import attrs

from specl.logic.columns import ColumnLiteral, Columns
from specl.logic.formula import (
    FALSE,
    TRUE,
    And,
    Constant,
    Formula,
    Is,
    Leaf,
    Or,
    conj,
    disj,
    mentions_acts,
    negate,
)
from specl.text.record import mutable, record

__all__ = ["Clause", "Clauses", "Layout", "Piece", "bits_of", "places_of"]

PRODUCT = 48

Clause = int


@record
class Layout:
    """
    Where the bits of a clause are.

    Attributes:
        fields: For each column the bits of its values.
        claims: How many claims there are; theirs are the lowest bits.
        pairs: The lower bits of all fields of two bits, those of formulas over facts too.
        wide: The fields of more than two bits.
        first_fact: The position of the first formula's field.
        denials: For each fact of a choice the bits that deny one of its values; two of them
            say nothing, since it has only one.
    """

    fields: tuple[int, ...]
    claims: int
    pairs: int
    wide: tuple[int, ...]
    first_fact: int
    denials: tuple[int, ...] = ()

    @classmethod
    def of(cls, claims: int, sizes: Sequence[int], facts: int) -> Layout:
        """
        Return the layout for so many claims, columns of these sizes and so many formulas.
        """
        fields: list[int] = []
        place, pairs = claims, 0
        for size in sizes:
            fields.append(((1 << size) - 1) << place)
            pairs |= (1 << place) if size == 2 else 0
            place += size
        for fact in range(facts):
            pairs |= 1 << (place + 2 * fact)
        wide = tuple(f for f, size in zip(fields, sizes, strict=True) if size != 2)
        return cls(tuple(fields), claims, pairs, wide, place)

    def is_empty(self, clause: Clause) -> bool:
        """
        Tell whether a clause says nothing.
        """
        if clause & (clause >> 1) & self.pairs:
            return True
        for field in self.wide:
            if clause & field == field:
                return True
        for others in self.denials:
            rest = clause & others
            if rest & (rest - 1):
                return True
        return False

    def claims_of(self, clause: Clause) -> int:
        """
        Return the claims of a clause as a bit set.
        """
        return clause & ((1 << self.claims) - 1)

    def columns_of(self, clause: Clause) -> list[int]:
        """
        Return the columns of a clause.
        """
        return [column for column, field in enumerate(self.fields) if clause & field]

    def broken_when(self, clause: Clause, facts: Sequence[Formula]) -> Formula:
        """
        Return when none of a clause's formulas over facts is as the clause says.
        """
        return conj(
            facts[bit // 2] if bit % 2 else negate(facts[bit // 2])
            for bit in bits_of(clause >> self.first_fact)
        )


@record
class Piece:
    """
    A clause before its bits are laid out.

    Attributes:
        claims: Bit set of the claims one of which is withdrawn.
    """

    columns: tuple[ColumnLiteral, ...]
    facts: Formula
    claims: int = 0


@mutable
class Clauses:
    """
    Turns formulas into pieces, and pieces into clauses.

    Attributes:
        facts: The formula over facts behind each field of two bits.
    """

    columns: Columns
    facts: list[Formula] = attrs.field(factory=list)
    _places: dict[Formula, tuple[int, bool]] = attrs.field(factory=dict)
    _pending: list[Piece] = attrs.field(factory=list)

    def pieces(self, formula: Formula, claims: int = 0) -> list[Piece]:
        """
        Return the pieces that say: one of the claims is withdrawn, or the formula holds.
        """
        found = [Piece(each.columns, each.facts, claims) for each in self._pieces(formula)]
        found.extend(self._pending)
        self._pending.clear()
        return [placed for piece in found for placed in self.placed(piece)]

    def placed(self, piece: Piece) -> tuple[Piece, ...]:
        """
        Make room for a piece's formulas over facts; a piece that always holds is left out.
        """
        if piece.facts == TRUE:
            return ()
        self._place(piece.facts)
        return (piece,)

    def _place(self, formula: Formula) -> None:
        for part in _alternatives(formula):
            if part not in self._places:
                self._places[part] = len(self.facts), True
                self._places.setdefault(negate(part), (len(self.facts), False))
                self.facts.append(part)

    def layout(self, claims: int) -> Layout:
        """
        Return the layout for all columns and formulas met so far.
        """
        layout = Layout.of(claims, self.columns.sizes, len(self.facts))
        denials: dict[str, int] = {}
        for place, formula in enumerate(self.facts):
            if isinstance(formula, Leaf) and isinstance(formula.atom, Is):
                bit = 1 << (layout.first_fact + 2 * place + formula.positive)
                denials[formula.atom.name] = denials.get(formula.atom.name, 0) | bit
        return attrs.evolve(layout, denials=tuple(denials.values()))

    def clause(self, piece: Piece, layout: Layout) -> Clause | None:
        """
        Return a piece as a clause, or None where it says nothing.
        """
        if piece.facts == TRUE:
            return None
        clause = piece.claims
        for column, mask in piece.columns:
            field = layout.fields[column]
            clause |= mask * (field & -field)
        for part in _alternatives(piece.facts):
            place, holds = self._places[part]
            clause |= 1 << (layout.first_fact + 2 * place + (0 if holds else 1))
        return None if layout.is_empty(clause) else clause

    def _pieces(self, formula: Formula) -> list[Piece]:
        """
        Return a formula as a conjunction of pieces.
        """
        if not mentions_acts(formula):
            return [] if formula == TRUE else [Piece((), formula)]
        match formula:
            case Leaf():
                return [Piece(tuple(columns), rest) for columns, rest in self.columns.read(formula)]
            case And(parts):
                return [piece for part in parts for piece in self._pieces(part)]
            case Or(parts):
                return self._distribute(parts)
        raise TypeError(f"not a formula: {formula!r}")

    def _distribute(self, parts: tuple[Formula, ...]) -> list[Piece]:
        facts = disj(part for part in parts if not mentions_acts(part))
        rows = [self._pieces(part) for part in parts if mentions_acts(part)]
        size = 1
        for index, row in enumerate(rows):
            if len(row) > 1 and size * len(row) > PRODUCT:
                rows[index] = [self._stand_in(row)]
            size *= len(rows[index])
        return [_joined(pieces, facts) for pieces in product(*rows)]

    def _stand_in(self, pieces: list[Piece]) -> Piece:
        """
        Return a piece on a fresh column that implies all of the given ones.
        """
        column = self.columns.fresh()
        self._pending.extend(Piece((*p.columns, (column, 1)), p.facts) for p in pieces)
        return Piece(((column, 2),), FALSE)


def _joined(pieces: Iterable[Piece], facts: Formula) -> Piece:
    pieces = tuple(pieces)
    columns = tuple(literal for piece in pieces for literal in piece.columns)
    return Piece(columns, disj((*(piece.facts for piece in pieces), facts)))


def _alternatives(formula: Formula) -> tuple[Formula, ...]:
    if isinstance(formula, Constant):
        return ()
    return formula.parts if isinstance(formula, Or) else (formula,)


def bits_of(bits: int) -> Iterable[int]:
    """
    Yield the positions of the bits that are set, lowest first.
    """
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


@lru_cache(maxsize=100_000)
def places_of(bits: int) -> tuple[int, ...]:
    """
    Return the positions of the bits that are set, lowest first; at once where there are two.
    """
    lowest = bits & -bits
    rest = bits ^ lowest
    if rest and not rest & (rest - 1):
        return lowest.bit_length() - 1, rest.bit_length() - 1
    return tuple(bits_of(bits))
