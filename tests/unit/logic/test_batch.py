"""
Formulas in many scenarios at once, against one scenario at a time.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specl.logic.batch import Batch
from specl.logic.formula import FALSE, TRUE, Between, Holds, conj, disj, literal, named, negate
from specl.logic.formula import Test as Comparison
from specl.logic.truth import truth
from specl.model import INT, REAL, TEXT
from specl.model.expressions import Absolute, Arithmetic, Compare, Extreme, Literal
from tests.unit.building import f
from tests.unit.logic.drawn import (
    CONSTANTS,
    DEBT,
    FORMULAS,
    LEAVES,
    ODD,
    OPERATORS,
    PRICE,
    SCENARIOS,
    TERMS,
    N,
    combined,
)

NAME, NICK = f("name", TEXT), f("nick", TEXT)
NAMES = st.sampled_from(["", "Ann", "Bo"])
HALVES = Arithmetic("+", Arithmetic("*", Literal(Fraction(1, 2), REAL), DEBT), PRICE)
OTHER_ATOMS = st.one_of(
    st.builds(Compare, st.sampled_from(["==", "!="]), st.just(NAME), st.just(NICK)),
    st.builds(Compare, st.just("=="), st.just(NAME), NAMES.map(lambda text: Literal(text, TEXT))),
    st.builds(Compare, OPERATORS, st.just(Extreme("max", (N, DEBT))), CONSTANTS),
    st.builds(Compare, OPERATORS, st.just(Absolute(DEBT)), TERMS),
    st.builds(Compare, OPERATORS, st.just(HALVES), CONSTANTS),
    st.builds(Compare, OPERATORS, CONSTANTS, CONSTANTS),
).map(Comparison)
GAPS = st.builds(
    Between,
    st.just(((PRICE, Fraction(1)),)),
    st.fractions(-1, 1, max_denominator=2),
    st.booleans(),
    st.just(((DEBT, Fraction(-1, 2)),)),
    st.fractions(-1, 1, max_denominator=2),
    st.booleans(),
)
MORE = combined(LEAVES | st.builds(literal, OTHER_ATOMS | GAPS, st.booleans()))
DEFINITIONS = {"odd": ODD, "even": negate(named("odd")), "either": disj([named("even"), ODD])}
NAMED = st.sampled_from([named(name) for name in DEFINITIONS])


def changed(base, whole):
    """
    Return what sets a scenario apart from a base.
    """
    return {name: value for name, value in whole.items() if base[name] != value}


def one_by_one(formula, scenarios, definitions):
    """
    Return the scenarios in which a formula holds, as a bit set.
    """
    found = (truth(formula, scenario, definitions, {}) for scenario in scenarios)
    return sum(holds << place for place, holds in enumerate(found))


@given(st.lists(st.one_of(FORMULAS, NAMED), min_size=1), st.lists(SCENARIOS, min_size=1))
def test_formulas_hold_in_the_scenarios_in_which_each_is_true(formulas, scenarios):
    """
    What a batch says of a formula with definitions and sums is what each scenario says.
    """
    base, *_ = scenarios
    batch = Batch(base, [changed(base, each) for each in scenarios], DEFINITIONS)
    for formula in formulas:
        assert one_by_one(formula, scenarios, DEFINITIONS) == batch.holding(formula)
    assert scenarios == [batch.scenario(place) for place in range(len(scenarios))]


@given(
    st.lists(MORE, min_size=1),
    st.lists(st.tuples(SCENARIOS, NAMES, NAMES), min_size=1),
)
def test_what_is_no_sum_is_evaluated_for_each_combination_of_values(formulas, drawn):
    """
    Texts, `max`, absolute values, gaps between bounds and constants come to what they are.
    """
    scenarios = [{**rest, "name": name, "nick": nick} for rest, name, nick in drawn]
    base, *_ = scenarios
    batch = Batch(base, [changed(base, each) for each in scenarios], {})
    for formula in formulas:
        assert one_by_one(formula, scenarios, {}) == batch.holding(formula)


@pytest.mark.parametrize("operator", ["==", "!=", "<", "<=", ">", ">="])
@pytest.mark.parametrize("number", [Fraction(-3), Fraction(-1), Fraction(1, 2), Fraction(2)])
def test_numbers_lie_on_their_side_of_a_constant(operator, number):
    """
    Each operator divides the numbers of many scenarios at a constant, itself among them or not.
    """
    values = [-2, -1, -1, 0, 1, 2, 2]
    batch = Batch({"n": -2}, [{"n": value} for value in values], {})
    formula = literal(Comparison(Compare(operator, N, Literal(number, REAL))))
    scenarios = [{"n": value} for value in values]
    assert one_by_one(formula, scenarios, {}) == batch.holding(formula)


def test_no_scenarios_and_constants():
    """
    In no scenario nothing holds, not even what is always true; else that holds in all.
    """
    assert [0, 0] == [Batch({"p": True}, [], {}).holding(each) for each in (TRUE, FALSE)]
    batch = Batch({"p": True}, [{}, {"p": False}, {}], {})
    assert [0b111, 0] == [batch.holding(each) for each in (TRUE, FALSE)]
    assert 0b101 == batch.holding(literal(Holds("p", act=False)))


def test_definitions_may_come_later_and_in_long_chains():
    """
    A definition added after a question counts, and chains longer than the stack are followed.
    """
    definitions = {"0": literal(Holds("p", act=False))}
    batch = Batch({"p": False}, [{}, {"p": True}], definitions)
    assert 0b10 == batch.holding(named("0"))
    for each in range(1, 3001):
        definitions[str(each)] = negate(conj([named(str(each - 1)), named("0")]))
    assert [0b01, 0b11] == [batch.holding(named("2999")), batch.holding(named("3000"))]


def test_a_number_that_is_whole_is_like_an_integer():
    """
    Scenarios whose reals are equal are one value, whether written as whole or as fractions.
    """
    formula = literal(Comparison(Compare("==", Arithmetic("+", DEBT, N), Literal(2, INT))))
    batch = Batch({"debt": Fraction(1), "n": 1}, [{}, {"n": 2}, {"debt": Fraction(0), "n": 2}], {})
    assert 0b101 == batch.holding(formula)
