"""
One point of a box, the quietest, and what holds there, worked out from the formulas themselves.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from fractions import Fraction
from typing import cast

import attrs

from specl.logic.formula import And, Constant, Formula, Leaf, Named
from specl.logic.point import DEEP, UnsettledError
from specl.logic.regions import Box, Regions, Total
from specl.logic.samples import plainness
from specl.logic.truth import names_in
from specl.model import Value
from specl.model.types import IntType, RealType, SetType, TextType

__all__ = ["Point"]


@attrs.define(eq=False, repr=False)
class Point:
    """
    A region for each column of a box, chosen when it is asked for.

    Attributes:
        box: Which regions are open.
        given: Facts with exact values.
    """

    regions: Regions
    definitions: Mapping[str, Formula]
    box: Box
    given: Mapping[str, Value]
    _taken: dict[Hashable, int] = attrs.field(factory=dict)
    _values: dict[str, Value] = attrs.field(factory=dict)
    _named: dict[str, bool] = attrs.field(factory=dict)
    _depth: int = 0

    def holds(self, formula: Formula) -> bool:
        """
        Tell whether a formula holds here.

        Raises:
            UnsettledError: It speaks of texts or such as `max`.
        """
        if isinstance(formula, Leaf):
            return self._of_leaf(formula)
        if isinstance(formula, Constant):
            return formula.value
        decisive = not isinstance(formula, And)
        for part in formula.parts:
            if self.holds(part) is decisive:
                return decisive
        return not decisive

    def holds_any(self, parts: Iterable[tuple[Formula, bool]]) -> bool:
        """
        Tell whether any of some formulas holds here, or fails where that is asked.
        """
        for part, positive in parts:  # noqa: SIM110 - `any` takes half as long again
            if self.holds(part) is positive:
                return True
        return False

    def _of_leaf(self, leaf: Leaf) -> bool:
        atom = leaf.atom
        if isinstance(atom, Named):
            known = self._named.get(atom.name)
            if known is None:
                known = self._define(atom.name)
            return known is leaf.positive
        placed = self.regions.admitted(atom)
        if placed is None:
            raise UnsettledError
        column, mask = placed
        taken = self._taken.get(column)
        if taken is None:
            taken = self._taken[column] = self._take(column)
        return bool(mask >> taken & 1) is leaf.positive

    def _define(self, name: str) -> bool:
        """
        Tell whether a definition holds here; where chains are long, after those it mentions.
        """
        if self._depth < DEEP:
            self._depth += 1
            self._named[name] = self.holds(self.definitions[name])
            self._depth -= 1
            return self._named[name]
        pending = [name]
        while pending:
            meaning = self.definitions[pending[-1]]
            needed = [other for other in names_in(meaning) if other not in self._named]
            if needed:
                pending.extend(needed)
            else:
                self._named[pending.pop()] = self.holds(meaning)
        return self._named[name]

    def _take(self, column: Hashable) -> int:
        if isinstance(column, Total):
            numbers = ((self.value(name), factor) for name, factor in column.terms)
            total = sum((factor * Fraction(number) for number, factor in numbers), Fraction(0))  # type: ignore[arg-type]
            return self.regions.region_of(column, total)
        if column == ():
            return 0
        mask = self.box.get(column, -1) & self.regions.all_of(column)
        if isinstance(column, str):
            if column in self.given:
                return self.regions.region_at(column, self.given[column])
            return _quietest(self.regions, column, mask)
        name, member = cast("tuple[str, str]", column)
        quiet = int(member in cast("frozenset[str]", self.regions.quiet[name]))
        return quiet if mask >> quiet & 1 else 1 - quiet

    def value(self, name: str) -> Value:
        """
        Return the value of a fact here.
        """
        if name in self.given:
            return self.given[name]
        if name not in self._values:
            self._values[name] = self._value(name)
        return self._values[name]

    def _value(self, name: str) -> Value:
        type_ = self.regions.facts[name].type
        if isinstance(type_, SetType):
            return frozenset(each for each in type_.element.values if self._region((name, each)))
        if isinstance(type_, TextType):
            return self.regions.quiet[name]
        return self.regions.value_in(name, self._region(name))

    def _region(self, column: Hashable) -> int:
        if column not in self._taken:
            self._taken[column] = self._take(column)
        return self._taken[column]


def _quietest(regions: Regions, name: str, mask: int) -> int:
    """
    Return the region of a fact, among some, whose value says least.
    """
    quiet = regions.region_at(name, regions.quiet[name])
    if mask >> quiet & 1:
        return quiet
    open_ = [region for region in range(mask.bit_length()) if mask >> region & 1]
    if isinstance(regions.facts[name].type, IntType | RealType):
        return min(open_, key=lambda region: plainness(regions.sample(name, region)))
    return open_[0]
