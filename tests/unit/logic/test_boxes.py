"""
Scenarios found without the solver, against the solver and the interpreter.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specl.logic.boxes import UnsettledError, scenario_in
from specl.logic.formula import Formula, Has, Holds, Is, conj, disj, literal, named, negate
from specl.logic.formula import Test as Comparison
from specl.logic.inquiry import PATIENCE, Inquiry
from specl.logic.truth import truth
from specl.logic.z3_solver import Z3Solver
from specl.model import INT, REAL, TEXT, ChoiceType, IntType, RealType, SetType
from specl.model.expressions import Absolute, Arithmetic, Compare, Literal
from tests.unit.building import f, fact

COLOURS = ChoiceType(("red", "green", "blue"))
N, PRICE = f("n", IntType(-2, 2)), f("price", RealType(Fraction(0), Fraction(1)))
DEBT = f("debt", REAL)
FACTS = {
    each.name: each
    for each in (
        fact("p"),
        fact("q"),
        fact("colour", COLOURS),
        fact("tools", SetType(COLOURS)),
        fact("n", N.type),
        fact("price", PRICE.type),
        fact("debt", REAL),
    )
}
OPERATORS = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
CONSTANTS = st.fractions(-3, 3, max_denominator=2).map(lambda number: Literal(number, REAL))
TERMS = st.sampled_from([N, PRICE, DEBT, Arithmetic("*", Literal(-2, INT), N)])
ATOMS = st.one_of(
    st.sampled_from([Holds("p", act=False), Holds("q", act=False)]),
    st.builds(Is, st.just("colour"), st.sampled_from(COLOURS.values), st.just(False)),
    st.builds(Has, st.just("tools"), st.sampled_from(COLOURS.values), st.just(False)),
    st.builds(Compare, OPERATORS, TERMS, CONSTANTS).map(Comparison),
    st.builds(Compare, OPERATORS, CONSTANTS, TERMS).map(Comparison),
    st.builds(Compare, OPERATORS, TERMS, TERMS).map(Comparison),
    st.builds(Compare, OPERATORS, st.builds(Arithmetic, st.just("+"), TERMS, TERMS), TERMS).map(
        Comparison
    ),
)
LEAVES = st.builds(literal, ATOMS, st.booleans())
FORMULAS = st.recursive(
    LEAVES | st.just(named("odd")),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=4).map(conj),
        st.lists(inner, min_size=2, max_size=4).map(disj),
        inner.map(negate),
    ),
    max_leaves=12,
)
ODD = disj([literal(Comparison(Compare("==", N, Literal(each, INT)))) for each in (-1, 1)])


def by_solver(definitions: dict[str, Formula]) -> Inquiry:
    """
    Return an inquiry that asks the solver for everything.
    """
    made = Inquiry.about(FACTS, definitions, conj([]), lambda: Z3Solver(10_000_000))
    made._unsettled = PATIENCE
    return made


SOLVER = by_solver({"odd": ODD})


@given(st.lists(FORMULAS, min_size=1, max_size=3))
def test_a_scenario_is_found_where_the_solver_finds_one(formulas):
    """
    The search by hand finds a scenario exactly where there is one, and all formulas hold in it.
    """
    found = scenario_in(FACTS, {"odd": ODD}, formulas)
    assert SOLVER.possible(*formulas) == (found is not None)
    if found is not None:
        assert list(FACTS) == list(found)
        assert truth(conj(formulas), found, {"odd": ODD}, {})
        assert -2 <= found["n"] <= 2
        assert 0 <= found["price"] <= 1


def test_strict_bounds_leave_what_lies_between():
    """
    A real between 1/3 and 1/2, neither included, is found; an integer between 0 and 1 is not.
    """

    def within(low: Fraction, term: object, high: Fraction) -> Formula:
        sides = ((">", low), ("<", high))
        return conj(
            literal(Comparison(Compare(operator, term, Literal(each, REAL))))  # type: ignore[arg-type]
            for operator, each in sides
        )

    found = scenario_in(FACTS, {}, [within(Fraction(1, 3), PRICE, Fraction(1, 2))])
    assert found is not None
    assert Fraction(1, 3) < found["price"] < Fraction(1, 2)
    assert scenario_in(FACTS, {}, [within(Fraction(0), N, Fraction(1))]) is None


@pytest.mark.parametrize(
    "formula",
    [
        literal(Comparison(Compare("<=", Absolute(N), PRICE))),
        literal(Comparison(Compare("==", f("name", TEXT), Literal("Ann", TEXT)))),
    ],
)
def test_other_arithmetic_and_texts_are_left_to_the_solver(formula):
    """
    What is not linear as it stands, and texts, are not judged by hand.
    """
    with pytest.raises(UnsettledError):
        scenario_in(FACTS | {"name": fact("name", TEXT)}, {}, [formula])
