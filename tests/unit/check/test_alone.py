"""
What is seen of norms in quiet scenarios is so.
"""

from __future__ import annotations

from hypothesis import given

from specl.check.clashes import clashes
from specl.check.engine import Engine
from specl.check.reach import _needed, probes_for_reach
from tests.reference.generate import drafts
from tests.reference.pipeline import spec_of
from tests.unit.check.engines import cases_of, places


@given(drafts())
def test_norms_seen_in_force_or_needed_are(draft):
    """
    The interpreter has them in force somewhere, and the plain question finds them needed.
    """
    spec = spec_of(draft.text())
    engine = Engine.of(spec, probes_for_reach(spec))
    engine.leave_out_no_reply()
    found = clashes(engine)
    if engine.undecided or not engine.incoherence.knows_norms:
        return
    engine.worlds.know_clashes((clash.norms, clash.when) for clash in found)
    somewhere = {place for _, ruling in cases_of(spec) for place in places(ruling.in_force)}
    alone = engine.alone
    assert alone is not None
    assert {norm.position for norm in spec.norms if alone.in_force(norm)} <= somewhere
    for norm in spec.norms:
        if not norm.is_permission and alone.needed(norm):
            assert engine.inquiry.possible(_needed(engine, norm, set()))
