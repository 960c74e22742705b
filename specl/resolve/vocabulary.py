"""
Facts and acts with their types, defaults and measures; values of choices that read as nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from specl.model.rules import Act, Fact, Measure
from specl.model.types import BOOL, BoolType, RealType, SetType, Type, Value
from specl.model.values import show_value
from specl.resolve import problems
from specl.resolve.comparisons import fits, is_within
from specl.resolve.context import Context, choice_of
from specl.resolve.expressions import resolve_expression
from specl.resolve.measures import MEASURES
from specl.resolve.naming import Entity
from specl.resolve.program import Program
from specl.resolve.scope import Scope
from specl.resolve.type_names import resolve_type
from specl.syntax import nodes

__all__ = ["check_values", "declare_defaults", "declare_vocabulary"]


def declare_vocabulary(scope: Scope, program: Program) -> None:
    """
    Declare a unit's facts and acts with their types; defaults come when defines are known.
    """
    for name, node in scope.own.values.items():
        entity = Entity(scope.key, name)
        if isinstance(node, nodes.FactDecl | nodes.ActDecl):
            type_ = BOOL if node.type is None else resolve_type(node.type, scope, program)
            known = None if type_ is None else _plain(node, type_, entity, program)
            program.values[entity] = known


def _plain(
    node: nodes.FactDecl | nodes.ActDecl, type_: Type, entity: Entity, program: Program
) -> Fact | Act:
    make = Fact if isinstance(node, nodes.FactDecl) else Act
    return make(
        name=program.naming.name_of(entity, "value"),
        type=type_,
        question=node.question.value if node.question else "",
        span=node.span,
        own=program.is_own(entity.unit),
    )


def declare_defaults(scope: Scope, program: Program) -> None:
    """
    Complete a unit's facts and acts with their defaults, `unsure` values and measures.
    """
    for name, node in scope.own.values.items():
        entity = Entity(scope.key, name)
        meaning = program.values.get(entity)
        if isinstance(meaning, Fact) and isinstance(node, nodes.FactDecl):
            program.values[entity] = _whole_fact(meaning, node, scope, program)
        elif isinstance(meaning, Act) and isinstance(node, nodes.ActDecl):
            program.values[entity] = _whole_act(meaning, node, scope, program)


def _whole_fact(fact: Fact, node: nodes.FactDecl, scope: Scope, program: Program) -> Fact:
    default: Value | None = False if isinstance(fact.type, BoolType) else None
    if node.default is not None:
        default = constant(node.default, fact.type, "a default", scope, program)
    unsure = None
    if node.unsure is not None:
        unsure = constant(node.unsure, fact.type, "what `unsure` names", scope, program)
    return Fact(
        fact.name, fact.type, fact.question, fact.span, default=default, unsure=unsure, own=fact.own
    )


def _whole_act(act: Act, node: nodes.ActDecl, scope: Scope, program: Program) -> Act:
    default: Value | None = None
    if isinstance(act.type, BoolType):
        default = False
    elif isinstance(act.type, SetType):
        default = frozenset()
    if node.default is not None:
        default = constant(node.default, act.type, "a default", scope, program)
    measure = None if node.measure is None else _measure(node.measure, act.type, program)
    return Act(
        act.name, act.type, act.question, act.span, default=default, measure=measure, own=act.own
    )


def constant(
    node: nodes.Expression, type_: Type, place: str, scope: Scope, program: Program
) -> Value | None:
    """
    Return the value of a constant of a type, or None where an error has been reported.
    """
    context = Context.at(scope, program)
    typed = resolve_expression(node, context, choice_of(type_))
    if typed is None:
        return None
    if not fits(type_, typed.type):
        context.report(
            problems.Incomparable(
                node.span, str(type_), typed.span, str(typed.type), f"for {place},"
            )
        )
    elif typed.value is None:
        context.report(problems.NotConstant(typed.span, place))
    elif not is_within(typed.value, type_):
        what = "the type"
        context.report(
            problems.OutOfRange(typed.span, show_value(typed.value), None, what, str(type_))
        )
    elif isinstance(type_, RealType):
        assert isinstance(typed.value, int | Fraction)
        return Fraction(typed.value)
    else:
        return typed.value
    return None


# Measures


def _measure(node: nodes.Measure, type_: Type, program: Program) -> Measure | None:
    kind = MEASURES.get(node.name.text)
    if kind is None:
        program.report(problems.UnknownMeasure(node.name.text, node.name.span, tuple(MEASURES)))
        return None
    arguments = [_measure_argument(argument) for argument in node.arguments]
    if not isinstance(type_, kind.types):
        problem = f"it yields {kind.yields}, and the act is `{type_}`"
        program.report(problems.BadMeasure(node.name.text, node.span, problem))
    elif len(arguments) != kind.arguments or not all(isinstance(value, str) for value in arguments):
        takes = "one text" if kind.arguments == 1 else "no arguments"
        program.report(problems.BadMeasure(node.name.text, node.span, f"it takes {takes}"))
    else:
        values = tuple(value for value in arguments if value is not None)
        if node.name.text == "regex":
            _check_pattern(node, str(values[0]), program)
        return Measure(node.name.text, values)
    return None


def _measure_argument(node: nodes.Expression) -> Value | None:
    if isinstance(node, nodes.String):
        return node.value
    return node.value if isinstance(node, nodes.Number) else None


def _check_pattern(node: nodes.Measure, pattern: str, program: Program) -> None:
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        program.report(problems.BadPattern(node.arguments[0].span, str(error)))


# Values of choices


def check_values(scope: Scope, program: Program) -> None:
    """
    Report values of a unit's choices that are spelled like what an expression can name.
    """
    for choice, title in _choices(scope):
        for value in choice.values:
            found = scope.find(value.text, "value")
            if isinstance(found, Entity):
                own = program.scopes[found.unit].own
                kind = own.kind_of(found.name, "value") or "name"
                place = own.values[found.name].name.span
                program.report(problems.ValueClash(value.text, title, kind, value.span, place))
                program.clashes.add((scope.key, value.text))


def _choices(scope: Scope) -> Iterator[tuple[nodes.ChoiceTypeExpr, str]]:
    """
    Yield each choice written in a unit with what it is called.
    """
    for name, declared in scope.own.types.items():
        yield from _inner(declared.type, name)
    for name, node in scope.own.values.items():
        if isinstance(node, nodes.Define):
            for parameter in node.parameters or ():
                yield from _inner(parameter.type, parameter.name.text)
        elif node.type is not None:
            yield from _inner(node.type, name)


def _inner(node: nodes.TypeExpr, title: str) -> Iterator[tuple[nodes.ChoiceTypeExpr, str]]:
    if isinstance(node, nodes.SetTypeExpr):
        node = node.element
    if isinstance(node, nodes.ChoiceTypeExpr):
        yield node, title
