"""
Worlds of a few norms and worlds that vary another, against the whole worked out alone.
"""

from __future__ import annotations

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from specl.logic.demands import incoherent
from specl.logic.formula import FALSE, conj
from specl.logic.incoherence import incoherence_of
from specl.logic.truth import truth
from specl.logic.world import World
from tests.reference.generate import drafts
from tests.reference.pipeline import spec_of
from tests.reference.values import all_assignments

BUDGET = 1_000_000
RANDOMS = st.randoms(use_true_random=False)


def world_of(spec):
    """
    Return the definitions of a spec.
    """
    return World.of(spec, incoherence_of(spec, (), BUDGET))


def true_in(world, formulas, facts):
    """
    Return which formulas hold in a scenario.
    """
    known = {}
    return [truth(formula, facts, world.definitions, known) for formula in formulas]


def edited(spec, random):
    """
    Return a spec with some rules at other levels, under other conditions or in another order.
    """
    rules = dict(spec.rules)
    for name in random.sample(list(rules), random.randint(0, 2)):
        other = random.choice(list(spec.rules.values()))
        moved = {"level": random.choice(spec.levels), "when": other.when, "unless": other.unless}
        rules[name] = attrs.evolve(rules[name], **dict(random.sample(list(moved.items()), 2)))
    return attrs.evolve(
        spec,
        rules=rules,
        orderings=tuple(each for each in spec.orderings if random.random() < 0.7),
        suspensions=tuple(each for each in spec.suspensions if random.random() < 0.7),
    )


def applying_beside(world, rule, scenarios):
    """
    Return where a rule's conditions hold, and the norms whose conditions hold there too.
    """
    spec = world.spec
    here = [each for each in scenarios if truth(world.conditions_of(rule), each, {}, {})]
    counted = sum(
        1 << norm.position
        for norm in spec.norms
        if any(truth(world.conditions_of(norm.rule), each, {}, {}) for each in here)
    )
    return here, counted


@settings(max_examples=40)
@given(drafts(), RANDOMS)
def test_a_local_world_means_the_whole_where_its_rule_may_apply(draft, random):
    """
    Where a rule's conditions hold, norms counted beside it are in force as they are in the whole.
    """
    spec = spec_of(draft.text())
    world, scenarios = world_of(spec), list(all_assignments(spec.facts))
    alone = world_of(spec)
    for place, rule in enumerate(random.sample(list(spec.rules), min(3, len(spec.rules)))):
        here, counted = applying_beside(world, rule, scenarios)
        local = world.within(counted | random.getrandbits(len(spec.norms)), f"l{place} ")
        norms = [norm for norm in spec.norms if local.claims.counted >> norm.position & 1]
        random.shuffle(norms)
        found = [local.in_force(norm) for norm in norms]
        whole = [alone.in_force(norm) for norm in norms]
        clashing = [incoherent(local), incoherent(local, binding=True)]
        wholly = [incoherent(alone), incoherent(alone, binding=True)]
        for facts in here:
            assert true_in(alone, whole, facts) == true_in(local, found, facts)
            assert true_in(alone, wholly, facts) == true_in(local, clashing, facts)


@settings(max_examples=40)
@given(drafts(), RANDOMS)
def test_a_variant_asked_in_any_order_means_the_changed_spec(draft, random):
    """
    A world of a changed spec, of which norms are asked before its base's are, means that spec.
    """
    spec = spec_of(draft.text())
    base, changed = world_of(spec), edited(spec, random)
    variants = [World.of(changed, base.incoherence, base=base, mark=f"v{n} ") for n in range(2)]
    alone, norms = world_of(changed), list(changed.norms)
    random.shuffle(norms)
    asked_first = [norm for norm in norms if random.random() < 0.3]
    before = [base.in_force(norm) for norm in asked_first]
    found = [[variant.in_force(norm) for norm in norms] for variant in variants]
    after = [base.in_force(norm) for norm in asked_first]
    clashing = incoherent(variants[0])
    expected = [alone.in_force(norm) for norm in norms]
    assert before == after
    for facts in all_assignments(spec.facts):
        whole = true_in(alone, expected, facts)
        assert [whole, whole] == [true_in(base, each, facts) for each in found]
        assert true_in(alone, [incoherent(alone)], facts) == true_in(base, [clashing], facts)


@settings(max_examples=40)
@given(drafts(), RANDOMS)
def test_norms_that_stand_alike_are_defeated_as_each_is_by_itself(draft, random):
    """
    What defeats a norm, in a world or a variant of it, is what a look at it alone would say.
    """
    spec = spec_of(draft.text())
    base = world_of(spec)
    for world in (base, World.of(edited(spec, random), base.incoherence, base=base, mark="v ")):
        found = {}
        for norm in random.sample(world.spec.norms, len(world.spec.norms)):
            world.in_force(norm)
            found[norm] = list(world.defeats_of(norm))
        for norm, defeats in found.items():
            claim = world.claim(norm)
            concerning = world.claims.concerning.get(claim, ())
            sets = [each for each in concerning if len(each.members()) > 1]
            alone = [
                conj((each.minimal, *(world.demanded_above(c, norm) for c in rest(each, claim))))
                for each in sets
            ]
            told = [(each, when) for each, when in zip(sets, alone, strict=True) if when != FALSE]
            assert told == defeats


def rest(nogood, claim):
    """
    Return the other claims of a set.
    """
    return [each for each in nogood.members() if each != claim]


@settings(max_examples=40)
@given(drafts(), RANDOMS)
def test_a_variant_differs_at_most_where_it_says(draft, random):
    """
    Norms that a variant does not call affected are in force, and defeated, where they were.
    """
    spec = spec_of(draft.text())
    base, changed = world_of(spec), edited(spec, random)
    variant = World.of(changed, base.incoherence, base=base, mark="v ")
    affected, one, other = variant.affected(), world_of(spec), world_of(changed)
    left = [norm for norm in spec.norms if norm.position not in affected]
    assert [base.in_force(norm) for norm in left] == [variant.in_force(norm) for norm in left]
    for facts in all_assignments(spec.facts):
        before = true_in(one, [one.in_force(norm) for norm in left], facts)
        assert before == true_in(other, [other.in_force(norm) for norm in left], facts)


@settings(max_examples=40)
@given(drafts(), RANDOMS)
def test_a_local_world_of_a_variant_means_the_changed_spec(draft, random):
    """
    Where a rule's conditions hold after a change, a variant's local world means the whole of it.
    """
    spec = spec_of(draft.text())
    base, changed = world_of(spec), edited(spec, random)
    incoherent(base.within(random.getrandbits(len(spec.norms)), "l "))
    variant = World.of(changed, base.incoherence, base=base, mark="v ")
    alone, rule = world_of(changed), random.choice(list(changed.rules))
    here, counted = applying_beside(alone, rule, list(all_assignments(spec.facts)))
    local = variant.within(counted, "vl ")
    norms = [norm for norm in changed.norms if counted >> norm.position & 1]
    found = [local.in_force(norm) for norm in norms]
    for facts in here:
        expected = true_in(alone, [alone.in_force(norm) for norm in norms], facts)
        assert expected == true_in(local, found, facts)


def test_a_local_world_counts_only_what_it_is_told():
    """
    A norm that is not counted defeats nothing, and a definition that both worlds share is one.
    """
    spec = spec_of(
        """spec s
        fact f: bool "f"
        fact g: bool "g"
        act a: bool "a"
        act b: bool "b"
        rule one { when f must a must b }
        rule two overrides one { when g must not a }
        """
    )
    world = world_of(spec)
    a, b, _ = spec.norms
    local = world.within(0b011, "l ")
    facts = {"f": True, "g": True}
    assert [False, True] == true_in(world, [world.in_force(a), world.in_force(b)], facts)
    assert [True, True] == true_in(local, [local.in_force(a), local.in_force(b)], facts)
    assert world.in_force(b) == local.in_force(b)


def test_a_norm_that_rises_defeats_those_that_it_now_outranks():
    """
    A rule moved up is in force as before, and a variant knows that its rival no longer is.
    """
    spec = spec_of(
        """spec s
        levels root > user
        fact f: bool "f"
        fact g: bool "g"
        act a: bool "a"
        act b: bool "b"
        rule one at user { when f must a }
        rule two at user { when g must not a }
        rule top at root { must b }
        """
    )
    changed = attrs.evolve(
        spec, rules={**spec.rules, "one": attrs.evolve(spec.rules["one"], level="root")}
    )
    base = world_of(spec)
    variant = World.of(changed, base.incoherence, base=base, mark="v ")
    rival = spec.rules["two"].norms[0]
    both = {"f": True, "g": True}
    assert [True] == true_in(base, [base.in_force(rival)], both)
    assert [False] == true_in(base, [variant.in_force(rival)], both)
    assert spec.rules["one"].norms[0].position in variant.affected()
    assert rival.position in variant.affected()
