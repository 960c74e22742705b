"""
Which sets of norms may defeat a norm, and when each of them does.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod

from specl.logic.formula import Formula, conj
from specl.logic.world import World
from specl.model import Norm
from specl.text.record import record

__all__ = ["WayOfDefeat", "defeats"]

SETS = 500


@record
class WayOfDefeat:
    """
    Sets of norms that may defeat a norm in the same way.

    Attributes:
        sets: One set, or several of norms that ask the same.
        clash: The facts under which no reply meets such a set together with the norm, though it
            meets any fewer of them.
        when: The facts under which one of the sets does defeat the norm.
    """

    sets: tuple[tuple[Norm, ...], ...]
    clash: Formula
    when: Formula


def defeats(world: World, norm: Norm) -> Iterator[WayOfDefeat]:
    """
    Yield the sets of norms that may defeat a norm, and when they do.

    Where norms that ask the same make up more than `SETS` sets, these come together.

    Args:
        world: The definitions of the spec.
        norm: A norm of it.
    """
    applies = world.applies(norm.rule)
    for nogood, when in world.defeats_of(norm):
        choices = [
            [other for other in world.norms_of(claim) if world.spec.outranks(other, norm)]
            for claim in nogood.members()
            if claim != world.claim(norm)
        ]
        if prod(map(len, choices)) > SETS:
            yield WayOfDefeat(tuple(product(*choices)), nogood.minimal, conj((applies, when)))
            continue
        for chosen in product(*choices):
            together = sorted(chosen, key=_position)
            in_force = (world.in_force(other) for other in together)
            all_so = conj((applies, nogood.minimal, *in_force))
            yield WayOfDefeat((tuple(together),), nogood.minimal, all_so)


def _position(norm: Norm) -> int:
    return norm.position
