"""
Rulings worked out by hand: applicability, the order, defeat, contradictions, verdicts, traces.
"""

from __future__ import annotations

import attrs
import pytest

from specl.interpret import NoReply, permits, requires, ruling, trace, verdict
from specl.model import BOOL, DenyFirst, IntType, Law
from specl.model.expressions import And, Compare, Literal, Not, Or
from tests.unit.building import HERE, a, act, f, fact, norm, rule, spec

LEVELS = ("root", "user", "guideline")
ANSWER, REFUSE, CITE = a("answer"), a("refuse"), a("cite")
ACTS = [act("answer"), act("refuse"), act("cite")]
NOT_BOTH = Law(Not(And((ANSWER, REFUSE))), "not (answer and refuse)", HERE)


def ids(norms):
    return [one.rule for one in norms]


def by_rule(made, **facts):
    """
    Return what is in force, what is defeated by what, and what contradicts, by rules.
    """
    decided = ruling(made, facts)
    defeated = {one.norm.rule: ids(one.by) for one in decided.defeated}
    return ids(decided.in_force), defeated, [ids(norms) for norms in decided.contradictions]


def test_a_higher_level_defeats_only_what_clashes():
    """
    The lower norm falls where both cannot be obeyed, and counts where they can.
    """
    made = spec(
        rule("high", norm("must", REFUSE), level="root"),
        rule("low", norm("must", ANSWER), norm("must", CITE), level="user"),
        acts=ACTS,
        levels=LEVELS,
        constraints=(NOT_BOTH,),
    )
    assert (["high", "low"], {"low": ["high"]}, []) == by_rule(made)
    assert ["must cite"] == [one.text for one in ruling(made, {}).in_force if one.rule == "low"]


def test_without_an_order_both_stay_and_contradict():
    """
    Two norms of one level that clash are both in force, and a contradiction.
    """
    made = spec(rule("one", norm("must", CITE)), rule("two", norm("must not", CITE)), acts=ACTS)
    assert (["one", "two"], {}, [["one", "two"]]) == by_rule(made)


def test_a_binding_norm_goes_before_an_advisory_one_of_its_level():
    """
    `should` gives way to `must` of the same level, whichever comes first.
    """
    made = spec(rule("one", norm("should", CITE)), rule("two", norm("must not", CITE)), acts=ACTS)
    assert (["two"], {"one": ["two"]}, []) == by_rule(made)


def test_overrides_hold_through_a_chain():
    """
    What overrides a rule that overrides a third goes before the third.
    """
    made = spec(
        rule("low", norm("must", CITE)),
        rule("middle", norm("must", ANSWER)),
        rule("top", norm("must not", CITE)),
        acts=ACTS,
        overrides=[("top", "middle"), ("middle", "low")],
    )
    assert (["middle", "top"], {"low": ["top"]}, []) == by_rule(made)


def test_prohibitions_go_first_where_a_level_says_so():
    """
    `must not > must` settles a clash of a prohibition with a duty at that level.
    """
    made = spec(rule("duty", norm("must", CITE)), rule("ban", norm("must not", CITE)), acts=ACTS)
    denying = attrs.evolve(made, deny_first=(DenyFirst("", None, HERE),))
    assert (["ban"], {"duty": ["ban"]}, []) == by_rule(denying)


def test_a_defeated_norm_defeats_nothing():
    """
    What a defeated norm would have beaten stays in force.
    """
    made = spec(
        rule("root_rule", norm("must not", ANSWER), level="root"),
        rule("user_rule", norm("must", ANSWER), level="user"),
        rule("guideline_rule", norm("must not", ANSWER), level="guideline"),
        acts=ACTS,
        levels=LEVELS,
    )
    assert (["root_rule", "guideline_rule"], {"user_rule": ["root_rule"]}, []) == by_rule(made)


def test_a_right_defeats_a_lower_duty_and_is_defeated_by_a_higher_one():
    """
    A permission keeps a reply allowed against lower levels only.
    """
    right = rule("right", norm("need not", CITE), level="user")
    low = rule("low", norm("must", CITE), level="guideline")
    high = rule("high", norm("must", CITE), level="root")
    below = spec(right, low, acts=ACTS, levels=LEVELS)
    above = spec(right, high, acts=ACTS, levels=LEVELS)
    assert (["right"], {"low": ["right"]}, []) == by_rule(below)
    assert (["high"], {"right": ["high"]}, []) == by_rule(above)


def test_two_rights_need_not_be_usable_at_once():
    """
    Permissions of opposite replies live side by side.
    """
    made = spec(rule("one", norm("may", CITE)), rule("two", norm("need not", CITE)), acts=ACTS)
    assert (["one", "two"], {}, []) == by_rule(made)


def test_three_norms_clash_though_any_two_can_be_obeyed():
    """
    A set of three is one minimal contradiction.
    """
    words = a("words", IntType(0, 9))
    made = spec(
        rule("one", norm("must", Or((ANSWER, CITE)))),
        rule("two", norm("must not", ANSWER)),
        rule("three", norm("must not", CITE)),
        rule("other", norm("must", Compare(">", words, Literal(3, IntType())))),
        acts=[*ACTS, act("words", IntType(0, 9))],
    )
    assert (["one", "two", "three", "other"], {}, [["one", "two", "three"]]) == by_rule(made)


def test_norms_that_ask_the_same_stand_in_sets_of_their_own():
    """
    A copy of a norm is never in one minimal set with it, but in as many of its own.
    """
    made = spec(
        rule("one", norm("must", CITE)),
        rule("copy", norm("must", CITE)),
        rule("ban", norm("must not", CITE)),
        acts=ACTS,
    )
    assert [["one", "ban"], ["copy", "ban"]] == by_rule(made)[2]


def test_the_smallest_set_defeats_and_ties_go_to_the_source_order():
    """
    Of several sets that defeat a norm the smallest is told, of equal ones the first.
    """
    made = spec(
        rule("either", norm("must", Or((ANSWER, REFUSE))), level="root"),
        rule("no_answer", norm("must not", ANSWER), level="root"),
        rule("first", norm("must not", CITE), level="root"),
        rule("second", norm("must not", Or((CITE, Not(REFUSE)))), level="root"),
        rule("low", norm("must", And((CITE, Not(REFUSE)))), level="user"),
        acts=ACTS,
        levels=LEVELS,
    )
    assert {"low": ["first"]} == by_rule(made)[1]


def test_a_norm_that_nothing_can_meet_is_in_force_and_a_contradiction_alone():
    """
    Nothing defeats what no reply can meet.
    """
    made = spec(
        rule("high", norm("must", CITE), level="root"),
        rule("broken", norm("must", And((CITE, Not(CITE)))), level="user"),
        acts=ACTS,
        levels=LEVELS,
    )
    assert (["high", "broken"], {}, [["broken"]]) == by_rule(made)


def test_incoherent_norms_above_still_defeat_what_they_defeat_coherently():
    """
    Where the norms above contradict, one of them alone may defeat a lower norm, or none.
    """
    made = spec(
        rule("one", norm("must", ANSWER), level="root"),
        rule("two", norm("must not", ANSWER), level="root"),
        rule("beaten", norm("must not", ANSWER), level="user"),
        rule("apart", norm("must", CITE), level="user"),
        acts=ACTS,
        levels=LEVELS,
    )
    assert (["one", "two", "apart"], {"beaten": ["one"]}, [["one", "two"]]) == by_rule(made)


def test_suspension_reaches_only_as_far_as_its_rule_applies():
    """
    A suspended rule does not apply; a suspended suspension has no effect.
    """
    made = spec(
        rule("base", norm("must", CITE)),
        rule("off", norm("must", ANSWER), when=f("quiet")),
        rule("off_off", norm("must", ANSWER), when=f("loud")),
        facts=[fact("quiet"), fact("loud")],
        acts=ACTS,
        suspends=[("off", "base"), ("off_off", "off")],
    )
    assert ["base"] == by_rule(made, quiet=False, loud=False)[0]
    assert ["off"] == by_rule(made, quiet=True, loud=False)[0]
    assert ["base", "off_off"] == by_rule(made, quiet=True, loud=True)[0]


def test_a_scenario_without_replies_has_no_ruling():
    """
    Where no reply can exist there is nothing to rule on.
    """
    never = Law(And((CITE, Not(CITE))), "", HERE)
    made = spec(rule("one", norm("must", CITE)), acts=ACTS, constraints=(never,))
    with pytest.raises(NoReply):
        ruling(made, {})


def test_verdicts_name_the_duties_in_force_that_a_reply_fails():
    """
    Defeated norms and rights are violated by nothing.
    """
    made = spec(
        rule("high", norm("must", REFUSE), level="root"),
        rule("low", norm("must", ANSWER), norm("must", CITE), level="user"),
        rule("right", norm("may", ANSWER), level="guideline"),
        acts=ACTS,
        levels=LEVELS,
        constraints=(NOT_BOTH,),
    )
    shown = verdict(made, {}, {"answer": True, "refuse": False, "cite": False})
    assert ["must refuse", "must cite"] == [one.text for one in shown.violated]
    assert ("high", "low") == shown.rules


def test_a_ruling_requires_and_permits_by_its_duties_and_the_constraints():
    """
    Binding norms alone bind; advice counts towards what is required.
    """
    made = spec(
        rule("one", norm("must", ANSWER)),
        rule("two", norm("should", CITE)),
        acts=ACTS,
        constraints=(NOT_BOTH,),
    )
    decided = ruling(made, {})
    assert requires(made, decided, {}, Not(REFUSE))
    assert requires(made, decided, {}, CITE)
    assert not requires(made, decided, {}, CITE, binding_only=True)
    assert not permits(made, decided, {}, Not(CITE))
    assert permits(made, decided, {}, Not(CITE), binding_only=True)


def test_a_contradictory_ruling_requires_everything_and_permits_nothing():
    """
    Where no reply is left, every reply that is left has any property.
    """
    made = spec(rule("one", norm("must", CITE)), rule("two", norm("must not", CITE)), acts=ACTS)
    decided = ruling(made, {})
    assert requires(made, decided, {}, ANSWER)
    assert not permits(made, decided, {}, ANSWER)


def test_a_trace_tells_what_decided():
    """
    Each norm has its state, with the condition, the suspension or the set that decided it.
    """
    made = spec(
        rule("calm", norm("must", ANSWER), when=f("minor"), unless=f("vip")),
        rule("off", norm("must", ANSWER)),
        rule("high", norm("must not", CITE), level="root"),
        rule("low", norm("must", CITE), level="user"),
        rule("sleeper", norm("must", CITE)),
        facts=[fact("minor"), fact("vip")],
        acts=ACTS,
        levels=("root", "user", ""),
        suspends=[("off", "sleeper")],
    )
    told = {one.norm.rule: one for one in trace(made, {"minor": True, "vip": True}).norms}
    deciding = told["calm"].rule.deciding
    assert deciding is not None
    assert ("unless", True, {"vip": True}) == (deciding.kind, deciding.holds, deciding.facts)
    assert ("off",) == told["sleeper"].rule.suspended_by
    assert "in force" == told["high"].state
    assert ("defeated", ["high"]) == (told["low"].state, ids(told["low"].by))
    assert "not applicable" == told["calm"].state == told["sleeper"].state


def test_equal_scenarios_share_a_ruling():
    """
    A ruling is worked out once for all scenarios in which the same norms ask the same.
    """
    made = spec(rule("one", norm("must", CITE)), facts=[fact("unused", BOOL)], acts=ACTS)
    assert ruling(made, {"unused": True}) is ruling(made, {"unused": False})
