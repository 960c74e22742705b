"""
What the removal of a pair changes, held against the interpreter's rulings without it.
"""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given

from specl.check.idle import _at_first, _changed, _without, idle, written_pairs
from tests.reference.generate import drafts
from tests.reference.pipeline import spec_of
from tests.unit.check.engines import cases_of, engine_of, is_true, ruled


@given(drafts())
def test_a_removal_changes_rulings_where_the_formulas_say(draft):
    """
    The full difference holds where rulings differ; the first holds there alone, of pairs all over.
    """
    spec = spec_of(draft.text())
    engine, cases = engine_of(spec), cases_of(spec)
    for pair in written_pairs(spec):
        fewer = _without(spec, pair)
        whole, first = _changed(engine, pair), _at_first(engine, pair)
        for scenario, before in cases:
            after = ruled(fewer, scenario)
            assert after is not None
            differs = before.in_force != after.in_force
            assert differs == is_true(engine, whole, scenario)
            shown = is_true(engine, first, scenario)
            exact = pair.orderings and spec.priority.without(pair.orderings) is not None
            assert (shown == differs) if exact else (differs or not shown)


@given(drafts())
def test_a_pair_is_idle_if_no_ruling_changes_without_it(draft):
    """
    The pairs found are those without which the same norms are in force in every scenario.
    """
    spec = spec_of(draft.text())
    cases = cases_of(spec)
    if not cases:
        return
    expected = [
        pair
        for pair in written_pairs(spec)
        if all(
            (after := ruled(_without(spec, pair), scenario)) and before.in_force == after.in_force
            for scenario, before in cases
        )
    ]
    assert expected == idle(engine_of(spec))


def test_of_a_long_chain_what_decides_is_kept():
    """
    Above the last rule for each condition that asks the other thing every `overrides` is idle.
    """
    names = [f"r{place:02}" for place in range(30)]
    rules = [
        f"rule {name} {{ when f{place % 3} {'must' if place < 15 else 'must not'} a }}"
        for place, name in enumerate(names)
    ]
    chained = [
        rule.replace(" {", f" overrides {below} {{", 1)
        for rule, below in zip(rules, names[1:], strict=False)
    ]
    facts = [f'fact f{place}: bool "f{place}"' for place in range(3)]
    spec = spec_of("\n".join(["spec s", *facts, 'act a: bool "a"', *chained, rules[-1]]))
    assert [f"{one} overrides {other}" for one, other in pairwise(names[:13])] == [
        pair.first.written for pair in idle(engine_of(spec))
    ]
