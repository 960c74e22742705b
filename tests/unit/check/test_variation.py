"""
Variations: outside of `where` nothing differs, and inside both worlds are the interpreter's.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs
from hypothesis import given
from hypothesis import strategies as st

from specl.check.engine import Engine
from specl.check.variation import Variation
from specl.logic.regions import Total
from specl.model import Ordering, Ruling, Scenario, Spec, Suspension, cycle_in
from tests.reference.generate import drafts
from tests.reference.pipeline import spec_of
from tests.unit.check.engines import cases_of, engine_of, is_true, places, ruled


@given(drafts(), st.data())
def test_a_variation_is_what_the_interpreter_makes_of_it(draft, data):
    """
    Where it says that something may differ both worlds are right, and elsewhere nothing differs.
    """
    spec = spec_of(draft.text())
    engine, cases = engine_of(spec), cases_of(spec)
    for changed in data.draw(st.permutations(list(changes(spec))))[:6]:
        varied = Variation.of(engine, changed)
        for scenario, before in cases:
            assert_right(engine, varied, scenario, before)


@given(drafts(), st.data())
def test_the_whole_of_a_variation_is_right_everywhere(draft, data):
    """
    Its whole world has the norms in force that the interpreter finds in the changed spec.
    """
    spec = spec_of(draft.text())
    changed = data.draw(st.sampled_from(list(changes(spec)) or [spec]))
    engine = engine_of(spec)
    whole = Variation.of(engine, changed).whole
    for scenario, ruling in cases_of(changed):
        found = {
            norm.position
            for norm in changed.norms
            if is_true(engine, whole.in_force(norm), scenario)
        }
        assert places(ruling.in_force) == found


def assert_right(engine: Engine, varied: Variation, scenario: Scenario, before: Ruling) -> None:
    """
    Assert that a variation says of a scenario what the interpreter says of both specs.
    """
    after = ruled(varied.spec, scenario)
    assert after is not None
    if is_true(engine, varied.where, scenario):
        assert places(before.in_force) == in_force(engine, varied, scenario, after=False)
        assert places(after.in_force) == in_force(engine, varied, scenario, after=True)
    else:
        assert places(before.in_force) == places(after.in_force)
    assert_bounded(engine, varied, scenario, before, after)


def in_force(engine: Engine, varied: Variation, scenario: Scenario, *, after: bool) -> set[int]:
    """
    Return the positions of the norms in force according to a variation.
    """
    world = varied.after if after else varied.before
    return {
        norm.position
        for norm in world.spec.norms
        if is_true(engine, world.in_force(norm), scenario)
    }


def assert_bounded(
    engine: Engine, varied: Variation, scenario: Scenario, before: Ruling, after: Ruling
) -> None:
    """
    Assert that where norms differ a seed does, within some box.
    """
    differing = places(before.in_force) ^ places(after.in_force)
    if differing:
        assert differing & places(varied.seeds)
        regions = engine.whereabouts.quiet.regions
        assert varied.boxes is None or any(
            all(
                isinstance(column, Total) or regions.has(column, scenario, mask)
                for column, mask in box.items()
            )
            for box in varied.boxes
        )


def changes(spec: Spec) -> Iterator[Spec]:
    """
    Yield specs with one more or one less override or suspension, another level, another `unless`.
    """
    for place in range(len(spec.orderings)):
        left = spec.orderings[:place] + spec.orderings[place + 1 :]
        yield attrs.evolve(spec, orderings=left)
    for place in range(len(spec.suspensions)):
        left = spec.suspensions[:place] + spec.suspensions[place + 1 :]
        yield attrs.evolve(spec, suspensions=left)
    for one in spec.rules:
        yield from with_level(spec, one)
        for other in spec.rules:
            if one != other:
                yield from with_pair(spec, one, other)


def with_pair(spec: Spec, one: str, other: str) -> Iterator[Spec]:
    """
    Yield specs in which one rule overrides, suspends or excludes another.
    """
    first, second = spec.rules[one], spec.rules[other]
    ordering = Ordering(one, other, "overrides", f"{one} overrides {other}", first.span)
    orderings = (*spec.orderings, ordering)
    same_level = first.level == second.level
    if same_level and cycle_in((each.higher, each.lower) for each in orderings) is None:
        yield attrs.evolve(spec, orderings=orderings)
    suspensions = (*spec.suspensions, Suspension(one, other, f"{one} suspends", first.span))
    if cycle_in((each.by, each.of) for each in suspensions) is None:
        yield attrs.evolve(spec, suspensions=suspensions)
    if first.when:
        narrowed = attrs.evolve(second, unless=(*second.unless, *first.when))
        yield attrs.evolve(spec, rules={**spec.rules, other: narrowed})


def with_level(spec: Spec, name: str) -> Iterator[Spec]:
    """
    Yield the spec with a rule one level lower, where no rule below it then stands above.
    """
    rule = spec.rules[name]
    here = spec.level_index[rule.level]
    for level in spec.levels[here + 1 : here + 2]:
        lowered = {**spec.rules, name: attrs.evolve(rule, level=level)}
        index = {each.name: spec.level_index[each.level] for each in lowered.values()}
        if all(index[each.higher] <= index[each.lower] for each in spec.orderings):
            yield attrs.evolve(spec, rules=lowered)
