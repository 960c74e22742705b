"""
What is left of an expression once some facts are known.

The result has the same value in every scenario that agrees with what is known. Parts
that mention nothing known stay as they were, defines by their names included.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs

from specl.interpret.evaluate import evaluate
from specl.interpret.fold import fold
from specl.model.expressions import (
    FALSE,
    TRUE,
    ActRef,
    And,
    Compare,
    Conditional,
    Defined,
    Expr,
    FactRef,
    Iff,
    Implies,
    Literal,
    Member,
    Not,
    Or,
    SetDisplay,
    children,
    type_of,
)
from specl.model.ruling import Scenario
from specl.text.record import record

__all__ = ["rebuilt", "specialise"]


def specialise(expr: Expr, known: Scenario) -> Expr:
    """
    Return an expression with known facts put in and all that they settle worked out.

    Args:
        expr: A resolved expression, as deep as it likes.
        known: Values of some facts; the others stay open.

    >>> from specl.model.types import BOOL
    >>> minor, urgent = FactRef("minor", BOOL), FactRef("urgent", BOOL)
    >>> specialise(And((minor, urgent)), {"minor": True}) == urgent
    True
    """

    def leaf(node: Literal | FactRef | ActRef) -> _Rest:
        if isinstance(node, FactRef) and node.name in known:
            return _Rest(Literal(known[node.name], node.type), constant=True)
        return _Rest(node, constant=isinstance(node, Literal))

    return fold(expr, leaf, _combined).expr


@record
class _Rest:
    """
    What is left of a part, and whether it has the same value in every case.
    """

    expr: Expr
    constant: bool


def _combined(node: Expr, rests: list[_Rest]) -> _Rest:
    constant = all(rest.constant for rest in rests)
    parts = tuple(rest.expr for rest in rests)
    if all(new is old for new, old in zip(parts, children(node), strict=True)):
        return _Rest(node, constant)
    if isinstance(node, Defined):
        return rests[0]
    whole = rebuilt(node, parts)
    if constant and not isinstance(node, SetDisplay):
        return _Rest(Literal(evaluate(whole, {}), type_of(whole)), constant=True)
    settled = _settled(whole)
    chosen = (rest for rest in rests if rest.expr is settled)
    return next(chosen, _Rest(settled, constant or isinstance(settled, Literal)))


def rebuilt(node: Expr, parts: tuple[Expr, ...]) -> Expr:
    """
    Return a node of the same kind over other parts.
    """
    names = [field.name for field in attrs.fields(type(node))]
    places: dict[str, Any]
    if "operands" in names or "elements" in names:
        places = {"operands" if "operands" in names else "elements": parts}
    else:
        own = (name for name in names if name not in {"operator", "which"})
        places = dict(zip(own, parts, strict=True))
    evolve: Callable[..., Expr] = attrs.evolve
    return evolve(node, **places)


def _settled(expr: Expr) -> Expr:
    """
    Return what an operator leaves when some of its parts are constant.
    """
    match expr:
        case And(operands):
            return _joined(And, operands, neutral=TRUE, absorbing=FALSE)
        case Or(operands):
            return _joined(Or, operands, neutral=FALSE, absorbing=TRUE)
        case Implies(left, right):
            return _implication(left, right)
        case Iff(left, right) | Compare("==", left, right):
            return _same(left, right) or expr
        case Compare("!=", left, right):
            return _different(left, right) or expr
        case Conditional(Literal(value), positive, negative):
            return positive if value else negative
        case Member(_, SetDisplay(())):
            return FALSE
    return expr


def _joined(
    kind: type[And | Or], operands: tuple[Expr, ...], *, neutral: Expr, absorbing: Expr
) -> Expr:
    remaining = tuple(operand for operand in operands if not _is(operand, neutral))
    if any(_is(operand, absorbing) for operand in remaining):
        return absorbing
    if len(remaining) < 2:
        return remaining[0] if remaining else neutral
    return kind(remaining)


def _implication(left: Expr, right: Expr) -> Expr:
    if _is(left, TRUE):
        return right
    if _is(left, FALSE) or _is(right, TRUE):
        return TRUE
    return _opposite(left) if _is(right, FALSE) else Implies(left, right)


def _same(left: Expr, right: Expr) -> Expr | None:
    for one, other in ((left, right), (right, left)):
        if _is(one, TRUE):
            return other
        if _is(one, FALSE):
            return _opposite(other)
    return None


def _different(left: Expr, right: Expr) -> Expr | None:
    same = _same(left, right)
    return None if same is None else _opposite(same)


def _opposite(expr: Expr) -> Expr:
    if isinstance(expr, Literal):
        return FALSE if expr.value else TRUE
    return expr.operand if isinstance(expr, Not) else Not(expr)


def _is(expr: Expr, constant: Expr) -> bool:
    """
    Tell whether an expression is one of the two truth values, without comparing deep ones.
    """
    return isinstance(expr, Literal) and expr == constant
