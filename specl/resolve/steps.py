"""
The steps of `maximize` and `minimize`: what to reach, the easiest first.
"""

from __future__ import annotations

from specl.model.expressions import ActRef, Compare, CompareOperator, Expr, Literal
from specl.model.rules import Act
from specl.model.types import INT, ChoiceType, IntType, Type
from specl.resolve import problems
from specl.resolve.naming import Entity
from specl.resolve.program import Program
from specl.resolve.scope import Lost, Scope
from specl.syntax import nodes

__all__ = ["MAX_STEPS", "best_steps"]

MAX_STEPS = 64
"""
The most values of an act that are gone through.
"""


def best_steps(node: nodes.Optimise, scope: Scope, program: Program) -> list[Expr]:
    """
    Return one comparison for each value that a norm aims at; none after an error.
    """
    act = _optimised(node, scope, program)
    if node.verb == "may":
        program.report(problems.OptimisedPermission(node.span, node.direction))
        return []
    if act is None:
        return []
    operator: CompareOperator = ">=" if node.direction == "maximize" else "<="
    aimed = ActRef(act.name, act.type)
    return [Compare(operator, aimed, value) for value in _values(node, act.type)]


def _optimised(node: nodes.Optimise, scope: Scope, program: Program) -> Act | None:
    """
    Return the act that is to be brought as far as possible.
    """
    found = program.find(scope, node.act.text, "value")
    if isinstance(found, Lost):
        return None
    if found is None:
        candidates = tuple(scope.names("value"))
        program.report(problems.UnknownName(node.act.text, node.act.span, "act", candidates))
        return None
    act = program.values.get(found)
    if not isinstance(act, Act):
        if act is not None:
            program.report(
                problems.WrongKind(node.act.text, node.act.span, _kind(found, program), "act")
            )
        return None
    if _size(act.type) is None:
        program.report(
            problems.NothingToChoose(node.act.span, node.direction, str(act.type), MAX_STEPS)
        )
        return None
    return act


def _kind(found: Entity, program: Program) -> str:
    return program.scopes[found.unit].own.kind_of(found.name, "value") or "name"


def _size(type_: Type) -> int | None:
    """
    Return how many values can be aimed at, or None where a type does not serve.
    """
    if isinstance(type_, ChoiceType) and type_.ordered:
        return len(type_.values)
    if isinstance(type_, IntType) and type_.low is not None and type_.high is not None:
        size = type_.high - type_.low + 1
        return size if 1 < size <= MAX_STEPS else None
    return None


def _values(node: nodes.Optimise, type_: Type) -> list[Literal]:
    """
    Return the values to reach, the easiest first, which leaves out where every reply stands.
    """
    if isinstance(type_, ChoiceType):
        values = [Literal(value, type_) for value in type_.values]
    else:
        assert isinstance(type_, IntType)
        assert type_.low is not None
        assert type_.high is not None
        values = [Literal(value, INT) for value in range(type_.low, type_.high + 1)]
    return values[1:] if node.direction == "maximize" else values[-2::-1]
