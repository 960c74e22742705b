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
from specl.check.screen import settles
from specl.logic.formula import FALSE, Formula, conj
from specl.logic.incoherence import Nogood
from specl.logic.regions import Box
from specl.logic.world import World
from specl.model import Norm, Spec, Strength
from specl.text.clock import measured
from specl.text.record import record

__all__ = ["Clash", "candidates", "clashes", "is_tension"]


@record
class Clash:
    """
    Norms that are in force together somewhere though no reply meets them all.

    Attributes:
        norms: In source order; one norm that no reply can meet is a clash of its own.
        when: The formula that holds where the clash shows.
        nogood: The claims that no reply meets.
    """

    norms: tuple[Norm, ...]
    when: Formula
    nogood: Nogood


def clashes(engine: Engine) -> list[Clash]:
    """
    Return all clashes of a spec, in source order of their norms.
    """
    world, boxes = engine.world, dict[tuple[Norm, ...], Box]()
    wanted: dict[tuple[Norm, ...], Formula] = {}
    sets: dict[tuple[Norm, ...], Nogood] = {}
    with measured("screen"):
        for nogood in engine.incoherence.nogoods:
            for norms, box in engine.screen.candidates(world, nogood):
                boxes[norms], sets[norms] = box, nogood
                local = engine.local(*(norm.rule for norm in norms))
                wanted[norms] = showing(local, nogood, norms)
    found = engine.search(
        wanted, "whether these norms clash", lambda norms: (norms[0].rule, norms), boxes.get
    )
    return sorted(
        (Clash(norms, wanted[norms], sets[norms]) for norms in found),
        key=lambda clash: [norm.position for norm in clash.norms],
    )


def showing(world: World, nogood: Nogood, norms: tuple[Norm, ...]) -> Formula:
    """
    Return when norms that make the claims of a set are in force and no smaller set clashes.
    """
    return conj((nogood.minimal, *(world.in_force(norm) for norm in norms)))


def candidates(world: World, nogood: Nogood) -> Iterator[tuple[tuple[Norm, ...], Formula]]:
    """
    Yield the sets of norms that make some claims and that nothing in them defeats.
    """
    for chosen in product(*(world.norms_of(claim) for claim in nogood.members())):
        norms = tuple(sorted(chosen, key=lambda norm: norm.position))
        if settles(world.spec, norms):
            continue
        when = showing(world, nogood, norms)
        if when != FALSE:
            yield norms, when


def is_tension(spec: Spec, norms: tuple[Norm, ...]) -> bool:
    """
    Tell whether every norm of the set that stands above no other is advisory.
    """
    lowest = (n for n in norms if not any(spec.outranks(n, other) for other in norms))
    return len(norms) > 1 and all(norm.strength is Strength.ADVISORY for norm in lowest)
