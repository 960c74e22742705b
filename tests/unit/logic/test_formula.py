"""
Formulas in negation normal form.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from specl.logic.formula import (
    FALSE,
    TRUE,
    And,
    Bound,
    Formula,
    Holds,
    Is,
    Or,
    atoms_of,
    conj,
    disj,
    implies,
    literal,
    mentions_acts,
    named,
    negate,
)
from tests.unit.logic.holding import holds

BOUND = Bound((("x", Fraction(1)),), (), Fraction(-1), strict=False)
ATOMS = (Holds("p", act=False), Holds("q", act=False), Holds("r", act=True), BOUND)
LEAVES = st.sampled_from(
    [form for atom in ATOMS for form in (literal(atom), negate(literal(atom)))]
)
TABLE = [({"p": p, "q": q}, {"r": r, "x": x}) for p, q, r, x in product([False, True], repeat=4)]
P, Q, R = (literal(atom) for atom in ATOMS[:3])


def _joined(inner: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
    return st.lists(inner, max_size=3).map(conj) | st.lists(inner, max_size=3).map(disj)


FORMULAS = st.recursive(LEAVES | st.sampled_from([TRUE, FALSE]), _joined, max_leaves=8)


def column(formula: Formula) -> list[bool]:
    """
    Return a formula's column in the truth table.
    """
    return [holds(formula, facts, acts) for facts, acts in TABLE]


@given(FORMULAS)
def test_a_negation_holds_where_its_formula_does_not(formula):
    """
    Negation turns every row of the truth table around.
    """
    assert [not row for row in column(formula)] == column(negate(formula))


@given(FORMULAS)
def test_negating_twice_gives_the_same_formula(formula):
    """
    The negation of a negation is the formula itself, not only one that means the same.
    """
    assert formula == negate(negate(formula))


@given(st.lists(FORMULAS, max_size=4))
def test_conjunction_and_disjunction_mean_all_and_any(formulas):
    """
    A conjunction holds where all parts do, a disjunction where any does.
    """
    rows = list(zip(*map(column, formulas), strict=True)) or [() for _ in TABLE]
    assert [all(row) for row in rows] == column(conj(formulas))
    assert [any(row) for row in rows] == column(disj(formulas))


@given(FORMULAS, FORMULAS)
def test_an_implication_fails_only_from_true_to_false(left, right):
    """
    An implication holds unless its left side does and its right side does not.
    """
    wanted = [not one or other for one, other in zip(column(left), column(right), strict=True)]
    assert wanted == column(implies(left, right))


@given(FORMULAS)
def test_formulas_are_flat_and_say_nothing_twice(formula):
    """
    No part is a constant, repeated, or joined in the same way as the whole.
    """
    pending = [formula]
    while pending:
        whole = pending.pop()
        if isinstance(whole, And | Or):
            pending.extend(whole.parts)
            assert len(whole.parts) > 1
            assert len(set(whole.parts)) == len(whole.parts)
            assert not any(part in (TRUE, FALSE) for part in whole.parts)
            assert not any(isinstance(part, type(whole)) for part in whole.parts)


def test_parts_keep_the_order_in_which_they_were_met():
    """
    Parts stand as first met, so that equal input gives equal formulas.
    """
    assert And((Q, P, R)) == conj([Q, conj([P, Q]), R])
    assert Or((Q, P, R)) == disj([Q, disj([P, Q]), R])


def test_nothing_and_opposites_are_constants():
    """
    No parts, and a part beside its opposite, come to true or false.
    """
    assert (TRUE, FALSE) == (conj([]), disj([]))
    assert (FALSE, TRUE) == (conj([P, Q, negate(P)]), disj([P, Q, negate(P)]))


def test_the_negation_of_a_bound_is_a_bound():
    """
    `not (x - 1 <= 0)` is `-x + 1 < 0`.
    """
    turned = Bound((("x", Fraction(-1)),), (), Fraction(1), strict=True)
    assert literal(turned) == negate(literal(BOUND))


def test_atoms_come_in_the_order_met():
    """
    Atoms are listed once each, left to right, through all parts.
    """
    formula = disj([Q, conj([P, negate(R)]), conj([R, P])])
    assert [ATOMS[1], ATOMS[0], ATOMS[2]] == list(atoms_of(formula))


def test_only_some_atoms_speak_of_acts():
    """
    Bounds and atoms of acts do; atoms of facts and definitions do not.
    """
    about = [R, literal(BOUND), literal(Is("c", "x", act=True)), conj([P, R])]
    not_about = [P, TRUE, literal(Is("c", "x", act=False)), named("in force"), conj([P, Q])]
    assert [True] * 4 + [False] * 5 == [mentions_acts(each) for each in [*about, *not_about]]
