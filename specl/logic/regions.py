"""
Facts as columns of finitely many regions, as finely as some formulas tell values apart.

A bool fact has two regions, a choice one for each value, a set two for each member. A number
has one for each constant that it is compared with and one for each gap between them. A sum of
several facts that is compared with constants is a column of its own. What an atom admits is a
bit set of its column's regions, so that boxes meet, and are found apart, by one `&`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator, Mapping
from fractions import Fraction

import attrs

from specl.logic.formula import (
    And,
    Atom,
    Constant,
    Formula,
    Has,
    Holds,
    Is,
    Leaf,
    Or,
    Test,
    atoms_of,
)
from specl.logic.interval import comparison_of
from specl.logic.placing import fact_of, placed_of
from specl.logic.samples import (
    Number,
    fitting,
    inhabited,
    numbers_in,
    plain,
    quiet_value,
    sample_of,
    side_of,
)
from specl.logic.total import Total
from specl.model import Fact, Value
from specl.model.expressions import CompareOperator
from specl.model.types import BoolType, ChoiceType, IntType, RealType, SetType
from specl.text.record import mutable

__all__ = ["ALWAYS", "Box", "Regions", "Total", "fact_of", "runs"]

Box = dict[Hashable, int]
"""For each column that is narrowed the bit set of regions that are left."""

ALWAYS = ()
"""The column of what speaks of no fact: it has one region."""


@mutable
class Regions:
    """
    The columns of some facts.

    Attributes:
        cuts: For each column of numbers the constants that cut it, in order.
        whole: For each column the bit set of all its regions that hold any value.
        altered: The columns that were cut, one after the other.
        _speaking: The atoms of which it is known what they admit, by column.
        _known: What atoms admit by their identity, which is looked up quickest.
    """

    facts: Mapping[str, Fact]
    cuts: dict[Hashable, list[Number]] = attrs.field(factory=dict)
    whole: dict[Hashable, int] = attrs.field(factory=dict)
    altered: list[Hashable] = attrs.field(factory=list)
    _admitted: dict[Atom, tuple[Hashable, int] | None] = attrs.field(factory=dict)
    _speaking: dict[Hashable, list[Atom]] = attrs.field(factory=dict)
    _known: dict[int, tuple[Atom, tuple[Hashable, int] | None]] = attrs.field(factory=dict)
    _learnt: set[Formula] = attrs.field(factory=set)
    _samples: dict[Hashable, dict[int, Value | None]] = attrs.field(factory=dict)
    _quiet: dict[str, Value] = attrs.field(factory=dict)

    @property
    def quiet(self) -> Mapping[str, Value]:
        """
        Return for each fact the value that says least.
        """
        if not self._quiet:
            self._quiet = {name: quiet_value(fact) for name, fact in self.facts.items()}
        return self._quiet

    @classmethod
    def of(cls, facts: Mapping[str, Fact], formulas: Iterable[Formula]) -> Regions:
        """
        Return the columns that suit some formulas over facts.
        """
        regions = cls(facts)
        regions.learn(formulas)
        return regions

    def learn(self, formulas: Iterable[Formula]) -> None:
        """
        Cut the columns further, where some formulas need it; boxes of before no longer fit.
        """
        atoms: dict[Atom, None] = {}
        for formula in formulas:
            if formula not in self._learnt:
                self._learnt.add(formula)
                atoms.update(atoms_of(formula))
        self.learn_atoms(atoms)

    def learn_atoms(self, atoms: Iterable[Atom]) -> None:
        """
        Cut the columns further, where some atoms need it; see `learn`.
        """
        found: dict[Hashable, set[Number]] = {}
        for atom in atoms:
            placed = None if atom in self._admitted else placed_of(atom)
            if placed is not None:
                found.setdefault(placed[0], set()).add(placed[2])
        self.cut(found)

    def cut(self, constants: Mapping[Hashable, set[Number]]) -> None:
        """
        Cut columns at some constants; boxes of before no longer fit.
        """
        changed = set()
        for column, cuts in constants.items():
            known = self.cuts.get(column, [])
            if not cuts <= set(known):
                self.cuts[column] = sorted({*known, *cuts})
                self._forget(column)
                changed.add(column)
        if changed and self._known:
            self._known = {
                key: (atom, placed)
                for key, (atom, placed) in self._known.items()
                if placed is None or placed[0] not in changed
            }

    def _forget(self, column: Hashable) -> None:
        self.altered.append(column)
        self.whole.pop(column, None)
        self._samples.pop(column, None)
        for atom in self._speaking.pop(column, ()):
            self._admitted.pop(atom, None)

    def all_of(self, column: Hashable) -> int:
        """
        Return all regions of a column that hold any value.
        """
        if column not in self.whole:
            self.whole[column] = self._all_of(column)
        return self.whole[column]

    def _all_of(self, column: Hashable) -> int:
        if column == ALWAYS:
            return 1
        if isinstance(column, str):
            type_ = self.facts[column].type
            if isinstance(type_, ChoiceType):
                return (1 << len(type_.values)) - 1
            if isinstance(type_, IntType | RealType):
                return self._inhabited(column)
            return 3
        return (2 << 2 * len(self.cuts[column])) - 1 if isinstance(column, Total) else 3

    def _inhabited(self, column: str) -> int:
        type_ = self.facts[column].type
        assert isinstance(type_, IntType | RealType)
        integer = isinstance(type_, IntType)
        return inhabited(self.cuts.get(column, ()), type_.low, type_.high, integer=integer)

    def admitted(self, atom: Atom) -> tuple[Hashable, int] | None:
        """
        Return the column of an atom and the regions that it admits, or None if it has none.
        """
        known = self._known.get(id(atom))
        if known is None:
            if atom not in self._admitted:
                placed = self._admitted[atom] = self._place(atom)
                self._speaking.setdefault(placed and placed[0], []).append(atom)
            known = self._known[id(atom)] = atom, self._admitted[atom]
        return known[1]

    def _place(self, atom: Atom) -> tuple[Hashable, int] | None:
        match atom:
            case Holds(name):
                return name, 2
            case Has(name, value):
                return (name, value), 2
            case Is(name, value):
                type_ = self.facts[name].type
                assert isinstance(type_, ChoiceType)
                return name, 1 << type_.rank[value]
        placed = placed_of(atom)
        if placed is None:
            settled = comparison_of(atom) if isinstance(atom, Test) else None
            return (ALWAYS, int(settled)) if isinstance(settled, bool) else None
        column, operator, constant = placed
        return column, side_of(self.cuts[column], operator, constant) & self.all_of(column)

    def narrowed(self, column: Hashable, operator: CompareOperator, value: Number) -> int | None:
        """
        Return the regions that a comparison leaves to a column; None where it leaves all.
        """
        whole = self.all_of(column)
        left = side_of(self.cuts[column], operator, value) & whole
        return None if left == whole else left

    def hull(self, formula: Formula) -> Box | None:
        """
        Return a box around all scenarios in which a formula holds; None where there is none.
        """
        match formula:
            case Constant(value):
                return {} if value else None
            case Leaf(atom, positive):
                return self._around(atom, positive)
            case And(parts):
                return self._within(parts)
            case Or(parts):
                return self._about(parts)

    def ways(self, formula: Formula) -> Iterator[Box]:
        """
        Yield boxes, each around scenarios in which a formula holds in one way.

        Every alternative that stands in it, not within others, is taken in one of them.
        """
        parts = formula.parts if isinstance(formula, And) else (formula,)
        most = max((len(part.parts) for part in parts if isinstance(part, Or)), default=1)
        for way in range(most):
            box = self._within(
                part.parts[way % len(part.parts)] if isinstance(part, Or) else part
                for part in parts
            )
            if box is not None:
                yield box

    def _around(self, atom: Atom, positive: bool) -> Box | None:
        placed = self.admitted(atom)
        if placed is None:
            return {}
        column, mask = placed
        whole = self.all_of(column)
        left = whole & (mask if positive else ~mask)
        if left == whole:
            return {}
        return {column: left} if left else None

    def _within(self, parts: Iterable[Formula]) -> Box | None:
        box: Box = {}
        for part in parts:
            other = self.hull(part)
            if other is None:
                return None
            for column, mask in other.items():
                left = mask & box.get(column, -1)
                if not left:
                    return None
                box[column] = left
        return box

    def _about(self, parts: Iterable[Formula]) -> Box | None:
        box: Box | None = None
        for part in parts:
            other = self.hull(part)
            if other is None:
                continue
            if box is None:
                box = other
            else:
                shared = box.keys() & other.keys()
                box = {column: box[column] | other[column] for column in box if column in shared}
        return box

    def pinned(self, values: Mapping[str, Value]) -> Box | None:
        """
        Return the box of some facts' values; None where a value lies outside its type.
        """
        box: Box = {}
        for name, value in values.items():
            match self.facts[name].type:
                case SetType(element):
                    assert isinstance(value, frozenset)
                    box.update({(name, each): 1 + (each in value) for each in element.values})
                case BoolType():
                    box[name] = 2 if value else 1
                case ChoiceType() as type_:
                    box[name] = 1 << type_.rank[str(value)]
                case IntType() | RealType():
                    if self.fitting(name, Fraction(value), -1) is None:  # type: ignore[arg-type]
                        return None
                    box[name] = 1 << self.region_of(name, Fraction(value))  # type: ignore[arg-type]
        return box

    def value_in(self, name: str, region: int) -> Value:
        """
        Return the value of a fact's region that says least.
        """
        quiet = self.quiet[name]
        if self.region_at(name, quiet) == region:
            return quiet
        value = self.sample(name, region)
        assert value is not None
        return value

    def has(self, column: Hashable, scenario: Mapping[str, Value], mask: int) -> bool:
        """
        Tell whether a scenario has a column, not of a sum, in one of some regions.
        """
        name = fact_of(column)
        if isinstance(column, str):
            return bool(mask >> self.region_at(name, scenario[name]) & 1)
        member = column[1] in scenario[name]  # type: ignore[index, operator]
        return bool(mask >> int(member) & 1)

    def region_at(self, name: str, value: Value) -> int:
        """
        Return the region of a fact's value.
        """
        match self.facts[name].type:
            case BoolType():
                return int(bool(value))
            case ChoiceType() as type_:
                return type_.rank[str(value)]
        return self.region_of(name, value)  # type: ignore[arg-type]

    def region_of(self, column: Hashable, number: Number) -> int:
        """
        Return the region of a column of numbers in which a number lies.
        """
        cuts = self.cuts.get(column, [])
        whole = plain(number)
        place = bisect_left(cuts, whole)
        return 2 * place + (place < len(cuts) and cuts[place] == whole)

    def samples_of(self, total: Total, mask: int) -> Iterator[Number]:
        """
        Return a number from each of some regions of a sum.
        """
        return numbers_in(self.cuts[total], mask)

    def fitting(self, name: str, number: Fraction, mask: int) -> Value | None:
        """
        Return a number as the value of a fact, or None where its type or a mask excludes it.
        """
        type_ = self.facts[name].type
        assert isinstance(type_, IntType | RealType)
        value = fitting(plain(number), type_.low, type_.high, integer=isinstance(type_, IntType))
        if value is None or not mask >> self.region_of(name, value) & 1:
            return None
        return value if isinstance(type_, IntType) else Fraction(value)

    def sample(self, column: str, region: int) -> Value | None:
        """
        Return the simplest value of a fact's region; None where it holds none.
        """
        known = self._samples.setdefault(column, {})
        if region not in known:
            known[region] = self._simplest(column, region)
        return known[region]

    def _simplest(self, column: str, region: int) -> Value | None:
        type_ = self.facts[column].type
        if isinstance(type_, BoolType):
            return bool(region)
        if isinstance(type_, ChoiceType):
            return type_.values[region]
        assert isinstance(type_, IntType | RealType)
        integer, cuts = isinstance(type_, IntType), self.cuts.get(column, ())
        number = sample_of(cuts, region, type_.low, type_.high, integer=integer)
        return number if integer or number is None else Fraction(number)


def runs(mask: int) -> Iterator[tuple[int, int]]:
    """
    Yield the stretches of bits that are set, each by its first bit and its length.
    """
    while mask:
        lowest = mask & -mask
        rest = mask + lowest & mask
        first = lowest.bit_length() - 1
        yield first, (mask ^ rest).bit_length() - first
        mask = rest
