"""
Values as text and as JSON, both ways.
"""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specl.model import (
    BOOL,
    INT,
    REAL,
    TEXT,
    ChoiceType,
    IntType,
    RealType,
    SetType,
    Type,
    Value,
    show_value,
    value_from_json,
    value_to_json,
)
from specl.model.values import show_number

COLOURS = ChoiceType(("red", "green", "blue"))

TYPED = st.one_of(
    st.tuples(st.just(BOOL), st.booleans()),
    st.tuples(st.just(INT), st.integers()),
    st.tuples(st.just(REAL), st.fractions()),
    st.tuples(st.just(TEXT), st.text()),
    st.tuples(st.just(COLOURS), st.sampled_from(COLOURS.values)),
    st.tuples(st.just(SetType(COLOURS)), st.frozensets(st.sampled_from(COLOURS.values))),
)


@given(TYPED)
def test_json_keeps_every_value(typed: tuple[Type, Value]) -> None:
    """
    A value that went through JSON text is the same value, exactly.
    """
    type_, value = typed
    text = json.dumps(value_to_json(value))
    assert value == value_from_json(type_, json.loads(text, parse_float=Decimal))
    assert value == value_from_json(type_, json.loads(text))


@given(st.fractions())
def test_numbers_are_shown_exactly(number: Fraction) -> None:
    """
    The text of a number, decimal or quotient, is the number.
    """
    assert number == Fraction(show_number(number))


@pytest.mark.parametrize(
    ("value", "text", "data"),
    [
        (True, "true", True),
        (7, "7", 7),
        (Fraction(5, 2), "2.5", 2.5),
        (Fraction(-1, 40), "-0.025", -0.025),
        (Fraction(900), "900", 900),
        (Fraction(1, 3), "1/3", "1/3"),
        (Fraction(10**30 + 1, 10), "1" + "0" * 29 + ".1", "1" + "0" * 29 + ".1"),
        (frozenset({"b", "a"}), "{a, b}", ["a", "b"]),
        (frozenset(), "{}", []),
        ("red", "red", "red"),
    ],
)
def test_how_values_are_written(value: Value, text: str, data: object) -> None:
    """
    Text is the language's, JSON has numbers where they are exact and sorted lists for sets.
    """
    assert (text, data) == (show_value(value), value_to_json(value))


@pytest.mark.parametrize(
    ("type_", "data", "message"),
    [
        (BOOL, 1, "`1` is not true or false"),
        (COLOURS, "pink", '`"pink"` is not one of red, green, blue'),
        (SetType(COLOURS), ["red", "pink"], '`["red", "pink"]` is not a list of red, green, blue'),
        (SetType(COLOURS), "red", '`"red"` is not a list of red, green, blue'),
        (INT, 1.5, "`1.5` is not a value of int"),
        (INT, True, "`true` is not a value of int"),
        (IntType(0, 5), 6, "`6` is not a value of int 0..5"),
        (RealType(Fraction(0), Fraction(1)), -0.5, "`-0.5` is not a value of real 0..1"),
        (REAL, "one", '`"one"` is not a value of real'),
        (REAL, float("nan"), "`NaN` is not a value of real"),
        (REAL, "1/0", '`"1/0"` is not a value of real'),
        (TEXT, None, "`null` is not a text"),
        (COLOURS, ["red"], '`["red"]` is not one of red, green, blue'),
    ],
)
def test_what_is_no_value_of_a_type(type_: Type, data: object, message: str) -> None:
    """
    The message shows what came and says what would do.
    """
    with pytest.raises(ValueError) as raised:
        value_from_json(type_, data)
    assert message == str(raised.value)


def test_a_long_wrong_value_is_cut() -> None:
    """
    A message stays on one short line.
    """
    with pytest.raises(ValueError) as raised:
        value_from_json(BOOL, "x" * 1000)
    assert len(str(raised.value)) < 80
