"""
The interpreter against brute force on random specs, and the laws that its rulings obey.
"""

from __future__ import annotations

from random import Random
from typing import Any

import attrs
from hypothesis import assume, given
from hypothesis import strategies as st

from specl.interpret import (
    completions,
    cover_state,
    ensure_state,
    evaluate,
    find_reply,
    has_reply,
    requires,
    ruling,
    trace,
    verdict,
)
from specl.model import Ruling, Spec
from tests.reference.bruteforce import Brute, Case
from tests.reference.draft import LEVELS, Draft, RuleDraft
from tests.reference.generate import drafts
from tests.reference.pipeline import spec_of
from tests.reference.values import all_assignments, value_of


@given(drafts())
def test_rulings_are_those_of_brute_force(draft):
    """
    In every scenario the ruling is the one found by trying every reply.
    """
    spec = spec_of(draft.text())
    brute = Brute(spec)
    for case in brute.cases:
        assert as_positions(brute, case) == positions(ruling(spec, case.facts))


@given(drafts())
def test_completions_are_the_scenarios(draft):
    """
    The completions of nothing are all scenarios, and replies exist in those where some do.
    """
    spec = spec_of(draft.text())
    brute = Brute(spec)
    assert brute.scenarios == list(completions(spec, {}) or ())
    for facts in brute.scenarios:
        assert bool(brute.possible(facts)) == has_reply(spec, facts)


@given(drafts(), st.randoms(use_true_random=False))
def test_requires_and_verdicts_are_those_of_brute_force(draft, random):
    """
    What a ruling requires, and what a reply violates, is what trying every reply says.
    """
    spec = spec_of(draft.text())
    brute = Brute(spec)
    for case in random.sample(brute.cases, min(3, len(brute.cases))):
        decided = ruling(spec, case.facts)
        wanted = random.choice(spec.norms).obligation
        left = brute.left(case, case.in_force)
        required = not left & ~brute.meeting(wanted, case.facts)
        assert required == requires(spec, decided, case.facts, wanted)
        reply = random.choice(brute.replies)
        failed = [
            n
            for n in sorted(case.in_force)
            if spec.norms[n].verb != "may"
            and not value_of(spec.norms[n].obligation, case.facts, reply)
        ]
        violated = verdict(spec, case.facts, reply).violated
        assert failed == [norm.position for norm in violated]


@given(drafts())
def test_ensures_and_covers_are_those_of_brute_force(draft):
    """
    An ensure holds, fails or stays open, and a cover has a gap, where brute force says so.
    """
    spec = spec_of(draft.text())
    assume(spec.ensures or spec.covers)
    brute = Brute(spec)
    for case in brute.cases:
        decided = ruling(spec, case.facts)
        for ensure in spec.ensures:
            binding = brute.binding(case)
            claim = "holds" if brute.meets_claim(case, ensure.claim, binding) else "failed"
            coherent = brute.coherent(binding, case.replies, case.meets)
            state = ensure_state(spec, decided, case.facts, ensure)
            assert state in {"idle", claim if coherent else "open"}
        for cover in spec.covers:
            left = brute.left(case, case.in_force)
            wanted = brute.meeting(cover.expr, case.facts)
            gap = "gap" if left & wanted and left & ~wanted else "decided"
            state = cover_state(spec, decided, case.facts, cover)
            assert state in {"idle", gap}


@given(drafts(), st.randoms(use_true_random=False))
def test_a_reply_that_is_found_meets_what_was_wanted(draft, random):
    """
    A reply is found exactly where one exists; it meets the constraints and what was wanted.
    """
    spec = spec_of(draft.text())
    replies = list(all_assignments(spec.acts))
    for _ in range(5):
        facts = {name: random.choice(values) for name, values in values_by_fact(spec).items()}
        count = random.randint(0, min(4, len(spec.norms)))
        wanted = [norm.obligation for norm in random.sample(spec.norms, count)]
        exprs = [*wanted, *(law.expr for law in spec.constraints)]
        found = find_reply(spec, facts, wanted)
        exists = any(all(value_of(expr, facts, reply) for expr in exprs) for reply in replies)
        assert exists == (found is not None)
        assert found is None or all(evaluate(expr, facts, found) for expr in exprs)


@given(drafts())
def test_the_norms_in_force_are_the_one_preferred_subtheory_where_nothing_contradicts(draft):
    """
    Every order that respects the priority keeps the norms in force unless they contradict.

    Where they do, though each norm alone can be met, two orders keep different norms.
    """
    spec = spec_of(draft.text())
    brute = Brute(spec)
    assume(len(spec.norms) <= 9)
    for case in brute.cases:
        outcomes = brute.outcomes(case)
        decided = ruling(spec, case.facts)
        in_force = frozenset(norm.position for norm in decided.in_force)
        if not decided.contradictions:
            assert {in_force} == outcomes
        elif all(brute.coherent([n], case.replies, case.meets) for n in case.applicable):
            assert len(outcomes) > 1


@given(drafts(), st.randoms(use_true_random=False))
def test_a_rule_of_a_lower_level_changes_nothing_above(draft, random):
    """
    A rule added below all others changes no ruling on the norms above it.
    """
    assume(all(rule.level != LEVELS[-1] for rule in draft.rules))
    donor = random.choice(draft.rules)
    added = RuleDraft("added", LEVELS[-1], donor.norms, donor.when)
    before, after = spec_of(draft.text()), spec_of(with_rule(draft, added).text())
    for facts in Brute(before).scenarios:
        if has_reply(before, facts):
            assert names(ruling(before, facts)) == names(ruling(after, facts), without="added")


@given(drafts(), st.randoms(use_true_random=False))
def test_a_copy_of_a_rule_changes_no_ruling_on_the_others(draft, random):
    """
    A copy of a rule, in the same `overrides` and `suspends`, changes no ruling on other norms.

    This does not hold where prohibitions go first.
    """
    assume(not draft.denies_first)
    original = random.choice(draft.rules)
    copy = attrs.evolve(original, name="added")
    others = tuple(beside_copy(rule, original.name) for rule in draft.rules)
    copied = with_rule(attrs.evolve(draft, rules=others), copy)
    before, after = spec_of(draft.text()), spec_of(copied.text())
    for facts in Brute(before).scenarios:
        if has_reply(before, facts):
            one, other = ruling(before, facts), ruling(after, facts)
            assert states(one) == states(other, without="added")


@given(drafts(), st.integers(0, 2**32))
def test_the_order_of_declarations_changes_no_ruling(draft, seed):
    """
    Rules in another order get the same ruling, but for the order in which it is told.
    """
    rules = list(draft.rules)
    Random(seed).shuffle(rules)
    before, after = spec_of(draft.text()), spec_of(attrs.evolve(draft, rules=tuple(rules)).text())
    for facts in Brute(before).scenarios:
        if has_reply(before, facts):
            assert names(ruling(before, facts)) == names(ruling(after, facts))


@given(drafts())
def test_a_trace_gives_the_reasons_for_the_ruling(draft):
    """
    Each norm is in force, defeated by the set of the ruling, or has what keeps it from applying.
    """
    spec = spec_of(draft.text())
    for facts in Brute(spec).scenarios[:8]:
        if has_reply(spec, facts):
            told = trace(spec, facts)
            decided = told.ruling
            in_force = tuple(one.norm for one in told.norms if one.state == "in force")
            defeated = {one.norm.position: one.by for one in told.norms if one.by}
            idle = [one for one in told.norms if one.state == "not applicable"]
            assert decided.in_force == in_force
            assert {one.norm.position: one.by for one in decided.defeated} == defeated
            assert all(one.rule.deciding or one.rule.suspended_by for one in idle)


def as_positions(brute: Brute, case: Case) -> tuple[Any, ...]:
    """
    Return what brute force says of a scenario, norms by their positions.
    """
    return (
        case.applicable,
        tuple(sorted(case.in_force)),
        {n: brute.smallest_defeat(case, n) for n in sorted(case.defeats)},
        sorted(tuple(sorted(clash)) for clash in case.contradictions),
    )


def positions(decided: Ruling) -> tuple[Any, ...]:
    """
    Return a ruling, norms by their positions.
    """
    return (
        tuple(norm.position for norm in decided.applicable),
        tuple(norm.position for norm in decided.in_force),
        {one.norm.position: tuple(n.position for n in one.by) for one in decided.defeated},
        [tuple(norm.position for norm in norms) for norms in decided.contradictions],
    )


def names(decided: Ruling, without: str | None = None) -> tuple[Any, ...]:
    """
    Return norms in force, defeated, and clashing without one rule, by their names, in no order.
    """
    kept = [clash for clash in decided.contradictions if all(n.rule != without for n in clash)]
    return (*states(decided, without), {frozenset(norm.id for norm in clash) for clash in kept})


def states(decided: Ruling, without: str | None = None) -> tuple[set[Any], set[Any]]:
    """
    Return which norms, but for those of one rule, are in force and which defeated.
    """
    defeated = [defeat.norm for defeat in decided.defeated]
    return (
        {norm.id for norm in decided.in_force if norm.rule != without},
        {norm.id for norm in defeated if norm.rule != without},
    )


def values_by_fact(spec: Spec) -> dict[str, list[Any]]:
    """
    Return the values of each fact.
    """
    from tests.reference.values import all_values

    return {name: all_values(fact.type) for name, fact in spec.facts.items()}


def with_rule(draft: Draft, rule: RuleDraft) -> Draft:
    """
    Return a draft with one more rule at the end.
    """
    return attrs.evolve(draft, rules=(*draft.rules, rule))


def beside_copy(rule: RuleDraft, original: str) -> RuleDraft:
    """
    Return a rule that overrides and suspends a rule's copy wherever it does the rule.
    """

    def both(names: tuple[str, ...]) -> tuple[str, ...]:
        return (*names, "added") if original in names else names

    return attrs.evolve(
        rule,
        overrides=both(rule.overrides),
        suspends=both(rule.suspends),
        precedes=both(rule.precedes),
    )
