"""
What replies can be, as columns with finitely many values each.

A bool act is a column of two values, a choice has one for each of its values, a set a
column of two for each member. A number that is only ever compared with constants has one
value for each stretch between them; a small integer that meets other small ones with factors
has its own values. A number that meets facts or other numbers is *symbolic* otherwise: each
bound on it is a column of two values, and `specl.logic.arithmetic` says which bounds exclude
each other. A text's values are the texts and facts that it is compared with, and some that
are equal to none of them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import pairwise, product
from math import ceil, floor, prod

import attrs

from specl.logic.formula import (
    FALSE,
    TRUE,
    Atom,
    Bound,
    Formula,
    Has,
    Holds,
    Is,
    Leaf,
    SameText,
    Test,
    atoms_of,
    literal,
)
from specl.logic.linear import Linear, relation
from specl.logic.samples import Number, plain
from specl.model import Act
from specl.model.expressions import ActRef, Compare, Expr, Literal, type_of
from specl.model.types import TEXT, ChoiceType, IntType, RealType
from specl.text.record import mutable

__all__ = ["ColumnLiteral", "Columns"]

SMALL = 32
LISTED = 2048

ColumnLiteral = tuple[int, int]
"""A column and a bit set of its values: the column has one of these."""


@mutable
class Columns:
    """
    The columns of a spec's acts, and how atoms over acts read in them.

    Attributes:
        sizes: For each column how many values it has.
        bounds: The column of each symbolic bound, by the bound; value 1 says that it holds.
    """

    acts: Mapping[str, Act]
    sizes: list[int] = attrs.field(factory=list)
    bounds: dict[Bound, int] = attrs.field(factory=dict)
    _index: dict[tuple[str, str], int] = attrs.field(factory=dict)
    _values: dict[str, tuple[Number, ...]] = attrs.field(factory=dict)
    _texts: dict[str, tuple[Expr, ...]] = attrs.field(factory=dict)

    @classmethod
    def for_formulas(cls, acts: Mapping[str, Act], formulas: Iterable[Formula]) -> Columns:
        """
        Return the columns that suit some formulas; no other formula may be read in them.
        """
        atoms: dict[Atom, None] = {}
        for formula in formulas:
            atoms.update(atoms_of(formula))
        columns = cls(acts)
        columns._list_numbers([atom for atom in atoms if isinstance(atom, Bound)])
        columns._list_texts([atom for atom in atoms if isinstance(atom, SameText)])
        return columns

    def fresh(self, size: int = 2) -> int:
        """
        Return a new column that no act stands behind.
        """
        self.sizes.append(size)
        return len(self.sizes) - 1

    def read(self, leaf: Leaf) -> list[tuple[list[ColumnLiteral], Formula]]:
        """
        Return the clauses that say a literal over acts.

        Each clause is a list of column literals and a formula over facts, one of which holds.
        """
        match leaf.atom:
            case Holds(name):
                return [([(self._column("bool", name, 2), 2 if leaf.positive else 1)], FALSE)]
            case Has(name, value):
                column = self._column(f"has {value}", name, 2)
                return [([(column, 2 if leaf.positive else 1)], FALSE)]
            case Is(name, value):
                return [([self._choice(name, value, leaf.positive)], FALSE)]
            case Bound() as bound:
                return self._read_bound(bound)
            case SameText(left, right):
                return self._read_text(left, right, leaf.positive)
        raise TypeError(f"not about acts: {leaf!r}")

    def _column(self, kind: str, name: str, size: int) -> int:
        key = (kind, name)
        if key not in self._index:
            self._index[key] = self.fresh(size)
        return self._index[key]

    def _choice(self, name: str, value: str, positive: bool) -> ColumnLiteral:
        type_ = self.acts[name].type
        assert isinstance(type_, ChoiceType)
        size = len(type_.values)
        mask = 1 << type_.rank[value]
        return self._column("choice", name, size), mask if positive else (1 << size) - 1 - mask

    def _list_numbers(self, bounds: list[Bound]) -> None:
        """
        Decide which numeric acts have listed values, and list them.
        """
        thresholds: dict[str, set[Number]] = {}
        joined: dict[str, list[Bound]] = {}
        for bound in bounds:
            for name, factor in bound.acts:
                if len(bound.acts) == 1 and not bound.facts:
                    thresholds.setdefault(name, set()).add(_threshold(bound.constant, factor))
                else:
                    joined.setdefault(name, []).append(bound)
        for name in {**thresholds, **joined}:
            if name not in joined:
                self._values[name] = _stretches(self.range_of(name), thresholds[name])
            elif not all(map(self._is_plain, joined[name])) and self._is_listable(name, joined):
                low, high = self.range_of(name)[1:]
                assert low is not None
                assert high is not None
                self._values[name] = tuple(range(int(low), int(high) + 1))
        self._demote(bounds)

    def _demote(self, bounds: list[Bound]) -> None:
        """
        Take values back from acts that meet an act without values, until none does.
        """
        changed = True
        while changed:
            changed = False
            for bound in bounds:
                names = [name for name, _ in bound.acts]
                if any(name not in self._values for name in names):
                    changed |= any(self._values.pop(name, None) is not None for name in names)

    def range_of(self, name: str) -> tuple[bool, Fraction | None, Fraction | None]:
        """
        Return whether a numeric act is an integer, and its lowest and highest value.
        """
        type_ = self.acts[name].type
        assert isinstance(type_, IntType | RealType)
        low = None if type_.low is None else Fraction(type_.low)
        high = None if type_.high is None else Fraction(type_.high)
        return isinstance(type_, IntType), low, high

    def _is_plain(self, bound: Bound) -> bool:
        """
        Tell whether elimination is exact for a bound: one act alone, or whole numbers by ones.
        """
        if len(bound.acts) == 1 or not all(self.range_of(name)[0] for name, _ in bound.acts):
            return True
        whole = all(factor.denominator == 1 for _, factor in bound.facts)
        ints = all(isinstance(type_of(term), IntType) for term, _ in bound.facts)
        return whole and ints and all(abs(factor) == 1 for _, factor in bound.acts)

    def _is_listable(self, name: str, joined: Mapping[str, list[Bound]]) -> bool:
        return self._is_small(name) and all(map(self._is_listed, joined[name]))

    def _is_small(self, name: str) -> bool:
        integer, low, high = self.range_of(name)
        return integer and low is not None and high is not None and high - low < SMALL

    def _is_listed(self, bound: Bound) -> bool:
        names = [name for name, _ in bound.acts]
        if not all(self._is_small(name) for name in names):
            return False
        ranges = [self.range_of(name) for name in names]
        return (
            prod(
                int(high - low) + 1
                for _, low, high in ranges
                if low is not None and high is not None
            )
            <= LISTED
        )

    def _read_bound(self, bound: Bound) -> list[tuple[list[ColumnLiteral], Formula]]:
        names = [name for name, _ in bound.acts]
        if any(name not in self._values for name in names):
            if bound not in self.bounds:
                self.bounds[bound] = self.fresh()
            return [([(self.bounds[bound], 2)], FALSE)]
        if len(names) == 1 and not bound.facts:
            return [([self._masked(names[0], bound)], FALSE)]
        clauses = []
        for values in product(*(enumerate(self._values[name]) for name in names)):
            rest = _instantiate(bound, [value for _, value in values])
            if rest != TRUE:
                differing = zip(names, values, strict=True)
                clauses.append(([self._differs(name, i) for name, (i, _) in differing], rest))
        return _merged(clauses)

    def _masked(self, name: str, bound: Bound) -> ColumnLiteral:
        values = self._values[name]
        everything = (1 << len(values)) - 1
        factor = bound.acts[0][1]
        threshold = _threshold(bound.constant, factor)
        from_right = bound.strict is (factor < 0)
        below = (1 << (bisect_right if from_right else bisect_left)(values, threshold)) - 1
        mask = below if factor > 0 else everything - below
        return self._column("number", name, len(values)), mask

    def _differs(self, name: str, index: int) -> ColumnLiteral:
        size = len(self._values[name])
        return self._column("number", name, size), (1 << size) - 1 - (1 << index)

    def _list_texts(self, atoms: list[SameText]) -> None:
        terms: dict[Expr, None] = {}
        names: dict[str, None] = {}
        for atom in atoms:
            for side in (atom.left, atom.right):
                if isinstance(side, ActRef):
                    names[side.name] = None
                else:
                    terms[side] = None
        for index, name in enumerate(names):
            fresh = (Literal(f"\0{other}", TEXT) for other in range(index + 1))
            self._texts[name] = (*terms, *fresh)

    def _read_text(
        self, left: Expr, right: Expr, positive: bool
    ) -> list[tuple[list[ColumnLiteral], Formula]]:
        sides = [self._texts_of(side) for side in (left, right)]
        clauses = []
        for (one, first), (other, second) in product(*sides):
            rest = _texts_equal(one, other, positive)
            if rest != TRUE:
                clauses.append(([*first, *second], rest))
        return _merged(clauses)

    def _texts_of(self, side: Expr) -> list[tuple[Expr, list[ColumnLiteral]]]:
        if not isinstance(side, ActRef):
            return [(side, [])]
        values = self._texts[side.name]
        size = len(values)
        column = self._column("text", side.name, size)
        return [(value, [(column, (1 << size) - 1 - (1 << i))]) for i, value in enumerate(values)]


def _merged(
    clauses: list[tuple[list[ColumnLiteral], Formula]],
) -> list[tuple[list[ColumnLiteral], Formula]]:
    """
    Join clauses that differ only in their last column's values.
    """
    masks: dict[tuple[tuple[ColumnLiteral, ...], int, Formula], int] = {}
    for literals, rest in clauses:
        *first, (column, mask) = literals
        key = (tuple(first), column, rest)
        masks[key] = masks.get(key, mask) & mask
    return [([*first, (column, mask)], rest) for (first, column, rest), mask in masks.items()]


def _texts_equal(left: Expr, right: Expr, positive: bool) -> Formula:
    """
    Return whether two texts, neither an act's, are equal; a fresh text equals only itself.
    """
    if left == right:
        return TRUE if positive else FALSE
    fresh = any(isinstance(s, Literal) and str(s.value).startswith("\0") for s in (left, right))
    if fresh or (isinstance(left, Literal) and isinstance(right, Literal)):
        return FALSE if positive else TRUE
    return literal(Test(Compare("==", left, right)), positive)


def _instantiate(bound: Bound, values: list[Number]) -> Formula:
    """
    Return a bound with values for its acts, as a formula over facts.
    """
    total = bound.constant + sum(
        (factor * value for (_, factor), value in zip(bound.acts, values, strict=True)), Fraction(0)
    )
    return relation(Linear({}, dict(bound.facts), total), "<" if bound.strict else "<=")


def _threshold(constant: Fraction, factor: Fraction) -> Number:
    """
    Return where `factor * act + constant` is zero.
    """
    if factor == 1:
        return plain(-constant)
    return plain(constant) if factor == -1 else plain(-constant / factor)


def _stretches(
    range_: tuple[bool, Fraction | None, Fraction | None], thresholds: set[Number]
) -> tuple[Number, ...]:
    """
    Return one number from each stretch that thresholds cut a range into.
    """
    integer, *ends_of_range = range_
    low, high = (None if end is None else plain(end) for end in ends_of_range)
    points: set[Number] = {point for point in (low, high) if point is not None}
    cuts = sorted(thresholds)
    for cut in cuts:
        points.update((floor(cut) - 1, floor(cut), ceil(cut), ceil(cut) + 1) if integer else (cut,))
    if not integer:
        ends = sorted({*points})
        points.update(plain(Fraction(a + b) / 2) for a, b in pairwise(ends))
        points.update((ends[0] - 1, ends[-1] + 1))
    inside = sorted(
        point
        for point in points
        if (low is None or point >= low) and (high is None or point <= high)
    )
    return tuple(_first_of_each(inside, cuts))


def _first_of_each(points: list[Number], cuts: list[Number]) -> Iterable[Number]:
    """
    Yield the first of the points that lie alike to every cut.
    """
    seen = set()
    for point in points:
        place = bisect_left(cuts, point), bisect_right(cuts, point)
        if place not in seen:
            seen.add(place)
            yield point
