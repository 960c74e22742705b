"""
Witnesses, held against all witnesses of small specs.
"""

from __future__ import annotations

from hypothesis import given

from specl.check.shrink import shrink
from tests.reference.generate import drafts
from tests.reference.pipeline import spec_of
from tests.unit.check.engines import cases_of, engine_of, is_true
from tests.unit.check.test_bound import formulas, smallest


@given(drafts())
def test_no_witness_names_fewer_facts_than_the_one_shown(draft):
    """
    Every completion of a witness shows the finding, and no fewer facts do that.
    """
    spec = spec_of(draft.text())
    engine, counted = engine_of(spec), [scenario for scenario, _ in cases_of(spec)]
    for formula in formulas(engine):
        shown = [is_true(engine, formula, scenario) for scenario in counted]
        if any(shown):
            witness = shrink(engine.fresh(), formula)
            agreeing = [
                shows
                for scenario, shows in zip(counted, shown, strict=True)
                if witness.facts.items() <= scenario.items()
            ]
            assert agreeing
            assert all(agreeing)
            assert witness.complete in counted
            assert len(witness.facts) == smallest(counted, shown)
