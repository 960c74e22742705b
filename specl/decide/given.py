"""
Values as callers give them, read into columns: arrays and lists, by the rules for JSON.

Whole arrays are converted at once where that loses nothing; of everything else each distinct
value is read once. A row without a usable value is noted and gets some value.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any

import numpy as np

from specl.decide.columns import Coded, Column, Numbers, Whole, narrowed
from specl.model import Value, value_from_json
from specl.model.types import BoolType, ChoiceType, IntType, RealType, SetType, Type

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Digits", "column_of", "whole_numbers"]

_WORD = 2**62
_MOST_DIGITS = 10**1_000
_EXACT = 10.0**15
_DECIMALS = 7
_SAMPLE = 64
_LONGEST = 16
_BYTE = 256
_LARGEST_EXPONENT = 400


class Digits(str):
    """
    A number with a point or an exponent, as it stands in JSON.
    """

    __slots__ = ()


def column_of(type_: Type, values: Any) -> Column:
    """
    Return the values of a fact, as callers give them, as a column.

    Args:
        type_: The type of the fact.
        values: A numpy array or a sequence. Choices may also be given as whole numbers, which
            count the type's values from 0.
    """
    if isinstance(values, np.ndarray):
        found = _from_array(type_, values)
        if found is not None:
            return found
        values = values.tolist()
    return _from_list(type_, values)


def _from_array(type_: Type, values: NDArray[Any]) -> Column | None:
    """
    Return an array as a column, or None where its values are to be looked at one by one.
    """
    kind = values.dtype.kind
    match type_:
        case BoolType() if kind == "b":
            return Coded(values.view(np.int8), (False, True))
        case ChoiceType() if kind in "iu":
            return _choices(type_, values)
        case IntType() if kind in "iu":
            return whole_numbers(type_, values, 1)
        case RealType() if kind in "iu":
            return whole_numbers(type_, values, 1)
        case RealType() if values.dtype == np.float64:
            return _decimals(type_, values)
    return None


def _choices(type_: ChoiceType, codes: Whole) -> Coded:
    bad = np.flatnonzero((codes < 0) | (codes >= len(type_.values)))
    codes = np.where((codes < 0) | (codes >= len(type_.values)), 0, codes) if len(bad) else codes
    return Coded(narrowed(codes), type_.values, tuple(bad.tolist()))


def whole_numbers(type_: IntType | RealType, data: Whole, scale: int) -> Numbers | None:
    """
    Return whole numbers as a column, None where they fit no word.
    """
    least, most = (int(data.min()), int(data.max())) if len(data) else (0, 0)
    if not -_WORD < least <= most < _WORD:
        return None
    low = least if type_.low is None else -(-type_.low * scale // 1)
    high = most if type_.high is None else type_.high * scale // 1
    bad: tuple[int, ...] = ()
    if least < low or most > high:
        bad = tuple(np.flatnonzero((data < low) | (data > high)).tolist())
    return Numbers(narrowed(data), scale, isinstance(type_, RealType), bad)


def _decimals(type_: RealType, doubles: NDArray[np.float64]) -> Numbers | None:
    """
    Return doubles as the shortest decimals that stand for them, None where these are long.

    Of at most fifteen digits each decimal has a double of its own, so that one which divides
    back to the double is the shortest.
    """
    for decimals in range(_DECIMALS):
        scale = 10**decimals
        if _in_units(doubles[:_SAMPLE], scale) is not None:
            data = _in_units(doubles, scale)
            if data is not None:
                return whole_numbers(type_, data.astype(np.int64), scale)
    return None


def _in_units(doubles: NDArray[np.float64], scale: int) -> NDArray[np.float64] | None:
    """
    Return how many units of `1/scale` doubles are, None where one is no whole number of them.
    """
    with np.errstate(over="ignore"):
        data = doubles * scale
    np.rint(data, out=data)
    exact = bool((data / scale == doubles).all())
    if not exact or (len(data) and max(-float(data.min()), float(data.max())) >= _EXACT):
        return None
    return data


def _from_list(type_: Type, values: Sequence[Any]) -> Column:
    """
    Return values as a column.
    """
    found = _from_names(type_, values) if isinstance(type_, ChoiceType) else None
    if found is not None:
        return found
    kinds = set(map(type, values))
    match type_:
        case BoolType() if kinds == {bool}:
            found = Coded(np.frombuffer(bytes(values), np.int8), (False, True))
        case IntType() if kinds == {int}:
            found = _from_ints(type_, values)
        case RealType() if kinds <= {int, float, Digits}:
            found = _from_reals(type_, values, kinds)
    return _each_read(type_, values, kinds) if found is None else found


def _from_names(type_: ChoiceType, values: Sequence[Any]) -> Column | None:
    """
    Return the values of a choice as a column, None where some are no values of it.
    """
    if len(type_.values) > _BYTE:
        return None
    try:
        codes = bytes(map(type_.rank.__getitem__, values))
    except (KeyError, TypeError):
        return None
    return Coded(np.frombuffer(codes, np.uint8), type_.values)


def _from_ints(type_: IntType | RealType, values: Sequence[int]) -> Numbers | None:
    try:
        return whole_numbers(type_, np.array(values, np.int64), 1)
    except OverflowError:
        return None


def _from_reals(type_: RealType, values: Sequence[Any], kinds: set[type]) -> Numbers | None:
    if kinds == {int}:
        return _from_ints(type_, values)
    if Digits in kinds and max(map(len, map(str, values))) > _LONGEST:
        return None
    try:
        doubles = np.array(list(map(float, values)), np.float64)
    except OverflowError:
        return None
    zeros = {str(values[row]) for row in np.flatnonzero(doubles == 0).tolist()}
    return _decimals(type_, doubles) if all(map(_is_zero, zeros)) else None


def _is_zero(digits: str) -> bool:
    """
    Tell whether a number that a double takes for zero is zero.
    """
    return not digits.lower().partition("e")[0].strip("-0.")


def _each_read(type_: Type, values: Sequence[Any], kinds: set[type]) -> Column:
    """
    Return values as a column, each distinct one read once by the rules for JSON.
    """
    keys: list[Any] = list(values)
    if kinds == {list}:
        keys = list(map(tuple, values))
    elif len(kinds) > 1 or kinds & {list, set, tuple, dict}:
        keys = list(map(_key, values))
    try:
        different = dict.fromkeys(keys)
    except TypeError:  # lists in lists
        keys = list(map(_key, values))
        different = dict.fromkeys(keys)
    index = {key: code for code, key in enumerate(different)}
    codes = np.fromiter(map(index.__getitem__, keys), np.int64, len(keys))
    read = [_read(type_, key) for key in index]
    wrong = [code for code, value in enumerate(read) if value is None]
    bad = tuple(np.flatnonzero(np.isin(codes, wrong)).tolist()) if wrong else ()
    found = [_stand_in(type_) if value is None else value for value in read]
    if isinstance(type_, IntType | RealType):
        return _numbers(type_, codes, found, bad)
    return Coded(narrowed(codes), found, bad)


def _key(value: Any) -> Hashable:
    """
    Return what tells a value from all others, from equal ones of other types too.

    What cannot be hashed is no value of any type, and all of it is one.
    """
    match value:
        case list() | tuple() if all(isinstance(each, str) for each in value):
            return tuple(value)
        case set() | frozenset() if all(isinstance(each, str) for each in value):
            return frozenset(value)
    try:
        hash(value)
    except TypeError:
        return type(value), None
    return type(value), value


def _read(type_: Type, key: Any) -> Value | None:
    """
    Return the value that data means for a type, None where it means none.
    """
    data = key[1] if isinstance(key, tuple) and len(key) == 2 and isinstance(key[0], type) else key
    if isinstance(data, tuple | frozenset):
        data = sorted(data, key=repr)
    elif isinstance(data, Fraction):
        data = str(data)
    elif isinstance(data, np.generic):
        data = data.item()
    elif isinstance(data, Digits):
        data = _decimal(data)
    if isinstance(data, int) and not -_MOST_DIGITS < data < _MOST_DIGITS:
        return None
    try:
        return value_from_json(type_, data)
    except (ValueError, TypeError):
        return None


def _decimal(digits: str) -> Decimal | None:
    """
    Return a number as written, None where its exponent is beyond reason.
    """
    number = Decimal(digits)
    return None if number and abs(number.adjusted()) > _LARGEST_EXPONENT else number


def _stand_in(type_: Type) -> Value:
    match type_:
        case BoolType():
            return False
        case SetType():
            return frozenset()
        case IntType() | RealType():
            return 0
        case ChoiceType(values):
            return values[0]
    return ""


def _numbers(
    type_: IntType | RealType, codes: Whole, values: Sequence[Any], bad: tuple[int, ...]
) -> Column:
    """
    Return coded numbers in units of a common fraction, or as they are where that is too small.
    """
    scale = lcm(*(Fraction(value).denominator for value in values))
    data = [int(value * scale) for value in values]
    if all(-_WORD < each < _WORD for each in data):
        found = np.array(data, np.int64)[codes]
        return Numbers(narrowed(found), scale, isinstance(type_, RealType), bad)
    return Coded(narrowed(codes), values, bad)
