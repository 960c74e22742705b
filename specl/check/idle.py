"""
Overrides and suspensions whose removal changes no norm in force anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from specl.check.engine import Engine, Undecided
from specl.logic.formula import Formula, conj, disj, negate
from specl.logic.world import World
from specl.model import Norm, Ordering, Spec, Suspension
from specl.text.record import record

__all__ = ["Written", "difference", "idle", "written_pairs"]

QUESTION = "whether this pair ever decides"


@record
class Written:
    """
    One pair as written; the name of a section in it stands for several pairs of rules.
    """

    orderings: tuple[Ordering, ...] = ()
    suspensions: tuple[Suspension, ...] = ()

    @property
    def first(self) -> Ordering | Suspension:
        """
        Return one of the pairs that the written one stands for.
        """
        return self.orderings[0] if self.orderings else self.suspensions[0]


def written_pairs(spec: Spec) -> Iterator[Written]:
    """
    Yield the pairs that the checked file itself writes, in source order.
    """
    orderings: dict[object, list[Ordering]] = {}
    for ordering in spec.orderings:
        if ordering.own and ordering.origin != "cap":
            orderings.setdefault((ordering.written, ordering.span), []).append(ordering)
    suspensions: dict[object, list[Suspension]] = {}
    for suspension in spec.suspensions:
        if suspension.own:
            suspensions.setdefault((suspension.written, suspension.span), []).append(suspension)
    found = [Written(orderings=tuple(group)) for group in orderings.values()]
    found += [Written(suspensions=tuple(group)) for group in suspensions.values()]
    yield from sorted(found, key=lambda pair: pair.first.span.start)


def idle(engine: Engine) -> list[Written]:
    """
    Return the written pairs whose removal changes no norm in force anywhere.
    """
    found = []
    inquiry = engine.inquiry.beside({})
    for pair in written_pairs(engine.spec):
        world = engine.variant(_without(engine.spec, pair))
        with engine.asking(QUESTION, pair.first.written):
            if not inquiry.possible(difference(engine.world, world)):
                found.append(pair)
    if engine.incoherence.knows_norms:
        return found
    engine.undecided.extend(Undecided(QUESTION, pair.first.written) for pair in found)
    return []


def difference(before: World, after: World, norms: tuple[Norm, ...] | None = None) -> Formula:
    """
    Return when some norm, of all or of the given ones, is in force in one world only.
    """
    chosen = before.spec.norms if norms is None else norms
    pairs = ((before.in_force(norm), after.in_force(norm)) for norm in chosen)
    return disj(
        disj((conj((one, negate(other))), conj((negate(one), other))))
        for one, other in pairs
        if one != other
    )


def _without(spec: Spec, pair: Written) -> Spec:
    dropped = {id(each) for each in (*pair.orderings, *pair.suspensions)}
    return attrs.evolve(
        spec,
        orderings=tuple(each for each in spec.orderings if id(each) not in dropped),
        suspensions=tuple(each for each in spec.suspensions if id(each) not in dropped),
    )
