"""
Sums of facts in one form that all their multiples share.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import gcd, lcm

from specl.logic.interval import Sum
from specl.logic.samples import Number, plain
from specl.model.expressions import CompareOperator
from specl.model.operators import MIRROR
from specl.text.record import record

__all__ = ["Total", "total_of"]


@record
class Total:
    """
    A sum: facts by name, each with a whole factor.

    The factors share no divisor, and the first is positive.
    """

    terms: tuple[tuple[str, int], ...]


@lru_cache(maxsize=10_000)
def total_of(comparison: Sum) -> tuple[Total, CompareOperator, Number]:
    """
    Return the sum of a comparison, and what it asks of that.
    """
    terms = sorted((fact.name, factor) for fact, factor in comparison.terms)
    operator = comparison.operator
    scale = Fraction(
        lcm(*(factor.denominator for _, factor in terms)),
        gcd(*(factor.numerator for _, factor in terms)),
    )
    if terms[0][1] < 0:
        scale, operator = -scale, MIRROR[operator]
    whole = tuple((name, int(factor * scale)) for name, factor in terms)
    return Total(whole), operator, plain(comparison.value * scale)
