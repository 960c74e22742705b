"""
Type expressions become types; names of types are followed to what they stand for.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal as Choice

import attrs

from specl.model.types import (
    BOOL,
    INT,
    REAL,
    TEXT,
    ChoiceType,
    IntType,
    RealType,
    SetType,
    Type,
)
from specl.resolve import problems
from specl.resolve.naming import Entity
from specl.resolve.program import Program
from specl.resolve.scope import Lost, Scope
from specl.syntax import nodes

__all__ = ["declare_types", "resolve_type"]


def declare_types(scope: Scope, program: Program) -> None:
    """
    Resolve all types that a unit names; the units that it uses come before it.
    """
    for name in scope.own.types:
        _declared(Entity(scope.key, name), program)


def resolve_type(node: nodes.TypeExpr, scope: Scope, program: Program) -> Type | None:
    """
    Return the type that a type expression stands for, or None after an error.
    """
    match node:
        case nodes.PlainTypeExpr(word):
            return BOOL if word == "bool" else TEXT
        case nodes.NumberTypeExpr():
            return _number(node, program)
        case nodes.ChoiceTypeExpr():
            return _choice(node, program)
        case nodes.NamedTypeExpr(name):
            entity = _find(name, scope, program)
            return None if entity is None else _declared(entity, program)
        case nodes.SetTypeExpr(element):
            return _set(element, scope, program)


def _find(name: nodes.Name, scope: Scope, program: Program) -> Entity | None:
    found = program.find(scope, name.text, "type")
    if isinstance(found, Entity):
        return found
    if not isinstance(found, Lost):
        candidates = (*scope.names("type"), "bool", "int", "real", "text")
        program.report(problems.UnknownName(name.text, name.span, "type", candidates))
    return None


def _declared(entity: Entity, program: Program) -> Type | None:
    """
    Follow a named type to the type that it stands for, through any number of names.
    """
    path: list[Entity] = []
    node: nodes.TypeExpr
    while entity not in program.types:
        scope = program.scopes[entity.unit]
        node = scope.own.types[entity.name].type
        path.append(entity)
        inner = node.element if isinstance(node, nodes.SetTypeExpr) else node
        if not isinstance(inner, nodes.NamedTypeExpr):
            break
        found = _find(inner.name, scope, program)
        if found is None or found in path:
            if found is not None:
                circle = [*path[path.index(found) :], found]
                names = tuple(step.name for step in circle)
                program.report(problems.CyclicDefine("type", names, inner.span))
            program.types.update(dict.fromkeys(path))
            return None
        entity = found
    for step in reversed(path):
        _declare(step, program)
    return program.types[path[0] if path else entity]


def _declare(entity: Entity, program: Program) -> None:
    """
    Resolve one named type whose inner names are already resolved.
    """
    scope = program.scopes[entity.unit]
    type_ = resolve_type(scope.own.types[entity.name].type, scope, program)
    if isinstance(type_, ChoiceType) and type_.name is None:
        type_ = attrs.evolve(type_, name=program.naming.name_of(entity, "type"))
    program.types[entity] = type_


def _number(node: nodes.NumberTypeExpr, program: Program) -> Type | None:
    low, high = node.low, node.high
    if low is None or high is None:
        return INT if node.word == "int" else REAL
    if low.value > high.value:
        program.report(problems.BadRange(node.span, "its lower end is above its upper end"))
        return None
    if node.word == "real":
        return RealType(Fraction(low.value), Fraction(high.value))
    if low.value.denominator != 1 or high.value.denominator != 1:
        program.report(problems.BadRange(node.span, "an `int` ranges between whole numbers"))
        return None
    return IntType(int(low.value), int(high.value))


def _choice(node: nodes.ChoiceTypeExpr, program: Program) -> Type | None:
    seen: dict[str, nodes.Name] = {}
    for value in node.values:
        first = seen.setdefault(value.text, value)
        if first is not value:
            kind: Choice["value"] = "value"
            program.report(problems.DuplicateName(value.text, value.span, first.span, kind, kind))
    return ChoiceType(tuple(seen), node.ordered) if len(seen) == len(node.values) else None


def _set(
    element: nodes.NamedTypeExpr | nodes.ChoiceTypeExpr, scope: Scope, program: Program
) -> Type | None:
    type_ = resolve_type(element, scope, program)
    if type_ is None or isinstance(type_, ChoiceType):
        return None if type_ is None else SetType(type_)
    program.report(problems.NotAChoice(element.span, str(type_)))
    return None
