"""
What conditions ask of single columns: the rows that a table gives, each asked for once.

A literal that asks for the opposite of another, or for numbers between two places, is made
of the same rows.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import TypeVar

import attrs

from specl.decide.literals import Column, Literals, Member, OneOf, Opaque, ValueOf
from specl.decide.tape import EVERYWHERE, NOWHERE, Tape
from specl.decide.terms import Cut, Cuts, Term
from specl.logic.formula import And, Constant, Formula, Leaf, Or
from specl.model import Value

__all__ = ["Asked", "Conditions", "Leaves"]

Asked = frozenset[Value] | Member
Key = TypeVar("Key", bound=Hashable)


@attrs.frozen(eq=False)
class Leaves:
    """
    What is asked of columns, each with its row.

    Attributes:
        values: For each fact the values or the member that it may have.
        cuts: For each sum of facts the places that it may lie beyond.
        whole: The formulas that are evaluated as they are.
    """

    values: dict[str, dict[Asked, int]] = attrs.field(factory=dict)
    cuts: dict[Term, dict[Cut, int]] = attrs.field(factory=dict)
    whole: dict[Formula, int] = attrs.field(factory=dict)


@attrs.frozen(eq=False)
class Conditions:
    """
    Formulas noted on a tape.

    Attributes:
        literals: What the leaves of formulas say, as far as known.
        leaves: What has been asked of columns so far.
    """

    tape: Tape
    literals: Literals
    leaves: Leaves = attrs.field(factory=Leaves)
    _known: dict[Leaf, int] = attrs.field(factory=dict)

    def of(self, formula: Formula) -> int:
        """
        Return the row of a formula.
        """
        match formula:
            case Constant(value):
                return EVERYWHERE if value else NOWHERE
            case Leaf():
                if formula not in self._known:
                    self._known[formula] = self._leaf(formula)
                return self._known[formula]
            case And(parts):
                return self.tape.all_of(map(self.of, parts))
            case Or(parts):
                return self.tape.any_of(map(self.of, parts))

    def _leaf(self, leaf: Leaf) -> int:
        literal = self.literals[leaf]
        if isinstance(literal, bool):
            return EVERYWHERE if literal else NOWHERE
        column, allowed = literal
        if isinstance(allowed, Cuts):
            assert isinstance(column, Term)
            return self._between(column, allowed)
        row = self._values(column, allowed)
        return row if allowed.inside else self.tape.negation(row)

    def _values(self, column: Column, allowed: OneOf) -> int:
        """
        Return where a column has one of some values.
        """
        match column:
            case ValueOf(fact):
                return self._row(self.leaves.values.setdefault(fact, {}), allowed.values)
            case Member(fact):
                return self._row(self.leaves.values.setdefault(fact, {}), column)
            case Opaque(formula):
                return self._row(self.leaves.whole, formula)
        raise TypeError(f"not a column of values: {column!r}")

    def _between(self, term: Term, cuts: Cuts) -> int:
        """
        Return where a term lies in a set of numbers: past an odd number of its places, or even.
        """
        known = self.leaves.cuts.setdefault(term, {})
        row = EVERYWHERE if cuts.first else NOWHERE
        for place in cuts.places:
            row = self.tape.differing(row, self._row(known, place))
        return row

    def _row(self, known: dict[Key, int], asked: Key) -> int:
        if asked not in known:
            known[asked] = self.tape.leaf()
        return known[asked]
