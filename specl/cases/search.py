"""
The search for a scenario in a box: place the quiet point, branch on what it breaks.

A state is a box with the clauses that are still to hold in it and a point at which they do.
Cubes are added to a state one by one, which packs many goals into one scenario. The search is
exact: where it fails without giving up, no scenario of the box satisfies the cubes.
"""

from __future__ import annotations

import attrs

from specl.cases.cubes import Clause, Cube
from specl.cases.grid import Grid
from specl.cases.placing import Placing, Point
from specl.text.record import record

__all__ = ["Search", "State", "UnsettledError", "holds"]

DEEPEST = 150


class UnsettledError(Exception):
    """
    The search gave up: it took too many steps, or a comparison is of no kind that it knows.
    """


@record
class State:
    """
    What has been settled of a scenario.

    Attributes:
        box: The values that are still open.
        clauses: Of each of them an alternative has to hold; at the point one does.
        point: The quiet point of the box.
    """

    box: int
    clauses: tuple[Clause, ...]
    point: Point

    def keeping(self, cube: Cube) -> State:
        """
        Return the state in which a cube that holds at the point goes on to hold.
        """
        return State(self.box & cube.keep, (*self.clauses, *cube.clauses), self.point)


@attrs.define(eq=False, repr=False)
class Search:
    """
    Searches boxes of one grid.
    """

    grid: Grid
    placing: Placing

    @classmethod
    def on(cls, grid: Grid) -> Search:
        """
        Return a search on a grid.
        """
        return cls(grid, Placing(grid))

    def start(self, *cubes: Cube, steps: int) -> State | None:
        """
        Return a state in which some cubes hold, or None where they hold nowhere together.

        Raises:
            UnsettledError: This search cannot tell.
        """
        box, depth = self.grid.everything, max(cube.depth for cube in cubes)
        for cube in cubes:
            box &= cube.keep
        clauses = tuple(clause for cube in cubes for clause in cube.clauses)
        return self._settled(box, clauses, depth, steps, None)

    def add(self, state: State, cube: Cube, *, steps: int) -> State | None:
        """
        Return a state in which a cube holds besides, or None where it does nowhere in the box.

        Raises:
            UnsettledError: This search cannot tell.
        """
        box = state.box & cube.keep
        if not self.grid.is_open(box):
            return None
        clauses = (*state.clauses, *cube.clauses)
        return self._settled(box, clauses, cube.depth, steps, (state.box, state.point))

    def within(self, box: int, cube: Cube, *, steps: int) -> State | None:
        """
        Return a state of a box in which a cube holds, or None where it does nowhere in it.

        Raises:
            UnsettledError: This search cannot tell.
        """
        return self._settled(box & cube.keep, cube.clauses, cube.depth, steps, None)

    def _settled(
        self,
        box: int,
        clauses: tuple[Clause, ...],
        depth: int,
        steps: int,
        near: tuple[int, Point] | None,
    ) -> State | None:
        if depth > DEEPEST:
            raise UnsettledError
        self.placing.unsure = False
        branches = [(box, clauses, near)]
        while branches:
            box, clauses, near = branches.pop()
            if not self.grid.is_open(box):
                continue
            steps -= 1
            if steps < 0:
                raise UnsettledError
            point = self.placing.point(box, near)
            if point is None:
                continue
            broken = self._broken(clauses, point.bits)
            if not broken:
                return State(box, _unsettled(clauses, box), point)
            tried = self._branches(box, clauses, broken)
            branches += [(*each, (box, point)) for each in tried]
        if self.placing.unsure:
            raise UnsettledError
        return None

    def _broken(self, clauses: tuple[Clause, ...], point: int) -> list[Clause]:
        known: dict[int, bool] = {}
        return [clause for clause in clauses if not _any_holds(clause, point, known)]

    def _branches(
        self, box: int, clauses: tuple[Clause, ...], broken: list[Clause]
    ) -> list[tuple[int, tuple[Clause, ...]]]:
        """
        Return what to try, last first, to mend the broken clause that leaves fewest ways.
        """
        is_open = self.grid.is_open
        fewest: list[Cube] | None = None
        for clause in broken:
            left = [each for each in clause if is_open(box & each.keep)]
            if fewest is None or len(left) < len(fewest):
                fewest, chosen = left, clause
                if len(left) < 2:
                    break
        assert fewest is not None
        others = tuple(clause for clause in clauses if clause is not chosen)
        fewest.sort(key=lambda each: -(box & ~each.keep).bit_count())
        return [(box & each.keep, (*others, *each.clauses)) for each in fewest]


def _unsettled(clauses: tuple[Clause, ...], box: int) -> tuple[Clause, ...]:
    """
    Return the clauses that do not hold all over a box, each once.
    """
    found: dict[int, Clause] = {}
    for clause in clauses:
        for each in clause:
            if not each.clauses and not box & each.outside:
                break
        else:
            found[id(clause)] = clause
    return tuple(found.values())


def holds(cube: Cube, point: int, known: dict[int, bool]) -> bool:
    """
    Tell whether a cube holds at a point.

    Args:
        cube: The cube.
        point: The bits of the point.
        known: What cubes are known to be at this point, by identity; it is filled in.
    """
    if point & cube.outside:
        return False
    if not cube.clauses:
        return True
    key = id(cube)
    if key not in known:
        known[key] = all(_any_holds(clause, point, known) for clause in cube.clauses)
    return known[key]


def _any_holds(clause: Clause, point: int, known: dict[int, bool]) -> bool:
    for each in clause:  # noqa: SIM110 - `any` takes twice as long, and most time is spent here
        if holds(each, point, known):
            return True
    return False
