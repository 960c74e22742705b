"""
Types and when two of them are one.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from specl.model import BOOL, INT, REAL, TEXT, ChoiceType, IntType, RealType, SetType, Type
from specl.model.types import is_numeric


def test_a_name_makes_no_other_type() -> None:
    """
    Choices are one type when values, order and orderedness are.
    """
    assert ChoiceType(("a", "b"), name="letter") == ChoiceType(("a", "b"))
    assert ChoiceType(("a", "b"), ordered=True) != ChoiceType(("a", "b"))
    assert ChoiceType(("b", "a")) != ChoiceType(("a", "b"))


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        (BOOL, "bool"),
        (TEXT, "text"),
        (INT, "int"),
        (IntType(-5, 10), "int -5..10"),
        (REAL, "real"),
        (RealType(Fraction(0), Fraction(5, 2)), "real 0..2.5"),
        (ChoiceType(("a", "b")), "a | b"),
        (ChoiceType(("a", "b"), ordered=True), "a < b"),
        (ChoiceType(("a", "b"), name="letter"), "letter"),
        (SetType(ChoiceType(("a", "b"))), "set of a | b"),
    ],
)
def test_types_read_as_they_are_written(type_: Type, text: str) -> None:
    """
    A type's text is the language's.
    """
    assert text == str(type_)


def test_ranks_count_from_the_lowest() -> None:
    """
    The first value of an ordered choice is the lowest.
    """
    assert {"low": 0, "high": 1} == ChoiceType(("low", "high"), ordered=True).rank


def test_numbers_are_numeric() -> None:
    """
    Only whole and real numbers are.
    """
    assert [True, True, False, False] == [is_numeric(each) for each in (INT, REAL, BOOL, TEXT)]
