"""
What expressions are known by where they are looked up in thousands.
"""

from __future__ import annotations

from typing import Any

from specl.model.expressions import (
    ActRef,
    Arithmetic,
    Compare,
    FactRef,
    Literal,
    Member,
    Not,
)

__all__ = ["key_of"]


def key_of(expr: Any) -> object:
    """
    Return a key that only equal expressions of a spec share, while they are all kept.

    It is quicker to look up than the expression itself where that is short: of types, which are
    the same object nearly always, it only has the identity.

    Args:
        expr: An expression.
    """
    kind = expr.__class__
    if kind is Compare:
        left, right = expr.left, expr.right
        if left.__class__ is FactRef and right.__class__ is Literal:
            return expr.operator, left.name, id(right.type), right.value
        return expr.operator, key_of(left), key_of(right)
    if kind is FactRef:
        return expr.name
    if kind is ActRef:
        return (expr.name,)
    if kind is Literal:
        return id(expr.type), expr.value
    if kind is Not:
        return "not", key_of(expr.operand)
    if kind is Arithmetic:
        return expr.operator, key_of(expr.left), key_of(expr.right)
    if kind is Member:
        return "in", key_of(expr.element), key_of(expr.set)
    return expr
