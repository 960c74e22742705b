"""
The types of facts and acts, and the Python values that inhabit them.

| type | Python value |
| --- | --- |
| `bool` | `bool` |
| a choice | `str`, one of its values |
| `int` | `int` |
| `real` | `fractions.Fraction`, exact |
| `set of` a choice | `frozenset` of `str` |
| `text` | `str` |
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property

import attrs

from specl.text.record import record

__all__ = [
    "BOOL",
    "INT",
    "REAL",
    "TEXT",
    "BoolType",
    "ChoiceType",
    "IntType",
    "RealType",
    "SetType",
    "TextType",
    "Type",
    "Value",
    "is_numeric",
]


@record
class BoolType:
    """
    True or false.
    """

    def __str__(self) -> str:
        return "bool"


@record(slots=False)
class ChoiceType:
    """
    One of some values; ordered ones can be compared, lowest first.

    Two choices are the same type when values, order and orderedness are; a name changes nothing.
    """

    values: tuple[str, ...]
    ordered: bool = False
    name: str | None = attrs.field(default=None, eq=False)

    @cached_property
    def rank(self) -> dict[str, int]:
        """
        Return each value's place, from 0.
        """
        return {value: index for index, value in enumerate(self.values)}

    def __str__(self) -> str:
        return self.name or (" < " if self.ordered else " | ").join(self.values)


@record
class IntType:
    """
    Whole numbers, from `low` to `high` where these are given, both included.
    """

    low: int | None = None
    high: int | None = None

    def __str__(self) -> str:
        return _ranged("int", self.low, self.high)


@record
class RealType:
    """
    Exact rationals, from `low` to `high` where these are given, both included.
    """

    low: Fraction | None = None
    high: Fraction | None = None

    def __str__(self) -> str:
        return _ranged("real", self.low, self.high)


@record
class SetType:
    """
    Sets of values of one choice.
    """

    element: ChoiceType

    def __str__(self) -> str:
        return f"set of {self.element}"


@record
class TextType:
    """
    Any text; it can only be compared for equality.
    """

    def __str__(self) -> str:
        return "text"


Type = BoolType | ChoiceType | IntType | RealType | SetType | TextType
Value = bool | int | Fraction | str | frozenset[str]

BOOL = BoolType()
INT = IntType()
REAL = RealType()
TEXT = TextType()


def is_numeric(type_: Type) -> bool:
    """
    Tell whether a type's values are numbers.
    """
    return isinstance(type_, IntType | RealType)


def _ranged(word: str, low: int | Fraction | None, high: int | Fraction | None) -> str:
    from specl.model.values import show_number

    if low is None or high is None:
        return word
    return f"{word} {show_number(low)}..{show_number(high)}"
