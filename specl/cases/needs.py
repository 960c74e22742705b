"""
What a goal takes: requirements, each with its words and its place, that all have to hold.

Where a goal can be met in several ways, each has its requirements. Whatever shows the goal
meets all of those of one way. The converse need not be so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from specl.cases.conditions import Part, Side
from specl.cases.goals import Goal, shown
from specl.cases.idling import ways_of_pair
from specl.cases.standing import Need, applying, conditions, listed, standing
from specl.logic.inquiry import pin
from specl.logic.normal import formula_of
from specl.logic.world import World
from specl.model import Example, Rule, Spec
from specl.model.expressions import facts_of, walk
from specl.model.show import show
from specl.model.values import show_value
from specl.text import Span

__all__ = ["ways_of"]


def ways_of(world: World, goal: Goal) -> list[list[Need]]:
    """
    Return the ways of meeting a goal, and what each takes besides the background, each thing once.

    Args:
        world: The spec's definitions.
        goal: One of the spec's goals.
    """
    return [_each_once(way) for way in _ways(world, goal)]


def _each_once(needs: Iterable[Need]) -> list[Need]:
    found: dict[str, Need] = {}
    for need in needs:
        found.setdefault(need.text, need)
    return list(found.values())


def _ways(world: World, goal: Goal) -> Iterator[Iterable[Need]]:
    spec = world.spec
    match goal.kind:
        case "in-force":
            yield standing(world, goal.norms[0])
        case "defeated":
            yield _defeated(world, goal)
        case "overrides" | "suspends":
            yield from ways_of_pair(world, goal)
        case "condition" | "boundary":
            assert goal.side is not None
            yield _decided(spec.rules[goal.subject], goal.side)
        case "value":
            yield [Need("fact", goal.name, goal.when, spec.facts[goal.subject].span)]
        case "example":
            yield _exemplified(spec, _example(spec, goal.subject))
        case "ensure":
            (ensure,) = (each for each in spec.ensures if each.name == goal.subject)
            yield conditions(ensure.name, ensure.when, ensure.unless)


def _defeated(world: World, goal: Goal) -> Iterator[Need]:
    assert goal.way is not None
    beaten, *by = goal.norms
    yield from applying(world, beaten.rule)
    if len(goal.way.sets) == 1:
        for norm in by:
            yield from standing(world, norm)
    text = f"no reply meets {listed((beaten, *by))} together, though some meets any fewer of them"
    if len(by) == 1:
        text = f"no reply meets both {shown(beaten)} and {shown(by[0])}"
    yield Need("clash", text, goal.way.clash, beaten.span)


def _decided(rule: Rule, side: Side) -> Iterator[Need]:
    """
    Yield what it takes for a comparison to decide whether a rule's conditions hold.
    """
    text = f"`{side.compared}` is {'true' if side.holds else 'false'}"
    if side.at is not None:
        text = f"`{side.at}`"
    yield Need("fact", text, side.itself, _place_of(rule, side.compared))
    for part in side.around:
        yield _beside(rule, side, part)


def _beside(rule: Rule, side: Side, part: Part) -> Need:
    shown = show(part.expr)
    text = f"`{rule.name}` applies only when `{shown}`"
    if part.decided:
        text = f"`{shown}` turns on `{side.compared}`"
    return Need("condition", text, part.when, _place_of(rule, shown))


def _place_of(rule: Rule, shown: str) -> Span:
    """
    Return where the condition stands in which a part of it stands.
    """
    for condition in (*rule.when, *rule.unless):
        if any(shown == show(part) for part in walk(condition.expr)):
            return condition.span
    return rule.spans.name


def _example(spec: Spec, name: str) -> Example:
    return next(each for each in spec.examples if each.name == name)


def _exemplified(spec: Spec, example: Example) -> Iterator[Need]:
    given = {name for law in example.given for name in facts_of(law.expr)}
    for law in example.given:
        yield Need("fact", f"it gives `{law.text}`", formula_of(law.expr), law.span)
    for name, fact in spec.facts.items():
        if name not in given and fact.default is not None:
            text = f"`{name}`, which it does not give, is `{show_value(fact.default)}` by default"
            yield Need("fact", text, pin(fact, fact.default), fact.span)
