"""
What replies can be, as columns of finitely many values.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specl.logic.columns import Columns, _stretches
from specl.logic.formula import Bound, Formula, Is, literal, mentions_acts, negate
from specl.logic.normal import formula_of
from specl.model import INT, REAL, TEXT, ChoiceType, IntType, RealType
from specl.model.expressions import Arithmetic, Compare, Expr, Literal
from tests.unit.building import a, act, f

NUMBERS = st.fractions(-4, 4, max_denominator=3)
CUTS = st.lists(NUMBERS, min_size=1, max_size=4)
ENDS = st.tuples(st.none() | st.integers(-4, 0), st.none() | st.integers(0, 4))


def place(number: Fraction, cuts: list[Fraction]) -> tuple[int, ...]:
    """
    Return where a number lies: below, on or above each cut.
    """
    return tuple((number > cut) - (number < cut) for cut in cuts)


def inside(number: Fraction, ends: tuple[int | None, int | None]) -> bool:
    """
    Tell whether a number is in a range.
    """
    low, high = ends
    return (low is None or number >= low) and (high is None or number <= high)


@given(ENDS, CUTS)
def test_every_integer_lies_in_exactly_one_stretch(ends, cuts):
    """
    The stretches' numbers are integers of the range, one for each way of lying to the cuts.
    """
    low, high = (None if end is None else Fraction(end) for end in ends)
    found = _stretches((True, low, high), cuts)
    places = {place(Fraction(n), cuts) for n in range(-9, 10) if inside(Fraction(n), ends)}
    assert places == {place(number, cuts) for number in found}
    assert len(places) == len(found)
    assert all(number.denominator == 1 and inside(number, ends) for number in found)


@given(ENDS, CUTS)
def test_every_real_lies_in_exactly_one_stretch(ends, cuts):
    """
    The stretches' numbers are of the range, one for each way of lying to the cuts.
    """
    low, high = (None if end is None else Fraction(end) for end in ends)
    found = _stretches((False, low, high), cuts)
    marks = sorted(
        {*cuts, *(end for end in (low, high) if end is not None), Fraction(-9), Fraction(9)}
    )
    points = [*marks, *((one + other) / 2 for one, other in pairwise(marks))]
    places = {place(point, cuts) for point in points if inside(point, ends)}
    assert places == {place(number, cuts) for number in found}
    assert len(places) == len(found)
    assert all(inside(number, ends) for number in found)


@given(CUTS, st.booleans(), st.booleans())
def test_a_bound_and_its_negation_share_out_the_values(cuts, strict, integer):
    """
    Where only constants meet a number, each value of its column is in a bound or its negation.
    """
    type_ = IntType(-3, 3) if integer else RealType(Fraction(-3), Fraction(3))
    bounds: list[Formula] = [
        literal(Bound((("x", Fraction(1)),), (), -cut, strict)) for cut in cuts
    ]
    columns = Columns.for_formulas({"x": act("x", type_)}, bounds)
    for bound in bounds:
        ((column, mask),) = literals_of(columns, bound)
        ((_, others),) = literals_of(columns, negate(bound))
        assert 0 == mask & others
        assert (1 << columns.sizes[column]) - 1 == mask | others


def literals_of(columns: Columns, formula: Formula) -> list[tuple[int, int]]:
    """
    Return the column literals of a formula that is one clause over acts alone.
    """
    ((literals, _),) = columns.read(formula)  # type: ignore[arg-type]
    return literals


def compared(left: Expr, right: Expr) -> Formula:
    return formula_of(Compare("<=", left, right))


@pytest.mark.parametrize(
    ("type_", "other", "symbolic"),
    [
        (IntType(0, 9), Literal(5, INT), 0),
        (RealType(), Literal(5, INT), 0),
        (IntType(0, 9), f("limit", INT), 1),
        (IntType(0, 99), f("limit", INT), 1),
        (INT, f("limit", INT), 1),
        (REAL, f("price", REAL), 1),
        (IntType(0, 9), a("y", IntType(0, 9)), 1),
        (IntType(0, 9), Arithmetic("*", Literal(2, INT), a("y", IntType(0, 9))), 0),
        (IntType(0, 9), a("z", REAL), 1),
    ],
)
def test_numbers_that_meet_facts_or_large_numbers_are_symbolic(type_, other, symbolic):
    """
    A number is listed where it meets constants alone, or small multiples of small ones.
    """
    acts = [act("x", type_), act("y", IntType(0, 9)), act("z", REAL)]
    formula = compared(a("x", type_), other)
    columns = Columns.for_formulas({each.name: each for each in acts}, [formula])
    columns.read(formula)  # type: ignore[arg-type]
    assert symbolic == len(columns.bounds)


def test_what_meets_a_symbolic_number_is_symbolic_too():
    """
    A small act that shares a bound with an act that meets facts has no listed values.
    """
    x, y, z = a("x", IntType(0, 3)), a("y", IntType(0, 3)), a("z", REAL)
    formulas = [compared(x, y), compared(Arithmetic("+", y, z), f("price", REAL))]
    acts = {name: act(name, type_) for name, type_ in (("x", x.type), ("y", y.type), ("z", REAL))}
    columns = Columns.for_formulas(acts, formulas)
    for formula in formulas:
        columns.read(formula)  # type: ignore[arg-type]
    assert 2 == len(columns.bounds)


def test_a_choice_has_a_value_for_each_of_its_values():
    """
    `tone == calm` admits one value of three, its denial the other two.
    """
    tone = ChoiceType(("warm", "calm", "cold"))
    formula = literal(Is("tone", "calm", act=True))
    columns = Columns.for_formulas({"tone": act("tone", tone)}, [formula])
    assert [(0, 0b010)] == literals_of(columns, formula)
    assert [(0, 0b101)] == literals_of(columns, negate(formula))


def test_texts_may_differ_from_all_that_is_named():
    """
    Two text acts and one constant: as many values as it takes for all three to differ.
    """
    x, y, ann = a("x", TEXT), a("y", TEXT), Literal("Ann", TEXT)
    formulas = [formula_of(Compare("==", x, y)), formula_of(Compare("==", y, ann))]
    columns = Columns.for_formulas({"x": act("x", TEXT), "y": act("y", TEXT)}, formulas)
    for formula in formulas:
        assert mentions_acts(formula)
        columns.read(formula)  # type: ignore[arg-type]
    assert [2, 3] == sorted(columns.sizes)
