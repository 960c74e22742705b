"""
How the rules of a spec are decided over any table: the ladder, noted once on rows of bits.

Going down the order, it is kept for each claim where some norm in force of a higher rank makes
it. A norm is defeated where the other claims of a clash are all made; norms of one claim and one
rank share what was found out for the first of them.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

import attrs

from specl.decide.leaves import Conditions, Leaves
from specl.decide.program import Clash, Program, above_each, made_by
from specl.decide.tape import NOWHERE, Score, Tape
from specl.logic.clauses import bits_of

__all__ = ["Plan"]


@attrs.frozen(eq=False)
class Plan:
    """
    What to read off a table, and what to make of it.

    Attributes:
        score: Gives a row for each bit of the program, where it holds, then one for each norm in
            source order, where it is in force.
    """

    program: Program
    leaves: Leaves
    score: Score

    @classmethod
    def of(cls, program: Program) -> Plan:
        """
        Plan how to decide a spec.
        """
        tape = Tape()
        conditions = Conditions(tape, program.literals)
        found = [NOWHERE] * program.width
        for bits, formula in program.conditions:
            row = conditions.of(formula)
            for place in bits_of(bits):
                found[place] = row
        for rule, by in program.suspensions:
            free = tape.negation(tape.any_of(found[place] for place in bits_of(by)))
            for place in bits_of(rule):
                found[place] = tape.all_of((found[place], free))
        force = _Descent.of(program, tape, found).force()
        return cls(program, conditions.leaves, tape.score([*found, *force]))


@attrs.define(eq=False, repr=False)
class _Descent:
    """
    The way down the order.

    Attributes:
        found: Where each norm applies, and further down where each condition holds.
        in_force: Where each norm is in force, as far as known.
        above: For each norm the bits of the norms that outrank it.
        making: For each claim the bits of the norms that make it.
        made: For each claim where a norm in force of a higher rank makes it.
        rungs: For each claim where something of a higher rank defeats it.
    """

    program: Program
    tape: Tape
    found: list[int]
    in_force: list[int]
    above: list[int]
    making: Mapping[int, int]
    made: dict[int, int] = attrs.field(factory=dict)
    rungs: dict[int, int] = attrs.field(factory=dict)

    @classmethod
    def of(cls, program: Program, tape: Tape, found: list[int]) -> _Descent:
        in_force = found[: len(program.norms)]
        return cls(program, tape, found, in_force, above_each(program), made_by(program))

    def force(self) -> list[int]:
        """
        Return where each norm is in force, in source order.
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
        pairs = zip(self.program.norms, self.in_force, strict=True)
        return [row for _, row in sorted(pairs, key=lambda pair: pair[0].position)]

    def _rise(self, places: Iterable[int]) -> None:
        """
        Let the norms of a rank count as higher from now on.
        """
        self.rungs.clear()
        for place in places:
            claim = self.program.claims[place]
            if claim is not None:
                made = self.made.get(claim, NOWHERE)
                self.made[claim] = self.tape.any_of((made, self.in_force[place]))

    def _defeat(self, place: int, claim: int, start: int) -> None:
        if claim not in self.rungs:
            self.rungs[claim] = self._defeated(claim, self.made, None)
        defeated = self.rungs[claim]
        beside = self._beside(place, claim, start)
        if beside:
            made = {**self.made, **beside}
            defeated = self.tape.any_of((defeated, self._defeated(claim, made, beside.keys())))
        if defeated != NOWHERE:
            standing = self.tape.negation(defeated)
            self.in_force[place] = self.tape.all_of((self.in_force[place], standing))

    def _beside(self, place: int, claim: int, start: int) -> dict[int, int]:
        """
        Return, for each rival claim of a norm of the same rank above, where such norms make it.
        """
        above = self.above[place] >> start << start
        found: dict[int, int] = {}
        for rival in self.program.rivals.get(claim, ()) if above else ():
            rows = [self.in_force[each] for each in bits_of(self.making.get(rival, 0) & above)]
            if rows:
                higher = self.made.get(rival, NOWHERE)
                found[rival] = self.tape.any_of((higher, *rows))
        return found

    def _defeated(self, claim: int, made: Mapping[int, int], among: Container[int] | None) -> int:
        """
        Return where other claims that are made defeat one.

        Args:
            claim: The claim.
            made: Where the others are made.
            among: If given, only what has a part in it counts.
        """
        found = [
            made[other]
            for other in self.program.opponents.get(claim, ())
            if other in made and (among is None or other in among)
        ]
        for clash in self.program.larger.get(claim, ()):
            others = [each for each in clash.claims if each != claim]
            counts = among is None or any(each in among for each in others)
            if counts and all(each in made for each in others):
                found.append(
                    self.tape.all_of((*(made[each] for each in others), *self._when(clash)))
                )
        return self.tape.any_of(found)

    def _when(self, clash: Clash) -> list[int]:
        return [self.found[clash.when.bit_length() - 1]] if clash.when else []
