"""
Contradictions, tensions and impossible norms: minimal incoherent sets in force together.

Each set of claims that no reply meets stands for all sets of norms that make these claims.
The solver is asked for a scenario in which any of them is in force that is not known yet,
until it says that there is none: that answer is the proof that the list is complete.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from specl.check.engine import Engine
from specl.logic.formula import FALSE, Formula, conj
from specl.logic.incoherence import Nogood
from specl.logic.world import World
from specl.model import Norm, Spec, Strength
from specl.model.types import Value
from specl.text.record import record

__all__ = ["Clash", "candidates", "clashes", "is_tension"]


@record
class Clash:
    """
    Norms that are in force together somewhere though no reply meets them all.

    Attributes:
        norms: In source order; one norm that no reply can meet is a clash of its own.
        when: The formula that holds where the clash shows.
        scenario: One such scenario, complete.
    """

    norms: tuple[Norm, ...]
    when: Formula
    scenario: dict[str, Value]


def clashes(engine: Engine, world: World) -> list[Clash]:
    """
    Return all clashes of a world, in source order of their norms.
    """
    wanted = {
        norms: when
        for nogood in engine.incoherence.nogoods
        for norms, when in candidates(world, nogood)
    }
    found = engine.search(wanted, "whether these norms clash", lambda norms: (norms[0].rule, norms))
    return sorted(
        (Clash(norms, wanted[norms], scenario) for norms, scenario in found.items()),
        key=lambda clash: [norm.position for norm in clash.norms],
    )


def candidates(world: World, nogood: Nogood) -> Iterator[tuple[tuple[Norm, ...], Formula]]:
    """
    Yield the sets of norms that make some claims and that nothing in them defeats.
    """
    for chosen in product(*(world.norms_of(claim) for claim in nogood.members())):
        norms = tuple(sorted(chosen, key=lambda norm: norm.position))
        if settles(world.spec, norms):
            continue
        when = conj((nogood.minimal, *(world.in_force(norm) for norm in norms)))
        if when != FALSE:
            yield norms, when


def settles(spec: Spec, norms: tuple[Norm, ...]) -> bool:
    """
    Tell whether one of the norms gives way to all the others.
    """
    return len(norms) > 1 and any(
        all(spec.outranks(other, norm) for other in norms if other is not norm) for norm in norms
    )


def is_tension(spec: Spec, norms: tuple[Norm, ...]) -> bool:
    """
    Tell whether every norm of the set that stands above no other is advisory.
    """
    lowest = (n for n in norms if not any(spec.outranks(n, other) for other in norms))
    return len(norms) > 1 and all(norm.strength is Strength.ADVISORY for norm in lowest)
