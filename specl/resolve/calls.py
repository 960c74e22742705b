"""
A use of a define stands for its body; one with parameters for its body with what is given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import attrs

from specl.diagnostics import Diagnostic
from specl.model.expressions import Defined
from specl.model.types import ChoiceType, Type
from specl.model.values import show_value
from specl.resolve import problems
from specl.resolve.arithmetic import widened
from specl.resolve.comparisons import fits, is_within
from specl.resolve.context import MAX_CALLS, Context, choice_of
from specl.resolve.meaning import DefineMeaning, DisplayOf, Mention, Typed
from specl.resolve.naming import Entity
from specl.resolve.scope import Lost
from specl.syntax import nodes

__all__ = ["call_define", "use_define"]

Resolve = Callable[[nodes.Expression, Context, ChoiceType | None], Typed | None]


def use_define(node: nodes.Name, meaning: DefineMeaning, context: Context) -> Typed | None:
    """
    Return what a define without parameters stands for.
    """
    if meaning.is_function:
        wanted = _count(len(meaning.parameters))
        context.report(problems.BadArguments(node.span, node.text, wanted, 0))
        return None
    _mention(meaning.mentions, node, context)
    body = meaning.body
    expr = Defined(meaning.name, (), body.expr)
    return context.join(expr, body.type, node.span, body, value=body.value)


def call_define(node: nodes.Call, context: Context, resolve: Resolve) -> Typed | None:
    """
    Return what a define with parameters stands for, given its arguments.
    """
    meaning = _called(node, context)
    if meaning is None:
        for argument in node.arguments:
            resolve(argument, context, None)
        return None
    if not meaning.is_function or len(node.arguments) != len(meaning.parameters):
        wanted = _count(len(meaning.parameters)) if meaning.is_function else "no arguments"
        given = len(node.arguments)
        context.report(problems.BadArguments(node.span, node.function.text, wanted, given))
        return None
    found = [
        _argument(argument, type_, meaning, context, resolve)
        for argument, (_, type_) in zip(node.arguments, meaning.parameters, strict=True)
    ]
    arguments = [typed for typed in found if typed is not None]
    if len(arguments) < len(found):
        return None
    _mention(meaning.mentions, node.function, context)
    return _expand(node, meaning, arguments, context, resolve)


def _called(node: nodes.Call, context: Context) -> DefineMeaning | None:
    name = node.function
    found = context.program.find(context.scope, name.text, "value")
    if isinstance(found, Lost):
        return None
    if found is None:
        candidates = (*context.scope.names("value"), "count", "min", "max", "abs")
        context.report(problems.UnknownName(name.text, name.span, "define", candidates))
        return None
    meaning = context.program.values.get(found)
    if meaning is None or isinstance(meaning, DefineMeaning):
        return meaning
    kind = _kind(found, context)
    context.report(problems.WrongKind(name.text, name.span, kind, "define with parameters"))
    return None


def _kind(found: Entity, context: Context) -> str:
    return context.program.scopes[found.unit].own.kind_of(found.name, "value") or "name"


def _argument(
    node: nodes.Expression,
    type_: Type,
    meaning: DefineMeaning,
    context: Context,
    resolve: Resolve,
) -> Typed | None:
    typed = resolve(node, context, choice_of(type_))
    if typed is None:
        return None
    if isinstance(typed.type, DisplayOf) or not fits(type_, typed.type):
        place = meaning.node.name.span
        problem = problems.Incomparable(
            place, str(type_), typed.span, str(typed.type), "parameter and argument"
        )
        context.report(problem)
        return None
    if typed.value is not None and not is_within(typed.value, type_):
        what = f"the parameter of `{meaning.name}`"
        context.report(
            problems.OutOfRange(typed.span, show_value(typed.value), None, what, str(type_))
        )
        return None
    return widened(typed, type_)


def _expand(
    node: nodes.Call,
    meaning: DefineMeaning,
    arguments: list[Typed],
    context: Context,
    resolve: Resolve,
) -> Typed | None:
    if context.calls >= MAX_CALLS:
        context.report(
            problems.TooDeep(node.span, f"defines call each other more than {MAX_CALLS} deep")
        )
        return None
    tried: list[Diagnostic] = []
    names = [name for name, _ in meaning.parameters]
    scope = context.program.scopes[meaning.unit]
    bindings = dict(zip(names, arguments, strict=True))
    inner = Context(scope, context.program, bindings, tried, calls=context.calls + 1)
    body = resolve(meaning.node.expr, inner, None)
    if body is None:
        if tried:
            context.report(problems.BadCall(node.span, node.function.text, tried[0]))
        return None
    given = tuple(typed.expr for typed in arguments)
    expr = Defined(meaning.name, given, body.expr)
    return context.join(expr, body.type, node.span, body, value=body.value)


def _mention(mentions: Iterable[Mention], name: nodes.Name, context: Context) -> None:
    context.mentions.extend(
        attrs.evolve(mention, span=name.span, through=name.text) for mention in mentions
    )


def _count(number: int) -> str:
    return "one argument" if number == 1 else f"{number} arguments"
