"""
One point of a box, the quietest, and what holds there.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import attrs

from specl.logic.compact import JOIN, LEAF, NAME, TOTAL, UNPLACED, Compact, Node
from specl.logic.formula import Formula
from specl.logic.samples import Number
from specl.logic.total import Total
from specl.logic.truth import names_in
from specl.model import Value
from specl.model.types import SetType, TextType
from specl.text.record import mutable

__all__ = ["Point", "UnsettledError"]

DEEP = 100


class UnsettledError(Exception):
    """
    The question is about texts or such as `max`, or takes more steps than are worth their time.
    """


@mutable
class Point:
    """
    A region for each column of a box, chosen when it is asked for.

    Attributes:
        box: Which regions are open, by the numbers of columns.
        given: Facts with exact values.
    """

    compact: Compact
    definitions: Mapping[str, Formula]
    box: list[int]
    given: Mapping[str, Value]
    _taken: list[int] = attrs.field(factory=list)
    _named: dict[str, bool] = attrs.field(factory=dict)
    _depth: int = 0

    def __attrs_post_init__(self) -> None:
        self._taken = [0] * len(self.box)

    def holds(self, node: Node) -> bool:
        """
        Tell whether a formula holds here.

        Raises:
            UnsettledError: It speaks of texts or such as `max`.
        """
        kind = node[0]
        if kind == JOIN:
            return self.joined(node)
        if kind in (LEAF, TOTAL):
            return bool(node[2] & (self._taken[node[1]] or self._take(node[1])))
        if kind == NAME:
            known = self._named.get(node[1])
            if known is None:
                known = self._define(node[1])
            return known is node[2]
        if kind == UNPLACED:
            raise UnsettledError
        held: bool = node[1]
        return held

    def joined(self, node: Node) -> bool:
        """
        Tell whether some of the parts of a formula hold, or all; see `holds`.
        """
        taken, named = self._taken, self._named
        decisive: bool = node[1]
        for part in node[2]:
            kind = part[0]
            if kind == LEAF:
                held: bool = part[2] & (taken[part[1]] or self._take(part[1])) != 0
            elif kind == NAME:
                known = named.get(part[1])
                held = (known if known is not None else self._define(part[1])) is part[2]
            elif kind == JOIN:
                held = self.joined(part)
            else:
                held = self.holds(part)
            if held is decisive:
                return decisive
        return not decisive

    def _define(self, name: str) -> bool:
        """
        Tell whether a definition holds here; where chains are long, after those it mentions.
        """
        if self._depth < DEEP:
            self._depth += 1
            meaning = self.definitions[name]
            node = self.compact.said.get(id(meaning)) or self.compact.node(meaning)
            held = self._named[name] = self.joined(node) if node[0] == JOIN else self.holds(node)
            self._depth -= 1
            return held
        pending = [name]
        while pending:
            meaning = self.definitions[pending[-1]]
            needed = [other for other in names_in(meaning) if other not in self._named]
            if needed:
                pending.extend(needed)
            else:
                self._named[pending.pop()] = self.holds(self.compact.node(meaning))
        return self._named[name]

    def _take(self, number: int) -> int:
        """
        Choose the region of a column, as one bit.
        """
        column = self.compact.columns[number]
        if isinstance(column, Total):
            region = self.compact.regions.region_of(column, self._total(column))
            found = 1 << region
        elif column in self.given:
            name = str(column)
            found = 1 << self.compact.regions.region_at(name, self.given[name])
        else:
            found = self.compact.quietest(number, self.box[number])
        self._taken[number] = found
        return found

    def _total(self, total: Total) -> Number:
        found: Number = 0
        for name, factor in total.terms:
            found += factor * self.value(name)  # type: ignore[operator]
        return found

    def value(self, name: str) -> Value:
        """
        Return the value of a fact here.
        """
        if name in self.given:
            return self.given[name]
        type_ = self.compact.regions.facts[name].type
        if isinstance(type_, SetType):
            return frozenset(each for each in type_.element.values if self._bit((name, each)) == 2)
        if isinstance(type_, TextType):
            return self.compact.regions.quiet[name]
        return self.compact.value(self.compact.numbers[name], self._bit(name))

    def _bit(self, column: Hashable) -> int:
        number = self.compact.numbers[column]
        return self._taken[number] or self._take(number)
