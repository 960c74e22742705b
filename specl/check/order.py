"""
The order of a spec's norms from the top down, and which claims may defeat which.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from specl.logic.formula import TRUE, Formula
from specl.logic.incoherence import Nogood
from specl.logic.world import World
from specl.model import Priority
from specl.text.record import mutable, record

__all__ = ["Order", "Rung", "Shape", "Way"]


@record
class Way:
    """
    A set of claims that defeats a norm where all of them are demanded above it.

    Attributes:
        claims: The claims.
        norms: For each claim the norms that make it.
        minimal: The facts under which they do.
        always: Whether that is under all facts.
    """

    claims: tuple[int, ...]
    norms: tuple[int, ...]
    minimal: Formula
    always: bool


@mutable
class Shape:
    """
    What all variations of a spec share: which claims norms make, and which defeat which.

    Attributes:
        claim_of: For each norm, by position, its claim.
        by_claim: For each claim the norms that make it.
        ways: For each claim what may defeat the norms that make it.
        touching: For each claim the norms that may take part in defeating it.
        rivals: For each claim the norms of which each one alone always does so.
        lone: For each claim the norms of which each one alone may do so.
        sets: For each claim the ways that take several norms.
    """

    claim_of: Sequence[int]
    by_claim: dict[int, int] = attrs.field(factory=dict)
    ways: dict[int, list[Way]] = attrs.field(factory=dict)
    touching: dict[int, int] = attrs.field(factory=dict)
    rivals: dict[int, int] = attrs.field(factory=dict)
    lone: dict[int, int] = attrs.field(factory=dict)
    sets: dict[int, list[Way]] = attrs.field(factory=dict)

    @classmethod
    def of(cls, world: World) -> Shape:
        """
        Return the shape of a spec of all whose norms the claims are known.
        """
        made = cls([claim for claim in world.incoherence.claim_of if claim is not None])
        for place, claim in enumerate(made.claim_of):
            made.by_claim[claim] = made.by_claim.get(claim, 0) | 1 << place
        for claim in made.by_claim:
            made.ways[claim], made.sets[claim] = [], []
            made.touching[claim] = made.rivals[claim] = made.lone[claim] = 0
            for nogood in world.claims.concerning.get(claim, ()):
                made._note(claim, nogood)
        return made

    def _note(self, claim: int, nogood: Nogood) -> None:
        claims = tuple(each for each in nogood.members() if each != claim)
        norms = [self.by_claim.get(each, 0) for each in claims]
        if not claims or not all(norms):
            return
        always = nogood.minimal == TRUE
        way = Way(claims, tuple(norms), nogood.minimal, always)
        self.ways[claim].append(way)
        for each in norms:
            self.touching[claim] |= each
        if len(norms) > 1:
            self.sets[claim].append(way)
            return
        self.lone[claim] |= norms[0]
        if always:
            self.rivals[claim] |= norms[0]


@record
class Rung:
    """
    The norms of one rank.

    Attributes:
        norms: All of them.
        groups: By claim, those that no other norm of the rank that may defeat them outranks.
        single: The others, each with its claim and the norms above it, after all of these.
    """

    norms: int
    groups: tuple[tuple[int, int, tuple[int, ...]], ...]
    single: tuple[tuple[int, int, int], ...]


@record
class Order:
    """
    The order of a spec's norms.

    Attributes:
        rungs: From the top down.
        over: For each norm all that outrank it.
    """

    shape: Shape
    rungs: tuple[Rung, ...]
    over: tuple[int, ...]

    @classmethod
    def of(cls, shape: Shape, priority: Priority) -> Order:
        """
        Return the order that a priority makes.
        """
        ranks: dict[int, list[int]] = {}
        for place, rank in enumerate(priority.rank):
            ranks.setdefault(rank, []).append(place)
        upper, rungs, over = 0, [], [0] * len(priority.rank)
        for rank in sorted(ranks):
            rungs.append(_rung(shape, priority, ranks[rank]))
            for place in ranks[rank]:
                over[place] = upper | priority.above[place]
            upper |= rungs[-1].norms
        return cls(shape, tuple(rungs), tuple(over))


def _rung(shape: Shape, priority: Priority, places: Sequence[int]) -> Rung:
    groups: dict[int, list[int]] = {}
    single: list[tuple[int, int, int]] = []
    for place in places:
        claim, above = shape.claim_of[place], priority.above[place]
        if above & shape.touching[claim]:
            single.append((place, claim, above))
        else:
            groups.setdefault(claim, []).append(place)
    single.sort(key=lambda each: each[2].bit_count())
    found = ((c, _bits(each), tuple(each)) for c, each in groups.items())
    return Rung(_bits(places), tuple(found), tuple(single))


def _bits(places: Sequence[int]) -> int:
    return sum(1 << place for place in places)
