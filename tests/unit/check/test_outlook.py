"""
The outlook of a change: wherever anything differs, one of its places is right about all norms.
"""

from __future__ import annotations

import attrs
from hypothesis import given
from hypothesis import strategies as st

from specl.check.clashes import clashes
from specl.check.engine import Engine
from specl.check.outlook import Change, Outlook, Prospect
from specl.check.variation import Variation
from specl.model import Norm, Ruling, Scenario, Suspension
from tests.reference.generate import drafts
from tests.reference.pipeline import spec_of
from tests.unit.check.engines import cases_of, engine_of, is_true, places, ruled
from tests.unit.check.test_variation import changes


@given(drafts(), st.data())
def test_some_place_is_right_wherever_anything_differs(draft, data):
    """
    What is sure there is so, what may not be is not, and no other norms differ.
    """
    spec = spec_of(draft.text())
    engine, cases = engine_of(spec), cases_of(spec)
    outlook = outlook_of(engine)
    for changed in data.draw(st.permutations(list(changes(spec))))[:6]:
        varied = Variation.of(engine, changed)
        split = data.draw(st.lists(st.sampled_from(spec.norms), max_size=2, unique=True))
        rules = frozenset(data.draw(st.lists(st.sampled_from(list(spec.rules)), max_size=2)))
        change = Change(outlook, varied, rules, outlook.order_of(varied))
        prospects = list(change.prospects(split))
        for scenario, before in cases:
            after = ruled(changed, scenario)
            assert after is not None
            if places(before.in_force) != places(after.in_force):
                assert any(is_right(engine, each, scenario, before, after) for each in prospects)


def test_what_was_defeated_may_count_where_its_defeat_is_gone():
    """
    A norm that some norm defeated before may be in force after the change that silences that one.
    """
    spec = spec_of(
        """spec s
use std.authority
type colour = red | green | blue
fact f0: colour "f0"
fact f1: colour "f1"
act a0: bool "a0"
act a1: bool "a1"
act a2: bool "a2"
assume f0 == f1 or f0 in {blue, green}
precedence must not > must at guideline
rule other at system { when f1 != red need not (not a0 and a1) may a2 }
rule asks at developer { must not (a0 iff a2) should a2 }
rule free at system suspends other { when f0 in {red, green} need not (a1 iff a0) }
rule low at guideline { when f1 != f0 must (a0 or a0 != a2) may (a2 != a1 and not a0) }
rule silenced at system { when f0 != f1 must a1 == a2 }
"""
    )
    by, of = spec.rules["asks"], spec.rules["silenced"]
    added = Suspension(by.name, of.name, "asks suspends silenced", by.span)
    changed = attrs.evolve(spec, suspensions=(*spec.suspensions, added))
    engine, cases = engine_of(spec), cases_of(spec)
    outlook, varied = outlook_of(engine), Variation.of(engine, changed)
    for norm in spec.norms:
        change = Change(outlook, varied, frozenset({norm.rule}), outlook.order_of(varied))
        prospects = list(change.prospects([norm]))
        for scenario, before in cases:
            after = ruled(changed, scenario)
            assert after is not None
            if places(before.in_force) != places(after.in_force):
                assert any(is_right(engine, each, scenario, before, after) for each in prospects)


@given(drafts(), st.data())
def test_what_is_stopped_does_not_apply_where_anything_may_differ(draft, data):
    """
    Of norms of which one is said not to apply after a change, one does not wherever it counts.
    """
    spec = spec_of(draft.text())
    engine, cases = engine_of(spec), cases_of(spec)
    outlook = outlook_of(engine)
    norms = data.draw(st.lists(st.sampled_from(spec.norms), min_size=1, max_size=2, unique=True))
    for changed in data.draw(st.permutations(list(changes(spec))))[:6]:
        varied = Variation.of(engine, changed)
        rules = frozenset(norm.rule for norm in norms)
        change = Change(outlook, varied, rules, outlook.order_of(varied))
        if change.stopped(norms):
            for scenario, _ in cases:
                if is_true(engine, varied.where, scenario):
                    after = ruled(changed, scenario)
                    assert after is not None
                    assert not {norm.position for norm in norms} <= places(after.applicable)


def outlook_of(engine: Engine) -> Outlook:
    """
    Return the outlook of a spec all of whose clashes are found.
    """
    found = clashes(engine)
    assert not engine.undecided
    engine.worlds.know_clashes((clash.norms, clash.when) for clash in found)
    return Outlook.of(engine, found)


def is_right(
    engine: Engine, prospect: Prospect, scenario: Scenario, before: Ruling, after: Ruling
) -> bool:
    """
    Tell whether all that is said of a place holds in a scenario.
    """
    one, other = bits(before.in_force), bits(after.in_force)
    differing = one ^ other
    return (
        bool(differing >> prospect.norm & 1)
        and not differing & ~prospect.differing
        and not prospect.before.sure & ~one
        and not one & ~prospect.before.may
        and not prospect.after.sure & ~other
        and not other & ~prospect.after.may
        and (not prospect.some or bool(prospect.some & one))
        and not prospect.idle & bits(before.applicable)
        and all(
            is_true(engine, engine.world.conditions_of(name), scenario) for name in prospect.rules
        )
        and are_free(prospect, before, after)
    )


def are_free(prospect: Prospect, before: Ruling, after: Ruling) -> bool:
    """
    Tell whether norms that nothing may defeat are in force wherever they apply.
    """
    return all(
        not bounds.free & bits(ruling.applicable) & ~bits(ruling.in_force)
        for bounds, ruling in ((prospect.before, before), (prospect.after, after))
    )


def bits(norms: tuple[Norm, ...]) -> int:
    """
    Return the positions of norms as a bit set.
    """
    return sum(1 << place for place in places(norms))
