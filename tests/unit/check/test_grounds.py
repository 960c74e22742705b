"""
Grounds: facts whose values alone make a formula hold.
"""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from specl.check.grounds import grounds
from specl.logic.formula import Holds, Leaf, conj, disj, negate
from tests.reference.generate import drafts
from tests.reference.pipeline import spec_of
from tests.reference.values import all_assignments
from tests.unit.check.engines import cases_of, engine_of, is_true

A, B, C, D = (Leaf(Holds(name, act=False), True) for name in "abcd")
ALL = dict.fromkeys("abcd", True)


@given(drafts(), st.data())
def test_grounds_make_a_formula_hold_in_every_completion(draft, data):
    """
    With the grounds as they are, a norm is or is not in force whatever the other facts are.
    """
    spec = spec_of(draft.text())
    cases = cases_of(spec)
    assume(cases)
    engine, (scenario, _) = engine_of(spec), data.draw(st.sampled_from(cases))
    for norm in spec.norms:
        positive = engine.world.in_force(norm)
        holds = is_true(engine, positive, scenario)
        formula = positive if holds else negate(positive)
        kept = grounds(formula, scenario, engine.inquiry.definitions)
        for other in all_assignments(spec.facts):
            if all(other[name] == scenario[name] for name in kept):
                assert is_true(engine, formula, other)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (disj((conj((A, B)), C)), ["c"]),
        (conj((A, disj((B, conj((A, C)), D)))), ["a", "b"]),
        (conj((disj((A, conj((B, C)))), disj((D, conj((B, C)))))), ["a", "d"]),
        (conj((B, disj((C, conj((B, A)), conj((C, D)))), disj((conj((B, A)), D)))), ["a", "b"]),
    ],
)
def test_where_one_part_is_enough_the_cheapest_is_taken(formula, expected):
    """
    Of several parts that hold the one is taken that needs the fewest further facts.
    """
    assert expected == list(grounds(formula, ALL, {}))


def test_what_does_not_hold_has_no_grounds():
    """
    A formula that fails in the scenario is a mistake of the caller.
    """
    with pytest.raises(AssertionError):
        grounds(negate(A), ALL, {})
