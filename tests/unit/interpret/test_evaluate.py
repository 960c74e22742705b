"""
The value of expressions: every operator, exact, and as deep as it likes.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from specl.interpret import evaluate
from specl.model import BOOL, INT, REAL, TEXT, ChoiceType, SetType
from specl.model.expressions import (
    Absolute,
    ActRef,
    And,
    Arithmetic,
    Compare,
    Conditional,
    Count,
    Defined,
    Extreme,
    FactRef,
    Iff,
    Implies,
    Literal,
    Member,
    Negate,
    Not,
    Or,
    Overlaps,
    SetDisplay,
)

RISK = ChoiceType(("low", "medium", "high"), ordered=True)
TOOL = ChoiceType(("disk", "web"))
TOOLS = SetType(TOOL)

minor, urgent = FactRef("minor", BOOL), FactRef("urgent", BOOL)
risk, granted = FactRef("risk", RISK), FactRef("granted", TOOLS)
paid, age = FactRef("paid", REAL), FactRef("age", INT)
refund, words = ActRef("refund", REAL), ActRef("words", INT)
used, quote = ActRef("used", TOOLS), ActRef("quote", TEXT)

FACTS = {
    "minor": True,
    "urgent": False,
    "risk": "medium",
    "granted": frozenset({"disk"}),
    "paid": Fraction("19.90"),
    "age": 15,
}
REPLY = {"refund": Fraction(20), "words": 120, "used": frozenset({"disk", "web"}), "quote": "hi"}


def number(value):
    return Literal(value, INT)


@pytest.mark.parametrize(
    ("expected", "expr"),
    [
        (False, And((minor, urgent))),
        (True, Or((urgent, minor))),
        (True, Not(urgent)),
        (False, Implies(minor, urgent)),
        (True, Implies(urgent, minor)),
        (False, Iff(minor, urgent)),
        (True, Compare(">", refund, paid)),
        (True, Compare("==", Arithmetic("-", refund, paid), Literal(Fraction("0.1"), REAL))),
        (True, Compare("<", risk, Literal("high", RISK))),
        (False, Compare("<=", Literal("high", RISK), risk)),
        (True, Compare("<", granted, used)),
        (False, Compare("<", granted, granted)),
        (True, Compare(">=", used, granted)),
        (True, Compare("!=", used, granted)),
        (True, Compare("==", quote, Literal("hi", TEXT))),
        (True, Member(Literal("web", TOOL), used)),
        (False, Member(Literal("web", TOOL), granted)),
        (True, Member(age, SetDisplay((number(15), number(16)), INT))),
        (True, Overlaps(granted, used)),
        (False, Overlaps(granted, SetDisplay((), TOOL))),
        (2, Count(used)),
        (240, Arithmetic("*", number(2), words)),
        (135, Arithmetic("+", words, age)),
        (-15, Negate(age)),
        (15, Absolute(Negate(age))),
        (15, Extreme("min", (words, age))),
        (Fraction(20), Extreme("max", (refund, paid))),
        ("high", Conditional(minor, Literal("high", RISK), risk)),
        (15, Defined("years", (), age)),
    ],
)
def test_an_expression_has_its_value(expected, expr):
    """
    Each operator gives the value that the language says.
    """
    assert expected == evaluate(expr, FACTS, REPLY)


def test_an_ordered_choice_is_compared_by_its_order_through_defines_and_conditionals():
    """
    The order of a choice is found however the values come about.
    """
    chosen = Conditional(urgent, Literal("high", RISK), Defined("risk_now", (), risk))
    assert evaluate(Compare(">=", chosen, Literal("medium", RISK)), FACTS) is True


def test_a_deep_expression_has_a_value():
    """
    Ten thousand nested parts are no more trouble than ten.
    """
    total, wrapped = number(0), minor
    for _ in range(10_000):
        total = Arithmetic("+", total, number(1))
        wrapped = Not(wrapped)
    assert evaluate(total, {}) == 10_000
    assert evaluate(wrapped, {"minor": True}) is True


def test_a_fact_without_a_value_is_a_misuse():
    """
    A scenario that misses a fact which the expression mentions raises KeyError.
    """
    with pytest.raises(KeyError, match="minor"):
        evaluate(minor, {})
