"""
The column that a comparison speaks of: a number, or a sum of several with whole factors.
"""

from __future__ import annotations

from collections.abc import Hashable
from fractions import Fraction

from specl.logic.formula import Atom, Test
from specl.logic.interval import Sum, Threshold, comparison_of
from specl.logic.samples import Number, plain
from specl.logic.total import total_of, whole_terms
from specl.model import Value
from specl.model.expressions import (
    Arithmetic,
    Compare,
    CompareOperator,
    Defined,
    Expr,
    FactRef,
    Literal,
    Negate,
    type_of,
)
from specl.model.operators import MIRROR
from specl.model.types import is_numeric

__all__ = ["Placed", "fact_of", "placed_of", "placed_quickly"]

Placed = tuple[Hashable, CompareOperator, Number]
"""What a comparison asks: a column, an operator and the constant to compare it with."""


def placed_of(atom: Atom) -> Placed | None:
    """
    Return a comparison's column, operator and constant; None for other atoms.
    """
    if not isinstance(atom, Test):
        return None
    expr = atom.expr
    if isinstance(expr, Compare) and is_numeric(type_of(expr.left)):
        placed = placed_quickly(expr.operator, expr.left, expr.right)
        if placed is not None:
            return placed
    comparison = comparison_of(atom)
    match comparison:
        case Threshold(fact, operator, value):
            return fact.name, operator, plain(value)
        case Sum():
            return total_of(comparison)
    return None


def placed_quickly(operator: CompareOperator, left: Expr, right: Expr) -> Placed | None:
    """
    Return what `placed_of` does for a comparison of sums of numeric facts and constants.

    Returns:
        None where the sides are of another kind, and where no fact is left in their difference.
    """
    if isinstance(left, FactRef) and isinstance(right, Literal):
        return left.name, operator, _plain(right.value)
    terms, constant = _difference(left, right) or ({}, 0)
    terms = {name: factor for name, factor in terms.items() if factor}
    if not terms:
        return None
    column: Hashable
    if len(terms) > 1:
        column, scale = whole_terms(sorted(terms.items()))
    else:
        ((column, factor),) = terms.items()
        scale = factor if abs(factor) == 1 else 1 / Fraction(factor)
    return column, operator if scale > 0 else MIRROR[operator], _plain(-constant * scale)


def _difference(left: Expr, right: Expr) -> tuple[dict[str, Number], Number] | None:
    """
    Return each fact's factor in a difference of two sums, and the constant beside them.
    """
    terms: dict[str, Number] = {}
    constant: Number = 0
    pending: list[tuple[Expr, Number]] = [(left, 1), (right, -1)]
    while pending:
        expr, factor = pending.pop()
        match expr:
            case FactRef(name):
                terms[name] = terms.get(name, 0) + factor
            case Literal(value):
                constant += factor * value  # type: ignore[operator]
            case Arithmetic("*", Literal(value), other) | Arithmetic("*", other, Literal(value)):
                pending.append((other, factor * value))  # type: ignore[arg-type, operator]
            case Arithmetic("+" | "-" as sign, one, other):
                pending += ((one, factor), (other, factor if sign == "+" else -factor))
            case Negate(operand):
                pending.append((operand, -factor))
            case Defined(body=body):
                pending.append((body, factor))
            case _:
                return None
    return terms, constant


def _plain(number: Value) -> Number:
    return plain(number) if isinstance(number, Fraction) else number  # type: ignore[return-value]


def fact_of(column: Hashable) -> str:
    """
    Return the fact that a column, not of a sum, belongs to.
    """
    return column if isinstance(column, str) else column[0]  # type: ignore[index]
