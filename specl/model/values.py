"""
Values as text of the language and as JSON, both ways and exact.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from specl.model.types import (
    BoolType,
    ChoiceType,
    IntType,
    RealType,
    SetType,
    TextType,
    Type,
    Value,
)

__all__ = ["show_number", "show_value", "value_from_json", "value_to_json"]

# No exponents: `Fraction("1e999999999")` would not come back.
_NUMBER = re.compile(r"-?[0-9]{1,4000}(?:\.[0-9]{1,4000}|/[0-9]{1,4000})?")


def show_number(number: int | Fraction) -> str:
    """
    Return a number as the language writes it: decimals where exact, else a quotient.
    """
    if isinstance(number, int):
        return str(number)
    if number.denominator == 1:
        return str(number.numerator)
    digits = _decimal_digits(number.denominator)
    if digits is None:
        return f"{number.numerator}/{number.denominator}"
    scaled = str(abs(number.numerator) * 10**digits // number.denominator).rjust(digits + 1, "0")
    sign = "-" if number < 0 else ""
    return f"{sign}{scaled[:-digits]}.{scaled[-digits:]}"


def _decimal_digits(denominator: int) -> int | None:
    """
    Return how many decimals write 1/denominator exactly, or None when none do.
    """
    twos = fives = 0
    while denominator % 2 == 0:
        denominator //= 2
        twos += 1
    while denominator % 5 == 0:
        denominator //= 5
        fives += 1
    return max(twos, fives) if denominator == 1 else None


def show_value(value: Value) -> str:
    """
    Return a value as the language writes it.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Fraction):
        return show_number(value)
    if isinstance(value, frozenset):
        return "{" + ", ".join(sorted(value)) + "}"
    return value


def value_to_json(value: Value) -> Any:
    """
    Return a value as JSON-ready data: sets as sorted lists, inexact decimals as `"1/3"`.
    """
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Fraction):
        return _fraction_to_json(value)
    return value


def _fraction_to_json(value: Fraction) -> Any:
    if value.denominator == 1:
        return value.numerator
    digits = _decimal_digits(value.denominator)
    if digits is None or Fraction(repr(float(value))) != value:
        return show_number(value)
    return float(value)


def value_from_json(type_: Type, data: Any) -> Value:
    """
    Return the value that JSON data means for a type.

    Args:
        type_: The type of the fact or act.
        data: Parsed JSON; numbers may be `int`, `Decimal` or `float`, or strings such as `"1/3"`.

    Raises:
        ValueError: The data is no value of the type; the message says what would be.
    """
    match type_:
        case BoolType() if isinstance(data, bool):
            return data
        case ChoiceType() if data in type_.values:
            return str(data)
        case TextType() if isinstance(data, str):
            return data
        case SetType() if isinstance(data, list) and all(v in type_.element.values for v in data):
            return frozenset(data)
        case IntType() | RealType():
            return _number_from_json(type_, data)
    raise ValueError(f"`{_show_json(data)}` is not {_wanted(type_)}")


def _number_from_json(type_: IntType | RealType, data: Any) -> Value:
    if type(data) is int and isinstance(type_, IntType) and _in_range(data, type_):
        return data
    number = _exact(data)
    if number is not None and _in_range(number, type_):
        if isinstance(type_, RealType):
            return number
        if number.denominator == 1:
            return number.numerator
    raise ValueError(f"`{_show_json(data)}` is not {_wanted(type_)}")


def _in_range(number: int | Fraction, type_: IntType | RealType) -> bool:
    return (type_.low is None or number >= type_.low) and (
        type_.high is None or number <= type_.high
    )


def _exact(data: Any) -> Fraction | None:
    if isinstance(data, bool) or not isinstance(data, int | float | str | Decimal):
        return None
    if isinstance(data, str) and not _NUMBER.fullmatch(data):
        return None
    try:
        return Fraction(repr(data)) if isinstance(data, float) else Fraction(data)
    except (ValueError, ZeroDivisionError, OverflowError, InvalidOperation):
        return None


def _show_json(data: Any) -> str:
    text = json.dumps(data, ensure_ascii=False, default=float)
    return text if len(text) <= 40 else text[:37] + "..."


def _wanted(type_: Type) -> str:
    match type_:
        case BoolType():
            return "true or false"
        case ChoiceType():
            return "one of " + ", ".join(type_.values)
        case SetType():
            return "a list of " + ", ".join(type_.element.values)
        case TextType():
            return "a text"
    return f"a value of {type_}"
