"""
Examples, ensures, covers and completions in one scenario, worked out by hand.
"""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from specl.interpret import (
    check_example,
    completions,
    cover_state,
    ensure_state,
    has_reply,
    ruling,
    satisfies_assumptions,
)
from specl.model import (
    INT,
    ChoiceType,
    Cover,
    Ensure,
    Example,
    Expectation,
    IntType,
    Law,
    Reply,
    SetType,
)
from specl.model.expressions import And, Compare, Implies, Literal, Not, Or
from tests.unit.building import HERE, a, act, f, fact, norm, rule, spec

ANSWER, REFUSE, CITE, WORDS = a("answer"), a("refuse"), a("cite"), a("words", IntType(0, 100))
EITHER = Law(Or((ANSWER, REFUSE)), "answer or refuse", HERE)
MADE = spec(
    rule("short", norm("must", Compare("<=", WORDS, Literal(50, INT)))),
    rule("sources", norm("should", CITE)),
    rule("helpful", norm("must", ANSWER), when=f("fair")),
    facts=[fact("fair")],
    acts=[act("answer"), act("refuse"), act("cite"), act("words", IntType(0, 100))],
    constraints=(EITHER, Law(Implies(REFUSE, Not(ANSWER)), "", HERE)),
)
FAIR = {"fair": True}


def expecting(verb, expr):
    return Example("e", "", (), (), (Expectation(verb, expr, "", HERE),), (), HERE)


def showing(*shown, good, violates=()):
    reply = Reply(good=good, text="…", shows=tuple(shown), violates=violates, span=HERE)
    return Example("e", "", (), (), (), (reply,), HERE)


def kinds(example, made=MADE, facts: Any = FAIR):
    return [one.kind for one in check_example(made, example, facts)]


@pytest.mark.parametrize(
    ("expected", "verb", "expr"),
    [
        ([], "must", Not(REFUSE)),
        (["expectation"], "must", CITE),
        ([], "should", CITE),
        (["expectation"], "should", REFUSE),
        ([], "may", Compare(">", WORDS, Literal(40, INT))),
        (["expectation"], "may", Compare(">", WORDS, Literal(50, INT))),
        (["expectation"], "may", Not(CITE)),
    ],
)
def test_expectations_are_what_the_ruling_binds_to_requires_and_permits(expected, verb, expr):
    """
    `must` is what binding norms alone require, `should` what all do, `may` what they allow.
    """
    assert expected == kinds(expecting(verb, expr))


def test_one_way_of_filling_in_a_good_reply_is_enough():
    """
    Acts that a good reply does not show are open.
    """
    assert [] == kinds(showing(ANSWER, good=True))
    assert [] == kinds(showing(good=True))


def test_a_good_reply_that_breaks_the_ruling_names_what_it_breaks():
    """
    The norms told are those that cannot be obeyed with what the reply shows.
    """
    (found,) = check_example(MADE, showing(REFUSE, CITE, good=True), FAIR)
    assert ("breaks", ["helpful"]) == (found.kind, [one.rule for one in found.norms])


def test_a_good_reply_that_cannot_exist_is_said_to_be_so():
    """
    What a good reply shows has to be possible under the constraints.
    """
    assert ["impossible"] == kinds(showing(ANSWER, REFUSE, good=True))


def test_every_way_of_filling_in_a_bad_reply_has_to_break_the_ruling():
    """
    Acts not shown have their default; those without one stay open.
    """
    long = Compare(">", WORDS, Literal(50, INT))
    assert [] == kinds(showing(ANSWER, good=False))
    assert ["obeys"] == kinds(showing(ANSWER, CITE, good=False))
    assert [] == kinds(showing(ANSWER, CITE, long, good=False))


def test_a_bad_reply_breaks_each_rule_that_it_is_said_to_violate():
    """
    A rule that some way of filling in obeys, or that is not in force, is spared.
    """
    shown = (ANSWER, Compare("==", WORDS, Literal(80, INT)))
    assert [] == kinds(showing(*shown, good=False, violates=("short", "sources")))
    found = check_example(MADE, showing(*shown, good=False, violates=("short", "helpful")), FAIR)
    assert [("spares", "helpful")] == [(one.kind, one.rule) for one in found]
    assert ["spares"] == kinds(
        showing(*shown, good=False, violates=("helpful",)), facts={"fair": False}
    )


def test_only_replies_that_can_exist_fill_in_a_bad_reply():
    """
    Where the constraints leave no way to fill in a bad reply, every way of it fails.
    """
    assert [] == kinds(showing(ANSWER, REFUSE, good=False, violates=("sources",)))
    assert [] == kinds(showing(CITE, good=False, violates=("short",)))


def test_an_example_fails_in_a_contradiction_and_without_replies():
    """
    A contradictory scenario, or one without replies, bears out nothing.
    """
    clashing = spec(
        rule("one", norm("must", CITE)), rule("two", norm("must not", CITE)), acts=[act("cite")]
    )
    (found,) = check_example(clashing, expecting("must", CITE), {})
    assert ("contradiction", ["one", "two"]) == (found.kind, [one.rule for one in found.norms])
    never = attrs.evolve(clashing, constraints=(Law(And((CITE, Not(CITE))), "", HERE),))
    assert not has_reply(never, {})
    assert ["no reply"] == kinds(expecting("must", CITE), never, {})


def ensure(verb, expr, when=()):
    return Ensure("e", None, when, (), Expectation(verb, expr, "", HERE), HERE)


def test_ensures_look_at_binding_norms_alone():
    """
    Advice neither bears out an ensure nor breaks a right.
    """
    decided = ruling(MADE, FAIR)
    states = [
        ensure_state(MADE, decided, FAIR, ensure(verb, expr))
        for verb, expr in (("must", ANSWER), ("must", CITE), ("may", Not(CITE)), ("may", REFUSE))
    ]
    assert ["holds", "failed", "holds", "failed"] == states


def test_an_ensure_is_open_where_binding_norms_contradict():
    """
    Rights that cannot be used make binding norms incoherent too.
    """
    made = spec(
        rule("one", norm("must", CITE)), rule("two", norm("need not", CITE)), acts=[act("cite")]
    )
    decided = ruling(made, {})
    assert "open" == ensure_state(made, decided, {}, ensure("must", CITE))


def test_a_cover_has_a_gap_where_the_ruling_leaves_its_act_open():
    """
    An act is decided when it, or its opposite, is required.
    """
    for facts, act_, expected in (
        (FAIR, ANSWER, "decided"),
        (FAIR, REFUSE, "decided"),
        ({"fair": False}, ANSWER, "gap"),
    ):
        cover = Cover("c", (), act_, "", HERE)
        assert expected == cover_state(MADE, ruling(MADE, facts), facts, cover)


def test_completions_are_all_scenarios_that_agree_and_satisfy_the_assumptions():
    """
    Given facts stay; assumptions cut off; without an end, or with too many, there is no answer.
    """
    tool = ChoiceType(("disk", "web"))
    made = attrs.evolve(
        spec(facts=[fact("fair"), fact("tools", SetType(tool)), fact("age", IntType(0, 3))]),
        assumptions=(Law(Compare("!=", f("age", IntType(0, 3)), Literal(2, INT)), "", HERE),),
    )
    found = completions(made, {"fair": True, "tools": frozenset({"web"})})
    assert found is not None
    assert [0, 1, 3] == [scenario["age"] for scenario in found]
    assert all(satisfies_assumptions(made, scenario) for scenario in found)
    assert 24 == len(completions(made, {}) or ())
    assert None is completions(made, {}, limit=10)
    assert () == completions(made, {"age": 2})
    endless = spec(facts=[fact("age", INT)])
    assert None is completions(endless, {})
    assert ({"age": 5},) == completions(endless, {"age": 5})
