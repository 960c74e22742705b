"""
`obeys`: what it finds, what it says, and what it asks of a policy.
"""

from __future__ import annotations

import subprocess
import sys
import warnings
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import specl
from specl.cases import complying
from specl.testing import Disobeyed, obeys
from specl.workspace.scenarios import Facts, facts_from_json
from tests.unit.cases.specs import spec_with
from tests.unit.testing.policies import DESK, breaking_where, good, never_escalates

pytest_plugins = ["pytester"]

SUPPORT = Path(__file__).parents[3] / "docs" / "examples" / "support" / "support.specl"


@pytest.mark.parametrize("spec", [DESK, SUPPORT], ids=["desk", "support"])
def test_a_policy_that_obeys_passes(spec: Any) -> None:
    """
    Nothing is raised, nothing is returned; a path does as well as a spec.
    """
    known = specl.load(spec) if isinstance(spec, Path) else spec
    assert obeys(spec, lambda facts: complying(known, facts)) is None


def test_the_smallest_scenario_is_reported() -> None:
    """
    The exception holds the scenario, what matters of it, the reply and the norms it breaks.
    """
    with pytest.raises(Disobeyed) as raised:
        obeys(DESK, never_escalates)
    found = raised.value
    assert isinstance(found, AssertionError)
    assert {"topic": "billing", "refund": Fraction(50001, 100)} == found.away
    assert found.away.items() <= found.facts.items()
    assert list(DESK.facts) == list(found.facts)
    assert ("big",) == found.rules
    assert ["must escalate", "must not answer"] == [norm.text for norm in found.violated]
    assert found.profile == never_escalates(dict(found.facts)) | {"tone": frozenset()}
    assert [norm.text for norm in found.ruling.in_force] == ["must escalate", "must not answer"]
    assert found.smallest
    assert found.spec is DESK


def test_the_message_says_it_all() -> None:
    """
    Scenario, reply, norms with their reasons and what gives way, and how to see it again.
    """
    with pytest.raises(Disobeyed) as raised:
        obeys(DESK, never_escalates)
    *lines, tried = str(raised.value).split("\n")
    assert MESSAGE == "\n".join(lines)
    assert tried.startswith("scenarios tried: ")


MESSAGE = """\
the policy breaks `big` where topic == billing, refund == 500.01

scenario, all other facts quiet:
  topic == billing
  refund == 500.01

reply, as far as it matters:
  not escalate
  answer

broken:
  big: must escalate (developer, binding; random.specl:22:3)
  big: must not answer (developer, binding; random.specl:23:3)
      Large refunds go to a person.
      because Finance says so.

trace:
  scenario: topic == billing, refund == 500.01, late == 0, not vip

  in force
    big: must escalate
        when refund > 500 holds: refund == 500.01
        unless vip does not hold: not vip
    big: must not answer
        when refund > 500 holds: refund == 500.01
        unless vip does not hold: not vip

  defeated
    helpful: must answer
        by big: must not answer (level developer goes before user)

in full:
  facts {"topic": "billing", "refund": 500.01, "late": 0, "vip": false}
  reply {"answer": true, "escalate": false, "grant": 500.01, "tone": []}

no smaller scenario shows this"""


def test_the_facts_in_the_message_go_into_other_commands() -> None:
    """
    The JSON of the scenario is what `specl explain --facts` and `specl decide --facts` read.
    """
    with pytest.raises(Disobeyed) as raised:
        obeys(DESK, never_escalates)
    lines = str(raised.value).split("\n")
    (text,) = (line.removeprefix("  facts ") for line in lines if line.startswith("  facts "))
    assert Facts(raised.value.facts) == facts_from_json(DESK, text)


def test_what_no_case_shows_is_drawn() -> None:
    """
    A fault between bounds of which the spec knows nothing is found, and its number brought close.
    """
    policy = breaking_where(DESK, lambda facts: 30 <= facts["late"] < 60)
    with pytest.raises(Disobeyed) as raised:
        obeys(DESK, policy)
    assert {"late": 30} == raised.value.away


FOUR = (
    'fact refund: int 0..1000 = 0 "How much?"',
    *(f'fact {name}: bool "{name}?"' for name in "abcd"),
    'fact x: real 0..1 = 0 "x?"',
    'act hand_over "Does the reply hand over?"',
    'act words: int 0..100 "How long?"',
    'act share: real 0..100 "How much?"',
    "rule one at user { when refund > 500 must hand_over }",
    "rule two at user { when a and x > 0.5 must words <= 50 }",
    "rule three at user { when b or c or d must share <= 1.5 }",
)


def test_what_four_facts_must_come_together_for_is_drawn() -> None:
    """
    A fault that no case shows is found by default, where three flags and a large number meet.

    Which seeds find it depends on the version of Hypothesis; most do in each.
    """

    def policy(facts: dict[str, Any]) -> dict[str, Any]:
        forgets = facts["a"] and facts["b"] and facts["c"] and facts["refund"] > 500
        return {"hand_over": not forgets, "words": 0, "share": 0}

    found = []
    for seed in range(8):
        try:
            obeys(spec_with(*FOUR), policy, seed=seed)
        except Disobeyed as error:
            found.append(error.away)
    assert 6 <= len(found)
    assert {"refund": 501, "a": True, "b": True, "c": True} == found[0]
    assert all(each == found[0] for each in found)


def test_examples_are_counted_by_scenarios_that_are_new() -> None:
    """
    As many scenarios are drawn besides the cases as were asked for, each of them another one.
    """
    spec = spec_with(*FOUR)
    asked: dict[int, list[tuple[Any, ...]]] = {}
    for many in (0, 150):
        found = asked.setdefault(many, [])

        def policy(facts: dict[str, Any], found: list[tuple[Any, ...]] = found) -> dict[str, Any]:
            found.append(tuple(facts.values()))
            return {"hand_over": True, "words": 0, "share": 0}

        obeys(spec, policy, max_examples=many)
    assert len(asked[0]) + 150 == len(asked[150]) == len(set(asked[150]))


def test_where_there_are_few_scenarios_drawing_ends() -> None:
    """
    A spec of four scenarios is done after them, however many are asked for.
    """
    spec = spec_with(
        'fact a: bool "?"', 'fact b: bool "?"', 'act bow "?"', "rule r at user { must bow }"
    )
    asked: list[Any] = []
    obeys(spec, lambda facts: asked.append(facts) or {"bow": True}, max_examples=100)
    assert len(asked) == 4


def test_the_cases_alone_need_no_luck() -> None:
    """
    What the spec tells apart is tried whatever the seed, drawn scenarios or none.
    """
    for seed in range(5):
        with pytest.raises(Disobeyed):
            obeys(DESK, never_escalates, max_examples=0, seed=seed)


def test_the_same_seed_asks_the_same() -> None:
    """
    Two runs ask in the same scenarios in the same order, each once.
    """

    def asked(seed: int) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = []

        def policy(facts: dict[str, Any]) -> Any:
            found.append(tuple(facts.values()))
            return good(facts)

        obeys(DESK, policy, seed=seed, max_examples=60)
        return found

    first = asked(0)
    assert first == asked(0)
    assert len(set(first)) == len(first)
    assert set(first) != set(asked(1))


def test_a_policy_may_change_the_facts_it_is_given() -> None:
    """
    What a policy does to its argument stays with it.
    """

    def policy(facts: dict[str, Any]) -> Any:
        found = good(facts)
        facts.clear()
        return found

    obeys(DESK, policy, max_examples=30)


def test_a_policy_that_is_not_always_the_same_is_reported_as_it_was() -> None:
    """
    No scenario is asked twice, so none is found to be flaky.
    """
    calls: list[int] = []

    def policy(facts: dict[str, Any]) -> Any:
        calls.append(1)
        return never_escalates(facts) if len(calls) % 2 else good(facts)

    with pytest.raises(Disobeyed) as raised:
        obeys(DESK, policy)
    assert ("big",) == raised.value.rules


def test_a_spec_without_facts_has_one_scenario() -> None:
    """
    The empty scenario is tried.
    """
    spec = spec_with('act bow "?"', "rule a at user { must bow }")
    obeys(spec, lambda _: {"bow": True})
    with pytest.raises(Disobeyed, match="where every fact has its quiet value"):
        obeys(spec, lambda _: {"bow": False})


def test_few_examples_leave_little_to_look_for_a_smaller_one() -> None:
    """
    When the search is cut short, the message and the exception say so.
    """
    policy = breaking_where(DESK, lambda facts: facts["refund"] > 3)
    with pytest.raises(Disobeyed) as raised:
        obeys(DESK, policy, max_examples=0)
    assert not raised.value.smallest
    assert "a smaller scenario may show this: the search for one was cut short" in str(raised.value)


@settings(max_examples=3, suppress_health_check=list(HealthCheck))
@given(st.booleans())
def test_it_can_be_asked_within_a_random_test(obedient: bool) -> None:  # noqa: FBT001 - drawn
    """
    Hypothesis may run around it, if told that it may.
    """
    policy = good if obedient else breaking_where(DESK, lambda facts: facts["late"] == 33)
    obeys(DESK, policy, max_examples=3)


def test_the_users_profile_of_hypothesis_does_not_matter() -> None:
    """
    A profile that generates nothing changes nothing.
    """
    before = settings.get_profile("default")
    settings.register_profile("idle", phases=[], max_examples=1, deadline=1)
    settings.load_profile("idle")
    try:
        with pytest.raises(Disobeyed):
            obeys(DESK, breaking_where(DESK, lambda facts: 30 <= facts["late"] < 60))
    finally:
        settings.register_profile("default", before)
        settings.load_profile("default")


def test_in_pytest_only_the_users_lines_are_shown(pytester: pytest.Pytester) -> None:
    """
    The account is readable, and the frames of specl are hidden.
    """
    pytester.makepyfile(
        test_policy=f"""
        from specl.testing import obeys
        def test_policy():
            obeys({str(SUPPORT)!r}, lambda facts: {{}})
        """
    )
    found = pytester.runpytest_inprocess("-p", "no:cacheprovider", "--tb=short")
    found.assert_outcomes(failed=1)
    found.stdout.fnmatch_lines(
        ["E   specl.testing.PolicyError: the policy returned no *", "E   problems:"]
    )
    found.stdout.no_fnmatch_line("*obeying.py*")


def test_importing_it_imports_nothing_heavy() -> None:
    """
    Neither Hypothesis nor Z3 is loaded before it is needed, and where cases suffice neither is.
    """
    code = (
        "import specl, specl.testing, sys\n"
        "heavy = {'hypothesis', 'z3', 'lark', 'click', 'numpy'}\n"
        "print(heavy & set(sys.modules))\n"
        'spec = specl.loads(\'spec s fact odd: bool "?" act bow "?" rule r { must bow }\')\n'
        "specl.testing.obeys(spec, lambda facts: {'bow': True}, max_examples=0)\n"
        "print(heavy & set(sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ["set()", "set()"] == done.stdout.split("\n")[:2]


def test_nothing_warns_where_all_was_judged() -> None:
    """
    A run without contradictions is silent.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        obeys(DESK, good, max_examples=20)
