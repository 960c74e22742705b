"""
Plain values of facts and acts, read exactly, with every mistake in them named.

A value that is read is a bool, a text, a frozen set of texts, an `int`, or a `Fraction` that is
no whole number. It runs on Python 3.9 as well.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Any

__all__ = ["Reader", "whole_between"]


class Reader:
    """
    Reads plain values, and keeps everything that is wrong with them.
    """

    def __init__(self, *, assume_defaults: bool) -> None:
        self.assume_defaults = assume_defaults
        self.problems: list[str] = []

    def finish(self) -> None:
        """
        Say everything that is wrong, if anything is.
        """
        if self.problems:
            raise ValueError("; ".join(self.problems))

    def read(self, kind: str, types: Any, defaults: Any, values: Any, fixed: Any) -> dict[str, Any]:
        """
        Return a value for every name.
        """
        found: dict[str, Any] = {}
        if not hasattr(values, "keys"):
            self.problems.append(f"{kind}s are given as a mapping of names to values")
            return found
        given = set(values)
        for name in values:
            if name in types:
                self._keep(kind, name, types[name], values[name], found)
            elif name in fixed:
                self._compare(kind, name, values[name], fixed[name])
            else:
                self.problems.append(f"there is no {kind} `{_shown(name)}`")
        if self.assume_defaults:
            found = {**defaults, **found}
        missing = [f"`{name}`" for name in types if name not in found and name not in given]
        if missing:
            self.problems.append(f"there is no value for {kind} {', '.join(missing)}")
        return found

    def _keep(self, kind: str, name: str, type_: Any, data: Any, found: dict[str, Any]) -> None:
        try:
            found[name] = _value(type_, data)
        except ValueError as error:
            self.problems.append(f"{kind} `{name}`: {error}")

    def _compare(self, kind: str, name: str, data: Any, fixed: Any) -> None:
        type_, value = fixed
        found: dict[str, Any] = {}
        self._keep(kind, name, type_, data, found)
        if found and found[name] != value:
            self.problems.append(f"{kind} `{name}` is known to be another value in this guard")


def _value(type_: Any, data: Any) -> Any:
    """
    Return the value that plain data means; whole numbers are always `int`.
    """
    kind = type_[0]
    if kind == "bool" and isinstance(data, bool):
        return data
    if kind == "text" and isinstance(data, str):
        return str(data)
    if kind == "choice" and isinstance(data, str) and data in type_[1]:
        return str(data)
    if kind == "set" and _are_members(data, type_[1]):
        return frozenset(data)
    if kind in {"int", "real"}:
        number = _number(data)
        if number is not None and _fits(number, *type_):
            return number
    raise ValueError(f"`{_shown(data)}` is not {_wanted(*type_)}")


def _are_members(data: Any, values: Any) -> bool:
    return isinstance(data, (list, tuple, set, frozenset)) and all(
        isinstance(each, str) and each in values for each in data
    )


def _fits(number: Any, kind: str, low: Any, high: Any) -> bool:
    if kind == "int" and not isinstance(number, int):
        return False
    return (low is None or number >= low) and (high is None or number <= high)


_DIGITS = re.compile(r"-?[0-9]{1,4000}(?:\.[0-9]{1,4000}|/[0-9]{1,4000})?")
_LARGEST_EXPONENT = 400


def _number(data: Any) -> Any:
    """
    Return a number exactly, a float as it is written; None where the data is no number.
    """
    if isinstance(data, bool) or not isinstance(data, (int, float, str, Decimal, Fraction)):
        return None
    if isinstance(data, str) and not _DIGITS.fullmatch(data):
        return None
    if isinstance(data, Decimal) and not _is_near(data):
        return None
    try:
        number = Fraction(repr(float(data)) if isinstance(data, float) else data)
    except (ValueError, ZeroDivisionError, OverflowError):
        return None
    return number.numerator if number.denominator == 1 else number


def _is_near(data: Decimal) -> bool:
    return data.is_finite() and abs(data.adjusted()) <= _LARGEST_EXPONENT


def _shown(data: Any) -> str:
    """
    Return data as text of letters, digits and signs that every screen has.
    """
    try:
        text = ascii(data) if isinstance(data, (set, frozenset)) else json.dumps(data, default=str)
    except (TypeError, ValueError, RecursionError):
        text = type(data).__name__
    return text if len(text) <= 40 else text[:37] + "..."


def _wanted(kind: str, *details: Any) -> str:
    if kind == "choice":
        return f"one of {', '.join(details[0])}"
    if kind == "set":
        return f"a list of {', '.join(details[0])}"
    if kind in {"int", "real"}:
        low, high = details
        return f"a value of {kind}" + ("" if low is None or high is None else f" {low}..{high}")
    return {"bool": "true or false", "text": "a text"}[kind]


def whole_between(low: Any, high: Any, *, above: bool, below: bool) -> bool:
    """
    Tell whether a whole number lies between two numbers, or `above` and `below` them.
    """
    least: int = floor(low) + 1 if above else ceil(low)
    most: int = ceil(high) - 1 if below else floor(high)
    return least <= most
