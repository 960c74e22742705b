"""
The meaning as definitions over facts, against brute force and the interpreter.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from specl.interpret import ruling
from specl.logic.demands import incoherent, refuted
from specl.logic.formula import Formula
from specl.logic.incoherence import incoherence_of
from specl.logic.truth import truth
from specl.logic.world import World
from specl.model import Spec
from specl.model.expressions import Not
from tests.reference.bruteforce import Brute, Case
from tests.reference.generate import drafts
from tests.reference.pipeline import spec_of

BUDGET = 1_000_000


def world_of(spec: Spec, probes: list[Any] | None = None) -> World:
    """
    Return the definitions of a spec.
    """
    incoherence = incoherence_of(spec, probes or [], BUDGET)
    assert not incoherence.is_partial
    return World.of(spec, incoherence)


def is_true(world: World, formula: Formula, case: Case) -> bool:
    """
    Tell whether a formula holds in a case.
    """
    return truth(formula, case.facts, world.definitions, {})


@settings(max_examples=40)
@given(drafts())
def test_norms_apply_and_are_in_force_where_the_interpreter_says_so(draft):
    """
    In every scenario the definitions come to what the interpreter's ruling says.
    """
    spec = spec_of(draft.text())
    world = world_of(spec)
    for case in Brute(spec).cases:
        decided = ruling(spec, case.facts)
        applicable = [n for n in spec.norms if is_true(world, world.applies(n.rule), case)]
        in_force = [n for n in spec.norms if is_true(world, world.in_force(n), case)]
        assert (decided.applicable, decided.in_force) == (tuple(applicable), tuple(in_force))


@settings(max_examples=40)
@given(drafts())
def test_a_reply_exists_and_norms_contradict_where_brute_force_says_so(draft):
    """
    Where no reply exists, and where norms in force are incoherent, is what trying replies says.
    """
    spec = spec_of(draft.text())
    brute, world = Brute(spec), world_of(spec)
    exists = world.incoherence.reply_exists
    for facts in brute.scenarios:
        assert bool(brute.possible(facts)) == truth(exists, facts, {}, {})
    for case in brute.cases:
        binding = brute.coherent(brute.binding(case), case.replies, case.meets)
        assert bool(case.contradictions) == is_true(world, incoherent(world), case)
        assert (not binding) == is_true(world, incoherent(world, binding=True), case)


@settings(max_examples=30)
@given(drafts())
def test_nogoods_are_the_minimal_incoherent_sets(draft):
    """
    A set of claims is said to be minimal and incoherent exactly where brute force finds it so.

    Where the budget did not suffice for all sets, nothing is said of them.
    """
    spec = spec_of(draft.text())
    brute, world = Brute(spec), world_of(spec)
    assume(world.incoherence.knows_norms)
    for case in brute.cases[::3]:
        for nogood in world.incoherence.nogoods:
            sets = list(norms_making(world, nogood.members()))
            applying = [norms for norms in sets if set(norms) <= set(case.applicable)]
            for norms in applying[:3]:
                fewer = [[m for m in norms if m != n] for n in norms]
                wrong = not brute.coherent(norms, case.replies, case.meets)
                minimal = wrong and all(
                    brute.coherent(some, case.replies, case.meets) for some in fewer
                )
                assert wrong or not is_true(world, nogood.when, case)
                assert minimal == is_true(world, nogood.minimal, case)


def norms_making(world: World, claims: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """
    Yield the sets of norms, one for each claim, that make some claims.
    """
    from itertools import product

    for norms in product(*(world.norms_of(claim) for claim in claims)):
        yield tuple(norm.position for norm in norms)


@settings(max_examples=30)
@given(drafts(), st.randoms(use_true_random=False))
def test_a_probe_is_refuted_where_norms_leave_no_reply_for_it(draft, random):
    """
    Of all norms in force, of the binding ones or of any others: none of the replies left has it.
    """
    spec = spec_of(draft.text())
    norm = random.choice(spec.norms)
    probes = [norm.obligation, Not(norm.obligation)]
    brute, world = Brute(spec), world_of(spec, probes)
    chosen = {each.position for each in random.sample(spec.norms, len(spec.norms) // 2)}
    for case in brute.cases:
        for probe in probes:
            wanted = brute.meeting(probe, case.facts)
            left = [case.in_force, brute.binding(case), case.in_force & chosen]
            denied = [refuted(world, probe), refuted(world, probe, binding=True)]
            denied.append(refuted(world, probe, counts=lambda each: each.position in chosen))
            assert [not brute.left(case, norms) & wanted for norms in left] == [
                is_true(world, formula, case) for formula in denied
            ]


@settings(max_examples=30)
@given(drafts(), st.randoms(use_true_random=False))
def test_a_variant_means_the_changed_spec(draft, random):
    """
    Definitions that share what they can with another spec's mean what the changed spec means.
    """
    spec = spec_of(draft.text())
    world = world_of(spec)
    rule = random.choice(list(spec.rules.values()))
    victim = attrs.evolve(rule, level=random.choice(spec.levels), unless=())
    changed = attrs.evolve(
        spec,
        rules={**spec.rules, rule.name: victim},
        orderings=tuple(each for each in spec.orderings if random.random() < 0.5),
        suspensions=tuple(each for each in spec.suspensions if random.random() < 0.5),
    )
    variant = World.of(changed, world.incoherence, base=world, mark="v ")
    alone = world_of(changed)
    for case in Brute(spec).cases[::2]:
        assert [is_true(alone, alone.in_force(norm), case) for norm in changed.norms] == [
            is_true(variant, variant.in_force(norm), case) for norm in changed.norms
        ]


def test_what_is_said_again_keeps_its_name():
    """
    A world of the same spec adds no definition to those that it shares.
    """
    spec = spec_of(
        """spec s
        fact f: bool "f"
        fact g: bool "g"
        act a: bool "a"
        rule one { when f and g must a }
        rule two overrides one { when f or g must not a }
        """
    )
    world = world_of(spec)
    variant = World.of(spec, world.incoherence, base=world, mark="v ")
    assert [variant.in_force(n) for n in spec.norms] == [world.in_force(n) for n in spec.norms]
    assert ["applies one", "applies two", "in force one 0 0"] == sorted(world.definitions)
