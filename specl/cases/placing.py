"""
The quiet point of a box: of every fact the quietest value that the box leaves.

Where facts meet in a sum or another comparison, values are chosen so that these come out as the
box wants them; what was worked out for one box is kept for all boxes that agree on such facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import Any

import attrs

from specl.cases.grid import Grid
from specl.cases.linking import NOTHING, Group, Linked, Linking
from specl.cases.totals import UnsureError
from specl.model import Value

__all__ = ["Placing", "Point"]

_KEPT = 50_000


@attrs.frozen(eq=False)
class Point:
    """
    A scenario of a box.

    Attributes:
        bits: One value of each field; a field that follows from others and that the box does
            not mention has all of its values.
        values: Facts whose value is not the one that stands for its region.
        outcomes: What fields that follow from others come to here, as far as known: by their
            place the bit.
    """

    bits: int
    values: Mapping[str, Value] = NOTHING
    outcomes: dict[int, int] = attrs.field(factory=dict)


@attrs.define(eq=False, repr=False)
class Placing:
    """
    Places the quiet points of one spec's boxes.

    Attributes:
        unsure: Some box was given up though a scenario may lie in it.
    """

    grid: Grid
    unsure: bool = False
    _linking: Linking = attrs.field(init=False)
    _alone: list[tuple[int, Group]] = attrs.field(init=False)
    _owners: list[tuple[int, tuple[int, ...]]] = attrs.field(init=False)
    _together: dict[tuple[int, ...], list[Group]] = attrs.field(factory=dict)
    _reached: dict[tuple[int, int], bool] = attrs.field(factory=dict)
    _known: dict[tuple[int, int], tuple[Linked | None, bool]] = attrs.field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self._linking = Linking(self.grid)
        derived = [field for field in self.grid.fields if field.is_derived]
        self._alone = [(self.grid.span(each), self._linking.group(each)) for each in derived]
        self._owners = [(-1, ())] * self.grid.everything.bit_length()
        for field in self.grid.fields:
            span, start = self.grid.span(field), self.grid.shift[field]
            places = (place for place, (_, alone) in enumerate(self._alone) if alone.bits & span)
            self._owners[start : start + field.width] = [(span, tuple(places))] * field.width

    def point(self, box: int, near: tuple[int, Point] | None = None) -> Point | None:
        """
        Return a quiet point of a box, or None where there is none or none was found.

        Args:
            box: The box.
            near: A larger box and its point; facts on which others depend stay as they are there
                if they can.
        """
        grid = self.grid
        stays = near is not None and self._stays(box, *near)
        if near is not None and not stays and not self._within_reach(box, near[0]):
            return None
        bits = grid.quietest(box & ~grid.derived) | box & grid.derived
        if near is not None and stays:
            kept = near[1]
            return Point(bits & ~grid.linked | kept.bits & grid.linked, kept.values, kept.outcomes)
        return self._linked(box, bits)

    def _concerned(self, bits: int) -> dict[int, None]:
        """
        Return the places of the fields that follow from others and depend on some bits, as keys.
        """
        found: dict[int, None] = {}
        while bits:
            span, places = self._owners[(bits & -bits).bit_length() - 1]
            bits &= ~span
            found.update(dict.fromkeys(places))
        return found

    def _linked(self, box: int, bits: int) -> Point | None:
        """
        Return the quiet point of a box with the facts on which others depend chosen anew.
        """
        values: dict[str, Value] = {}
        for group in self._groups(tuple(self._concerned(self.grid.derived & ~box))):
            key = group.bits, box & group.bits
            if key not in self._known:
                _make_room(self._known)
                self._known[key] = self._linked_or_unsure(box, bits, group)
            linked, unsure = self._known[key]
            self.unsure = self.unsure or unsure
            if linked is None:
                return None
            bits = bits & ~group.of_facts | linked[0]
            values.update(linked[1])
        return Point(bits, values)

    def _stays(self, box: int, larger: int, point: Point) -> bool:
        """
        Tell whether what was chosen in a larger box for facts on which others depend still does.
        """
        if point.bits & self.grid.linked & ~box:
            return False
        for place in self._concerned((box ^ larger) & self.grid.derived):
            if place not in point.outcomes:
                (field,) = self._alone[place][1].fields
                outcome = self._linking.outcome(point.bits, point.values, field)
                point.outcomes[place] = outcome
            if not box & point.outcomes[place]:
                return False
        return True

    def _within_reach(self, box: int, larger: int) -> bool:
        """
        Tell whether each sum of which a box leaves less than a larger one could come out alone.
        """
        for place in self._concerned((box ^ larger) & (self.grid.derived | self.grid.linked)):
            span, alone = self._alone[place]
            if box & span != span:
                key = place, box & alone.bits
                if key not in self._reached:
                    _make_room(self._reached)
                    self._reached[key] = self._linking.is_within_reach(box, alone.fields[0])
                if not self._reached[key]:
                    return False
        return True

    def _groups(self, places: tuple[int, ...]) -> list[Group]:
        """
        Return some fields that follow from others, those together that share facts.
        """
        if places not in self._together:
            _make_room(self._together)
            found: list[Group] = []
            for place in places:
                alone = self._alone[place][1]
                sharing = [other for other in found if other.of_facts & alone.of_facts]
                found = [other for other in found if not other.of_facts & alone.of_facts]
                found.append(reduce(Group.joined, [*sharing, alone]))
            self._together[places] = found
        return self._together[places]

    def _linked_or_unsure(self, box: int, bits: int, group: Group) -> tuple[Linked | None, bool]:
        """
        Return the facts on which some fields of a box depend, and whether this is uncertain.
        """
        try:
            return self._linking.linked(box, bits, group), False
        except UnsureError:
            return None, True


def _make_room(known: dict[Any, Any]) -> None:
    if len(known) >= _KEPT:
        known.clear()
