"""
Sums of facts in one form that all their multiples share.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from math import gcd, lcm

from specl.logic.interval import Sum
from specl.logic.samples import Number, plain
from specl.model.expressions import CompareOperator
from specl.model.operators import MIRROR
from specl.text.record import record

__all__ = ["Total", "total_of", "whole_terms"]


@record(cache_hash=True)
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
    total, scale = whole_terms(sorted((fact.name, factor) for fact, factor in comparison.terms))
    operator = comparison.operator if scale > 0 else MIRROR[comparison.operator]
    return total, operator, plain(comparison.value * scale)


def whole_terms(terms: Sequence[tuple[str, Number]]) -> tuple[Total, Number]:
    """
    Return the sum that some terms make, each a fact and its factor, and what they were scaled by.

    Args:
        terms: In the order of the facts' names.
    """
    above = lcm(*(factor.denominator for _, factor in terms))
    below = gcd(*(factor.numerator for _, factor in terms))
    scale: Number = 1 if above == below == 1 else Fraction(above, below)
    if terms[0][1] < 0:
        scale = -scale
    return _shared(tuple((name, int(factor * scale)) for name, factor in terms)), scale


@lru_cache(maxsize=10_000)
def _shared(terms: tuple[tuple[str, int], ...]) -> Total:
    return Total(terms)
