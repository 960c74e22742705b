"""
Rules with their sections' levels and conditions, their norms in parts, and where fixes go.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from specl.model.rules import Challenge, Condition, Norm, Rule, RuleSpans
from specl.resolve import problems
from specl.resolve.conditions import conditions
from specl.resolve.declarations import PlacedExample, PlacedRule
from specl.resolve.examples import example_name
from specl.resolve.levels import Authority
from specl.resolve.naming import Entity
from specl.resolve.norms import norm_parts
from specl.resolve.program import Program
from specl.resolve.scope import Scope
from specl.syntax import nodes
from specl.text import Span
from specl.text.record import record

__all__ = ["SectionMeanings", "resolve_rule", "section_meanings"]

_NORMS = (nodes.Norm, nodes.Optimise)
UNSET = -1
"""
The level of a rule that names none in a module that knows of none.
"""


@record
class SectionMeaning:
    """
    What a section hands its rules: its level, if it has one, and its condition.
    """

    level: int | None
    when: tuple[Condition, ...]


SectionMeanings = dict[int, SectionMeaning]


def section_meanings(scope: Scope, authority: Authority, program: Program) -> SectionMeanings:
    """
    Resolve a unit's sections once each, by identity of their nodes.
    """
    found: SectionMeanings = {}
    pending: list[nodes.Declaration] = list(scope.own.unit.file.declarations)
    while pending:
        node = pending.pop()
        if isinstance(node, nodes.Section):
            pending.extend(node.items)
            level = None
            if node.level is not None:
                level = authority.index_of(node.level, scope.key, program)
            name = program.naming.name_of(Entity(scope.key, node.name.text), "law")
            items = (node.when,) if node.when else ()
            found[id(node)] = SectionMeaning(level, conditions(items, scope, program, section=name))
    return found


def resolve_rule(
    placed: PlacedRule,
    sections: SectionMeanings,
    scope: Scope,
    authority: Authority,
    program: Program,
) -> tuple[Rule, int]:
    """
    Return a rule with the index of the level that it names.

    The rule's own `level` is left empty and its norms' positions at 0: both are known once
    all rules are.
    """
    node = placed.node
    items: dict[type, list[Any]] = defaultdict(list)
    for item in node.items:
        items[type(item)].append(item)
    name = program.naming.name_of(Entity(scope.key, node.name.text), "law")
    around = [sections[id(section)] for section in placed.sections]
    norms = _norms(node, name, scope, program)
    rule = Rule(
        name=name,
        level="",
        prose=items[nodes.Prose][0].value if items[nodes.Prose] else None,
        when=(
            *(condition for section in around for condition in section.when),
            *conditions(items[nodes.When], scope, program),
        ),
        unless=conditions(items[nodes.Unless], scope, program),
        norms=norms,
        span=node.span,
        spans=_spans(node),
        because=items[nodes.Because][0].text.value if items[nodes.Because] else None,
        tags=tuple(tag.text for tag in node.tags),
        weight=_weight(node, program),
        sections=tuple(
            program.naming.name_of(Entity(scope.key, section.name.text), "law")
            for section in placed.sections
        ),
        challenges=_challenges(node),
        examples=_examples(node, scope, program) if items[nodes.Example] else (),
        own=program.is_own(scope.key),
    )
    return rule, _level(placed, around, scope, authority, program)


def _norms(node: nodes.Rule, name: str, scope: Scope, program: Program) -> tuple[Norm, ...]:
    written = [item for item in node.items if isinstance(item, _NORMS)]
    return tuple(
        part
        for index, item in enumerate(written)
        for part in norm_parts(item, name, index, scope, program)
    )


def _level(
    placed: PlacedRule,
    around: Sequence[SectionMeaning],
    scope: Scope,
    authority: Authority,
    program: Program,
) -> int:
    node = placed.node
    if node.level is not None:
        found = authority.index_of(node.level, scope.key, program)
        return UNSET if found is None else found
    for section, meaning in zip(reversed(placed.sections), reversed(around), strict=True):
        if section.level is not None:
            return UNSET if meaning.level is None else meaning.level
    if scope.key in authority.seen_by:
        program.report(problems.MissingLevel(node.name.text, node.name.span, authority.names))
    return UNSET


def _weight(node: nodes.Rule, program: Program) -> int:
    if node.weight is None:
        return 1
    value = node.weight.value
    if value.denominator != 1 or value < 1:
        program.report(problems.BadWeight(node.weight.span))
        return 1
    return int(value)


def _challenges(node: nodes.Rule) -> tuple[Challenge, ...]:
    found: list[Challenge] = []
    for item in node.items:
        if isinstance(item, nodes.Challenge):
            found.append(Challenge(item.prompt.value, None, item.span))
        elif isinstance(item, nodes.ChallengesFrom):
            found.append(Challenge(None, item.path.value, item.span))
    return tuple(found)


def _examples(node: nodes.Rule, scope: Scope, program: Program) -> tuple[str, ...]:
    """
    Return the names of the examples inside a rule of the checked file.
    """
    if not program.is_own(scope.key):
        return ()
    inside = [item for item in node.items if isinstance(item, nodes.Example)]
    return tuple(
        example_name(PlacedExample(item, node.name.text), scope, program) for item in inside
    )


def _spans(node: nodes.Rule) -> RuleSpans:
    return RuleSpans(
        name=node.name.span,
        header=node.header,
        level=node.level.span if node.level else None,
        overrides=_list_span(node.overrides),
        suspends=_list_span(node.suspends),
        norms=tuple([item.span for item in node.items if isinstance(item, _NORMS)]),
    )


def _list_span(names: tuple[nodes.Name, ...]) -> Span | None:
    return names[0].span.to(names[-1].span) if names else None
