"""
Arithmetic on resolved operands: linear, exact, and folded where it is constant.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal as Choice

from specl.model.expressions import (
    Absolute,
    Arithmetic,
    Count,
    Extreme,
    Literal,
    Negate,
)
from specl.model.types import INT, REAL, IntType, RealType, SetType, Type, Value
from specl.resolve import problems
from specl.resolve.context import Context
from specl.resolve.meaning import DisplayOf, Typed
from specl.text import Span

__all__ = ["absolute", "arithmetic", "count", "extreme", "is_number", "negate", "widened"]

Number = int | Fraction
_NUMBERS = (IntType, RealType)


def is_number(type_: Type | DisplayOf) -> bool:
    """
    Tell whether a type's values are numbers.
    """
    return isinstance(type_, _NUMBERS)


def widened(typed: Typed, other: Type | DisplayOf) -> Typed:
    """
    Return a whole literal as a real one where it meets a real.
    """
    literal = typed.expr
    if (
        isinstance(literal, Literal)
        and isinstance(typed.type, IntType)
        and isinstance(other, RealType)
    ):
        value = Fraction(_number(typed))
        return Typed(Literal(value, REAL), REAL, typed.span, value)
    return typed


def arithmetic(
    operator: Choice["+", "-", "*"], left: Typed, right: Typed, span: Span, context: Context
) -> Typed | None:
    """
    Put two numbers together with `+`, `-` or `*`.
    """
    if not _numbers((left, right), f"`{operator}`", context):
        return None
    closed = not (left.open or right.open)
    if operator == "*" and left.value is None and right.value is None and closed:
        context.report(problems.NotLinear(span, left.span, right.span))
        return None
    type_ = _result_type((left, right))
    value: Value | None = None
    if left.value is not None and right.value is not None:
        value = _typed_number(_calculate(operator, _number(left), _number(right)), type_)
    return context.join(
        Arithmetic(operator, left.expr, right.expr), type_, span, left, right, value=value
    )


def negate(operand: Typed, span: Span, context: Context) -> Typed | None:
    """
    Put `-` before a number.
    """
    if not _numbers((operand,), "`-`", context):
        return None
    type_ = _result_type((operand,))
    value = None if operand.value is None else _typed_number(-_number(operand), type_)
    if value is not None and isinstance(operand.expr, Literal):
        return Typed(Literal(value, type_), type_, span, value)
    return context.join(Negate(operand.expr), type_, span, operand, value=value)


def absolute(operand: Typed, span: Span, context: Context) -> Typed | None:
    """
    Take `abs` of a number.
    """
    if not _numbers((operand,), "`abs`", context):
        return None
    type_ = _result_type((operand,))
    value: Value | None = None
    if operand.value is not None:
        number = _number(operand)
        value = _typed_number(-number if number < 0 else number, type_)
    return context.join(Absolute(operand.expr), type_, span, operand, value=value)


def extreme(
    which: Choice["min", "max"], operands: Sequence[Typed], span: Span, context: Context
) -> Typed | None:
    """
    Take `min` or `max` of some numbers.
    """
    if not _numbers(operands, f"`{which}`", context):
        return None
    type_ = _result_type(operands)
    value: Value | None = None
    if all(operand.value is not None for operand in operands):
        found = _number(operands[0])
        for operand in operands[1:]:
            number = _number(operand)
            if (number < found) if which == "min" else (number > found):
                found = number
        value = _typed_number(found, type_)
    expr = Extreme(which, tuple(operand.expr for operand in operands))
    return context.join(expr, type_, span, *operands, value=value)


def count(operand: Typed, span: Span, context: Context) -> Typed | None:
    """
    Count the values of a set.
    """
    if not isinstance(operand.type, SetType):
        context.report(
            problems.Unsuitable(operand.span, str(operand.type), "`count`", "a set of a choice")
        )
        return None
    value = len(operand.value) if isinstance(operand.value, frozenset) else None
    return context.join(Count(operand.expr), INT, span, operand, value=value)


def _numbers(operands: Sequence[Typed], place: str, context: Context) -> bool:
    wrong = [operand for operand in operands if not is_number(operand.type)]
    for operand in wrong:
        context.report(problems.Unsuitable(operand.span, str(operand.type), place, "a number"))
    return not wrong


def _result_type(operands: Sequence[Typed]) -> Type:
    return REAL if any(isinstance(operand.type, RealType) for operand in operands) else INT


def _calculate(operator: str, left: Number, right: Number) -> Number:
    if operator == "+":
        return left + right
    return left - right if operator == "-" else left * right


def _number(typed: Typed) -> Number:
    assert isinstance(typed.value, int | Fraction)
    return typed.value


def _typed_number(value: Number, type_: Type) -> Number:
    return Fraction(value) if isinstance(type_, RealType) else value
