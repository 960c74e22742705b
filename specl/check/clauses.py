"""
Laws as clauses: a claim is withdrawn, a column has some value, or a formula over facts holds.

A *claim* is what a set of norms may or may not contain: an obligation, a permission, or a
probe. Claims, and formulas over facts, are bits of an integer, so that a clause is four
small values and taking one clause from another is a mask.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

import attrs

from specl.check.columns import ColumnLiteral, Columns
from specl.check.formula import (
    FALSE,
    TRUE,
    And,
    Constant,
    Formula,
    Leaf,
    Or,
    disj,
    mentions_acts,
    negate,
)

__all__ = ["Clause", "Clauses", "Piece"]

PRODUCT = 48


@attrs.frozen
class Clause:
    """
    A disjunction.

    Attributes:
        claims: Bit set of claims, one of which is withdrawn.
        columns: Columns with the values that one of them has, sorted by column.
        holds: Bit set of formulas over facts, one of which holds.
        fails: Bit set of formulas over facts, one of which fails.
    """

    claims: int
    columns: tuple[ColumnLiteral, ...]
    holds: int
    fails: int

    def subsumes(self, other: Clause) -> bool:
        """
        Tell whether this clause says all that another says.
        """
        if self.claims & ~other.claims or self.holds & ~other.holds or self.fails & ~other.fails:
            return False
        if not self.columns:
            return True
        if len(self.columns) > len(other.columns):
            return False
        masks = dict(other.columns)
        return all(not mask & ~masks.get(column, 0) for column, mask in self.columns)


@attrs.define
class Clauses:
    """
    Turns formulas into clauses, and keeps the formulas over facts that these mention.

    Attributes:
        facts: The formula over facts behind each bit.
    """

    columns: Columns
    facts: list[Formula] = attrs.field(factory=list)
    _bits: dict[Formula, tuple[int, bool]] = attrs.field(factory=dict)
    _pending: list[Piece] = attrs.field(factory=list)

    def of(self, formula: Formula, claims: int = 0) -> list[Clause]:
        """
        Return the clauses that say: one of the claims is withdrawn, or the formula holds.
        """
        found = [self.clause(piece, claims) for piece in self._pieces(formula)]
        found.extend(self.clause(piece) for piece in self._pending)
        self._pending.clear()
        return [clause for clause in found if clause is not None]

    def clause(self, piece: Piece, claims: int = 0) -> Clause | None:
        """
        Return a piece as a clause, or None where it always holds.
        """
        masks: dict[int, int] = {}
        for column, mask in piece.columns:
            masks[column] = masks.get(column, 0) | mask
        if any(mask == (1 << self.columns.sizes[column]) - 1 for column, mask in masks.items()):
            return None
        holds, fails = self._facts(piece.facts)
        if holds & fails or piece.facts == TRUE:
            return None
        kept = tuple(sorted((column, mask) for column, mask in masks.items() if mask))
        return Clause(claims, kept, holds, fails)

    def _facts(self, formula: Formula) -> tuple[int, int]:
        holds = fails = 0
        for part in formula.parts if isinstance(formula, Or) else (formula,):
            if isinstance(part, Constant):
                continue
            bit, positive = self._bit(part)
            if positive:
                holds |= bit
            else:
                fails |= bit
        return holds, fails

    def _bit(self, formula: Formula) -> tuple[int, bool]:
        if formula not in self._bits:
            bit = 1 << len(self.facts)
            self.facts.append(formula)
            self._bits[formula] = bit, True
            self._bits.setdefault(negate(formula), (bit, False))
        return self._bits[formula]

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


@attrs.frozen
class Piece:
    """
    A clause without claims: column literals and a formula over facts.
    """

    columns: tuple[ColumnLiteral, ...]
    facts: Formula


def _joined(pieces: Iterable[Piece], facts: Formula) -> Piece:
    pieces = tuple(pieces)
    columns = tuple(literal for piece in pieces for literal in piece.columns)
    return Piece(columns, disj((*(piece.facts for piece in pieces), facts)))
