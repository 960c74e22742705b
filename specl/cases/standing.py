"""
What it takes for a rule to apply and for a norm to be in force, one requirement after the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal as Choice

import attrs

from specl.cases.conditions import conjuncts
from specl.cases.goals import shown
from specl.logic.formula import Formula, negate
from specl.logic.incoherence import Nogood
from specl.logic.normal import formula_of
from specl.logic.world import World
from specl.model import Condition, Norm
from specl.model.expressions import Not
from specl.model.show import show
from specl.text import Span
from specl.text.record import record

__all__ = ["Need", "applying", "conditions", "defeating", "listed", "standing"]

NeedKind = Choice[
    "assumption",
    "clash",
    "condition",
    "constraint",
    "fact",
    "goal",
    "order",
    "range",
    "suspension",
    "undefeated",
]


@record
class Need:
    """
    Something that has to hold where a goal is shown.

    Attributes:
        kind: `assumption`, `constraint` and `range`: what is so of every scenario;
            `condition`: a rule or an ensure asks for it; `suspension`, `undefeated`: a rule
            has to be left standing by another, a norm by others; `clash`: norms have to exclude
            each other; `order`: to be in some order; `fact`: the goal itself asks it of the
            facts; `goal`: all that it asks.
        text: What it is, in words, the spec's own text in backticks.
        when: The scenarios in which it holds.
        span: Where the spec says so; None where no one place does.
    """

    kind: NeedKind
    text: str
    when: Formula
    span: Span | None = attrs.field(default=None, eq=False)


def conditions(name: str, when: Iterable[Condition], unless: Iterable[Condition]) -> Iterator[Need]:
    """
    Yield what conditions ask, one thing after the other.
    """
    for each in when:
        for part in conjuncts(each.expr):
            text = f"`{name}` applies only when `{show(part)}`"
            yield Need("condition", text, formula_of(part), each.span)
    for each in unless:
        for part in conjuncts(Not(each.expr)):
            text = f"`{name}` applies only when `{show(part)}`"
            if isinstance(part, Not):
                text = f"`{name}` does not apply where `{show(part.operand)}`"
            yield Need("condition", text, formula_of(part), each.span)


def applying(world: World, name: str, *, besides: str = "") -> Iterator[Need]:
    """
    Yield what it takes for a rule to apply.

    Args:
        world: The spec's definitions.
        name: The rule.
        besides: A rule whose suspending it is left out of account.
    """
    rule = world.spec.rules[name]
    yield from conditions(name, rule.when, rule.unless)
    spans = {each.by: each.span for each in world.spec.suspensions if each.of == name}
    for by in world.spec.suspended_by[name]:
        if by != besides:
            text = f"`{name}` does not apply where `{by}` does, which suspends it"
            yield Need("suspension", text, negate(world.applies(by)), spans[by])


def standing(world: World, norm: Norm) -> Iterator[Need]:
    """
    Yield what it takes for a norm to be in force.
    """
    yield from applying(world, norm.rule)
    for nogood, when in world.defeats_of(norm):
        by = defeating(world, norm, nogood)
        text = f"{shown(norm)} is not in force where {listed(by)} {_verb(by)} it"
        yield Need("undefeated", text, negate(when), norm.span)


def defeating(world: World, norm: Norm, nogood: Nogood, above: int | None = None) -> list[Norm]:
    """
    Return the norms that may take part in defeating a norm by what no reply meets.

    Args:
        world: The spec's definitions.
        norm: The norm.
        nogood: What no reply meets.
        above: The norms of its rank that are to outrank it; those that do unless given.
    """
    priority, position = world.spec.priority, norm.position
    above = priority.above[position] if above is None else above
    return [
        other
        for claim in nogood.members()
        if claim != world.claim(norm)
        for other in world.norms_of(claim)
        if priority.rank[other.position] < priority.rank[position] or above >> other.position & 1
    ]


def _verb(norms: Sequence[Norm]) -> str:
    return "defeats" if len(norms) == 1 else "defeat"


def listed(norms: Iterable[Norm]) -> str:
    """
    Return norms in words, with `and` before the last.
    """
    *first, last = map(shown, norms)
    return f"{', '.join(first)} and {last}" if first else last
