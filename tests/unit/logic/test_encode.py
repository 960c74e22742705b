"""
Scenarios and formulas over facts, on their way through the solver and back.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specl.logic.formula import TRUE, Between, conj, literal, negate
from specl.logic.inquiry import PATIENCE, Inquiry, OutOfBudgetError, pin
from specl.logic.normal import formula_of
from specl.logic.truth import truth
from specl.logic.z3_solver import Z3Solver
from specl.model import INT, REAL, TEXT, ChoiceType, Fact, IntType, RealType, SetType
from tests.properties.expressions import EXPRESSIONS, SCENARIOS, TOOLS
from tests.unit.building import f, fact

COLOURS = ChoiceType(("red", "green", "blue"))
GRADES = ChoiceType(("low", "mid", "high"), ordered=True)
FACTS = {
    each.name: each
    for each in (
        fact("flag"),
        fact("colour", COLOURS),
        fact("grade", GRADES),
        fact("any_int", INT),
        fact("some_int", IntType(-5, 5)),
        fact("any_real", REAL),
        fact("some_real", RealType(Fraction(-1, 2), Fraction(7, 3))),
        fact("tools", SetType(TOOLS)),
        fact("text", TEXT),
        fact("other text", TEXT),
    )
}
SCENARIO = st.fixed_dictionaries(
    {
        "flag": st.booleans(),
        "colour": st.sampled_from(COLOURS.values),
        "grade": st.sampled_from(GRADES.values),
        "any_int": st.integers(),
        "some_int": st.integers(-5, 5),
        "any_real": st.fractions(),
        "some_real": st.fractions(Fraction(-1, 2), Fraction(7, 3)),
        "tools": st.frozensets(st.sampled_from(TOOLS.values)),
        "text": st.text(),
        "other text": st.text(max_size=1),
    }
)


def inquiry(facts: dict[str, Fact] = FACTS, budget: int = 50_000_000) -> Inquiry:
    """
    Return an inquiry into all scenarios that asks the solver for everything.
    """
    made = Inquiry.about(facts, {}, TRUE, lambda: Z3Solver(budget))
    made._unsettled = PATIENCE  # else easy questions would be answered without the solver
    return made


def pinned(scenario: dict[str, Any]) -> list[Any]:
    """
    Return that some of the facts are as in a scenario.
    """
    return [pin(FACTS[name], value) for name, value in scenario.items()]


ASKED = inquiry()


@given(SCENARIO)
def test_a_pinned_scenario_is_the_one_that_comes_back(scenario):
    """
    A value of every type, pinned, is read back from the solver as it was.
    """
    assert scenario == ASKED.exists(conj(pinned(scenario)))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("any_int", 10**40),
        ("any_int", -(2**63) - 1),
        ("any_real", Fraction(1, 3)),
        ("any_real", Fraction(-(10**30), 7)),
        ("text", ""),
        ("text", "text 0"),
        ("text", 'a "quoted" \\ (text) ; ∃ \n'),
        ("text", "\0"),
        ("tools", frozenset()),
    ],
)
def test_a_value_at_the_edge_comes_back(name, value):
    """
    Integers beyond 64 bits, thirds, and texts with what means something to a solver.
    """
    found = inquiry().exists(pin(FACTS[name], value))
    assert found is not None
    assert value == found[name]


def test_texts_that_nothing_names_are_told_apart():
    """
    Two texts that must differ from each other and from a constant come back so.
    """
    one, other = FACTS["text"], FACTS["other text"]
    asked = inquiry()
    apart = [negate(pin(each, text)) for each in (one, other) for text in ("", "text 0", "text 1")]
    same = formula_of(_equal("text", "other text"))
    found = asked.exists(negate(same), *apart)
    assert found is not None
    assert 5 == len({found["text"], found["other text"], "", "text 0", "text 1"})


def _equal(one: str, other: str) -> Any:
    from specl.model.expressions import Compare

    return Compare("==", f(one, TEXT), f(other, TEXT))


def test_a_value_outside_its_range_exists_nowhere():
    """
    Ranges hold in every scenario.
    """
    asked = inquiry()
    beyond = [("some_int", 6), ("some_int", -6), ("some_real", Fraction(5, 2))]
    assert [None] * 3 == [asked.exists(pin(FACTS[name], value)) for name, value in beyond]


OF_EXPRESSIONS = {
    each.name: each
    for each in (
        *(fact(name) for name in ("p", "q", "r")),
        *(fact(name, INT) for name in ("n", "m", "k")),
        fact("tool", TOOLS),
        fact("used", SetType(TOOLS)),
    )
}
OF_FACTS = inquiry(OF_EXPRESSIONS)


@settings(max_examples=40)
@given(EXPRESSIONS, SCENARIOS)
def test_the_solver_and_the_interpreter_agree_on_formulas(expr, scenario):
    """
    With the facts pinned, the solver finds a formula true exactly where the interpreter does.
    """
    from specl.model.expressions import acts_of

    if acts_of(expr):
        return
    formula = formula_of(expr)
    pins = [pin(OF_EXPRESSIONS[name], value) for name, value in scenario.items()]
    assert truth(formula, scenario, {}, {}) == OF_FACTS.possible(formula, *pins)


NUMBERS = st.fractions(-3, 3, max_denominator=4)


@settings(max_examples=40)
@given(NUMBERS, NUMBERS, st.tuples(st.booleans(), st.booleans()), NUMBERS, NUMBERS)
def test_an_integer_between_two_terms_is_found_alike(low, high, flags, price, factor):
    """
    `Between` holds for the solver, its terms rounded, exactly where it does in the interpreter.
    """
    term = f("any_real", REAL)
    between = Between(((term, factor or 1),), low, flags[0], (), high, flags[1])
    at = pin(FACTS["any_real"], price)
    wanted = truth(literal(between), {"any_real": price}, {}, {})
    assert wanted == ASKED.possible(literal(between), at)
    assert (not wanted) == ASKED.possible(literal(between, positive=False), at)


def test_a_solver_without_budget_says_that_it_gave_up():
    """
    A question that the budget does not suffice for raises; it is not answered with no.
    """
    names = [fact(f"n{place}", INT) for place in range(12)]
    asked = inquiry({each.name: each for each in names}, budget=1)
    from specl.model.expressions import Arithmetic, Compare, Expr, Literal

    total: Expr = Literal(0, INT)
    for place in range(12):
        total = Arithmetic("+", total, Arithmetic("*", Literal(2, INT), f(f"n{place}", INT)))
    with pytest.raises(OutOfBudgetError):
        asked.possible(formula_of(Compare("==", total, Literal(7, INT))))


def test_background_and_definitions_hold_in_every_answer():
    """
    What is required later narrows what exists; definitions are looked up by name.
    """
    from specl.logic.formula import named

    asked = inquiry()
    asked.definitions["calm"] = conj(pinned({"flag": False, "colour": "blue"}))
    asked.require(negate(pin(FACTS["flag"], value=True)))
    found = asked.exists(named("calm"))
    assert found is not None
    assert {"flag": False, "colour": "blue"} == {n: found[n] for n in ("flag", "colour")}
    assert ["flag", "colour"] == list(asked.facts_in(named("calm")))
    assert not asked.possible(pin(FACTS["flag"], value=True))
