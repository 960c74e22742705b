"""
The quiet point of a box: of every fact the quietest value that the box leaves.

Where facts meet in a sum or another comparison, values are chosen so that these come out as the
box wants them; what was worked out for one box is kept for all boxes that agree on such facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

import attrs

from specl.cases.grid import Grid
from specl.cases.linking import NOTHING, Group, Linked, Linking
from specl.cases.totals import UnsureError
from specl.model import Value
from specl.text.record import record

__all__ = ["Placing", "Point"]

_KEPT = 50_000


@record
class Point:
    """
    A scenario of a box.

    Attributes:
        bits: One value of each field; a field that follows from others and that the box does
            not mention has all of its values.
        values: Facts whose value is not the one that stands for its region.
    """

    bits: int
    values: Mapping[str, Value] = NOTHING


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
    _known: dict[tuple[int, int], tuple[Linked | None, bool]] = attrs.field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self._linking = Linking(self.grid)
        derived = [field for field in self.grid.fields if field.is_derived]
        self._alone = [(self.grid.span(each), self._linking.group(each)) for each in derived]

    def point(self, box: int, near: tuple[int, Point] | None = None) -> Point | None:
        """
        Return a quiet point of a box, or None where there is none or none was found.

        Args:
            box: The box.
            near: A larger box and its point; facts on which others depend stay as they are there
                if they can.
        """
        grid = self.grid
        bits = grid.quietest(box & ~grid.derived) | box & grid.derived
        if box & grid.derived == grid.derived:
            return Point(bits)
        if near is not None:
            if self._stays(box, *near):
                return Point(bits & ~grid.linked | near[1].bits & grid.linked, near[1].values)
            if not self._within_reach(box, near[0]):
                return None
        values: dict[str, Value] = {}
        for group in self._groups(box):
            key = group.bits, box & group.bits
            if key not in self._known:
                if len(self._known) >= _KEPT:
                    self._known.clear()
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
        changed = (box ^ larger) & self.grid.derived
        return not changed or all(
            self._linking.comes_out(box, point.bits, point.values, alone.fields[0])
            for span, alone in self._alone
            if changed & span
        )

    def _within_reach(self, box: int, larger: int) -> bool:
        """
        Tell whether each sum of which a box leaves less than a larger one could come out alone.
        """
        changed = box ^ larger
        return all(
            self._linking.is_within_reach(box, alone.fields[0])
            for span, alone in self._alone
            if changed & alone.bits and box & span != span
        )

    def _groups(self, box: int) -> list[Group]:
        """
        Return the fields that a box says something of, those together that share facts.
        """
        found: list[Group] = []
        for span, alone in self._alone:
            if box & span != span:
                sharing = [other for other in found if other.of_facts & alone.of_facts]
                found = [other for other in found if not other.of_facts & alone.of_facts]
                found.append(reduce(Group.joined, [*sharing, alone]))
        return found

    def _linked_or_unsure(self, box: int, bits: int, group: Group) -> tuple[Linked | None, bool]:
        """
        Return the facts on which some fields of a box depend, and whether this is uncertain.
        """
        try:
            return self._linking.linked(box, bits, group), False
        except UnsureError:
            return None, True
