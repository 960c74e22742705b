"""
Formulas over numbered columns, in the form that a search goes through fastest.

A formula becomes a tuple that starts with its kind, and negation is worked into its leaves:

- `(JOIN, decisive, parts)`: any of the parts where `decisive` is true, else all of them,
- `(LEAF, column, mask)`: a column, by its number, has one of some regions,
- `(TOTAL, column, mask)`: the same of a sum,
- `(NAME, name, positive)`: a definition holds, or does not,
- `(CONSTANT, value)`,
- `(UNPLACED,)`: what has no column, such as texts.

Each ends with the formula itself, so that a table by identity keeps it alive.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any, Final, cast

import attrs

from specl.logic.formula import And, Constant, Formula, Leaf, Named
from specl.logic.regions import ALWAYS, Box, Regions, Total
from specl.logic.samples import plainness
from specl.model import Value
from specl.model.types import IntType, RealType, SetType, TextType
from specl.text.record import mutable

__all__ = ["CONSTANT", "JOIN", "LEAF", "NAME", "TOTAL", "UNPLACED", "Compact", "Node"]

LEAF: Final = 0
NAME: Final = 1
JOIN: Final = 2
TOTAL: Final = 3
CONSTANT: Final = 4
UNPLACED: Final = 5

Node = tuple[Any, ...] | list[Any]


@mutable
class Compact:
    """
    The columns of some regions by number, and the formulas that were made compact.

    Attributes:
        columns: What each number stands for; columns of facts come before sums.
        numbers: The number of each column.
        whole: The regions of each column that hold any value.
        quiet: Of each column, as one bit, the region that says least; zero for a sum.
        memo: What was found out about boxes, until columns are cut anew.
        said: The formulas that were made compact by their identity; see `node`.
    """

    regions: Regions
    columns: list[Hashable] = attrs.field(factory=list)
    numbers: dict[Hashable, int] = attrs.field(factory=dict)
    whole: list[int] = attrs.field(factory=list)
    quiet: list[int] = attrs.field(factory=list)
    memo: dict[Hashable, object] = attrs.field(factory=dict)
    said: dict[int, Node] = attrs.field(factory=dict)
    _denied: dict[int, Node] = attrs.field(factory=dict)
    _placed: dict[int, list[list[Any]]] = attrs.field(factory=dict)
    _quietest: dict[int, dict[int, int]] = attrs.field(factory=dict)
    _orders: dict[int, list[int]] = attrs.field(factory=dict)
    _values: dict[int, dict[int, Value]] = attrs.field(factory=dict)
    _seen: int = 0

    def __attrs_post_init__(self) -> None:
        for column in self._columns_of_facts():
            self._add(column)
        self.refresh()

    def _columns_of_facts(self) -> Iterator[Hashable]:
        yield ALWAYS
        for name, fact in self.regions.facts.items():
            if isinstance(fact.type, SetType):
                yield from ((name, value) for value in fact.type.element.values)
            elif not isinstance(fact.type, TextType):
                yield name

    def _add(self, column: Hashable) -> None:
        self.numbers[column] = len(self.columns)
        self.columns.append(column)
        self.whole.append(self.regions.all_of(column))
        self.quiet.append(self._quiet(column))

    def refresh(self) -> Compact:
        """
        Take over how the regions were cut since this was last asked for.
        """
        altered = self.regions.altered
        if self._seen < len(altered):
            for column in dict.fromkeys(altered[self._seen :]):
                if column in self.numbers:
                    self._place_anew(self.numbers[column])
                else:
                    self._add(column)
            self._seen = len(altered)
            self.memo.clear()
        return self

    def _place_anew(self, number: int) -> None:
        column = self.columns[number]
        self.whole[number] = self.regions.all_of(column)
        self.quiet[number] = self._quiet(column)
        for known in (self._quietest, self._values, self._orders):
            known.pop(number, None)
        for node in self._placed.get(number, ()):
            _, mask = cast("tuple[Hashable, int]", self.regions.admitted(node[3].atom))
            node[2] = mask if node[4] else ~mask

    def box(self, box: Box) -> tuple[list[int], dict[int, None]]:
        """
        Return a box by the numbers of columns, and the sums of which it says anything.
        """
        found = self.whole.copy()
        for column, mask in box.items():
            found[self.numbers[column]] &= mask
        return found, {self.numbers[each]: None for each in box if isinstance(each, Total)}

    def _quiet(self, column: Hashable) -> int:
        regions = self.regions
        if isinstance(column, Total):
            return 0
        if column == ALWAYS:
            return 1
        if isinstance(column, str):
            return 1 << regions.region_at(column, regions.quiet[column])
        name, member = cast("tuple[str, str]", column)
        return 1 << (member in cast("frozenset[str]", regions.quiet[name]))

    def node(self, formula: Formula, positive: bool = True) -> Node:
        """
        Return a formula, or its negation, made compact.
        """
        table = self.said if positive else self._denied
        found = table.get(id(formula))
        if found is None:
            found = table[id(formula)] = self._made(formula, positive)
        return found

    def _made(self, formula: Formula, positive: bool) -> Node:
        if isinstance(formula, Leaf):
            return self._leaf(formula, formula.positive is positive)
        if isinstance(formula, Constant):
            return CONSTANT, formula.value is positive, formula
        parts = tuple([self.node(part, positive) for part in formula.parts])
        return JOIN, isinstance(formula, And) is not positive, parts, formula

    def _leaf(self, leaf: Leaf, positive: bool) -> Node:
        atom = leaf.atom
        if isinstance(atom, Named):
            return NAME, atom.name, positive, leaf
        placed = self.regions.admitted(atom)
        if placed is None:
            return UNPLACED, leaf
        column, mask = placed
        kind, number = TOTAL if isinstance(column, Total) else LEAF, self.numbers[column]
        found = [kind, number, mask if positive else ~mask, leaf, positive]
        self._placed.setdefault(number, []).append(found)
        return found

    def quietest(self, number: int, mask: int) -> int:
        """
        Return the region of a column, not of a sum, among some, that says least, as one bit.
        """
        quiet = self.quiet[number]
        if mask & quiet:
            return quiet
        known = self._quietest.setdefault(number, {})
        found = known.get(mask)
        if found is None:
            found = known[mask] = self._plainest(number, mask)
        return found

    def _plainest(self, number: int, mask: int) -> int:
        column = self.columns[number]
        if isinstance(column, str) and isinstance(
            self.regions.facts[column].type, IntType | RealType
        ):
            return next(bit for bit in self._order(number) if mask & bit)
        return mask & -mask

    def _order(self, number: int) -> list[int]:
        """
        Return the regions of a column of numbers, each as one bit, the plainest first.
        """
        if number not in self._orders:
            whole, column = self.whole[number], str(self.columns[number])
            regions = [each for each in range(whole.bit_length()) if whole >> each & 1]
            regions.sort(key=lambda region: plainness(self.regions.sample(column, region)))
            self._orders[number] = [1 << region for region in regions]
        return self._orders[number]

    def value(self, number: int, bit: int) -> Value:
        """
        Return the value of a fact in a region of its column, given as one bit, that says least.
        """
        known = self._values.setdefault(number, {})
        if bit not in known:
            name = str(self.columns[number])
            known[bit] = self.regions.value_in(name, bit.bit_length() - 1)
        return known[bit]
