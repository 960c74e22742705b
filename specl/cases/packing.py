"""
Many goals in few scenarios: boxes to which goals are added as long as any scenario is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heapreplace
from itertools import accumulate
from operator import or_

import attrs

from specl.cases.cubes import Cube
from specl.cases.search import Search, State, UnsettledError, holds

__all__ = ["Packed", "cover_greedily", "pack"]

STEPS = 2_000
STEPS_TO_ADD = 12


@attrs.define(eq=False, repr=False)
class Packed:
    """
    What packing came to.

    Attributes:
        states: One for each box.
        impossible: The cubes that hold nowhere.
        unsettled: The cubes of which the search cannot tell.
    """

    search: Search
    states: list[State] = attrs.field(factory=list)
    impossible: list[Cube] = attrs.field(factory=list)
    unsettled: list[Cube] = attrs.field(factory=list)
    _boxes: list[int] = attrs.field(factory=list)
    _points: list[int] = attrs.field(factory=list)

    def join(self, cube: Cube) -> bool:
        """
        Add a cube to a state at whose point it holds, else to the first that has room for it.
        """
        outside = cube.outside
        for place, bits in enumerate(self._points):
            if not bits & outside and holds(cube, bits, {}):
                self._put(place, self.states[place].keeping(cube))
                return True
        for place in self.search.grid.open_among(self._boxes, cube.keep):
            try:
                joined = self.search.add(self.states[place], cube, steps=STEPS_TO_ADD)
            except UnsettledError:
                continue
            if joined is not None:
                self._put(place, joined)
                return True
        return False

    def _put(self, place: int, state: State) -> None:
        self.states[place] = state
        self._boxes[place], self._points[place] = state.box, state.point.bits

    def open(self, background: Cube, cube: Cube) -> None:
        """
        Put a cube into a box of its own, if it holds anywhere.
        """
        try:
            state = self.search.start(background, cube, steps=STEPS)
        except UnsettledError:
            self.unsettled.append(cube)
            return
        if state is None:
            self.impossible.append(cube)
            return
        self.states.append(state)
        self._boxes.append(state.box)
        self._points.append(state.point.bits)


def pack(search: Search, background: Cube, cubes: Iterable[Cube]) -> Packed:
    """
    Put each cube into the first box that has room for it, or into a new one.

    Args:
        search: The search.
        background: What every box begins with.
        cubes: What is to hold, each somewhere, in the order in which they are to be put.
    """
    packed = Packed(search)
    for cube in cubes:
        if not packed.join(cube):
            packed.open(background, cube)
    return packed


def cover_greedily(sets: Sequence[int], wanted: int, *, limit: int | None = None) -> list[int]:
    """
    Return a small choice of sets that together have all that is wanted, as places.

    Args:
        sets: Bit sets.
        wanted: A bit set; what no set has is left out.
        limit: The most sets to choose; None: as many as it takes.

    Returns:
        Those first that add most to what the ones before them have.
    """
    chosen: list[int] = []
    missing = wanted
    # What a set adds shrinks as others are chosen: none before it in the heap can add more.
    left = [(-(each & wanted).bit_count(), place) for place, each in enumerate(sets)]
    heapify(left)
    while missing and left:
        before, place = left[0]
        gained = sets[place] & missing
        if -before != gained.bit_count():
            heapreplace(left, (-gained.bit_count(), place))
            continue
        if not gained:
            break
        heappop(left)
        chosen.append(place)
        missing &= ~gained
    needed = _needed(sets, chosen, wanted)
    return needed if limit is None or len(needed) <= limit else chosen[:limit]


def _needed(sets: Sequence[int], chosen: list[int], wanted: int) -> list[int]:
    """
    Leave out what the others chosen make superfluous, the last chosen first.
    """
    before = list(accumulate((sets[place] for place in chosen), or_, initial=0))
    kept: list[int] = []
    after = 0
    for place, others in zip(reversed(chosen), reversed(before[:-1]), strict=True):
        if sets[place] & wanted & ~(others | after):
            kept.append(place)
            after |= sets[place]
    return kept[::-1]
