"""
A name in an expression: a parameter, a fact, an act, a define, or a value of a choice.
"""

from __future__ import annotations

import attrs

from specl.model.expressions import ActRef, FactRef, Literal
from specl.model.rules import Act, Fact
from specl.model.types import ChoiceType
from specl.resolve import problems
from specl.resolve.calls import use_define
from specl.resolve.choices import choices_with
from specl.resolve.context import Context
from specl.resolve.declarations import Space
from specl.resolve.meaning import Mention, Typed, typed_as
from specl.resolve.naming import Entity
from specl.resolve.scope import Lost
from specl.syntax import nodes
from specl.text.record import maker

__all__ = ["clashes", "resolve_name"]

_mention = maker(Mention)


def resolve_name(node: nodes.Name, context: Context, hint: ChoiceType | None) -> Typed | None:
    """
    Resolve a name where it stands.

    Args:
        node: The name, dotted or bare.
        context: Where it stands.
        hint: The choice whose values bare names may be, where that is known.
    """
    if hint is not None and clashes(node, hint, context):
        return None
    if node.text in context.bindings:
        return attrs.evolve(context.bindings[node.text], span=node.span)
    found = context.program.find(context.scope, node.text, "value")
    if isinstance(found, Lost):
        return None
    return _value(node, context, hint) if found is None else _meaning(node, found, context)


def clashes(node: nodes.Expression, hint: ChoiceType, context: Context) -> bool:
    """
    Tell whether a name could be a value of a choice and something else, reporting it once.
    """
    while isinstance(node, nodes.Paren):
        node = node.inner
    if not isinstance(node, nodes.Name) or node.text not in hint.values:
        return False
    if node.text in context.bindings:
        context.report(problems.ValueClash(node.text, str(hint), "parameter", node.span, None))
        return True
    found = context.scope.find(node.text, "value")
    if not isinstance(found, Entity):
        return False
    if (context.scope.key, node.text) not in context.program.clashes:
        own = context.program.scopes[found.unit].own
        kind = own.kind_of(found.name, "value") or "name"
        span = own.values[found.name].name.span
        context.report(problems.ValueClash(node.text, str(hint), kind, node.span, span))
    return True


def _meaning(node: nodes.Name, found: Entity, context: Context) -> Typed | None:
    ref = context.program.refs.get(found)
    if ref is None:
        meaning = context.program.values.get(found)
        if not isinstance(meaning, (Fact, Act)):
            return None if meaning is None else use_define(node, meaning, context)
        make = ActRef if isinstance(meaning, Act) else FactRef
        ref = context.program.refs[found] = make(meaning.name, meaning.type)
    context.mentions.append(_mention(found, ref.name, isinstance(ref, ActRef), node.span, None))
    return typed_as(ref, ref.type, node.span)


def _value(node: nodes.Name, context: Context, hint: ChoiceType | None) -> Typed | None:
    """
    Resolve a name that can only be a value of a choice.
    """
    choices = [hint] if hint is not None else choices_with(node.text, context)
    if len(choices) == 1 and node.text in choices[0].values:
        return typed_as(Literal(node.text, choices[0]), choices[0], node.span, node.text)
    names = tuple(context.scope.names("value"))
    if hint is not None:
        context.report(problems.NoSuchValue(node.text, node.span, str(hint), hint.values, names))
    elif choices:
        shown = tuple(str(choice) for choice in choices)
        context.report(problems.AmbiguousValue(node.text, node.span, shown))
    else:
        _report_unknown(node, context, (*names, *context.bindings))
    return None


def _report_unknown(node: nodes.Name, context: Context, candidates: tuple[str, ...]) -> None:
    reason = ""
    spaces: tuple[Space, ...] = ("law", "type")
    for space in spaces:
        found = context.scope.find(node.text, space)
        if isinstance(found, Entity):
            kind = context.program.scopes[found.unit].own.kind_of(found.name, space)
            reason = f"`{node.text}` is a {kind}, which has no value"
            candidates = ()
    context.report(
        problems.UnknownName(node.text, node.span, "fact, act or define", candidates, reason=reason)
    )
