"""
Comparisons turned one way, so that two that say the same, or the opposite, are one question.
"""

from __future__ import annotations

from specl.model.expressions import TRUE, Compare, Expr, Literal, Not, type_of
from specl.model.operators import COMPLEMENT, MIRROR
from specl.model.types import ChoiceType, IntType, SetType

__all__ = ["neighbour", "turned"]


def turned(expr: Expr) -> Expr:
    """
    Return what says the same by `==`, `<=` or `>=` with a constant on the right, or its negation.

    >>> from specl.model.expressions import ActRef
    >>> from specl.model.types import INT
    >>> words, most = ActRef("words", INT), Literal(300, INT)
    >>> turned(Compare(">", words, most)) == Not(Compare("<=", words, most))
    True
    """
    if not isinstance(expr, Compare):
        return expr
    if isinstance(expr.left, Literal) and not isinstance(expr.right, Literal):
        expr = Compare(MIRROR[expr.operator], expr.right, expr.left)
    if expr.operator == "!=":
        return Not(Compare("==", expr.left, expr.right))
    if expr.operator == "==" or isinstance(type_of(expr.left), SetType):
        return expr
    if expr.operator in {"<", ">"}:
        return _negated(_weakest(_complement(expr)))
    return _weakest(expr)


def neighbour(expr: Expr) -> Expr | None:
    """
    Return the comparison of whole numbers of which another is the negation, None where none is.

    `words <= 300` and `words >= 301` are the two answers to one question.
    """
    match expr:
        case Compare("<=" | ">=", left, Literal(int() as bound)) if isinstance(
            type_of(left), IntType
        ):
            up = expr.operator == "<="
            beyond = Literal(bound + 1 if up else bound - 1, expr.right.type)  # type: ignore[union-attr]
            return Compare(">=" if up else "<=", left, beyond)
    return None


def _complement(expr: Compare) -> Compare:
    return Compare(COMPLEMENT[expr.operator], expr.left, expr.right)


def _negated(expr: Expr) -> Expr:
    return expr.operand if isinstance(expr, Not) else Not(expr)


def _weakest(expr: Compare) -> Expr:
    """
    Return `at least` the highest or `at most` the lowest of a choice as `==`, others by `>=`.
    """
    if not isinstance(expr.right, Literal) or not isinstance(expr.right.type, ChoiceType):
        return expr
    values = expr.right.type.values
    place = values.index(str(expr.right.value))
    if place == (len(values) - 1 if expr.operator == "<=" else 0):
        return TRUE
    if place == (0 if expr.operator == "<=" else len(values) - 1):
        return Compare("==", expr.left, expr.right)
    if expr.operator == "<=":
        above = Literal(values[place + 1], expr.right.type)
        return _negated(_weakest(Compare(">=", expr.left, above)))
    return expr
