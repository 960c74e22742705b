"""
A box in one whole number: for every field the values that are still open, a bit for each.

Boxes are intersected by `&`. Above each field stands a bit that is always clear, so that one
addition tells of all fields at once whether any of them is left without a value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs

from specl.cases.field import Field
from specl.cases.fields import Fields
from specl.model import Value

__all__ = ["Grid"]


@attrs.define(eq=False, repr=False)
class Grid:
    """
    Where each field stands in a box.

    Attributes:
        fields: In the order in which they stand, the lowest first.
        shift: The place of each field's first bit.
        mask: All its bits, from 0.
        everything: The box in which all values are open.
        derived: The bits of the fields whose values follow from those of several facts.
        linked: The bits of the facts that these depend on.
    """

    fields: tuple[Field, ...]
    shift: dict[Field, int]
    mask: dict[Field, int]
    everything: int
    derived: int
    linked: int
    _guards: int
    _lows: int

    @classmethod
    def of(cls, fields: Fields) -> Grid:
        """
        Lay out fields; one that is never without a value keeps the empty box apart from others.
        """
        shift: dict[Field, int] = {}
        everything, guards, lows, place = 1, 2, 1, 2
        laid = tuple(fields.fields.values())
        for field in laid:
            shift[field] = place
            everything |= (1 << field.width) - 1 << place
            guards |= 1 << place + field.width
            lows |= 1 << place
            place += field.width + 1
        mask = {field: (1 << field.width) - 1 for field in laid}
        grid = cls(laid, shift, mask, everything, 0, 0, guards, lows)
        behind = {name for field in laid if field.is_derived for name in field.facts}
        for field in laid:
            if field.is_derived:
                grid.derived |= grid.span(field)
            elif field.facts[0] in behind:
                grid.linked |= grid.span(field)
        return grid

    def span(self, field: Field) -> int:
        """
        Return all the bits of a field.
        """
        return self.mask[field] << self.shift[field]

    def span_at(self, bit: int) -> int:
        """
        Return all the bits of the field that a bit belongs to.
        """
        above = self._guards & -(bit << 1)
        below = self._guards & bit - 1
        top = above & -above
        return (top - 1) & ~((1 << below.bit_length()) - 1)

    def is_open(self, box: int) -> bool:
        """
        Tell whether every field of a box has a value left.
        """
        return (box + self.everything) & self._guards == self._guards

    def open_among(self, boxes: Sequence[int], keep: int) -> Iterator[int]:
        """
        Yield the places of the boxes that have a value left in every field of another box.
        """
        everything, guards = self.everything, self._guards
        for place, box in enumerate(boxes):
            if (box & keep) + everything & guards == guards:
                yield place

    def quietest(self, box: int) -> int:
        """
        Return a box's quietest value of every field.
        """
        return box ^ (box & ((box | self._guards) - self._lows))

    def part(self, box: int, field: Field) -> int:
        """
        Return what a box leaves of a field, its bits from 0.
        """
        return box >> self.shift[field] & self.mask[field]

    def scenario(self, point: int, values: Mapping[str, Value]) -> dict[str, Value]:
        """
        Return the scenario in which every fact has the quietest value that a box leaves it.

        Args:
            point: The box.
            values: Facts that are to have another value than the one that stands for a region.
        """
        found: dict[str, Value] = {}
        members: dict[str, set[str]] = {}
        for field in self.fields:
            if field.is_derived:
                continue
            bits = self.part(point, field)
            sample = field.samples[(bits & -bits).bit_length() - 1]
            if isinstance(field.subject, tuple):
                name, value = field.subject
                members.setdefault(name, set()).update({value} if sample else ())
            else:
                found[field.facts[0]] = sample
        found.update({name: frozenset(held) for name, held in members.items()})
        return {**found, **values}
