"""
Comparisons of numeric facts with constants, and the intervals that they leave to one fact.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import ceil, floor
from typing import NoReturn

from specl.logic.formula import Between, Formula, Test, literal
from specl.logic.linear import Linear, cases_of, expr_of
from specl.model.expressions import Compare, CompareOperator, Expr, FactRef, Literal, type_of
from specl.model.operators import COMPLEMENT, MIRROR
from specl.model.types import REAL, IntType, RealType, Type, is_numeric
from specl.text.record import record

__all__ = ["Interval", "Sum", "Threshold", "comparison_of", "interval_of"]


@record
class Threshold:
    """
    `fact operator value`.
    """

    fact: FactRef
    operator: CompareOperator
    value: Fraction

    def complement(self) -> Threshold:
        """
        Return what holds where this does not.
        """
        return Threshold(self.fact, COMPLEMENT[self.operator], self.value)

    def sides(self) -> tuple[Threshold, Threshold]:
        """
        Return `<` and `>`, one of which holds where the fact differs from the value.
        """
        return Threshold(self.fact, "<", self.value), Threshold(self.fact, ">", self.value)

    def formula(self) -> Formula:
        """
        Return the threshold as a formula.
        """
        return literal(Test(Compare(self.operator, self.fact, Literal(self.value, REAL))))


@record
class Sum:
    """
    `sum of several facts, each times a factor, operator value`.
    """

    terms: tuple[tuple[FactRef, Fraction], ...]
    operator: CompareOperator
    value: Fraction

    def complement(self) -> Sum:
        """
        Return what holds where this does not.
        """
        return Sum(self.terms, COMPLEMENT[self.operator], self.value)

    def sides(self) -> tuple[Sum, Sum]:
        """
        Return `<` and `>`, one of which holds where the sum differs from the value.
        """
        return Sum(self.terms, "<", self.value), Sum(self.terms, ">", self.value)

    def formula(self) -> Formula:
        """
        Return the comparison as a formula.
        """
        total = expr_of(Linear(facts=dict(self.terms)))
        return literal(Test(Compare(self.operator, total, Literal(self.value, REAL))))


@record
class Interval:
    """
    The numbers, or only the integers, between two bounds; None where there is no bound.

    Bounds of integers are integers and not strict.
    """

    integer: bool
    low: Fraction | int | None = None
    high: Fraction | int | None = None
    low_strict: bool = False
    high_strict: bool = False

    @property
    def is_empty(self) -> bool:
        """
        Tell whether no number lies here.
        """
        if self.low is None or self.high is None:
            return False
        strict = self.low_strict or self.high_strict
        return self.low >= self.high if strict else self.low > self.high

    def within(self, bound: Threshold) -> Interval:
        """
        Return what lies on the side of a threshold that is not `!=`.
        """
        match bound.operator:
            case "<" | "<=":
                return self.below(bound.value, strict=bound.operator == "<")
            case ">" | ">=":
                return self.above(bound.value, strict=bound.operator == ">")
        below = Threshold(bound.fact, "<=", bound.value)
        return self.above(bound.value, strict=False).within(below)

    def above(self, value: Fraction | int, *, strict: bool) -> Interval:
        """
        Return what lies above a value, or at it unless `strict`.
        """
        low: Fraction | int = value
        if self.integer:
            low, strict = floor(value) + 1 if strict else ceil(value), False
        if self.low is not None and (self.low, self.low_strict) >= (low, strict):
            return self
        return Interval(self.integer, low, self.high, strict, self.high_strict)

    def below(self, value: Fraction | int, *, strict: bool) -> Interval:
        """
        Return what lies below a value, or at it unless `strict`.
        """
        high: Fraction | int = value
        if self.integer:
            high, strict = ceil(value) - 1 if strict else floor(value), False
        if self.high is not None and (self.high, not self.high_strict) <= (high, not strict):
            return self
        return Interval(self.integer, self.low, high, self.low_strict, strict)

    def state(self, threshold: Threshold) -> bool | None:
        """
        Tell whether a threshold is kept by all that lies here, or by nothing; None: by some.
        """
        if threshold.operator == "!=":
            equal = self.state(threshold.complement())
            return None if equal is None else not equal
        if self.within(threshold).is_empty:
            return False
        others = threshold.complement()
        against = others.sides() if others.operator == "!=" else (others,)
        return True if all(self.within(each).is_empty for each in against) else None


_ZERO = Threshold(FactRef("", REAL), "==", Fraction(0))


def interval_of(type_: Type) -> Interval:
    """
    Return all values of a numeric type.
    """
    assert isinstance(type_, IntType | RealType)
    return Interval(isinstance(type_, IntType), type_.low, type_.high)


@lru_cache(maxsize=10_000)
def comparison_of(atom: Test | Between) -> Threshold | Sum | bool | None:
    """
    Return what a comparison asks of the facts that it speaks of.

    Returns:
        A truth value where it speaks of no fact; None where it speaks of one in another way
        than by its multiples.
    """
    match atom:
        case Test(Compare(operator, FactRef(type=type_) as fact, Literal(value))) if is_numeric(
            type_
        ):
            return Threshold(fact, operator, Fraction(value))  # type: ignore[arg-type]
        case Test(Compare(operator, left, right)) if is_numeric(type_of(left)):
            return _comparison(_form(left).plus(_form(right), -1), operator)
    return None


def _comparison(form: Linear, operator: CompareOperator) -> Threshold | Sum | bool | None:
    if not form.facts:
        everything = Interval(integer=False, low=form.constant, high=form.constant)
        return everything.state(Threshold(_ZERO.fact, operator, Fraction(0)))
    terms = [(fact, factor) for fact, factor in form.facts.items() if isinstance(fact, FactRef)]
    if len(terms) < len(form.facts):
        return None
    if len(terms) > 1:
        return Sum(tuple(terms), operator, -form.constant)
    fact, factor = terms[0]
    if factor < 0:
        operator = MIRROR[operator]
    return Threshold(fact, operator, -form.constant / factor)


def _form(expr: Expr) -> Linear:
    (case,) = cases_of(expr, _no_acts)
    return case.form


def _no_acts(expr: Expr, _holds: bool) -> NoReturn:
    raise TypeError(f"not over facts alone: {expr!r}")
