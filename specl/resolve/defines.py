"""
Defines, each after those that it is made of; a circle of them means nothing and is reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from specl.model.expressions import FactRef
from specl.model.types import Type
from specl.resolve import problems
from specl.resolve.context import Context
from specl.resolve.expressions import resolve_expression
from specl.resolve.meaning import DefineMeaning, DisplayOf, Mention, Typed
from specl.resolve.naming import Entity
from specl.resolve.program import Program
from specl.resolve.scope import Scope
from specl.resolve.type_names import resolve_type
from specl.syntax import nodes

__all__ = ["declare_defines", "names_in"]


def declare_defines(scope: Scope, program: Program) -> None:
    """
    Resolve all defines of a unit whose facts, acts and modules are resolved.
    """
    defines = {
        name: node for name, node in scope.own.values.items() if isinstance(node, nodes.Define)
    }
    uses = {name: _uses(node, defines) for name, node in defines.items()}
    for name in _in_order(uses, program):
        entity = Entity(scope.key, name)
        if entity not in program.values:
            program.values[entity] = _define(defines[name], entity, scope, program)


def names_in(expression: nodes.Expression) -> Iterator[nodes.Name]:
    """
    Yield all names in an expression, from left to right, without recursion.
    """
    pending: list[nodes.Expression] = [expression]
    while pending:
        node = pending.pop()
        if isinstance(node, nodes.Name):
            yield node
        pending.extend(reversed(_parts(node)))


def _parts(node: nodes.Expression) -> tuple[nodes.Expression, ...]:
    match node:
        case nodes.Unary(operand=inner) | nodes.Paren(inner):
            return (inner,)
        case nodes.Binary(left=left, right=right):
            return (left, right)
        case nodes.Comparison(operands=parts) | nodes.SetExpr(elements=parts):
            return parts
        case nodes.Call(function, arguments):
            return (function, *arguments)
        case nodes.IfExpr(condition, positive, negative):
            return (condition, positive, negative)
        case nodes.Earlier(act):
            return (act,)
    return ()


def _uses(node: nodes.Define, defines: Mapping[str, nodes.Define]) -> dict[str, nodes.Name]:
    """
    Return the defines of the same unit that one mentions, each with a place.
    """
    bound = {parameter.name.text for parameter in node.parameters or ()}
    names = (name for name in names_in(node.expr) if name.text not in bound)
    found: dict[str, nodes.Name] = {}
    for name in names:
        if name.text in defines:
            found.setdefault(name.text, name)
    return found


def _in_order(uses: Mapping[str, Mapping[str, nodes.Name]], program: Program) -> list[str]:
    """
    Return the defines, used ones first, leaving out and reporting those in circles.
    """
    order: dict[str, None] = {}
    circular: set[str] = set()
    path: list[str] = []
    pending: list[tuple[str, nodes.Name | None, bool]] = []
    for start in uses:
        pending.append((start, None, False))
        while pending:
            name, mention, leaving = pending.pop()
            if leaving:
                order[path.pop()] = None
            elif name in path and mention is not None:
                circle = [*path[path.index(name) :], name]
                program.report(problems.CyclicDefine("define", tuple(circle), mention.span))
                circular.update(circle)
            elif name not in order:
                path.append(name)
                pending.append((name, None, True))
                inner = reversed(list(uses[name].items()))
                pending.extend((used, place, False) for used, place in inner)
    return [name for name in order if name not in circular]


def _define(
    node: nodes.Define, entity: Entity, scope: Scope, program: Program
) -> DefineMeaning | None:
    parameters = _parameters(node, scope, program)
    if parameters is None:
        return None
    bindings = {
        name: Typed(FactRef(name, type_), type_, node.name.span, open=True)
        for name, type_ in parameters.items()
    }
    context = Context(scope, program, bindings, program.problems)
    body = resolve_expression(node.expr, context)
    if body is None:
        return None
    if isinstance(body.type, DisplayOf):
        context.report(problems.Unsuitable(body.span, str(body.type), "a define", "a value"))
        return None
    name = program.naming.name_of(entity, "value")
    given = tuple(parameters.items())
    mentions = tuple(dict.fromkeys(_plain(mention) for mention in context.mentions))
    return DefineMeaning(name, node, given, body, mentions, scope.key)


def _plain(mention: Mention) -> Mention:
    return attrs.evolve(mention, through=None)


def _parameters(node: nodes.Define, scope: Scope, program: Program) -> dict[str, Type] | None:
    found: dict[str, Type] = {}
    wrong = False
    for parameter in node.parameters or ():
        name = parameter.name
        type_ = resolve_type(parameter.type, scope, program)
        first = _taken(name.text, node, scope)
        if first is not None and first is not name:
            kind = "parameter" if name.text in found else "name"
            program.report(
                problems.DuplicateName(name.text, name.span, first.span, "parameter", kind)
            )
            wrong = True
        if type_ is None:
            wrong = True
        else:
            found[name.text] = type_
    return None if wrong else found


def _taken(name: str, node: nodes.Define, scope: Scope) -> nodes.Name | None:
    """
    Return the first thing visible beside a parameter that has its name.
    """
    if name in scope.own.values:
        return scope.own.values[name].name
    for parameter in node.parameters or ():
        if parameter.name.text == name:
            return parameter.name
    return None
