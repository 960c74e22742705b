"""
The column that a comparison speaks of: a number, or a sum of several with whole factors.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from fractions import Fraction
from math import gcd, lcm

from specl.logic.formula import Atom, Test
from specl.logic.interval import Sum, Threshold, comparison_of
from specl.logic.samples import Number, plain
from specl.model.expressions import CompareOperator
from specl.model.operators import MIRROR
from specl.text.record import record

__all__ = ["Total", "fact_of", "placed_of"]

Terms = tuple[tuple[str, int], ...]


@record
class Total:
    """
    The column of a sum: facts by name, each with a whole factor; the first is positive.
    """

    terms: Terms


def placed_of(atom: Atom) -> tuple[Hashable, CompareOperator, Number] | None:
    """
    Return a comparison's column, operator and constant; None for other atoms.
    """
    if not isinstance(atom, Test):
        return None
    comparison = comparison_of(atom)
    match comparison:
        case Threshold(fact, operator, value):
            return fact.name, operator, plain(value)
        case Sum(terms, operator, value):
            return _total(terms, operator, value)
    return None


def _total(
    terms: Iterable[tuple[object, Fraction]], operator: CompareOperator, value: Fraction
) -> tuple[Total, CompareOperator, Number]:
    named = sorted((fact.name, factor) for fact, factor in terms)  # type: ignore[attr-defined]
    scale = Fraction(
        lcm(*(factor.denominator for _, factor in named)),
        gcd(*(factor.numerator for _, factor in named)),
    )
    if named[0][1] < 0:
        scale, operator = -scale, MIRROR[operator]
    whole = tuple((name, int(factor * scale)) for name, factor in named)
    return Total(whole), operator, plain(value * scale)


def fact_of(column: Hashable) -> str:
    """
    Return the fact that a column, not of a sum, belongs to.
    """
    return column if isinstance(column, str) else column[0]  # type: ignore[index]
