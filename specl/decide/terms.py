"""
Numbers that conditions compare: sums of facts, and sets of numbers by where they begin and end.

A comparison of numbers over facts says where a sum of facts lies. Two comparisons of the same
facts in the same proportions speak of one `Term`, so that its value is looked up once for both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import ceil, floor, gcd, lcm

from specl.model.expressions import (
    Arithmetic,
    Compare,
    CompareOperator,
    Defined,
    Expr,
    FactRef,
    Literal,
    Negate,
)
from specl.model.operators import MIRROR
from specl.model.types import IntType
from specl.text.record import record

__all__ = ["Cut", "Cuts", "Term", "comparison_of"]

Cut = tuple[Fraction, bool]
"""
A place between numbers: just before a number, or, where true, just after it.
"""


@record
class Term:
    """
    A sum of facts with whole factors that have no common divisor, the first one positive.

    Attributes:
        parts: Names of facts and their factors, sorted by name.
        whole: All of the facts are of type `int`.
    """

    parts: tuple[tuple[str, int], ...]
    whole: bool


@record
class Cuts:
    """
    A set of numbers.

    Attributes:
        places: Where membership changes, ascending; of a whole term only just before whole numbers.
        first: Whether the numbers below all places belong to the set.
    """

    places: tuple[Cut, ...]
    first: bool

    @property
    def is_empty(self) -> bool:
        """
        Tell whether no number is in the set.
        """
        return not self.places and not self.first

    def complement(self) -> Cuts:
        """
        Return all other numbers.
        """
        return Cuts(self.places, not self.first)

    def meet(self, other: Cuts) -> Cuts:
        """
        Return the numbers that are in both sets.
        """
        mine, others = self.first, other.first
        inside = first = mine and others
        places = []
        for place in sorted({*self.places, *other.places}):
            mine ^= place in self.places
            others ^= place in other.places
            if (mine and others) is not inside:
                inside = not inside
                places.append(place)
        return Cuts(tuple(places), first)


def comparison_of(test: Compare) -> tuple[Term, Cuts] | bool | None:
    """
    Return what a comparison of numbers over facts says of which term.

    Args:
        test: Without acts.

    Returns:
        A bool where it says the same of all scenarios, None where it is not linear.
    """
    left, right = _linear(test.left), _linear(test.right)
    if left is None or right is None:
        return None
    types: dict[str, bool] = {**left[2], **right[2]}
    factors = {name: left[0].get(name, 0) - right[0].get(name, 0) for name in sorted(types)}
    factors = {name: factor for name, factor in factors.items() if factor}
    bound = right[1] - left[1]
    if not factors:
        return _ORDER[test.operator](0, bound)
    scale = _scale(factors)
    operator = test.operator if scale > 0 else MIRROR[test.operator]
    whole = all(types[name] for name in factors)
    term = Term(tuple((name, int(factor * scale)) for name, factor in factors.items()), whole)
    cuts = _numbers(operator, Fraction(bound * scale), whole=whole)
    return cuts if isinstance(cuts, bool) else (term, cuts)


_Number = int | Fraction
_ORDER: Mapping[str, Callable[[_Number, _Number], bool]] = {
    "==": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}
_Form = tuple[dict[str, _Number], _Number, dict[str, bool]]


def _scale(factors: Mapping[str, _Number]) -> _Number:
    """
    Return what makes factors whole, without common divisor, and the first one positive.
    """
    denominators = lcm(*(factor.denominator for factor in factors.values()))
    divisor = gcd(*(int(factor * denominators) for factor in factors.values()))
    first = next(iter(factors.values()))
    scale = denominators if first > 0 else -denominators
    return scale if divisor == 1 else Fraction(scale, divisor)


def _linear(expr: Expr) -> _Form | None:
    """
    Return a number as factors of facts, a constant, and which of the facts are whole.
    """
    match expr:
        case Literal(int() | Fraction() as value):
            return {}, value, {}
        case FactRef(name, type_):
            return {name: 1}, 0, {name: isinstance(type_, IntType)}
        case Defined(body=body):
            return _linear(body)
        case Negate(operand):
            form = _linear(operand)
            return None if form is None else _times(form, -1)
        case Arithmetic(operator, left, right):
            one, other = _linear(left), _linear(right)
            if one is None or other is None:
                return None
            if operator == "*":
                return _times(one, other[1]) if not other[0] else _times(other, one[1])
            return _plus(one, other if operator == "+" else _times(other, -1))
    return None


def _times(form: _Form, factor: _Number) -> _Form:
    return {name: each * factor for name, each in form[0].items()}, form[1] * factor, form[2]


def _plus(one: _Form, other: _Form) -> _Form:
    names = {**one[0], **other[0]}
    factors = {name: one[0].get(name, 0) + other[0].get(name, 0) for name in names}
    return factors, one[1] + other[1], {**one[2], **other[2]}


def _numbers(operator: CompareOperator, bound: Fraction, *, whole: bool) -> Cuts | bool:
    """
    Return the numbers that compare so with a bound; a bool where it is all of them or none.
    """
    if operator in {">", ">=", "!="}:
        opposite: Mapping[str, CompareOperator] = {">": "<=", ">=": "<", "!=": "=="}
        rest = _numbers(opposite[operator], bound, whole=whole)
        return not rest if isinstance(rest, bool) else rest.complement()
    if whole and operator == "==" and bound.denominator != 1:
        return False
    below = (Fraction(ceil(bound)), False) if whole else (bound, False)
    beyond = (Fraction(floor(bound) + 1), False) if whole else (bound, True)
    if operator == "==":
        return Cuts((below, beyond), first=False)
    return Cuts((below if operator == "<" else beyond,), first=True)
