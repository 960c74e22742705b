"""
Which norms of a spec have to do with each other: their acts bear on each other.
"""

from __future__ import annotations

import attrs

from specl.check.slices import tied_norms
from specl.logic.world import World
from specl.model import Norm, Spec
from specl.text.record import mutable

__all__ = ["Ties"]


@mutable
class Ties:
    """
    The norms of a spec by what their acts bear on, worked out when first asked for.
    """

    spec: Spec
    world: World
    _tied: tuple[object, ...] | None = None
    _sharing: dict[object, int] = attrs.field(factory=dict)
    _alike: dict[int, bool] = attrs.field(factory=dict)

    def are_tied(self, one: Norm, other: Norm) -> bool:
        """
        Tell whether acts of two norms bear on each other, directly or through others.
        """
        if self._tied is None:
            self._tied = tied_norms(self.spec)
        return self._tied[one.position] == self._tied[other.position]

    def tied_to(self, norm: Norm) -> int:
        """
        Return the norms, as a bit set, whose acts bear on those of a norm.
        """
        if self._tied is None:
            self._tied = tied_norms(self.spec)
        if not self._sharing:
            for place, tie in enumerate(self._tied):
                self._sharing[tie] = self._sharing.get(tie, 0) | 1 << place
        return self._sharing[self._tied[norm.position]]

    def are_all_tied(self, one: Norm, claim: int) -> bool:
        """
        Tell whether acts of all norms that make a claim bear on those of a norm.
        """
        norms = self.world.norms_of(claim)
        if claim not in self._alike:
            self._alike[claim] = all(self.are_tied(norms[0], norm) for norm in norms)
        return self._alike[claim] and (not norms or self.are_tied(one, norms[0]))
