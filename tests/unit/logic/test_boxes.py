"""
Scenarios found without the solver, against the solver and the interpreter.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specl.logic.boxes import UnsettledError, _Search, scenario_in
from specl.logic.compact import Compact
from specl.logic.formula import Formula, conj, disj, literal, named
from specl.logic.formula import Test as Comparison
from specl.logic.inquiry import PATIENCE, Inquiry
from specl.logic.patience import STEPS
from specl.logic.regions import Regions
from specl.logic.truth import truth
from specl.logic.z3_solver import Z3Solver
from specl.model import REAL, TEXT, Fact, Value
from specl.model.expressions import Absolute, Compare, Literal
from tests.reference import plain_boxes
from tests.unit.building import f, fact
from tests.unit.logic.drawn import FACTS, FORMULAS, ODD, PRICE, SCENARIOS, N


def by_solver(definitions: dict[str, Formula]) -> Inquiry:
    """
    Return an inquiry that asks the solver for everything.
    """
    made = Inquiry.about(FACTS, definitions, conj([]), lambda: Z3Solver(10_000_000))
    made._unsettled = PATIENCE
    return made


MAXIMUM = literal(Comparison(Compare("<=", Absolute(N), PRICE)))
SOLVER = by_solver({"odd": ODD})


def found_in(
    facts: Mapping[str, Fact], definitions: dict[str, Formula], formulas: list[Formula]
) -> dict[str, Value] | None:
    """
    Return a scenario in which formulas hold, in columns made for this question.
    """
    compact = Compact(Regions.of(facts, [*formulas, *definitions.values()]))
    return scenario_in(compact, definitions, formulas)


@given(st.lists(FORMULAS, min_size=1, max_size=3))
def test_a_scenario_is_found_where_the_solver_finds_one(formulas):
    """
    The search by hand finds a scenario exactly where there is one, and all formulas hold in it.
    """
    found = found_in(FACTS, {"odd": ODD}, formulas)
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

    found = found_in(FACTS, {}, [within(Fraction(1, 3), PRICE, Fraction(1, 2))])
    assert found is not None
    assert Fraction(1, 3) < found["price"] < Fraction(1, 2)
    assert found_in(FACTS, {}, [within(Fraction(0), N, Fraction(1))]) is None


@pytest.mark.parametrize(
    "formula",
    [
        MAXIMUM,
        literal(Comparison(Compare("==", f("name", TEXT), Literal("Ann", TEXT)))),
    ],
)
def test_other_arithmetic_and_texts_are_left_to_the_solver(formula):
    """
    What is not linear as it stands, and texts, are not judged by hand.
    """
    with pytest.raises(UnsettledError):
        found_in(FACTS | {"name": fact("name", TEXT)}, {}, [formula])


def searched(search, formulas, names) -> tuple[object, int]:
    """
    Return what a search finds and how many steps it takes.
    """
    try:
        point = search.run(formulas)
        return None if point is None else {name: point.value(name) for name in names}, search.steps
    except UnsettledError:
        return "unsettled", search.steps


QUESTIONS = st.lists(
    st.tuples(
        st.lists(st.one_of(FORMULAS, st.just(MAXIMUM)), min_size=1, max_size=4),
        SCENARIOS,
        st.sets(st.sampled_from(sorted(FACTS))),
        st.sampled_from([STEPS, 30, 5]),
    ),
    min_size=1,
    max_size=4,
)


@given(QUESTIONS, st.lists(FORMULAS, max_size=3))
def test_a_search_goes_the_steps_of_the_plain_one(questions, meanings):
    """
    Both searches take the same steps to the same scenario, or to none, while columns are cut.
    """
    definitions = {"odd": ODD}
    definitions |= {f"d{each}": meaning for each, meaning in enumerate(meanings)}
    regions = Regions.of(FACTS, list(definitions.values()))
    compact = Compact(regions)
    for formulas, scenario, names, most in (*questions, *questions):
        asked = [*formulas, *(disj([named(name), formulas[0]]) for name in definitions)]
        known = {name: scenario[name] for name in sorted(names)}
        regions.learn(asked)
        plain = plain_boxes.Search(regions, definitions, dict(known), most=most)
        quick = _Search(compact.refresh(), definitions, dict(known), most=most)
        assert searched(plain, asked, FACTS) == searched(quick, asked, FACTS)
