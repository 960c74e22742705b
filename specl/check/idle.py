"""
Overrides and suspensions whose removal changes no norm in force anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from specl.check.engine import Engine, Undecided
from specl.check.variation import Variation, difference
from specl.logic.formula import Formula, conj, disj, negate
from specl.logic.regions import Box
from specl.model import Norm, Ordering, Spec, Suspension
from specl.text.record import record

__all__ = ["Written", "idle", "written_pairs"]

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

    Nearly all that are not idle show it where the two rules meet; the rest is tried in full.
    """
    pairs = dict(enumerate(written_pairs(engine.spec)))
    found = engine.search(
        {place: _at_first(engine, pair, lower=True) for place, pair in pairs.items()},
        QUESTION,
        lambda place: (pairs[place].first.written, ()),
        lambda place: _meeting(engine, pairs[place]),
        exhaustive=False,
    )
    left = {place: pair for place, pair in pairs.items() if place not in found}
    wanted = {place: _changed(engine, pair) for place, pair in left.items()}
    before = len(engine.undecided)
    found = engine.search(wanted, QUESTION, lambda place: (pairs[place].first.written, ()))
    unknown = {each.subject for each in engine.undecided[before:]}
    still = [
        p for place, p in left.items() if place not in found and p.first.written not in unknown
    ]
    if engine.incoherence.knows_norms:
        return still
    engine.undecided.extend(Undecided(QUESTION, pair.first.written) for pair in still)
    return []


def _meeting(engine: Engine, pair: Written) -> Box | None:
    """
    Return a box in which both rules of a pair may apply.
    """
    names = (
        (pair.orderings[0].higher, pair.orderings[0].lower)
        if pair.orderings
        else (pair.suspensions[0].by, pair.suspensions[0].of)
    )
    return engine.screen.meeting(tuple(engine.spec.rules[name].norms[0] for name in names))


def _at_first(engine: Engine, pair: Written, *, lower: bool = False) -> Formula:
    """
    Return when the removal of a pair changes a norm of the rules that it stands over.

    Whatever else it changes stands below these; so this is a part of the whole difference,
    and for `overrides` the whole of it.

    Args:
        engine: What is known of the spec.
        pair: The pair.
        lower: Whether to look at the norms of its lower rule alone, not at what comes below
            the higher one through that: in long chains these are very many.
    """
    if not pair.orderings:
        return disj(_released(engine, suspension) for suspension in pair.suspensions)
    norms, fewer = engine.spec.norms, engine.spec.priority.without(pair.orderings) or {}
    rules = {each.lower for each in pair.orderings}
    return disj(
        _freed(engine, norms[place], above)
        for place, above in fewer.items()
        if not lower or norms[place].rule in rules
    )


def _freed(engine: Engine, norm: Norm, above: int) -> Formula:
    """
    Return when a norm is defeated that would not be, with fewer norms above it.
    """
    world = engine.local(norm.rule)
    undefeated = (negate(when) for _, when in world.defeats_of(norm, above))
    return conj((world.applies(norm.rule), negate(world.in_force(norm)), *undefeated))


def _released(engine: Engine, suspension: Suspension) -> Formula:
    """
    Return when a rule is suspended that would apply, and one of its norms be in force.
    """
    world = engine.local(suspension.by, suspension.of)
    suspending = world.spec.suspended_by[suspension.of]
    others = (negate(world.applies(by)) for by in suspending if by != suspension.by)
    free = disj(
        conj(negate(when) for _, when in world.defeats_of(norm))
        for norm in world.spec.rules[suspension.of].norms
    )
    own = world.conditions_of(suspension.of)
    return conj((own, world.applies(suspension.by), *others, free))


def _changed(engine: Engine, pair: Written) -> Formula:
    """
    Return when some norm is in force in one world only, with and without a pair.

    Where norms lose others above them and nothing else changes, the highest that differs is
    one of these; where it is not known that nothing else does, whole worlds are compared.
    """
    if pair.orderings and engine.spec.priority.without(pair.orderings) is not None:
        return _at_first(engine, pair)
    varied = Variation.of(engine, _without(engine.spec, pair))
    differences = (
        difference(varied.before, varied.after, engine.spec.norms[place])
        for place in varied.after.affected()
    )
    return conj((varied.where, disj(differences)))


def _without(spec: Spec, pair: Written) -> Spec:
    dropped = {id(each) for each in (*pair.orderings, *pair.suspensions)}
    return attrs.evolve(
        spec,
        orderings=tuple(each for each in spec.orderings if id(each) not in dropped),
        suspensions=tuple(each for each in spec.suspensions if id(each) not in dropped),
    )
