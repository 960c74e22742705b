"""
The rules of a spec over a whole table, defeat resolved: the ladder on rows of bits.

Going down the order, it is kept for each claim where some norm in force of a higher rank makes
it. A norm is defeated where the other claims of a clash are all made; norms of one claim and one
rank share what was found out for the first of them.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

import attrs
import numpy as np
from numpy.typing import NDArray

from specl.decide.program import Clash, Program, above_each, made_by
from specl.decide.rows import Row, Rows
from specl.decide.table import Table
from specl.logic.clauses import bits_of

__all__ = ["Packed", "clashing", "decided"]

Matrix = NDArray[np.uint8]


@attrs.frozen(eq=False)
class Packed:
    """
    What holds and what is in force in a table; a row for each bit of the program.

    Attributes:
        found: Where each norm applies, and further down where each condition holds.
        force: Where each norm is in force.
    """

    found: Matrix
    force: Matrix


def decided(program: Program, table: Table) -> Packed:
    """
    Decide every scenario of a table.
    """
    rows = Rows(table, program.literals)
    found = np.empty((program.width, rows.width), np.uint8)
    for bits, formula in program.conditions:
        first, *others = bits_of(bits)
        rows.write(formula, found[first])
        for place in others:
            found[place] = found[first]
    for rule, by in program.suspensions:
        suspended = np.bitwise_or.reduce(found[list(bits_of(by))])
        found[list(bits_of(rule))] &= ~suspended
    return Packed(found, _Descent.of(program, found).force())


@attrs.define(eq=False, repr=False)
class _Descent:
    """
    The way down the order.

    Attributes:
        above: For each norm the bits of the norms that outrank it.
        making: For each claim the bits of the norms that make it.
        made: For each claim where a norm in force of a higher rank makes it.
        rungs: For each claim where something of a higher rank defeats it.
    """

    program: Program
    found: Matrix
    in_force: Matrix
    above: list[int]
    making: Mapping[int, int]
    made: dict[int, Row] = attrs.field(factory=dict)
    rungs: dict[int, Row | None] = attrs.field(factory=dict)

    @classmethod
    def of(cls, program: Program, found: Matrix) -> _Descent:
        in_force = found[: len(program.norms)].copy()
        return cls(program, found, in_force, above_each(program), made_by(program))

    def force(self) -> Matrix:
        """
        Return where each norm is in force.
        """
        ranks = self.program.spec.priority.rank
        start, rank = 0, -1
        for place, norm in enumerate(self.program.norms):
            if ranks[norm.position] != rank:
                self._rise(range(start, place))
                start, rank = place, ranks[norm.position]
            claim = self.program.claims[place]
            if claim is not None:
                self._defeat(place, claim, start)
        return self.in_force

    def _rise(self, places: Iterable[int]) -> None:
        """
        Let the norms of a rank count as higher from now on.
        """
        self.rungs.clear()
        for place in places:
            claim = self.program.claims[place]
            if claim in self.made:
                self.made[claim] |= self.in_force[place]
            elif claim is not None:
                self.made[claim] = self.in_force[place].copy()

    def _defeat(self, place: int, claim: int, start: int) -> None:
        if claim not in self.rungs:
            self.rungs[claim] = self._defeated(claim, self.made, None)
        defeated = self.rungs[claim]
        beside = self._beside(place, claim, start)
        if beside:
            made = {**self.made, **beside}
            defeated = _either(defeated, self._defeated(claim, made, beside.keys()))
        if defeated is not None:
            self.in_force[place] &= ~defeated

    def _beside(self, place: int, claim: int, start: int) -> dict[int, Row]:
        """
        Return, for each rival claim of a norm of the same rank above, where such norms make it.
        """
        above = self.above[place] >> start << start
        found: dict[int, Row] = {}
        for rival in self.program.rivals.get(claim, ()) if above else ():
            rows = [self.in_force[each] for each in bits_of(self.making.get(rival, 0) & above)]
            if rows:
                higher = [self.made[rival]] if rival in self.made else []
                found[rival] = np.bitwise_or.reduce([*rows, *higher])
        return found

    def _defeated(
        self, claim: int, made: Mapping[int, Row], among: Container[int] | None
    ) -> Row | None:
        """
        Return where other claims that are made defeat one, None where they never do.

        Args:
            claim: The claim.
            made: Where the others are made.
            among: If given, only what has a part in it counts.
        """
        found: Row | None = None
        for other in self.program.opponents.get(claim, ()):
            if other in made and (among is None or other in among):
                found = _either(found, made[other])
        for clash in self.program.larger.get(claim, ()):
            others = [each for each in clash.claims if each != claim]
            counts = among is None or any(each in among for each in others)
            if counts and all(each in made for each in others):
                met = np.bitwise_and.reduce([*(made[each] for each in others), *self._when(clash)])
                found = _either(found, met)
        return found

    def _when(self, clash: Clash) -> list[Row]:
        return [self.found[clash.when.bit_length() - 1]] if clash.when else []


def clashing(program: Program, packed: Packed) -> Row:
    """
    Return where norms in force clash.
    """
    made: dict[int, Row] = {}
    for claim, row in zip(program.claims, packed.force, strict=True):
        if claim is not None:
            made[claim] = made[claim] | row if claim in made else row
    found = np.zeros(packed.force.shape[1], np.uint8)
    for clash in program.clashes:
        if all(claim in made for claim in clash.claims):
            rows = [made[claim] for claim in clash.claims]
            when = [packed.found[clash.when.bit_length() - 1]] if clash.when else []
            found |= np.bitwise_and.reduce([*rows, *when])
    return found


def _either(one: Row | None, other: Row | None) -> Row | None:
    if one is None or other is None:
        return other if one is None else one
    return one | other
