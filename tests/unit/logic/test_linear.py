"""
Numeric expressions taken apart into linear cases.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specl.interpret import evaluate
from specl.logic.formula import FALSE, TRUE
from specl.logic.linear import Case, Linear, cases_of, expr_of, relation
from specl.logic.normal import formula_of
from specl.model import INT, REAL, ChoiceType, SetType
from specl.model.expressions import (
    Absolute,
    Arithmetic,
    Compare,
    Conditional,
    Count,
    Expr,
    Extreme,
    Literal,
    Negate,
)
from tests.unit.building import a, f
from tests.unit.logic.holding import holds

TOOLS = SetType(ChoiceType(("disk", "web")))
NUMBERS = st.fractions(-3, 3, max_denominator=3)
CONSTANTS = NUMBERS.map(lambda number: Literal(number, REAL))
LEAVES = st.sampled_from(
    [f("n", INT), f("price", REAL), a("k", INT), a("paid", REAL), Count(a("used", TOOLS))]
)
EXPRESSIONS = st.recursive(
    LEAVES | CONSTANTS,
    lambda inner: st.one_of(
        st.builds(Arithmetic, st.sampled_from(["+", "-"]), inner, inner),
        st.builds(Arithmetic, st.just("*"), CONSTANTS, inner),
        st.builds(Arithmetic, st.just("*"), inner, CONSTANTS),
        st.builds(Negate, inner),
        st.builds(Absolute, inner),
        st.builds(Extreme, st.sampled_from(["min", "max"]), st.tuples(inner, inner)),
        st.builds(Conditional, st.sampled_from([f("flag"), a("answer")]), inner, inner),
    ),
    max_leaves=4,
)
SCENARIOS = st.fixed_dictionaries(
    {"n": st.integers(-3, 3), "price": NUMBERS, "flag": st.booleans()}
)
PROFILES = st.fixed_dictionaries(
    {
        "k": st.integers(-3, 3),
        "paid": NUMBERS,
        "answer": st.booleans(),
        "used": st.frozensets(st.sampled_from(["disk", "web"])),
    }
)


def value(form: Linear, facts: dict[str, object], acts: dict[str, object]) -> Fraction:
    """
    Return what a linear form comes to.
    """
    terms = [factor * Fraction(acts[name]) for name, factor in form.acts.items()]
    terms += [factor * Fraction(evaluate(term, facts)) for term, factor in form.facts.items()]
    return form.constant + sum(terms)


@given(EXPRESSIONS, SCENARIOS, PROFILES)
def test_exactly_one_case_holds_and_has_the_value(expr, facts, acts):
    """
    The guards exclude one another and leave nothing out; the form that counts is the value.
    """
    cases = [case for case in cases_of(expr, formula_of) if holds(case.guard, facts, acts)]
    assert [evaluate(expr, facts, acts)] == [value(case.form, facts, acts) for case in cases]


@given(
    st.sampled_from(["==", "!=", "<", "<=", ">", ">="]),
    st.dictionaries(st.sampled_from(["k", "paid"]), NUMBERS.filter(bool)),
    st.dictionaries(st.sampled_from([f("n", INT), f("price", REAL)]), NUMBERS.filter(bool)),
    NUMBERS,
    SCENARIOS,
    PROFILES,
)
def test_a_relation_compares_a_form_with_zero(operator, forms, terms, constant, facts, acts):
    """
    `form < 0` and its kin hold exactly where the form's value is below zero, and so on.
    """
    form = Linear(forms, terms, constant)
    number: Expr = Literal(value(form, facts, acts), REAL)
    wanted = evaluate(Compare(operator, number, Literal(Fraction(0), REAL)), {})
    assert wanted == holds(relation(form, operator), facts, acts)


def test_a_relation_of_constants_is_decided():
    """
    A form without acts and facts is true or false at once.
    """
    outcomes = [relation(Linear(constant=Fraction(c)), "<") for c in (-1, 0, 1)]
    assert [TRUE, FALSE, FALSE] == outcomes


def test_bounds_that_say_the_same_are_equal():
    """
    `2 * k <= 6` and `k <= 3` are one bound.
    """
    one = Linear({"k": Fraction(2)}, {}, Fraction(-6))
    other = Linear({"k": Fraction(1)}, {}, Fraction(-3))
    assert relation(one, "<=") == relation(other, "<=")


def test_terms_that_cancel_out_are_gone():
    """
    A form keeps no act or fact whose factors add up to zero.
    """
    form = Linear({"k": Fraction(1)}, {f("n", INT): Fraction(2)}, Fraction(1))
    assert Linear() == form.plus(form, -1)


def test_what_speaks_of_facts_alone_stays_one_term():
    """
    `max(n, 1)` is one term over facts, in one case.
    """
    term = Extreme("max", (f("n", INT), Literal(1, INT)))
    assert [Case(TRUE, Linear(facts={term: Fraction(1)}))] == cases_of(term, formula_of)


@pytest.mark.parametrize("constant", [Fraction(0), Fraction(1, 3)])
def test_a_form_without_acts_can_be_written_again(constant):
    """
    The expression of a form has the form's value.
    """
    form = Linear({}, {f("n", INT): Fraction(1), f("price", REAL): Fraction(-2)}, constant)
    facts = {"n": 3, "price": Fraction(1, 2)}
    assert 2 + constant == evaluate(expr_of(form), facts)
