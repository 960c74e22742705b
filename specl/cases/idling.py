"""
What it takes for an `overrides` or a `suspends` to decide: one way for each norm that it may touch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from specl.cases.deciding import above_without
from specl.cases.goals import Goal, shown
from specl.cases.standing import Need, applying, defeating, listed
from specl.logic.formula import FALSE, disj, negate
from specl.logic.world import World
from specl.model import Norm, Spec

__all__ = ["ways_of_pair"]


def ways_of_pair(world: World, goal: Goal) -> Iterator[Iterable[Need]]:
    """
    Yield the ways in which a pair of rules can decide, and what each takes.

    Args:
        world: The spec's definitions.
        goal: Of the kind `overrides` or `suspends`.
    """
    first, second = goal.rules
    if goal.kind == "suspends":
        yield from _suspending(world, goal, first, second)
    else:
        yield from _overriding(world, first, second)


def _suspending(world: World, goal: Goal, by: str, of: str) -> Iterator[Iterable[Need]]:
    """
    Yield what it takes that a suspended norm would be in force.

    Where the suspended rule suspends others, their norms count as well: that is not taken apart.
    """
    applied = [*applying(world, by), *applying(world, of, besides=by)]
    if any(each.by == of for each in world.spec.suspensions):
        yield [*applied, Need("goal", goal.name, goal.when)]
        return
    for norm in world.spec.rules[of].norms:
        yield [*applied, *_undefeated(world, norm, None)]


def _overriding(world: World, higher: str, lower: str) -> Iterator[Iterable[Need]]:
    """
    Yield what it takes that a norm is defeated, and would not be if the order were another.
    """
    changed = above_without(world.spec, higher, lower)
    before = [*applying(world, higher)] if _is_alone(world.spec, higher, lower) else []
    if not changed:
        yield [_same_order(world.spec, higher, lower)]
    for position, above in changed.items():
        norm = world.spec.norms[position]
        clashes = disj(when for _, when in world.defeats_of(norm))
        yield [
            *before,
            *applying(world, norm.rule),
            Need("clash", f"some norm in force defeats {shown(norm)}", clashes, norm.span),
            *_undefeated(world, norm, above),
        ]


def _undefeated(world: World, norm: Norm, above: int | None) -> Iterator[Need]:
    for nogood, when in world.defeats_of(norm, above):
        by = listed(defeating(world, norm, nogood, above))
        text = f"{shown(norm)} would give way to {by} all the same"
        yield Need("undefeated", text, negate(when), norm.span)


def _is_alone(spec: Spec, higher: str, lower: str) -> bool:
    """
    Tell whether a pair puts no other rules in order, so that it decides only where both apply.
    """
    above = {each.lower for each in spec.orderings}
    below = {each.higher for each in spec.orderings}
    return higher not in above and lower not in below and not spec.deny_first


def _same_order(spec: Spec, higher: str, lower: str) -> Need:
    """
    Return that norms are in the same order without a pair, and what puts them in it.
    """
    spans = [each.span for each in spec.orderings if (each.higher, each.lower) == (higher, lower)]
    why = _why(spec, higher, lower)
    text = f"the order of norms is another without it; it is the same, for {why}"
    return Need("order", text, FALSE, spans[0])


def _why(spec: Spec, higher: str, lower: str) -> str:
    one, other = spec.rules[higher], spec.rules[lower]
    if one.level != other.level:
        return f"`{higher}` stands at level `{one.level}` and `{lower}` at level `{other.level}`"
    strengths = [{norm.strength for norm in rule.norms} for rule in (one, other)]
    if not strengths[0] & strengths[1]:
        return f"at one level what binds goes before what advises, as in `{higher}` and `{lower}`"
    if any(each.level == one.level for each in spec.deny_first):
        return f"`precedence must not > must at {one.level}` or other clauses say so too"
    return "other clauses say so too"
