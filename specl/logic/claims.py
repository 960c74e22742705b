"""
Which norms make which claim, and which sets of claims no reply meets.

Worlds that differ in ranks alone share who makes a claim; those that differ in the norms that
can apply share the sets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from specl.logic.clauses import bits_of
from specl.logic.incoherence import Incoherence, Nogood
from specl.model import Norm, Priority, Spec
from specl.text.record import mutable

__all__ = ["Claims"]


@mutable
class Claims:
    """
    The claims that some norms of a spec make.

    Attributes:
        claim_of: For each norm, by position, its claim; None where undecided.
        priority: How the norms stand to each other.
        counted: The norms, as a bit set of positions.
        concerning: For each claim the sets that contain it.
    """

    claim_of: Sequence[int | None]
    priority: Priority
    counted: int
    concerning: Mapping[int | None, tuple[Nogood, ...]]
    _norms: dict[int, list[Norm]]
    _rivals: dict[int | None, int] = attrs.field(factory=dict)
    _makers: dict[int, int] = attrs.field(factory=dict)
    _ranks: dict[int, int] = attrs.field(factory=dict)
    _highest: dict[int, int] = attrs.field(factory=dict)
    _made: int | None = None

    @classmethod
    def of(cls, spec: Spec, incoherence: Incoherence) -> Claims:
        """
        Return the claims of all norms of a spec.

        Args:
            spec: The spec.
            incoherence: What no reply can meet in it.
        """
        claim_of, counted = incoherence.claim_of, (1 << len(spec.norms)) - 1
        norms = _by_claim(spec.norms, claim_of)
        return cls(claim_of, spec.priority, counted, _sets_by_claim(incoherence.nogoods), norms)

    def among(self, norms: Sequence[Norm], counted: int) -> Claims:
        """
        Return the claims of some of the norms.

        Args:
            norms: All norms of the spec.
            counted: Which of them, as a bit set of positions.
        """
        by_claim = _by_claim((norms[position] for position in bits_of(counted)), self.claim_of)
        return Claims(
            self.claim_of, self.priority, counted, self.concerning, by_claim, self._rivals
        )

    def ranked(self, priority: Priority) -> Claims:
        """
        Return the same claims of the same norms where these stand otherwise to each other.
        """
        return Claims(
            self.claim_of, priority, self.counted, self.concerning, self._norms, self._rivals
        )

    @property
    def made(self) -> int:
        """
        Return the claims that some norm here makes, as a bit set.
        """
        if self._made is None:
            self._made = sum(1 << claim for claim in self._norms)
        return self._made

    def norms_of(self, claim: int) -> list[Norm]:
        """
        Return the norms that make a claim.
        """
        return self._norms.get(claim, [])

    def makers_of(self, claim: int) -> int:
        """
        Return the norms that make a claim, as a bit set of positions.
        """
        if claim not in self._makers:
            self._makers[claim] = sum(1 << norm.position for norm in self.norms_of(claim))
        return self._makers[claim]

    def of_rank(self, rank: int) -> int:
        """
        Return the norms of a rank, as a bit set of positions.
        """
        if not self._ranks:
            for position, each in enumerate(self.priority.rank):
                self._ranks[each] = self._ranks.get(each, 0) | 1 << position
        return self._ranks.get(rank, 0)

    def rivals(self, claim: int | None) -> int:
        """
        Return the claims, as a bit set, that some set in which no reply meets a claim has.
        """
        if claim not in self._rivals:
            rivals = 0
            for nogood in self.concerning.get(claim, ()):
                rivals |= nogood.claims
            self._rivals[claim] = rivals
        return self._rivals[claim]

    def beating(self, position: int) -> list[int]:
        """
        Return the positions of the norms that may take part in defeating one.
        """
        rank, above = self.priority.rank, self.priority.above[position]
        return [
            norm.position
            for other in bits_of(self.rivals(self.claim_of[position]))
            for norm in self._norms.get(other, ())
            if rank[norm.position] < rank[position] or above >> norm.position & 1
        ]

    def made_above(self, claim: int | None, rank: int, above: int) -> Iterator[Nogood]:
        """
        Yield the sets with a claim of which norms that outrank its norm may make all others.

        Args:
            claim: The claim.
            rank: The rank of the norm that makes it.
            above: The norms of its rank that outrank it.
        """
        own, elsewhere = 1 << (claim or 0), ~self.made
        for nogood in self.concerning.get(claim, ()):
            if nogood.claims & elsewhere or nogood.claims == own:
                continue
            rest = nogood.claims & ~own
            if rest & rest - 1 or self._is_made_above(rest, rank, above):
                yield nogood

    def _is_made_above(self, claim: int, rank: int, above: int) -> bool:
        """
        Tell whether a norm of a higher rank, or one of some norms, makes a claim, given as one bit.
        """
        place = claim.bit_length() - 1
        if place not in self._highest:
            ranks = self.priority.rank
            self._highest[place] = min(ranks[each.position] for each in self.norms_of(place))
        return self._highest[place] < rank or (
            above != 0 and any(above >> each.position & 1 for each in self.norms_of(place))
        )


def _by_claim(norms: Iterable[Norm], claim_of: Sequence[int | None]) -> dict[int, list[Norm]]:
    """
    Return for each claim the norms that make it.
    """
    found: dict[int, list[Norm]] = {}
    for norm in norms:
        claim = claim_of[norm.position]
        if claim is not None:
            found.setdefault(claim, []).append(norm)
    return found


def _sets_by_claim(nogoods: Iterable[Nogood]) -> dict[int | None, tuple[Nogood, ...]]:
    """
    Return for each claim the sets that contain it.
    """
    found: dict[int | None, list[Nogood]] = {}
    for nogood in nogoods:
        for claim in nogood.members():
            found.setdefault(claim, []).append(nogood)
    return {claim: tuple(sets) for claim, sets in found.items()}
