"""
Strategies: valid scenarios and replies only, quiet when shrunk.
"""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, find, given, settings
from hypothesis import strategies as st
from hypothesis.internal.conjecture.data import ConjectureData
from hypothesis.stateful import Bundle, RuleBasedStateMachine, rule, run_state_machine_as_test
from hypothesis.strategies._internal.strategies import FilteredStrategy

from specl import loads
from specl.cases import breaches, complying, replies, scenarios, violations
from specl.interpret import has_reply, ruling, satisfies_assumptions, verdict
from tests.unit.cases.specs import shop, spec_with

SHOP = shop()
QUIET = find(scenarios(SHOP), lambda _: True)


def smallest(wanted: Any, seed: int = 0) -> dict[str, Any]:
    """
    Return where the smallest scenario of the shop with a property differs from the quiet one.
    """
    patient = settings(database=None, max_examples=2_000)
    found = find(scenarios(SHOP), wanted, settings=patient, random=Random(seed))
    return away(found)


def away(facts: dict[str, Any]) -> dict[str, Any]:
    """
    Return where a scenario of the shop differs from the quiet one.
    """
    return {name: value for name, value in facts.items() if value != QUIET[name]}


@given(scenarios(SHOP))
@example({**QUIET, "late": 90})
def test_scenarios_are_valid(facts: dict[str, Any]) -> None:
    """
    Every scenario has a value for every fact, keeps the assumptions and has a reply.
    """
    assert list(SHOP.facts) == list(facts)
    assert satisfies_assumptions(SHOP, facts)
    assert has_reply(SHOP, facts)


def test_nothing_drawn_is_the_quiet_scenario() -> None:
    """
    The smallest scenario has the defaults, and of other facts what the fewest rules ask for.
    """
    assert {
        "topic": "medical",
        "minor": False,
        "refund": Fraction(0),
        "paid": Fraction(0),
        "late": 0,
        "tools": frozenset(),
    } == QUIET


NEEDS: list[tuple[set[str], Any]] = [
    ({"minor"}, lambda facts: facts["minor"]),
    ({"refund"}, lambda facts: facts["refund"] > 500),
    ({"paid"}, lambda facts: facts["paid"] > 0),
    ({"tools"}, lambda facts: "billing" in facts["tools"]),
    ({"late"}, lambda facts: facts["late"] > 50),
    ({"late", "topic"}, lambda facts: facts["late"] >= 10 and facts["topic"] == "billing"),
    ({"paid", "refund"}, lambda facts: facts["refund"] + facts["paid"] > 1500),
    ({"late", "tools"}, lambda facts: facts["late"] >= 10 and "billing" in facts["tools"]),
]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("needed", "wanted"), NEEDS)
def test_shrinking_leaves_only_what_matters(needed: set[str], wanted: Any, seed: int) -> None:
    """
    The smallest scenario with a property differs from the quiet one in the fewest facts.
    """
    assert needed == set(smallest(wanted, seed))


def test_any_number_is_drawn_and_shrunk_to() -> None:
    """
    Numbers that no condition of the spec mentions come up as well.
    """
    assert ["late"] == list(smallest(lambda facts: 30 < facts["late"] < 40))
    assert ["refund"] == list(smallest(lambda facts: 200 < facts["refund"] < 300))


def test_nothing_drawn_is_thrown_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    No strategy filters what it has drawn, or gives a test case up.
    """
    given_up: list[object] = []
    for of_hypothesis, method in (
        (ConjectureData, "mark_invalid"),
        (FilteredStrategy, "do_filtered_draw"),
    ):
        monkeypatch.setattr(of_hypothesis, method, lambda *given: given_up.append(given))

    @settings(max_examples=100, database=None, derandomize=True)
    @given(st.data())
    def look(data: st.DataObject) -> None:
        facts = data.draw(scenarios(SHOP))
        data.draw(replies(SHOP, facts))
        data.draw(violations(SHOP, facts))

    look()
    assert [] == given_up


def test_strategies_are_shown_in_a_line() -> None:
    """
    What Hypothesis prints of a strategy does not hold the whole spec.
    """
    made = (scenarios(SHOP), replies(SHOP, QUIET), violations(SHOP, QUIET))
    assert ["scenario()", "reply()", "violation()"] == [repr(each) for each in made]


def test_facts_give_way_to_keep_an_assumption() -> None:
    """
    A fact that is moved takes those along that share an assumption with it.
    """
    found = smallest(lambda facts: facts["paid"] > 0)
    assert ["paid"] == list(found)
    spec = spec_with(
        'fact a: bool "a?"',
        'fact b: bool "b?"',
        'act x "x?"',
        "assume a iff b",
        "rule r at user { must x }",
    )
    assert {"a": True, "b": True} == find(scenarios(spec), lambda facts: facts["a"])


def test_every_norm_comes_to_be_in_force() -> None:
    """
    Within a few hundred scenarios all norms that can be in force are.
    """
    seen: set[str] = set()

    @settings(max_examples=300, database=None, phases=[Phase.generate], derandomize=True)
    @given(scenarios(SHOP))
    def collect(facts: dict[str, Any]) -> None:
        seen.update(norm.rule for norm in ruling(SHOP, facts).in_force)

    collect()
    assert {"cap", "big", "helpful", "slow"} == seen


def test_bounds_are_drawn_from_both_sides() -> None:
    """
    Numbers next to the bounds of rules come up.
    """
    assert {"late": 9} == smallest(lambda facts: facts["late"] == 9)


def test_an_example_is_tried_before_any_scenario() -> None:
    """
    A scenario written out by hand goes through the same test.
    """
    seen: list[dict[str, Any]] = []

    @settings(max_examples=5, database=None)
    @example({**QUIET, "late": 33})
    @given(scenarios(SHOP))
    def look(facts: dict[str, Any]) -> None:
        seen.append(facts)

    look()
    assert {"late": 33} == away(seen[0])
    assert len(seen) > 1


def test_a_state_machine_draws_scenarios_replies_and_violations() -> None:
    """
    A machine keeps scenarios and draws replies for them; all of them are valid.
    """
    told: set[bool] = set()

    class Machine(RuleBasedStateMachine):
        known = Bundle("known")

        @rule(target=known, facts=scenarios(SHOP))
        def learn(self, facts: dict[str, Any]) -> dict[str, Any]:
            assert satisfies_assumptions(SHOP, facts)
            return facts

        @rule(facts=known, data=st.data())
        def obey(self, facts: dict[str, Any], data: st.DataObject) -> None:
            profile = data.draw(replies(SHOP, facts))
            assert () == verdict(SHOP, facts, profile).violated
            told.add(True)

        @rule(facts=known, data=st.data())
        def break_it(self, facts: dict[str, Any], data: st.DataObject) -> None:
            breach = data.draw(violations(SHOP, facts))
            assert breach.norm in verdict(SHOP, facts, breach.profile).violated
            told.add(False)

    quick = settings(max_examples=20, stateful_step_count=8, database=None, derandomize=True)
    run_state_machine_as_test(Machine, settings=quick)
    assert {True, False} == told


def test_a_state_machine_shrinks_to_what_matters() -> None:
    """
    The steps of a failing machine are few, and their scenarios have few facts away.
    """
    steps: list[dict[str, Any]] = []

    class Machine(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            steps.clear()

        @rule(facts=scenarios(SHOP))
        def step(self, facts: dict[str, Any]) -> None:
            steps.append(facts)
            assert sum(each["refund"] > 500 for each in steps) < 2

    quick = settings(max_examples=200, stateful_step_count=8, database=None, derandomize=True)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Machine, settings=quick)
    assert [{"refund"}, {"refund"}] == [set(away(each)) for each in steps]


def test_without_scenarios_there_is_no_strategy() -> None:
    """
    A spec whose assumptions contradict each other has nothing to draw.
    """
    spec = spec_with(
        'fact b: bool "b?"', 'act x "x?"', "assume b and not b", "rule r at user { must x }"
    )
    with pytest.raises(ValueError, match="no scenario"):
        scenarios(spec)


def test_a_spec_without_facts_or_rules_has_one_scenario() -> None:
    """
    Where there is nothing to choose, the empty scenario is drawn.
    """
    assert {} == find(scenarios(spec_with('act x "x?"')), lambda _: True)


def test_assumptions_that_need_the_solver_are_kept() -> None:
    """
    Where no search of boxes finds a scenario, the solver's is the quiet one.
    """
    spec = spec_with(
        'fact n: int 0..1000 "n?"',
        'fact m: int 0..1000 "m?"',
        'fact b: bool "b?"',
        'act x "x?"',
        "assume max(n, m) == 700 and min(n, m) == 333",
        "rule r at user { when b must x }",
    )

    @settings(max_examples=30, database=None, suppress_health_check=list(HealthCheck))
    @given(scenarios(spec))
    def all_valid(facts: dict[str, Any]) -> None:
        assert satisfies_assumptions(spec, facts)

    all_valid()


@given(st.data())
def test_replies_obey_the_ruling(data: st.DataObject) -> None:
    """
    Every reply drawn for a scenario obeys all that is in force in it.
    """
    facts = data.draw(scenarios(SHOP))
    profile = data.draw(replies(SHOP, facts))
    assert list(SHOP.acts) == list(profile)
    assert () == verdict(SHOP, facts, profile).violated


@given(st.data())
def test_violations_break_what_they_say(data: st.DataObject) -> None:
    """
    A reply that breaks a norm breaks that one and those named beside it, and can exist.
    """
    facts = data.draw(scenarios(SHOP))
    breach = data.draw(violations(SHOP, facts))
    violated = verdict(SHOP, facts, breach.profile).violated
    assert {breach.norm, *breach.others} == set(violated)


def test_a_reply_shrinks_to_what_matters() -> None:
    """
    The smallest reply with a property differs from the plain one in nothing else.
    """
    facts = {**QUIET, "paid": Fraction(600)}
    plain = find(replies(SHOP, facts), lambda _: True)
    found = find(replies(SHOP, facts), lambda reply: reply["grant"] > 0, random=Random(0))
    assert ["grant"] == [name for name, value in found.items() if value != plain[name]]


def test_a_reply_that_breaks_one_norm_spares_the_others() -> None:
    """
    Where one norm can be broken alone, nothing else is.
    """
    facts = {**QUIET, "refund": Fraction(600), "paid": Fraction(600)}
    found = {breach.norm.text: breach.others for breach in breaches(SHOP, facts)}
    assert {"must grant <= paid", "must escalate", "must not answer"} == set(found)
    assert {()} == {found["must escalate"], found["must not answer"]}


def test_what_no_reply_can_break_has_no_breach() -> None:
    """
    A norm that the constraints make sure of cannot be broken, and nothing is drawn for it.
    """
    spec = spec_with('act x "x?"', "constraint x", "rule r at user { must x }")
    assert () == breaches(spec, {})
    assert violations(spec, {}).is_empty


def test_a_norm_that_needs_another_broken_names_it() -> None:
    """
    The fewest other norms are broken, the lowest first.
    """
    spec = spec_with(
        'act x "x?"',
        'act y "y?"',
        "rule high at developer { must x }",
        "rule low at user { must (x or y) }",
        "rule mid at developer { must not y }",
    )
    found = {b.norm.rule: [other.rule for other in b.others] for b in breaches(spec, {})}
    assert {"high": ["low"], "low": ["high"], "mid": []} == found


def test_a_contradiction_has_no_reply() -> None:
    """
    Where the norms in force contradict each other there is nothing to draw.
    """
    spec = spec_with('act x "x?"', "rule a at user { must x }", "rule b at user { must not x }")
    assert complying(spec, {}) is None
    with pytest.raises(ValueError, match="contradictory"):
        replies(spec, {})


def test_hypothesis_is_loaded_with_the_strategies_alone() -> None:
    """
    Covering goals needs neither Hypothesis nor, where boxes settle all, Z3.
    """
    code = (
        "import sys, specl.cases\nfrom specl.cases import cover\n"
        "from tests.unit.cases.specs import shop\nsys.modules.pop('hypothesis', None)\n"
        "cover(shop())\n"
        "print(sorted({'hypothesis', 'z3', 'specl.cases.strategies'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "[]\n" == done.stdout


def test_values_have_the_types_of_their_facts() -> None:
    """
    A comparison that decides is no value: numbers are moved to numbers, never to yes or no.
    """
    spec = loads(
        """
        spec late
        fact days: int 0..90 "How many days late?"
        act coupons: int 0..9 "How many coupons?"
        rule after overrides all_of_it { must 7 * coupons <= days }
        rule all_of_it { must coupons >= 3 }
        """
    )

    @settings(max_examples=200, database=None, derandomize=True)
    @given(scenarios(spec))
    def types_are_right(facts: dict[str, Any]) -> None:
        assert {int} == {type(value) for value in facts.values()}

    types_are_right()
