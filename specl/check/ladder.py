"""
Which norms are in force in many scenarios at once, a bit for each scenario.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from specl.check.order import Order, Way
from specl.logic.batch import Batch
from specl.logic.clauses import bits_of
from specl.logic.world import World
from specl.text.record import mutable, record

__all__ = ["Standing", "in_force", "standing_in"]


@record
class Standing:
    """
    Scenarios of a spec as it is.

    Attributes:
        applies: For each norm the scenarios in which it applies.
        in_force: For each norm those in which it is in force.
    """

    batch: Batch
    applies: Sequence[int]
    in_force: Sequence[int]


def in_force(order: Order, batch: Batch, applies: Sequence[int]) -> list[int]:
    """
    Return for each norm the scenarios of a batch in which it is in force.

    Args:
        order: The order of the norms.
        batch: The scenarios.
        applies: For each norm the scenarios in which it applies.
    """
    return _Ladder(order, batch, applies).run()


def standing_in(world: World, batch: Batch, order: Order) -> Standing:
    """
    Return which norms apply, and are in force, in which scenarios of a batch.
    """
    applies = _applying(world, batch)
    return Standing(batch, applies, in_force(order, batch, applies))


def _applying(world: World, batch: Batch) -> list[int]:
    """
    Return for each norm the scenarios in which its rule applies.
    """
    rules = {name: batch.holding(world.applies(name)) for name in world.spec.rules}
    return [rules[norm.rule] for norm in world.spec.norms]


@mutable
class _Ladder:
    """
    The work of `in_force`.

    Attributes:
        demanded: For each claim where some norm of a higher rank that is in force makes it.
    """

    order: Order
    batch: Batch
    applies: Sequence[int]
    found: list[int] = attrs.field(factory=list)
    demanded: dict[int, int] = attrs.field(factory=dict)

    def run(self) -> list[int]:
        """
        Go down the order.
        """
        self.found = [0] * len(self.applies)
        for rung in self.order.rungs:
            here: dict[int, int] = {}
            for claim, _, places in rung.groups:
                applying = [place for place in places if self.applies[place]]
                undefeated = ~self._defeated(claim, self.demanded) if applying else 0
                for place in applying:
                    self._note(place, claim, undefeated, here)
            for place, claim, above in rung.single:
                if self.applies[place]:
                    undefeated = ~self._defeated(claim, self._with_beside(claim, above))
                    self._note(place, claim, undefeated, here)
            for claim, bits in here.items():
                self.demanded[claim] = self.demanded.get(claim, 0) | bits
        return self.found

    def _note(self, place: int, claim: int, undefeated: int, here: dict[int, int]) -> None:
        """
        Note where a norm is in force, and its claim demanded.
        """
        bits = self.applies[place] & undefeated
        if bits:
            self.found[place] = bits
            here[claim] = here.get(claim, 0) | bits

    def _with_beside(self, claim: int, above: int) -> Mapping[int, int]:
        """
        Return where claims are demanded above a norm, by norms of its own rank too.
        """
        shape = self.order.shape
        demanded = dict(self.demanded)
        for place in bits_of(above & shape.touching[claim]):
            other = shape.claim_of[place]
            demanded[other] = demanded.get(other, 0) | self.found[place]
        return demanded

    def _defeated(self, claim: int, demanded: Mapping[int, int]) -> int:
        """
        Return where norms that make a claim are defeated.
        """
        found = 0
        for way in self.order.shape.ways[claim]:
            found |= self._holding(way, demanded)
        return found

    def _holding(self, way: Way, demanded: Mapping[int, int]) -> int:
        found = -1
        for claim in way.claims:
            found &= demanded.get(claim, 0)
            if not found:
                return 0
        return found if way.always else found & self.batch.holding(way.minimal)
