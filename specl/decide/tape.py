"""
Operations on rows of bits, noted once and done for any table.

A row goes by the number of what makes it: of a leaf, which the table gives, or of an operation
on two earlier rows. The same operation on the same rows is noted once. Played, the
operations that lead to what is wanted are done in the order noted; a row that nothing needs any
more makes room for another, so that what is at hand stays small.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import attrs
import numpy as np
from numpy.typing import NDArray

__all__ = ["EVERYWHERE", "NOWHERE", "Row", "Score", "Tape"]

Row = NDArray[np.uint8]
Join = Callable[..., Row]
_Noted = tuple[Join | None, int, int]

EVERYWHERE, NOWHERE = 0, 1
_CONSTANTS = 2


@attrs.frozen(eq=False)
class Score:
    """
    What is to be done, in order, on places: constants, leaves, what is wanted, then notes.

    Attributes:
        leaves: The rows that the table gives.
        steps: Two operands and where the outcome goes.
        notes: How many rows are needed besides.
    """

    leaves: Sequence[int]
    steps: Sequence[tuple[Join, int, int, int]]
    notes: int

    def play(self, leaves: Mapping[int, Row], wanted: Iterable[Row]) -> None:
        """
        Work out all that is wanted.

        Args:
            leaves: The rows that the table gives, by their numbers.
            wanted: Rows to write to, in the order in which they were asked for.
        """
        wanted = list(wanted)
        if not wanted:
            return
        width = len(wanted[0])
        constants = np.full(width, 255, np.uint8), np.zeros(width, np.uint8)
        given = (leaves[row] for row in self.leaves)
        rows = [*constants, *given, *wanted, *np.empty((self.notes, width), np.uint8)]
        for join, one, other, into in self.steps:
            join(rows[one], rows[other], rows[into])


class Tape:
    """
    Operations as they are noted.
    """

    def __init__(self) -> None:
        self._noted: list[_Noted] = [(None, 0, 0)] * _CONSTANTS
        self._known: dict[_Noted, int] = {}
        self._leaves: list[int] = []

    def leaf(self) -> int:
        """
        Return a new row that the table gives.
        """
        self._leaves.append(len(self._noted))
        self._noted.append((None, 0, 0))
        return self._leaves[-1]

    def all_of(self, rows: Iterable[int]) -> int:
        """
        Return where all of some rows hold.
        """
        found = EVERYWHERE
        for row in rows:
            found = row if found == EVERYWHERE else self._of(np.bitwise_and, found, row)
        return found

    def any_of(self, rows: Iterable[int]) -> int:
        """
        Return where one of some rows holds.
        """
        found = NOWHERE
        for row in rows:
            found = row if found == NOWHERE else self._of(np.bitwise_or, found, row)
        return found

    def differing(self, one: int, other: int) -> int:
        """
        Return where exactly one of two rows holds.
        """
        return other if one == NOWHERE else self._of(np.bitwise_xor, one, other)

    def negation(self, one: int) -> int:
        """
        Return where a row does not hold.
        """
        return self.differing(one, EVERYWHERE)

    def _of(self, join: Join, one: int, other: int) -> int:
        key = join, min(one, other), max(one, other)
        if key not in self._known:
            self._known[key] = len(self._noted)
            self._noted.append(key)
        return self._known[key]

    def score(self, wanted: Sequence[int]) -> Score:
        """
        Return how to work out some rows, and nothing else.
        """
        return _Placing(self._noted, self._leaves, wanted).score()


class _Placing:
    """
    The rows of a tape put in places.

    Attributes:
        places: Where each row is that has been made and is still needed.
        last: The last operation that needs a row, for rows that are not wanted themselves.
    """

    def __init__(
        self, noted: Sequence[_Noted], leaves: Sequence[int], wanted: Sequence[int]
    ) -> None:
        self.noted = noted
        self.leaves = leaves
        self.wanted = wanted
        fixed = [EVERYWHERE, NOWHERE, *leaves]
        self.places = {row: place for place, row in enumerate(fixed)}
        self.before = len(fixed)
        self.last: dict[int, int] = {}

    def score(self) -> Score:
        needed = self._needed()
        targets: dict[int, int] = {}
        for place, row in enumerate(self.wanted, self.before):
            if row not in self.places:
                targets.setdefault(row, place)
        steps: list[tuple[Any, int, int, int]] = []
        free: list[int] = []
        end = start = self.before + len(self.wanted)
        for row in needed:
            join, one, other = self.noted[row]
            operands = self.places[one], self.places[other]
            if self.last.get(one) == row:
                free.append(operands[0])
            if self.last.get(other) == row and other != one:
                free.append(operands[1])
            if row not in targets and not free:
                free.append(end)
                end += 1
            self.places[row] = targets[row] if row in targets else free.pop()
            steps.append((join, *operands, self.places[row]))
        return Score(self.leaves, (*steps, *self._copies()), end - start)

    def _needed(self) -> list[int]:
        """
        Return the operations that lead to what is wanted, in order, and note what is needed when.
        """
        kept = {*self.wanted, *self.places}
        found: list[int] = []
        marked = {row for row in self.wanted if row not in self.places}
        for row in range(len(self.noted) - 1, -1, -1):
            if row in marked:
                found.append(row)
                for each in self.noted[row][1:]:
                    if each not in kept:
                        self.last.setdefault(each, row)
                    if each not in self.places:
                        marked.add(each)
        return found[::-1]

    def _copies(self) -> Iterable[tuple[Any, int, int, int]]:
        """
        Yield what fills the other places of rows that are wanted twice, or stand elsewhere.
        """
        for place, row in enumerate(self.wanted, self.before):
            if self.places[row] != place:
                yield np.bitwise_or, self.places[row], self.places[row], place
