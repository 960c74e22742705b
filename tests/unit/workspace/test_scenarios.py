"""
Scenarios come out of JSON exactly, and every mistake in them is named.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from specl.model import BOOL, REAL, ChoiceType, IntType, SetType
from specl.workspace.scenarios import facts_from_json, facts_from_lines, missing_facts
from tests.unit.building import act, fact, spec

TOPIC = ChoiceType(("billing", "legal"))
SPEC = spec(
    facts=[
        fact("minor", BOOL),
        fact("topic", TOPIC, default="billing"),
        fact("refund", REAL),
        fact("age", IntType(0, 150)),
        fact("tools", SetType(TOPIC)),
    ],
    acts=[act("refuse")],
)


def test_values_are_exact() -> None:
    """
    Decimals, quotients, whole numbers and lists become the values of the facts' types.
    """
    text = '{"refund": 0.1, "age": 3, "tools": ["legal", "billing"], "minor": true}'
    expected = {
        "refund": Fraction(1, 10),
        "age": 3,
        "tools": frozenset({"legal", "billing"}),
        "minor": True,
    }
    assert facts_from_json(SPEC, text).scenario == expected


def test_a_quotient_is_a_text() -> None:
    """
    What no decimal writes exactly is given as a text.
    """
    assert facts_from_json(SPEC, '{"refund": "1/3"}').scenario == {"refund": Fraction(1, 3)}


def test_defaults_are_taken_on_request_only() -> None:
    """
    Omitted facts are unknown unless defaults are asked for; a bool's default is false.
    """
    given = facts_from_json(SPEC, '{"topic": "legal"}').scenario
    assumed = facts_from_json(SPEC, '{"topic": "legal"}', assume_defaults=True).scenario
    assert (given, assumed) == ({"topic": "legal"}, {"minor": False, "topic": "legal"})


def test_missing_facts_are_listed_in_order() -> None:
    """
    What a scenario leaves open comes in the order of the source.
    """
    assert missing_facts(SPEC, {"topic": "legal", "age": 3}) == ("minor", "refund", "tools")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "not JSON: expecting value (line 1, column 1)"),
        ("[1]", 'facts are a JSON object such as `{"minor": true}`'),
        ('{"minr": true}', "there is no fact `minr`; did you mean `minor`?"),
        ('{"refuse": true}', "`refuse` is an act, not a fact"),
        ('{"minor": true, "minor": false}', "fact `minor` is given twice"),
        ('{"minor": 1}', "fact `minor`: `1` is not true or false"),
        ('{"age": 1.5}', "fact `age`: `1.5` is not a value of int 0..150"),
        ('{"age": 151}', "fact `age`: `151` is not a value of int 0..150"),
        ('{"topic": "sport"}', 'fact `topic`: `"sport"` is not one of billing, legal'),
        ('{"topic": {"a": 1}}', 'fact `topic`: `{"a": 1}` is not one of billing, legal'),
        ('{"refund": NaN}', "`NaN` is no JSON number"),
        ('{"refund": 1e999999999}', "the number `1e999999999` is too large or too small"),
        ("[" * 100_000, "not usable as facts: nested too deeply"),
    ],
)
def test_mistakes_are_named(text: str, problem: str) -> None:
    """
    Each mistake says what is wrong and, where it can, what was meant.
    """
    facts = facts_from_json(SPEC, text)
    assert (facts.scenario, facts.problems) == (facts.scenario, (problem,))


def test_a_number_of_many_digits_is_refused() -> None:
    """
    A number that would take long to read is a mistake, not a delay.
    """
    (problem,) = facts_from_json(SPEC, '{"refund": ' + "9" * 10_000 + "}").problems
    assert "digits" in problem


def test_all_mistakes_are_reported_at_once() -> None:
    """
    One line tells of every fact that cannot be used.
    """
    problems = facts_from_json(SPEC, '{"minr": true, "age": -1}').problems
    assert [problem.split(";")[0] for problem in problems] == [
        "there is no fact `minr`",
        "fact `age`: `-1` is not a value of int 0..150",
    ]


def test_lines_are_scenarios_of_their_own() -> None:
    """
    Empty lines are left out, and each scenario knows its line.
    """
    found = list(facts_from_lines(SPEC, ['{"age": 1}', "", "  ", '{"age": 2}', "nonsense\n"]))
    assert [(each.line, each.scenario, bool(each.problems)) for each in found] == [
        (1, {"age": 1}, False),
        (4, {"age": 2}, False),
        (5, {}, True),
    ]


@pytest.mark.parametrize("sign", ["", "-"])
def test_a_number_may_have_a_thousand_digits(sign: str) -> None:
    """
    A number that is too long to work with is refused in words of our own.
    """
    fits = facts_from_json(SPEC, f'{{"refund": {sign}{"9" * 1000}}}').problems
    long = facts_from_json(SPEC, f'{{"refund": {sign}{"9" * 6000}}}').problems
    assert (fits, long) == ((), ("a number has 6,000 digits; it may have 1,000",))
