"""
Expressions mean what they say, and large ones end in an error rather than in a fall.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from specl.model.expressions import Compare, Defined, FactRef, Literal, Member, Not
from specl.model.show import show
from specl.model.types import INT, REAL, ChoiceType, IntType, RealType
from tests.unit.resolve.texts import resolved, spec_of

WORDS = """
type topic = billing | medical | legal
fact about: topic "What?"
fact amount: real 0..10 = 1 "How much?"
fact number: int 0..10 "How many?"
fact tools: set of mail | search "Which?"
act refuse "Declines?"
act cites: set of mail | search "Which?"
act words: int 0..100 = 5 "How many?"
define twice(x: real) = x * 2
define limit = 2 + 3
"""


def condition(text: str) -> object:
    """
    Return what a condition means.
    """
    spec = spec_of(f"{WORDS}\nrule r {{ when {text} must refuse }}")
    return spec.rules["r"].when[0].expr


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("about == billing", "about == billing"),
        ("billing == about", "billing == about"),
        ("about not in {billing, legal}", "about not in {billing, legal}"),
        ("0 < amount <= 3 < number", "0 < amount and amount <= 3 and 3 < number"),
        ("tools has mail and tools has any {mail}", "tools has mail and tools has any {mail}"),
        ("tools has all {mail}", "tools has all {mail}"),
        ("amount < twice(number)", "amount < twice(number)"),
        ("amount < limit", "amount < limit"),
        ("amount - -1 > 2 * number", "amount - -1 > 2 * number"),
        ("(if amount > 1 then billing else legal) == about", None),
    ],
)
def test_shown_as_written(text: str, expected: str | None) -> None:
    """
    A resolved expression reads like the one that was written.
    """
    assert (expected or text) == show(condition(text))  # type: ignore[arg-type]


def test_a_value_is_of_the_choice_it_is_compared_with() -> None:
    """
    A bare value takes its choice from the other side.
    """
    topic = ChoiceType(("billing", "medical", "legal"))
    expected = Compare("==", FactRef("about", topic), Literal("billing", topic))
    assert expected == condition("about == billing")


def test_whole_literals_beside_reals_are_real() -> None:
    """
    A literal takes the type of the side that it meets.
    """
    real = RealType(Fraction(0), Fraction(10))
    expected = Compare("<", FactRef("amount", real), Literal(Fraction(3), REAL))
    assert expected == condition("amount < 3")
    whole = Compare("<", FactRef("number", IntType(0, 10)), Literal(3, INT))
    assert whole == condition("number < 3")


def test_not_in_is_a_negated_member() -> None:
    """
    `not in` has no node of its own.
    """
    found = condition("about not in {billing}")
    assert isinstance(found, Not)
    assert isinstance(found.operand, Member)


def test_a_call_carries_its_arguments_and_its_body() -> None:
    """
    A define with parameters stands for its body with the arguments in place.
    """
    found = condition("amount < twice(number)")
    assert isinstance(found, Compare)
    assert isinstance(found.right, Defined)
    assert ("number",) == tuple(show(argument) for argument in found.right.arguments)
    assert "number * 2" == show(found.right.body)


def test_earlier_brings_about_a_fact() -> None:
    """
    `earlier ACT` is a fact with a default of false that stands after the declared ones.
    """
    spec = spec_of(f"{WORDS}\nrule r {{ when earlier refuse must refuse }}")
    fact = spec.facts["earlier refuse"]
    assert ["about", "amount", "number", "tools", "earlier refuse"] == list(spec.facts)
    assert ("refuse", False, True) == (fact.earlier, fact.default, fact.own)
    assert "earlier refuse" == show(spec.rules["r"].when[0].expr)


def test_defaults() -> None:
    """
    Defaults are values of the declared type; bool facts and acts have false, sets of acts none.
    """
    spec = spec_of(f'{WORDS}\nfact minor: bool unsure true "Young?"\nrule r {{ must refuse }}')
    facts = {name: fact.default for name, fact in spec.facts.items()}
    acts = {name: act.default for name, act in spec.acts.items()}
    assert {"about": None, "amount": 1, "number": None, "tools": None, "minor": False} == facts
    assert isinstance(facts["amount"], Fraction)
    assert {"refuse": False, "cites": frozenset(), "words": 5} == acts
    assert spec.facts["minor"].unsure is True


@pytest.mark.parametrize(
    "text",
    [
        'fact n: int "n?"\nact a "a?"\nrule r { when '
        + " + ".join(["n"] * 10000)
        + " > 1 must a }",
        'act a "a?"\ndefine d0 = a and a\n'
        + "\n".join(f"define d{i} = d{i - 1} and d{i - 1}" for i in range(1, 60))
        + "\nrule r { must d59 }",
        'act a "a?"\ndefine d0 = a\n'
        + "\n".join(f"define d{i} = not d{i - 1}" for i in range(1, 3000))
        + "\nrule r { must d2999 }",
        'act a "a?"\ndefine d0(x: bool) = x and a\n'
        + "\n".join(f"define d{i}(x: bool) = d{i - 1}(x)" for i in range(1, 200))
        + "\nrule r { must d199(a) }",
    ],
    ids=["sum", "doubling", "chain", "calls"],
)
def test_too_large_is_an_error(text: str) -> None:
    """
    What would grow or nest beyond all bounds is reported, once and where it happens.
    """
    found = resolved(text)
    assert ["nesting-too-deep"] == [problem.code.slug for problem in found.problems]
    assert found.spec is None
