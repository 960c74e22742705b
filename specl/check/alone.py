"""
What is seen of norms in quiet scenarios, for each rule one in which little else applies.

Most norms are in force in some of them, and needed there. What is not seen here is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specl.check.ladder import Standing, standing_in
from specl.check.order import Order, Shape
from specl.check.ties import Ties
from specl.logic.clauses import bits_of
from specl.logic.incoherence import Refutation
from specl.logic.world import World
from specl.model import Norm, Spec
from specl.model.expressions import Not
from specl.text.record import mutable

if TYPE_CHECKING:
    from specl.check.engine import Engine

__all__ = ["Alone"]


@mutable
class Alone:
    """
    The norms of a spec in quiet scenarios.

    Attributes:
        under: For each norm those of its rank that it outranks.
    """

    spec: Spec
    world: World
    ties: Ties
    order: Order
    standing: Standing
    under: dict[int, int]

    @classmethod
    def of(cls, engine: Engine) -> Alone:
        """
        Return what is seen of a spec of whose norms all is known.
        """
        order = Order.of(Shape.of(engine.world), engine.spec.priority)
        standing = standing_in(engine.world, engine.whereabouts.rules_alone, order)
        under: dict[int, int] = {}
        for place, above in enumerate(engine.spec.priority.above):
            for other in bits_of(above):
                under[other] = under.get(other, 0) | 1 << place
        return cls(engine.spec, engine.world, engine.ties, order, standing, under)

    def in_force(self, norm: Norm) -> bool:
        """
        Tell whether a norm was seen to be in force.
        """
        return bool(self.standing.in_force[norm.position])

    def needed(self, norm: Norm) -> bool:
        """
        Tell whether a norm was seen to be in force where no other of no lower rank requires it.
        """
        here = self.standing.in_force[norm.position]
        if not here or self.world.clashing is None:
            return False
        supporters = self._supporters(norm)
        for refutation in self.world.incoherence.probes[Not(norm.obligation)]:
            here &= ~self._refuted(refutation, supporters, here)
        for norms, when in self.world.clashing:
            if here and all(supporters >> n.position & 1 and not n.is_permission for n in norms):
                here &= ~self.standing.batch.holding(when)
        return bool(here)

    def _supporters(self, norm: Norm) -> int:
        """
        Return the norms of no lower rank that may require what a norm asks.
        """
        place, norms = norm.position, self.spec.norms
        rank = self.spec.priority.rank
        found = self._no_lower(rank[place]) & ~self.under.get(place, 0) & ~(1 << place)
        if norm.step is not None:
            for other in norms:
                if other.id[:2] == norm.id[:2]:
                    found &= ~(1 << other.position)
        return found & self.ties.tied_to(norm)

    def _no_lower(self, rank: int) -> int:
        """
        Return the norms of a rank and of those above it.
        """
        found = 0
        for each in range(rank + 1):
            found |= self.world.claims.of_rank(each)
        return found

    def _refuted(self, refutation: Refutation, supporters: int, here: int) -> int:
        """
        Return in which of some scenarios some norms make all the claims of a refutation.
        """
        found = here
        for claim in refutation.members():
            demanded = 0
            for place in bits_of(self.order.shape.by_claim.get(claim, 0) & supporters):
                demanded |= self.standing.in_force[place]
            found &= demanded
        return found and found & self.standing.batch.holding(refutation.when)
