"""
Scenarios found without the solver, against the solver and the interpreter.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specl.logic.boxes import UnsettledError, scenario_in
from specl.logic.formula import Formula, conj, literal
from specl.logic.formula import Test as Comparison
from specl.logic.inquiry import PATIENCE, Inquiry
from specl.logic.truth import truth
from specl.logic.z3_solver import Z3Solver
from specl.model import REAL, TEXT
from specl.model.expressions import Absolute, Compare, Literal
from tests.unit.building import f, fact
from tests.unit.logic.drawn import FACTS, FORMULAS, ODD, PRICE, N


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
