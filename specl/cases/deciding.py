"""
Which norms defeat which, and where an `overrides` or a `suspends` makes a difference.

A pair decides where some norm would be in force without it that is not, or the other way
round. Whatever norm comes first among those, going down the order, all above it are as they
were: so it is enough to look at the norms whose own standing the pair changes, each by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from specl.logic.formula import Formula, conj, disj, negate
from specl.logic.incoherence import Nogood
from specl.logic.world import World
from specl.model import Ordering, Spec

__all__ = ["above_without", "ordering_decides", "pairs_of", "suspension_decides"]


def ordering_decides(world: World, higher: str, lower: str) -> Formula:
    """
    Return where some norm would have another standing if one rule did not go before another.
    """
    spec, norms = world.spec, world.spec.norms
    above = above_without(spec, higher, lower)
    return disj(
        _differ(
            world.in_force(norms[position]),
            conj((world.applies(norms[position].rule), *_undefeated(world, position, bits))),
        )
        for position, bits in above.items()
    )


def above_without(spec: Spec, higher: str, lower: str) -> Mapping[int, int]:
    """
    Return what stands above each norm for which this changes when a pair is taken away.
    """
    dropped = [each for each in spec.orderings if (each.higher, each.lower) == (higher, lower)]
    found = spec.priority.without(dropped)
    if found is not None:
        return found
    left = tuple(each for each in spec.orderings if each not in dropped)
    after = attrs.evolve(spec, orderings=left).priority.above
    before = spec.priority.above
    return {place: bits for place, bits in enumerate(after) if bits != before[place]}


def _undefeated(world: World, position: int, above: int) -> Iterator[Formula]:
    """
    Yield that no set defeats a norm, given the norms of its rank that stand above it.
    """
    norm, rank = world.spec.norms[position], world.spec.priority.rank
    claim = world.claim(norm)

    def demanded(other: int) -> Formula:
        return disj(
            world.in_force(each)
            for each in world.norms_of(other)
            if rank[each.position] < rank[position] or above >> each.position & 1
        )

    for nogood in _sets_with(world, claim):
        others = (demanded(other) for other in nogood.members() if other != claim)
        yield negate(conj((nogood.minimal, *others)))


def _sets_with(world: World, claim: int | None) -> Iterator[Nogood]:
    for nogood in world.claims.concerning.get(claim, ()):
        if len(nogood.members()) > 1:
            yield nogood


def suspension_decides(world: World, by: str, of: str) -> Formula:
    """
    Return where some norm would have another standing if one rule did not suspend another.
    """
    applies = _applies_without(world, by, of)
    return disj(
        _differ(
            world.in_force(norm),
            conj((formula, *(negate(when) for _, when in world.defeats_of(norm)))),
        )
        for rule, formula in applies.items()
        for norm in world.spec.rules[rule].norms
    )


def _applies_without(world: World, by: str, of: str) -> dict[str, Formula]:
    """
    Return when rules apply for which a suspension matters: the suspended one, and from there on.
    """
    spec = world.spec
    changed: dict[str, Formula] = {}
    below: dict[str, list[str]] = {}
    for each in spec.suspensions:
        below.setdefault(each.by, []).append(each.of)
    reached = _reached(of, below)
    pending = list(reached)
    while pending:
        name = pending.pop(0)
        suspending = [s for s in spec.suspended_by[name] if (s, name) != (by, of)]
        if any(each in reached and each not in changed for each in suspending):
            pending.append(name)
            continue
        others = (negate(changed.get(each, world.applies(each))) for each in suspending)
        formula = conj((world.conditions_of(name), *others))
        changed[name] = world.define(f"applies {name} unless {by} suspends {of}", formula)
    return changed


def _reached(start: str, below: Mapping[str, list[str]]) -> dict[str, None]:
    found: dict[str, None] = {}
    pending = [start]
    while pending:
        name = pending.pop()
        if name not in found:
            found[name] = None
            pending.extend(below.get(name, ()))
    return found


def _differ(one: Formula, other: Formula) -> Formula:
    return disj((conj((one, negate(other))), conj((negate(one), other))))


def pairs_of(orderings: tuple[Ordering, ...]) -> list[tuple[str, str]]:
    """
    Return the pairs of rules that authors ordered, each once.
    """
    written = ((o.higher, o.lower) for o in orderings if o.origin != "cap")
    return list(dict.fromkeys(written))
