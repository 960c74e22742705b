"""
Expressions in words for a judge.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from specl.model import BOOL, INT, TEXT, ChoiceType, IntType, RealType, SetType, Type
from specl.model.expressions import (
    FALSE,
    TRUE,
    Absolute,
    And,
    Arithmetic,
    Compare,
    Conditional,
    Count,
    Defined,
    Expr,
    Extreme,
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
from specl.rubric.vocabulary import Vocabulary, listed, values_of
from specl.rubric.words import clause, part
from tests.unit.building import a, act, f, fact

MONEY = RealType(Fraction(0), Fraction(1000))
TOPIC = ChoiceType(("billing", "medical", "legal"))
RISK = ChoiceType(("low", "medium", "high"), ordered=True)
TOOLS = SetType(ChoiceType(("browser", "shell")))

FACTS = [
    fact("minor", question="The user is, or seems to be, under 18."),
    fact("urgent", question="Is anybody in danger?"),
    fact("plain"),
    fact("refund", MONEY, "The refund asked for."),
    fact("topic", TOPIC, "What is the request about?"),
    fact("risk", RISK, "How much harm there could be."),
    fact("granted", TOOLS, "The tools that may be used."),
    fact("city", TEXT, "Where the user lives."),
    fact("earlier refuse", question="Did an earlier reply refuse?", earlier="refuse"),
]
ACTS = [
    act("refuse", question="Does the reply refuse?"),
    act("disclaim", question="Says that it is no professional."),
    act("used", TOOLS, "The tools that the reply uses."),
    act("words", INT, "The length in words."),
]
VOCABULARY = Vocabulary({each.name: each for each in FACTS}, {each.name: each for each in ACTS})
MINOR, URGENT, PLAIN = f("minor"), f("urgent"), f("plain")
REFUND, TOPIC_, RISK_ = f("refund", MONEY), f("topic", TOPIC), f("risk", RISK)
USED, GRANTED, WORDS = a("used", TOOLS), f("granted", TOOLS), a("words", INT)
SHELL, BROWSER = Literal("shell", TOOLS.element), Literal("browser", TOOLS.element)


def choices(*names: str) -> SetDisplay:
    return SetDisplay(tuple(Literal(name, TOPIC) for name in names), TOPIC)


REFUND_WORDS = "“The refund asked for” (`refund`)"
USED_WORDS = "“The tools that the reply uses” (`used`)"
TOPIC_WORDS = "the answer to “What is the request about?” (`topic`)"

ATOMS = [
    (
        MINOR,
        "“The user is, or seems to be, under 18” is true (`minor`)",
        "“The user is, or seems to be, under 18” is not true (`minor`)",
    ),
    (
        URGENT,
        "the answer to “Is anybody in danger?” is yes (`urgent`)",
        "the answer to “Is anybody in danger?” is no (`urgent`)",
    ),
    (PLAIN, "`plain` is true", "`plain` is false"),
    (
        a("disclaim"),
        "“Says that it is no professional” is true of the reply (`disclaim`)",
        "“Says that it is no professional” is not true of the reply (`disclaim`)",
    ),
    (
        f("earlier refuse"),
        "an earlier reply of the conversation shows `refuse` (“Does the reply refuse?”)",
        "no earlier reply of the conversation shows `refuse` (“Does the reply refuse?”)",
    ),
    (TRUE, "in any case", "in no case"),
    (Defined("d", (), PLAIN), "`plain` is true", "`plain` is false"),
]

COMPARISONS = [
    (
        Compare(">", REFUND, Literal(500, INT)),
        f"{REFUND_WORDS} is more than 500",
        f"{REFUND_WORDS} is at most 500",
    ),
    (
        Compare("<", Literal(500, INT), REFUND),
        f"{REFUND_WORDS} is more than 500",
        f"{REFUND_WORDS} is at most 500",
    ),
    (
        Compare("<", RISK_, Literal("medium", RISK)),
        "“How much harm there could be” (`risk`) is below medium",
        "“How much harm there could be” (`risk`) is at least medium",
    ),
    (
        Compare("<", RISK_, Literal("high", RISK)),
        "“How much harm there could be” (`risk`) is not high",
        "“How much harm there could be” (`risk`) is high",
    ),
    (
        Compare("<=", RISK_, Literal("low", RISK)),
        "“How much harm there could be” (`risk`) is low",
        "“How much harm there could be” (`risk`) is not low",
    ),
    (
        Compare("==", TOPIC_, Literal("legal", TOPIC)),
        f"{TOPIC_WORDS} is legal",
        f"{TOPIC_WORDS} is not legal",
    ),
    (
        Compare("!=", f("city", TEXT), Literal("Ulm", TEXT)),
        "“Where the user lives” (`city`) is not the text “Ulm”",
        "“Where the user lives” (`city`) is the text “Ulm”",
    ),
    (Compare("==", PLAIN, TRUE), "`plain` is true", "`plain` is false"),
    (Compare("!=", FALSE, PLAIN), "`plain` is true", "`plain` is false"),
    (
        Compare("!=", PLAIN, URGENT),
        "`plain` is true exactly when the answer to “Is anybody in danger?” is no (`urgent`)",
        "`plain` is true exactly when the answer to “Is anybody in danger?” is yes (`urgent`)",
    ),
]

SETS = [
    (
        Member(TOPIC_, choices("medical", "legal")),
        f"{TOPIC_WORDS} is medical or legal",
        f"{TOPIC_WORDS} is none of medical and legal",
    ),
    (Member(TOPIC_, choices("legal")), f"{TOPIC_WORDS} is legal", f"{TOPIC_WORDS} is not legal"),
    (Member(TOPIC_, choices()), "in no case", "in any case"),
    (Member(SHELL, USED), f"{USED_WORDS} includes shell", f"{USED_WORDS} does not include shell"),
    (
        Overlaps(USED, SetDisplay((SHELL, BROWSER), TOOLS.element)),
        f"{USED_WORDS} includes at least one of shell and browser",
        f"{USED_WORDS} includes none of shell and browser",
    ),
    (
        Overlaps(USED, GRANTED),
        f"{USED_WORDS} and “The tools that may be used” (`granted`) have something in common",
        f"{USED_WORDS} and “The tools that may be used” (`granted`) have nothing in common",
    ),
    (
        Compare("<=", USED, GRANTED),
        f"{USED_WORDS} holds nothing beyond “The tools that may be used” (`granted`)",
        f"{USED_WORDS} holds something beyond “The tools that may be used” (`granted`)",
    ),
    (
        Compare("==", USED, SetDisplay((), TOOLS.element)),
        f"{USED_WORDS} is empty",
        f"{USED_WORDS} is not empty",
    ),
    (
        Compare(">=", USED, Literal(frozenset({"shell"}), TOOLS)),
        f"{USED_WORDS} holds all of shell",
        f"{USED_WORDS} does not hold all of shell",
    ),
    (
        Compare("<", Count(USED), Literal(2, INT)),
        f"the number of values in {USED_WORDS} is less than 2",
        f"the number of values in {USED_WORDS} is at least 2",
    ),
]

JOINED = [
    (
        And((PLAIN, URGENT)),
        "`plain` is true and the answer to “Is anybody in danger?” is yes (`urgent`)",
        "`plain` is false or the answer to “Is anybody in danger?” is no (`urgent`)",
    ),
    (
        And((PLAIN, Or((a("b"), a("c"))))),
        "`plain` is true and (`b` is true or `c` is true)",
        "`plain` is false or (`b` is false and `c` is false)",
    ),
    (
        Implies(PLAIN, Not(a("b"))),
        "if `plain` is true, then `b` is false",
        "`plain` is true and `b` is true",
    ),
    (
        Iff(PLAIN, And((a("b"), a("c")))),
        "`plain` is true exactly when (`b` is true and `c` is true)",
        "`plain` is true exactly when (`b` is false or `c` is false)",
    ),
    (
        Conditional(PLAIN, a("b"), a("c")),
        "if `plain` is true, then `b` is true, and otherwise `c` is true",
        "if `plain` is true, then `b` is false, and otherwise `c` is false",
    ),
]


@pytest.mark.parametrize(("expr", "holds", "fails"), ATOMS + COMPARISONS + SETS + JOINED)
def test_words(expr: Expr, holds: str, fails: str) -> None:
    """
    An expression and its negation, which is pushed inward, have words of their own.
    """
    assert (holds, fails) == (clause(VOCABULARY, expr), clause(VOCABULARY, expr, holds=False))
    assert fails == clause(VOCABULARY, Not(expr))


@pytest.mark.parametrize(
    ("term", "words"),
    [
        (Arithmetic("+", WORDS, Literal(2, INT)), "“The length in words” (`words`) plus 2"),
        (Arithmetic("*", Literal(2, INT), WORDS), "2 times “The length in words” (`words`)"),
        (
            Arithmetic("-", Literal(9, INT), Arithmetic("-", WORDS, Literal(2, INT))),
            "9 minus (“The length in words” (`words`) minus 2)",
        ),
        (Negate(WORDS), "minus “The length in words” (`words`)"),
        (Absolute(WORDS), "the absolute value of “The length in words” (`words`)"),
        (
            Extreme("max", (WORDS, Literal(2, INT))),
            "the largest of “The length in words” (`words`) and 2",
        ),
        (
            Conditional(PLAIN, WORDS, Literal(2, INT)),
            "the value of `if plain then words else 2`",
        ),
    ],
)
def test_calculations(term: Expr, words: str) -> None:
    """
    What is calculated is said from left to right, nested sums in parentheses.
    """
    assert f"{words} is at most 7" == clause(VOCABULARY, Compare("<=", term, Literal(7, INT)))


def test_a_part_with_parts_stands_in_parentheses() -> None:
    """
    A clause that goes into a sentence of several keeps its own parts together.
    """
    assert "(`plain` is true or `b` is true)" == part(VOCABULARY, Or((PLAIN, a("b"))))
    assert "`plain` is true" == part(VOCABULARY, PLAIN)


def test_what_nobody_could_follow_is_shown_in_the_language() -> None:
    """
    Deep nesting ends in the language's own text, and is no matter of Python's stack.
    """
    expr: Expr = a("x")
    for _ in range(5_000):
        expr = Implies(PLAIN, expr)
    words = clause(VOCABULARY, expr)
    assert words.count("if `plain` is true, then") == 8
    assert "holds" in words


def test_lists() -> None:
    """
    The last two words are joined by the conjunction, the others by commas.
    """
    assert ["", "a", "a or b", "a, b or c"] == [
        listed(["a", "b", "c"][:count], "or") for count in range(4)
    ]


@pytest.mark.parametrize(
    ("expr", "words"),
    [
        (
            Member(TOPIC_, f("topics", SetType(TOPIC))),
            f"{TOPIC_WORDS} is among `topics`",
        ),
        (
            Not(Member(TOPIC_, f("topics", SetType(TOPIC)))),
            f"{TOPIC_WORDS} is not among `topics`",
        ),
        (
            Compare("==", USED, Defined("both", (), SetDisplay((SHELL, BROWSER), TOOLS.element))),
            f"{USED_WORDS} is exactly shell and browser",
        ),
        (
            Compare("<=", Defined("length", (), WORDS), Literal(7, INT)),
            "“The length in words” (`words`) is at most 7",
        ),
        (
            Compare("==", Conditional(PLAIN, TOPIC_, Literal("legal", TOPIC)), TOPIC_),
            f"the value of `if plain then topic else legal` is {TOPIC_WORDS}",
        ),
    ],
)
def test_defines_and_choices_between_values(expr: Expr, words: str) -> None:
    """
    A define is said by what it means, and a choice between values as it is written.
    """
    assert words == clause(VOCABULARY, expr)


def test_a_sum_too_deep_to_say_is_shown() -> None:
    """
    The inner part of a long sum stands as the language writes it.
    """
    total: Expr = WORDS
    for _ in range(5_000):
        total = Arithmetic("+", total, Literal(1, INT))
    words = clause(VOCABULARY, Compare("<", total, Literal(7, INT)))
    assert "`words + 1 + 1" in words
    assert words.endswith("is less than 7")


@pytest.mark.parametrize(
    ("type_", "words"),
    [
        (BOOL, "yes or no"),
        (TOPIC, "one of billing, medical, legal"),
        (RISK, "one of low, medium, high (lowest first)"),
        (TOOLS, "none, one or several of browser, shell"),
        (IntType(0, 9), "a whole number from 0 to 9"),
        (INT, "a whole number"),
        (RealType(Fraction(0), Fraction(5, 2)), "a number from 0 to 2.5"),
        (TEXT, "a text"),
    ],
)
def test_what_values_there_are(type_: Type, words: str) -> None:
    """
    A judge is told what can be answered.
    """
    assert words == values_of(type_)
