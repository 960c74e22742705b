"""
How large an expression becomes when it is taken apart, before it is.

`iff`, `abs`, `min`, `max` and `if` repeat their parts, so that nesting them multiplies. What
would become too large is left undecided rather than tried.
"""

from __future__ import annotations

from specl.model.expressions import (
    Absolute,
    Compare,
    Conditional,
    Expr,
    Extreme,
    Iff,
    Literal,
    children,
    type_of,
)
from specl.model.types import ChoiceType

__all__ = ["LARGEST", "TooLargeError", "require_small", "size_of"]

LARGEST = 200_000


class TooLargeError(Exception):
    """
    An expression falls into more cases than the checker takes apart.
    """


def require_small(expr: Expr) -> None:
    """
    Make sure that an expression can be taken apart.

    Raises:
        TooLargeError: It would become larger than `LARGEST` pieces.
    """
    size_of(expr)


def size_of(expr: Expr) -> int:
    """
    Return how many pieces an expression falls into, at most.

    Raises:
        TooLargeError: There are more than `LARGEST`.
    """
    size = 1 + _pairs(expr) + _repetition(expr) * sum(map(size_of, children(expr)))
    if size > LARGEST:
        raise TooLargeError
    return size


def _pairs(expr: Expr) -> int:
    """
    Return how many pairs of values a comparison of two choices by their order goes through.
    """
    if not isinstance(expr, Compare) or expr.operator in {"==", "!="}:
        return 0
    type_ = type_of(expr.left)
    constant = isinstance(expr.left, Literal) or isinstance(expr.right, Literal)
    return 0 if constant or not isinstance(type_, ChoiceType) else len(type_.values) ** 2


def _repetition(expr: Expr) -> int:
    """
    Return how often an expression's parts are repeated when it is taken apart.
    """
    match expr:
        case Iff() | Absolute() | Conditional():
            return 2
        case Extreme(operands=operands):
            return len(operands)
    return 1
