"""
Formulas about a mixture of two scenarios.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from specl.check.mixture import Mixture
from specl.logic.formula import Named, conj, literal, named
from specl.logic.normal import formula_of
from specl.logic.truth import truth
from specl.model.expressions import acts_of
from tests.properties.expressions import EXPRESSIONS, FACTS, SCENARIOS

KEEPERS = {name: f"keep {name}" for name in FACTS}
KEPT = st.fixed_dictionaries({name: st.booleans() for name in KEEPERS.values()})


@given(EXPRESSIONS.filter(lambda expr: not acts_of(expr)), SCENARIOS, SCENARIOS, KEPT)
def test_a_mixture_holds_where_its_formula_does_of_the_facts_mixed(expr, own, other, kept):
    """
    Facts that are kept count as they are, the others as in the other scenario; definitions too.
    """
    definitions = {"d": formula_of(expr)}
    mixture = Mixture(definitions, KEEPERS, other, "mix ")
    mixed = {name: own[name] if kept[KEEPERS[name]] else other[name] for name in FACTS}
    wanted = truth(definitions["d"], mixed, {}, {})
    scenario = {**own, **kept}
    assert wanted == truth(mixture.of(named("d")), scenario, definitions, {})
    assert (not wanted) == truth(mixture.of(literal(Named("d"), False)), scenario, definitions, {})


def test_facts_without_a_keeper_are_as_they_are():
    """
    Only facts that may be left out are rewritten.
    """
    from tests.unit.building import f

    formula = conj([formula_of(f("p")), formula_of(f("q"))])
    mixture = Mixture({}, {"p": "keep p"}, {"p": False, "q": False}, "mix ")
    assert truth(mixture.of(formula), {"p": True, "q": True, "keep p": True}, {}, {})
    assert not truth(mixture.of(formula), {"p": True, "q": True, "keep p": False}, {}, {})
