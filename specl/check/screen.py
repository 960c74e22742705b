"""
Which norms can apply together, as far as the boxes around their rules' conditions tell.

Each norm is a bit. For each column and each set of regions the norms whose boxes exclude all
of these regions are one bit set; what a norm can meet is what none of its own columns
excludes. So pairs are never looked at one by one, and most of them never at all.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

import attrs

from specl.logic.clauses import bits_of
from specl.logic.incoherence import Nogood
from specl.logic.numbers import reach
from specl.logic.regions import Box, Regions, Total
from specl.logic.world import World
from specl.model import Norm, Spec
from specl.text.record import mutable

__all__ = ["Screen", "settles"]


@mutable
class Screen:
    """
    The boxes of a spec's norms, as bit sets of norms by their positions.

    Attributes:
        boxes: Around the conditions of each rule; None for a rule that never applies.
        regions: What the regions of the boxes are.
        alive: The norms whose own conditions leave any box.
    """

    spec: Spec
    boxes: Mapping[str, Box | None]
    regions: Regions
    alive: int = 0
    _columns: dict[Hashable, dict[int, int]] = attrs.field(factory=dict)
    _apart: dict[tuple[Hashable, int], int] = attrs.field(factory=dict)
    _meets: dict[str, int] = attrs.field(factory=dict)
    _ranks: dict[int, int] = attrs.field(factory=dict)
    _others: dict[int | None, list[tuple[Nogood, tuple[int, ...]]]] = attrs.field(factory=dict)

    def __attrs_post_init__(self) -> None:
        spec = self.spec
        for norm in spec.norms:
            rank, bit = spec.priority.rank[norm.position], 1 << norm.position
            self._ranks[rank] = self._ranks.get(rank, 0) | bit
            box = self.boxes[norm.rule]
            if box is not None:
                self.alive |= bit
                for column, mask in box.items():
                    masks = self._columns.setdefault(column, {})
                    masks[mask] = masks.get(mask, 0) | bit

    def meets(self, rule: str) -> int:
        """
        Return the norms whose boxes meet a rule's.
        """
        if rule not in self._meets:
            found, box = self.alive, self.boxes[rule]
            for column, mask in ({} if box is None else box).items():
                found &= ~self._excluding(column, mask)
            self._meets[rule] = 0 if box is None else found
        return self._meets[rule]

    def _excluding(self, column: Hashable, mask: int) -> int:
        key = (column, mask)
        if key not in self._apart:
            found = 0
            for other, bits in self._columns[column].items():
                if not other & mask:
                    found |= bits
            self._apart[key] = found
        return self._apart[key]

    def candidates(self, world: World, nogood: Nogood) -> Iterator[tuple[tuple[Norm, ...], Box]]:
        """
        Yield the sets of norms that make some claims, may apply together and settle nothing.

        With each set comes the box in which they may.
        """
        members = [world.claims.makers_of(claim) for claim in nogood.members()]
        norms = self.spec.norms
        for places in self._chosen(members):
            chosen = tuple(norms[place] for place in sorted(places))
            if not settles(self.spec, chosen):
                box = self.meeting(chosen)
                if box is not None:
                    yield chosen, box

    def touching(
        self, world: World, norm: Norm, among: int = -1
    ) -> Iterator[tuple[tuple[Norm, ...], Nogood]]:
        """
        Yield the candidates that a norm is one of, each with the claims they make.

        Args:
            world: Of this spec, or of one whose rules apply at most where those of this do.
            norm: The norm.
            among: The norms that count, as a bit set.
        """
        norms, place, priority = self.spec.norms, norm.position, world.spec.priority
        meeting = self.meets(norm.rule) & among
        beside = meeting & world.claims.of_rank(priority.rank[place]) & ~priority.above[place]
        for nogood, claims in self._against(world, norm):
            others = [world.claims.makers_of(claim) for claim in claims]
            if len(others) == 1 and not others[0] & beside:
                continue
            met = beside if len(others) == 1 else meeting
            for places in self._completed((place,), met, others):
                chosen = tuple(norms[place] for place in sorted(places))
                if not settles(world.spec, chosen) and self.meeting(chosen) is not None:
                    yield chosen, nogood

    def _against(self, world: World, norm: Norm) -> Sequence[tuple[Nogood, tuple[int, ...]]]:
        """
        Return the sets that a norm's claim is in, each with its other claims.
        """
        claim = world.claim(norm)
        if claim not in self._others:
            self._others[claim] = [
                (nogood, tuple(each for each in nogood.members() if each != claim))
                for nogood in world.claims.concerning.get(claim, ())
            ]
        return self._others[claim]

    def _chosen(self, members: list[int]) -> Iterator[tuple[int, ...]]:
        norms, priority = self.spec.norms, self.spec.priority
        first, *others = members
        for place in bits_of(first & self.alive):
            meeting = self.meets(norms[place].rule)
            if len(others) == 1:
                beside = self._ranks[priority.rank[place]] & ~priority.above[place]
                for other in bits_of(others[0] & meeting & beside):
                    yield place, other
            else:
                yield from self._completed((place,), meeting, others)

    def _completed(
        self, chosen: tuple[int, ...], meeting: int, members: list[int]
    ) -> Iterator[tuple[int, ...]]:
        if not members:
            yield chosen
            return
        for place in bits_of(members[0] & meeting):
            both = meeting & self.meets(self.spec.norms[place].rule)
            yield from self._completed((*chosen, place), both, members[1:])

    def meeting(self, norms: Iterable[Norm], within: Box | None = None) -> Box | None:
        """
        Return the box, within one if given, in which norms may apply together; None for none.
        """
        box: Box = dict(within or {})
        for norm in norms:
            other = self.boxes[norm.rule]
            if other is None:
                return None
            for column, mask in other.items():
                box[column] = mask & box.get(column, -1)
                if not box[column]:
                    return None
        regions = self.regions
        sums = (column for column in box if isinstance(column, Total))
        return None if any(not box[s] & reach(regions, box, s, {}) for s in sums) else box


def settles(spec: Spec, norms: tuple[Norm, ...]) -> bool:
    """
    Tell whether one of the norms gives way to all the others.
    """
    return len(norms) > 1 and any(
        all(spec.outranks(other, norm) for other in norms if other is not norm) for norm in norms
    )
