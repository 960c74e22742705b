"""
Which norm outranks which.
"""

from __future__ import annotations

from itertools import product

import attrs
from hypothesis import given
from hypothesis import strategies as st

from specl.model import DenyFirst, Ordering, Rule, Spec, chains, cycle_in
from tests.reference.order import outranked_pairs
from tests.unit.building import HERE, a, norm, rule, spec

VERBS = ("must", "must not", "should", "should not", "may", "need not")
LEVELS = ("root", "user")


@st.composite
def specs(draw: st.DrawFn, *, fewest_pairs: int = 0) -> Spec:
    """
    Draw rules with a few norms each, some overrides that make no cycle, and deny-first levels.
    """
    rules: list[Rule] = []
    for index in range(draw(st.integers(1, 6))):
        verbs = draw(st.lists(st.sampled_from(VERBS), min_size=1, max_size=3))
        norms = (norm(verb, a(f"act{number}")) for number, verb in enumerate(verbs))
        rules.append(rule(f"r{index}", *norms, level=draw(st.sampled_from(LEVELS))))
    numbers = st.integers(0, len(rules) - 1)
    pairs = draw(st.lists(st.tuples(numbers, numbers), min_size=fewest_pairs, max_size=12))
    order = draw(st.permutations(range(len(rules))))
    overrides = {(f"r{order[one]}", f"r{order[other]}") for one, other in pairs if one < other}
    names = st.frozensets(st.sampled_from([each.name for each in rules]))
    denials = draw(st.lists(st.tuples(st.sampled_from(LEVELS), st.none() | names), max_size=2))
    return spec(
        *rules,
        levels=LEVELS,
        overrides=sorted(overrides),
        deny_first=tuple(DenyFirst(level, scope, HERE) for level, scope in denials),
    )


@given(specs())
def test_the_order_is_a_strict_partial_order(made: Spec) -> None:
    """
    No norm outranks itself, no two outrank each other, and what outranks is transitive.
    """
    norms = made.norms
    above = {
        (one.id, other.id) for one, other in product(norms, norms) if made.outranks(one, other)
    }
    assert not {(one, other) for one, other in above if (other, one) in above}
    assert above == above | {
        (one, last) for one, middle in above for other, last in above if middle == other
    }


@given(specs())
def test_downwards_puts_the_higher_first(made: Spec) -> None:
    """
    Whatever outranks a norm comes before it.
    """
    order = made.priority.downwards()
    assert sorted(order) == list(range(len(made.norms)))
    place = {position: index for index, position in enumerate(order)}
    for one, other in product(order, order):
        if made.priority.outranks(one, other):
            assert place[one] < place[other]


@given(specs())
def test_level_and_strength_go_before_everything_else(made: Spec) -> None:
    """
    A norm of a higher level, or a binding one of the same level, outranks an advisory one.
    """
    for one, other in product(made.norms, made.norms):
        higher = LEVELS.index(made.rules[one.rule].level)
        lower = LEVELS.index(made.rules[other.rule].level)
        advisory = other.strength is not one.strength and other.verb == "should"
        if higher < lower or (higher == lower and advisory):
            assert made.outranks(one, other)


@given(specs())
def test_the_order_is_that_of_the_definition(made: Spec) -> None:
    """
    A norm outranks another exactly when one of the four cases, or a chain of them, says so.
    """
    found = {
        (one.position, other.position)
        for one, other in product(made.norms, made.norms)
        if made.outranks(one, other)
    }
    assert outranked_pairs(made) == found


def _without(made: Spec, dropped: list[Ordering]) -> Spec:
    kept = list(made.orderings)
    for ordering in dropped:
        kept.remove(ordering)
    return attrs.evolve(made, orderings=tuple(kept))


@given(specs(fewest_pairs=6), st.data())
def test_pairs_taken_away_leave_what_the_rest_says(made: Spec, data: st.DataObject) -> None:
    """
    What is above each norm without some pairs is what it is where they were never written.
    """
    twice = made.orderings[:2]
    made = attrs.evolve(made, orderings=made.orderings + twice)
    chosen = [data.draw(st.booleans(), label=ordering.written) for ordering in made.orderings]
    dropped = [ordering for ordering, drop in zip(made.orderings, chosen, strict=True) if drop]
    changed = made.priority.without(dropped)
    after = _without(made, dropped).priority
    if changed is None:
        assert made.deny_first
        return
    before = made.priority.above
    assert changed == {
        position: now
        for position, (now, old) in enumerate(zip(after.above, before, strict=True))
        if now != old
    }
    assert all(now & ~before[position] == 0 for position, now in changed.items())


def _outranking(made: Spec, higher: str, lower: str) -> bool:
    first = {each.name: each.norms[0] for each in made.rules.values()}
    return made.outranks(first[higher], first[lower])


def test_overrides_reach_through_rules_of_another_strength() -> None:
    """
    A chain of overrides counts though a rule between has no norm of that strength.
    """
    made = spec(
        rule("a", norm("must", a("x"))),
        rule("b", norm("should", a("x"))),
        rule("c", norm("must", a("x"))),
        overrides=[("a", "b"), ("b", "c")],
    )
    assert _outranking(made, "a", "c")
    assert not _outranking(made, "c", "a")


def test_prohibitions_first_unless_an_override_says_otherwise() -> None:
    """
    A `must not` goes before a `must` of another rule, not before one that overrides it.
    """
    rules = (rule("ban", norm("must not", a("x"))), rule("duty", norm("must", a("x"))))
    deny_first = (DenyFirst("", None, HERE),)
    assert _outranking(spec(*rules, deny_first=deny_first), "ban", "duty")
    overridden = spec(*rules, deny_first=deny_first, overrides=[("duty", "ban")])
    assert not _outranking(overridden, "ban", "duty")
    assert _outranking(overridden, "duty", "ban")


def test_prohibitions_first_spares_what_overrides_any_prohibition() -> None:
    """
    A duty whose rule overrides some prohibition is set below none by `must not > must`.
    """
    made = spec(
        rule("ban", norm("must not", a("x"))),
        rule("other_ban", norm("must not", a("y"))),
        rule("duty", norm("must", a("x"))),
        overrides=[("duty", "other_ban")],
        deny_first=(DenyFirst("", None, HERE),),
    )
    assert not _outranking(made, "ban", "duty")


def test_prohibitions_first_within_a_scope() -> None:
    """
    In a capped module prohibitions go first among the module's own rules only.
    """
    made = spec(
        rule("ban", norm("must not", a("x"))),
        rule("duty", norm("must", a("x"))),
        rule("outsider", norm("must", a("x"))),
        deny_first=(DenyFirst("", frozenset({"ban", "duty"}), HERE),),
    )
    assert _outranking(made, "ban", "duty")
    assert not _outranking(made, "ban", "outsider")


def test_no_norm_of_a_rule_outranks_another_of_the_same_kind() -> None:
    """
    `must not > must` says nothing about two norms of one rule.
    """
    made = spec(
        rule("both", norm("must not", a("x")), norm("must", a("y"))),
        deny_first=(DenyFirst("", None, HERE),),
    )
    assert not made.outranks(made.norms[0], made.norms[1])


def test_taking_a_pair_away_concerns_what_stands_below_it() -> None:
    """
    Without one pair of a chain, what stands below it has less above, and only that is told.
    """
    rules = [rule(name, norm("must", a("x"))) for name in "abcd"]
    made = spec(*rules, overrides=[("a", "b"), ("b", "c"), ("c", "d")])
    assert {2: 0, 3: 0b100} == made.priority.without(made.orderings[1:2])
    assert {} == made.priority.without([])


def test_a_pair_said_twice_stays_when_taken_away_once() -> None:
    """
    Two clauses may say one pair: without one of them nothing changes.
    """
    rules = [rule(name, norm("must", a("x"))) for name in "ab"]
    made = spec(*rules, overrides=[("a", "b"), ("a", "b")])
    assert {} == made.priority.without(made.orderings[:1])
    assert {1: 0} == made.priority.without(made.orderings)


def test_a_pair_that_spares_a_duty_is_not_simply_taken_away() -> None:
    """
    A duty that no longer overrides a prohibition would come below it: that is for others to say.
    """
    made = spec(
        rule("ban", norm("must not", a("x"))),
        *(rule(name, norm("must", a("x"))) for name in ("duty", "one", "other")),
        deny_first=(DenyFirst("", None, HERE),),
        overrides=[("duty", "ban"), ("one", "other")],
    )
    assert made.priority.above[3] == 0b111
    assert made.priority.without(made.orderings[:1]) is None
    assert {3: 0b011} == made.priority.without(made.orderings[1:])


def test_chains() -> None:
    """
    Chains are followed to their end, in a cycle too.
    """
    assert {"a": {"b", "c"}, "b": {"c"}} == chains([("a", "b"), ("b", "c")])
    assert {"a": {"a", "b"}, "b": {"a", "b"}} == chains([("a", "b"), ("b", "a")])


def test_a_cycle_is_found_and_named_in_order() -> None:
    """
    The cycle alone is named, not the way that leads to it.
    """
    assert ("b", "c") == cycle_in([("a", "b"), ("b", "c"), ("c", "b")])
    assert ("a",) == cycle_in([("a", "a")])


def test_no_cycle_in_a_diamond_or_a_long_chain() -> None:
    """
    Two ways to one rule are no cycle, and length is no limit.
    """
    assert cycle_in([("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")]) is None
    assert cycle_in([(f"r{n}", f"r{n + 1}") for n in range(5_000)]) is None
