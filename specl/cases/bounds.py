"""
The places right at a bound: the numbers between which a comparison changes its truth.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from specl.cases.regions import NEAR, compares
from specl.logic.formula import Formula, Leaf, Test, conj, literal
from specl.logic.interval import Sum, Threshold, comparison_of
from specl.logic.linear import Linear, expr_of
from specl.logic.samples import Number, plain
from specl.logic.total import total_of
from specl.model.expressions import (
    Compare,
    CompareOperator,
    Expr,
    Literal,
)
from specl.model.show import show
from specl.model.types import INT, REAL, IntType
from specl.model.values import show_value

__all__ = ["beside_bound"]


def beside_bound(formula: Formula) -> Iterator[tuple[str, bool, Formula]]:
    """
    Yield the places next to a comparison's bound: how they read, whether it holds, and when.
    """
    if not (isinstance(formula, Leaf) and isinstance(formula.atom, Test)):
        return
    comparison = comparison_of(formula.atom)
    if isinstance(comparison, Threshold):
        fact, value = comparison.fact, plain(comparison.value)
        beside = _whole if isinstance(fact.type, IntType) else _real
        yield from beside(fact, comparison.operator, value)
    elif isinstance(comparison, Sum):
        total, operator, value = total_of(comparison)
        facts = {fact.name: fact for fact, _ in comparison.terms}
        terms: dict[Expr, Fraction] = {
            facts[name]: Fraction(factor) for name, factor in total.terms
        }
        whole = all(isinstance(fact.type, IntType) for fact in facts.values())
        yield from (_whole if whole else _real)(expr_of(Linear(facts=terms)), operator, value)


def _whole(
    expr: Expr, operator: CompareOperator, value: Number
) -> Iterator[tuple[str, bool, Formula]]:
    """
    Yield the whole numbers on both sides of a bound.
    """
    below, above = (value.__ceil__() - 1, value.__ceil__())
    if operator in {"<=", ">"}:
        below, above = value.__floor__(), value.__floor__() + 1
    places = [below, above]
    if operator in {"==", "!="}:
        if value.denominator > 1:
            return
        places = [int(value) - 1, int(value), int(value) + 1]
    shown = show(expr)
    for place in places:
        at = Compare("==", expr, Literal(place, INT))
        yield f"{shown} == {place}", compares(place, operator, value), literal(Test(at))


def _real(
    expr: Expr, operator: CompareOperator, value: Number
) -> Iterator[tuple[str, bool, Formula]]:
    """
    Yield a bound itself and the numbers next to it that fall to the other side.
    """
    step = NEAR
    while value.denominator % (step.denominator * 10) == 0:
        step /= 10
    bound = Literal(value, REAL)
    at = literal(Test(Compare("==", expr, bound)))
    shown = f"{show(expr)} == {show_value(value)}"
    yield shown, compares(value, operator, value), at
    for low in (True, False):
        other = value - step if low else value + step
        if compares(other, operator, value) is not compares(value, operator, value):
            far = Literal(other, REAL)
            near = conj(
                (
                    literal(Test(Compare("<" if low else ">", expr, bound))),
                    literal(Test(Compare(">=" if low else "<=", expr, far))),
                )
            )
            text = f"{show(expr)} just {'below' if low else 'above'} {show_value(value)}"
            yield text, compares(other, operator, value), near
