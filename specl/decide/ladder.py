"""
Defeat, worked out down the order on the bits of the norms that apply.

For each norm it is known beforehand which other norms, all of which outrank it, defeat it by
being in force: one alone (`pairs`), or several together or under a condition (`ways`). Norms of
one claim and rank share these sets: a rung of the ladder.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product

import attrs

from specl.decide.program import Clash, Program, above_each, made_by
from specl.decide.roster import Roster
from specl.logic.clauses import bits_of
from specl.model import Defeat, Norm, Ruling

__all__ = ["Ladder", "Way"]


@attrs.frozen(eq=False)
class Way:
    """
    A way for a norm to be defeated: by one norm in force of each of some sets.

    Attributes:
        when: The bit of the condition under which it is open, 0 where it always is.
        others: For each other claim of the clash the bits of the norms that will do.
    """

    when: int
    others: tuple[int, ...]


@attrs.frozen(eq=False)
class Ladder:
    """
    The order of a spec's norms, ready to be gone down.

    Attributes:
        norms: The norms in source order.
        positions: For each bit the norm's place in source order; what follows goes by bits too.
        pairs: The bits of the norms that each defeat a norm, whatever the facts.
        ways: The other ways for it to be defeated.
        starting: For each claim the clashes of which it is the first.
        within: For each claim all other claims of these clashes, as bits; itself where it
            is one alone.
    """

    norms: tuple[Norm, ...]
    positions: tuple[int, ...]
    claims: tuple[int | None, ...]
    pairs: tuple[int, ...]
    ways: tuple[tuple[Way, ...], ...]
    starting: dict[int, tuple[Clash, ...]]
    within: dict[int, int]
    _all: int
    _places: Roster[int]

    @classmethod
    def of(cls, program: Program) -> Ladder:
        """
        Prepare to go down the order of a spec's norms.
        """
        rungs = _Rungs.of(program)
        places = range(len(program.norms))
        starting: dict[int, list[Clash]] = {}
        within: dict[int, int] = {}
        for clash in program.clashes:
            first = clash.claims[0]
            starting.setdefault(first, []).append(clash)
            for claim in clash.claims[1:] or clash.claims:
                within[first] = within.get(first, 0) | 1 << claim
        return cls(
            norms=program.spec.norms,
            positions=tuple(norm.position for norm in program.norms),
            claims=program.claims,
            pairs=tuple(map(rungs.pairs, places)),
            ways=tuple(map(rungs.ways, places)),
            starting={claim: tuple(each) for claim, each in starting.items()},
            within=within,
            all=(1 << len(places)) - 1,
            places=Roster(places),
        )

    def applicable(self, found: int) -> tuple[Norm, ...]:
        """
        Return the norms of some bits in source order.
        """
        return self._spelt(
            [self.positions[place] for place in self._places.pick(found & self._all)]
        )

    def in_force(self, found: int) -> tuple[Norm, ...]:
        """
        Return the norms in force, in source order.

        Args:
            found: The bits of the norms that apply and of the conditions that hold.
        """
        pairs, ways, positions = self.pairs, self.ways, self.positions
        force = 0
        left = []
        for place in self._places.pick(found & self._all):
            if force & pairs[place] or (ways[place] and _open(ways[place], force, found)):
                continue
            force |= 1 << place
            left.append(positions[place])
        return self._spelt(left)

    def _spelt(self, positions: list[int]) -> tuple[Norm, ...]:
        positions.sort()
        return tuple(map(self.norms.__getitem__, positions))

    def ruling(self, found: int) -> Ruling:
        """
        Return the ruling.

        Args:
            found: The bits of the norms that apply and of the conditions that hold.
        """
        force = 0
        defeats = []
        for place in self._places.pick(found & self._all):
            by = self._defeated_by(place, force, found)
            if by is None:
                force |= 1 << place
            else:
                defeats.append(Defeat(self.norms[self.positions[place]], by))
        return Ruling(
            applicable=self.applicable(found),
            in_force=self.applicable(force),
            defeated=tuple(sorted(defeats, key=lambda defeat: defeat.norm.position)),
            contradictions=tuple(self._contradictions(force, found)),
        )

    def _defeated_by(self, place: int, force: int, found: int) -> tuple[Norm, ...] | None:
        """
        Return the smallest set in force that defeats a norm, ties by source order, or None.
        """
        sets = []
        if force & self.pairs[place]:
            sets.append([self._first(force & self.pairs[place])])
        sets += (
            sorted(self._first(force & other) for other in way.others)
            for way in self.ways[place]
            if way.when & found == way.when and all(force & other for other in way.others)
        )
        first = min(sets, key=lambda by: (len(by), by), default=None)
        return None if first is None else tuple(self.norms[position] for position in first)

    def _first(self, bits: int) -> int:
        """
        Return the first place in source order of some norms, which are few.
        """
        return min(map(self.positions.__getitem__, bits_of(bits)))

    def _contradictions(self, force: int, found: int) -> Iterable[tuple[Norm, ...]]:
        """
        Return the minimal incoherent sets of norms in force, in source order.
        """
        made: dict[int, list[Norm]] = {}
        claims = 0
        for place in self._places.pick(force):
            claim = self.claims[place]
            if claim is not None:
                claims |= 1 << claim
                made.setdefault(claim, []).append(self.norms[self.positions[place]])
        sets = [
            tuple(sorted(norms, key=_position))
            for claim in made
            if self.within.get(claim, 0) & claims
            for clash in self.starting[claim]
            if clash.when & found == clash.when and all(each in made for each in clash.claims)
            for norms in product(*(made[each] for each in clash.claims))
        ]
        return sorted(sets, key=lambda norms: [norm.position for norm in norms])


def _open(ways: Sequence[Way], force: int, found: int) -> bool:
    for way in ways:
        if way.when & found == way.when:
            for other in way.others:
                if not force & other:
                    break
            else:
                return True
    return False


def _position(norm: Norm) -> int:
    return norm.position


@attrs.define(eq=False, repr=False)
class _Rungs:
    """
    What defeats each norm.

    Attributes:
        above: For each norm the bits of the norms that outrank it.
        making: For each claim the bits of the norms that make it.
    """

    program: Program
    above: list[int]
    making: Mapping[int, int]
    _against: dict[int, int] = attrs.field(factory=dict)
    _ways: dict[tuple[int, int], tuple[Way, ...]] = attrs.field(factory=dict)

    @classmethod
    def of(cls, program: Program) -> _Rungs:
        return cls(program, above_each(program), made_by(program))

    def pairs(self, place: int) -> int:
        """
        Return the bits of the norms that defeat one each by themselves.
        """
        claim = self.program.claims[place]
        if claim is None:
            return 0
        if claim not in self._against:
            union = 0
            for other in self.program.opponents.get(claim, ()):
                union |= self.making.get(other, 0)
            self._against[claim] = union
        return self._against[claim] & self.above[place]

    def ways(self, place: int) -> tuple[Way, ...]:
        """
        Return the other ways for a norm to be defeated.
        """
        claim, above = self.program.claims[place], self.above[place]
        if claim is None or claim not in self.program.larger:
            return ()
        key = claim, above
        if key not in self._ways:
            found = (self._way(clash, claim, above) for clash in self.program.larger[claim])
            self._ways[key] = tuple(way for way in found if all(way.others))
        return self._ways[key]

    def _way(self, clash: Clash, claim: int, above: int) -> Way:
        others = (self.making.get(each, 0) & above for each in clash.claims if each != claim)
        return Way(clash.when, tuple(others))
