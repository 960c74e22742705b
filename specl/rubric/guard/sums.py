"""
Conditions on sums of facts, put as plainly as they can be, the ranges of the facts considered.

What is left of norms that clash is often `-1 * days_late + 7 <= 0`, or a question whether there is
a whole number between two that are no more than a fact apart. People are asked `days_late >= 7`.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from specl.decide.terms import Cuts, Term, comparison_of
from specl.logic.formula import Between
from specl.model import Fact, Spec
from specl.model.expressions import (
    FALSE,
    TRUE,
    Arithmetic,
    Compare,
    Expr,
    FactRef,
    Literal,
    Not,
    type_of,
)
from specl.model.types import INT, REAL, IntType, RealType, is_numeric

__all__ = ["between", "simplified"]

_Sum = tuple[tuple[Expr, Fraction], ...]


def simplified(spec: Spec, expr: Expr) -> Expr:
    """
    Return what says the same of scenarios as a condition, in fewer words where there are any.

    Args:
        spec: The spec, whose facts keep to their ranges.
        expr: Of type bool, over facts alone.
    """
    if not isinstance(expr, Compare) or not is_numeric(type_of(expr.left)):
        return expr
    if isinstance(expr.left, FactRef | Literal) and isinstance(expr.right, FactRef | Literal):
        return expr
    found = comparison_of(expr)
    if found is None:
        return expr
    if isinstance(found, bool):
        return TRUE if found else FALSE
    term, cuts = found
    return _within(spec, term, cuts) if len(cuts.places) == 1 else expr


def between(spec: Spec, atom: Between) -> Expr | Between:
    """
    Return that a whole number lies between two, as a comparison where one of them is known.
    """
    if not atom.low:
        low = atom.low_constant
        least = floor(low) + 1 if atom.low_strict else ceil(low)
        high = _sum(atom.high, atom.high_constant)
        return simplified(spec, Compare(">" if atom.high_strict else ">=", high, _number(least)))
    if not atom.high:
        high_end = atom.high_constant
        most = ceil(high_end) - 1 if atom.high_strict else floor(high_end)
        low_sum = _sum(atom.low, atom.low_constant)
        return simplified(spec, Compare("<" if atom.low_strict else "<=", low_sum, _number(most)))
    return atom


def _within(spec: Spec, term: Term, cuts: Cuts) -> Expr:
    """
    Return that a sum lies on one side of a place.
    """
    ((bound, after),) = cuts.places
    low, high = _range(spec, term)
    is_below = high is not None and (high <= bound if after else high < bound)
    is_above = low is not None and (low > bound if after else low >= bound)
    if is_below or is_above:
        return TRUE if is_below is cuts.first else FALSE
    said = Compare("<=" if after else ">=", _of_term(spec, term), _number(bound))
    return said if after is cuts.first else Not(said)


def _range(spec: Spec, term: Term) -> tuple[Fraction | None, Fraction | None]:
    """
    Return the least and the greatest value that a sum can have, None where there is none.
    """
    low: Fraction | None = Fraction(0)
    high: Fraction | None = Fraction(0)
    for name, factor in term.parts:
        least, most = _ends(spec.facts[name], factor)
        low = None if low is None or least is None else low + least
        high = None if high is None or most is None else high + most
    return low, high


def _ends(fact: Fact, factor: int) -> tuple[Fraction | None, Fraction | None]:
    assert isinstance(fact.type, IntType | RealType)
    if fact.type.low is None or fact.type.high is None:
        return None, None
    ends = sorted((Fraction(fact.type.low) * factor, Fraction(fact.type.high) * factor))
    return ends[0], ends[1]


def _of_term(spec: Spec, term: Term) -> Expr:
    """
    Return a sum of facts as people write it.
    """
    (name, factor), *others = term.parts
    whole = _times(factor, spec.facts[name])
    for name, factor in others:
        part = _times(abs(factor), spec.facts[name])
        whole = Arithmetic("+" if factor > 0 else "-", whole, part)
    return whole


def _times(factor: int, fact: Fact) -> Expr:
    value = FactRef(fact.name, fact.type)
    return value if factor == 1 else Arithmetic("*", Literal(factor, INT), value)


def _sum(terms: _Sum, constant: Fraction) -> Expr:
    whole: Expr = _number(constant)
    for term, factor in terms:
        whole = Arithmetic("+", whole, Arithmetic("*", _number(factor), term))
    return whole


def _number(value: Fraction | int) -> Literal:
    fraction = Fraction(value)
    if fraction.denominator == 1:
        return Literal(fraction.numerator, INT)
    return Literal(fraction, REAL)
