"""
Mends weighed by what the order tells and scenarios at hand show are those of the plain search.
"""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from specl.check.clashes import clashes
from specl.check.effects import Effect
from specl.check.engine import Engine
from specl.check.fixes import Mender
from specl.check.ladder import in_force
from specl.check.outlook import Outlook
from specl.check.promises import probes_for_promises
from specl.check.reach import probes_for_reach
from specl.check.trials import probes_for_trials
from specl.logic.batch import Batch
from specl.model import Spec
from specl.model.expressions import Expr
from tests.benchmarks.specs import draw
from tests.reference.generate import drafts
from tests.reference.pipeline import spec_of
from tests.unit.check.engines import cases_of, engine_of, places


@given(drafts())
def test_mends_are_those_of_the_plain_search(draft):
    """
    Each clash is offered the same mends, with the same effects, whatever was told beforehand.
    """
    spec = spec_of(draft.text())
    assert weighed(spec, plainly=False) == weighed(spec, plainly=True)


@given(st.integers(6, 16), st.integers(0, 10_000))
def test_mends_of_crowded_specs_are_those_of_the_plain_search(rules, seed):
    """
    The same holds where many rules of several levels meet.
    """
    spec = spec_of(draw("dense", rules, seed=seed).text())
    assert weighed(spec, plainly=False) == weighed(spec, plainly=True)


def test_a_search_among_definitions_alone_ends():
    """
    Where all alternatives are definitions, looking at them counts as well, and the solver decides.
    """
    spec = spec_of(draw("joint", 54, seed=4).text())
    probes = probes_for_reach(spec)
    assert weighed(spec, probes, plainly=False) == weighed(spec, probes, plainly=True)


@given(drafts())
def test_norms_in_force_on_bits_are_the_interpreters(draft):
    """
    In every scenario with a reply the ladder has the norms in force that the interpreter finds.
    """
    spec = spec_of(draft.text())
    engine, cases = engine_of(spec), cases_of(spec)
    if not cases:
        return
    batch = Batch(cases[0][0], [scenario for scenario, _ in cases], engine.inquiry.definitions)
    applies = [batch.holding(engine.world.applies(norm.rule)) for norm in spec.norms]
    found = in_force(Outlook.of(engine, []).order, batch, applies)
    for row, (_, ruling) in enumerate(cases):
        expected = {place for place, scenarios in enumerate(found) if scenarios >> row & 1}
        assert places(ruling.in_force) == expected


def weighed(
    spec: Spec, probes: Iterable[Expr] = (), *, plainly: bool
) -> list[list[tuple[str, Effect]]]:
    """
    Return the mends of each clash of a spec, with what they do.
    """
    engine = Engine.of(spec, [*probes, *probes_for_promises(spec), *probes_for_trials(spec)])
    engine.leave_out_no_reply()
    found = clashes(engine)
    engine.worlds.know_clashes((clash.norms, clash.when) for clash in found)
    mender = Mender(engine, found, plainly=plainly)
    return [
        [
            (mend.title, effect)
            for mend, effect in mender.weighed(clash, engine.witness(clash.when).complete)
        ]
        for clash in found
        if len(clash.norms) > 1
    ]
