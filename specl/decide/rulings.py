"""
The rulings in all scenarios of a table.

What is in force is there as soon as the table is decided, as packed bits; anything else is
worked out when it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import attrs
import numpy as np
from numpy.typing import NDArray

from specl.decide.ladder import Ladder
from specl.decide.packed import Matrix, Packed, clashing, decided
from specl.decide.plan import Plan
from specl.decide.program import Program
from specl.decide.rows import packed, unpacked
from specl.decide.table import Table
from specl.interpret import NoReply, Undecidable
from specl.interpret import ruling as reference
from specl.logic.clauses import bits_of
from specl.model import Norm, Ruling

__all__ = ["Rulings"]

_AT_ONCE = 1 << 17
_READ = 1 << 10
Truths = NDArray[np.bool_]


class Rulings:
    """
    A ruling for each row of a table, None where there is none.

    Attributes:
        table: The scenarios.
        against: The rows whose facts are against an assumption.
        without_reply: The other rows in which no reply can exist.
        undecided: The other rows for which the ruling could not be found out.
    """

    def __init__(self, plan: Plan, ladder: Ladder, table: Table) -> None:
        """
        Decide all scenarios of a table.

        Args:
            plan: How to decide the spec's rules.
            ladder: Its order.
            table: The scenarios.
        """
        program = plan.program
        self.table = table
        self._program = program
        self._ladder = ladder
        self._packed = _whole(plan, table)
        gathering = _Gathering(program, table, self._packed)
        gathering.run()
        self.against = gathering.against
        self.without_reply = gathering.without_reply
        self.undecided = gathering.undecided
        self._apart = gathering.apart
        force = self._packed.force
        np.bitwise_and(force, packed(self.possible), out=force)

    @property
    def norms(self) -> tuple[Norm, ...]:
        """
        Return the norms of the spec in source order, as the matrices have them.
        """
        return self._program.spec.norms

    @cached_property
    def possible(self) -> Truths:
        """
        Return which rows have a ruling.
        """
        return ~(self.against | self.without_reply | self.undecided)

    @property
    def packed_in_force(self) -> Matrix:
        """
        Return where each norm is in force, as a row of bits whose lowest is the first scenario.
        """
        return self._packed.force

    @cached_property
    def in_force(self) -> Truths:
        """
        Return which norms are in force, with a row for each scenario and a column for each norm.
        """
        return unpacked(self.packed_in_force, len(self)).T

    @cached_property
    def applicable(self) -> Truths:
        """
        Return which norms apply, in the shape of `in_force`.
        """
        rows = self._packed.found[self._order] & packed(self.possible)
        return unpacked(rows, len(self)).T

    @cached_property
    def contradictory(self) -> Truths:
        """
        Return in which rows the norms in force contradict each other.
        """
        found = unpacked(clashing(self._program, self._packed), len(self)) & self.possible
        for row, ruling in self._apart.items():
            found[row] = bool(ruling.contradictions)
        return found

    @cached_property
    def _order(self) -> list[int]:
        """
        Return for each norm in source order its row.
        """
        places = enumerate(self._program.norms)
        return [place for place, _ in sorted(places, key=lambda pair: pair[1].position)]

    def __len__(self) -> int:
        return self.table.size

    def __iter__(self) -> Iterator[Ruling | None]:
        for start in range(0, len(self), _READ):
            yield from self._read(range(start, min(start + _READ, len(self))))

    def __getitem__(self, row: int) -> Ruling | None:
        place = row + len(self) if row < 0 else row
        if not 0 <= place < len(self):
            raise IndexError(f"there is no row {row}")
        return list(self._read(range(place // 8 * 8, place + 1)))[-1]

    def _read(self, rows: Sequence[int]) -> Iterator[Ruling | None]:
        """
        Yield the rulings of some rows, of which the first has the first bit of a byte.
        """
        part = self._packed.found[:, rows[0] // 8 : rows[-1] // 8 + 1]
        across = np.ascontiguousarray(unpacked(part, len(rows)).T)
        for row, bits in zip(rows, np.packbits(across, axis=1, bitorder="little"), strict=True):
            if row in self._apart:
                yield self._apart[row]
            elif self.possible[row]:
                yield self._ladder.ruling(int.from_bytes(bits.tobytes(), "little"))
            else:
                yield None


def _whole(plan: Plan, table: Table) -> Packed:
    """
    Decide a table so many rows at a time.
    """
    if table.size <= _AT_ONCE:
        return decided(plan, table)
    program = plan.program
    width = (table.size + 7) // 8
    found = np.empty((program.width, width), np.uint8)
    force = np.empty((len(program.norms), width), np.uint8)
    for start in range(0, table.size, _AT_ONCE):
        part = decided(plan, table.part(start, start + _AT_ONCE))
        within = slice(start // 8, start // 8 + part.found.shape[1])
        found[:, within], force[:, within] = part.found, part.force
    return Packed(found, force)


@attrs.define(eq=False, repr=False)
class _Gathering:
    """
    What is still to be done when the packed rows are there.

    Attributes:
        apart: The rulings of rows that the reference decided.
    """

    program: Program
    table: Table
    packed: Packed
    apart: dict[int, Ruling] = attrs.field(factory=dict)
    against: Truths = attrs.field(init=False)
    without_reply: Truths = attrs.field(init=False)
    undecided: Truths = attrs.field(init=False)

    def run(self) -> None:
        """
        Find the rows without a ruling, and let the reference decide what could not be lowered.
        """
        self.against = np.zeros(self.table.size, np.bool_)
        self.undecided = self.against.copy()
        for _, bit in self.program.assumptions:
            self.against |= ~self._holding(bit)
        self.without_reply = ~self._holding(self.program.reply) & ~self.against
        if not self.program.is_exact:
            self.without_reply[:] = False
        asked = self._unsure() & ~(self.against | self.without_reply)
        for row in np.flatnonzero(asked).tolist():
            try:
                self._put(row, reference(self.program.spec, self.table.scenario(row)))
            except NoReply:
                self.without_reply[row] = True
            except Undecidable:
                self.undecided[row] = True

    def _holding(self, bit: int) -> Truths:
        """
        Return where a condition holds.
        """
        if not bit:
            return np.ones(self.table.size, np.bool_)
        return unpacked(self.packed.found[bit.bit_length() - 1], self.table.size)

    def _unsure(self) -> Truths:
        """
        Return which rows only the reference can decide.
        """
        if not self.program.is_exact:
            return np.ones(self.table.size, np.bool_)
        places = list(bits_of(self.program.unknown))
        return unpacked(np.bitwise_or.reduce(self.packed.found[places]), self.table.size)

    def _put(self, row: int, ruling: Ruling) -> None:
        """
        Note what the reference says of one row.
        """
        self.apart[row] = ruling
        positions = {norm.position for norm in ruling.in_force}
        truths = [position in positions for position in range(len(self.program.norms))]
        bit, column = np.uint8(1 << row % 8), self.packed.force[:, row // 8]
        self.packed.force[:, row // 8] = np.where(truths, column | bit, column & ~bit)
