"""
Formulas without what their own conditions on single facts decide.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from specl.logic.formula import Named, conj, literal, named, negate
from specl.logic.narrowed import narrowed
from specl.logic.normal import formula_of
from specl.logic.regions import Regions
from specl.logic.truth import truth
from specl.model.expressions import acts_of
from tests.properties.expressions import EXPRESSIONS, SCENARIOS
from tests.reference.pipeline import spec_of

SPEC = spec_of(
    """
    spec s
    fact p: bool "p"
    fact q: bool "q"
    fact n: int -3..3 "n"
    fact m: int -3..3 "m"
    fact tool: browser < shell "tool"
    fact used: set of browser < shell "used"
    act a: bool "a"
    """
)
OF_FACTS = EXPRESSIONS.filter(lambda expr: not acts_of(expr)).map(formula_of)


@given(st.lists(OF_FACTS, min_size=1, max_size=4), st.lists(OF_FACTS, max_size=2), SCENARIOS)
def test_a_narrowed_formula_holds_in_the_same_scenarios(parts, meanings, scenario):
    """
    Whatever falls away of a formula and of its definitions, it says the same.
    """
    definitions = {f"d{place}": meaning for place, meaning in enumerate(meanings)}
    names = [named(name) for name in definitions]
    definitions["both"] = conj([*names, parts[0]])
    both = literal(Named("both"), len(parts) % 2 == 0)
    formula = conj([*parts[1:], *map(negate, names[1:]), both])
    regions = Regions.of(SPEC.facts, [formula, *definitions.values()])
    found = narrowed(formula, definitions, regions)
    wanted = truth(formula, scenario, definitions, {})
    assert truth(found.formula, scenario, found.definitions, {}) is wanted


def test_what_cannot_apply_falls_away():
    """
    An alternative that a condition excludes goes, and what is left of it narrows the rest.
    """
    from specl.model.expressions import And, Not, Or
    from tests.unit.building import f

    p, q = f("p"), f("q")
    definitions = {"d": formula_of(And((Not(p), q)))}
    formula = conj([formula_of(p), formula_of(Or((Not(p), q))), literal(Named("d"), False)])
    regions = Regions.of(SPEC.facts, [formula, *definitions.values()])
    found = narrowed(formula, definitions, regions)
    assert found.formula == conj([formula_of(p), formula_of(q)])
