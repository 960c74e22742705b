"""
The compiled guard against the interpreter, to the letter of its JSON, on random specs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from specl.interpret import NoReply, evaluate, ruling, verdict
from specl.model import Profile, Scenario, Spec
from specl.model.values import value_to_json
from specl.rubric.guard.module import guard_module
from specl.rubric.guard.plan import plan_of
from specl.rubric.job import CannotExpressError
from specl.rubric.stamp import stamp_of
from specl.workspace.deciding import ruling_to_json
from tests.properties.test_decide import large_specs, values
from tests.reference.generate import drafts
from tests.reference.pipeline import spec_of
from tests.reference.values import all_assignments


@given(drafts(), st.randoms(use_true_random=False))
def test_the_guard_rules_and_judges_as_the_interpreter_does(draft, random):
    """
    In every scenario the ruling is the interpreter's, and so is the verdict on some replies.
    """
    spec = spec_of(draft.text())
    replies = list(all_assignments(spec.acts))
    agree(spec, {}, all_assignments(spec.facts), random.sample(replies, min(4, len(replies))))


@given(drafts(), st.data())
def test_given_facts_change_no_ruling(draft, data):
    """
    A guard for given facts says of the other facts what the interpreter says of all.
    """
    spec = spec_of(draft.text())
    known = data.draw(st.sampled_from(list(all_assignments(spec.facts))))
    chosen = data.draw(st.sets(st.sampled_from(list(known)), min_size=1))
    kept = {name: value for name, value in known.items() if name in chosen}
    scenarios = (each for each in all_assignments(spec.facts) if kept.items() <= each.items())
    replies = data.draw(st.lists(st.sampled_from(list(all_assignments(spec.acts))), max_size=3))
    agree(spec, kept, scenarios, replies)


@given(st.data())
def test_the_guard_is_exact_on_large_values(data):
    """
    Numbers without bounds, fractions, sums, texts and sets are read and compared exactly.
    """
    spec = spec_of(data.draw(large_specs()))
    names = data.draw(st.sets(st.sampled_from(list(spec.facts)), max_size=3))
    scenarios = [
        {name: data.draw(values(fact.type)) for name, fact in spec.facts.items()}
        for _ in range(data.draw(st.integers(1, 4)))
    ]
    replies = [{name: data.draw(values(act.type)) for name, act in spec.acts.items()}]
    agree(spec, {}, scenarios, replies)
    kept = {name: scenarios[0][name] for name in spec.facts if name in names}
    agree(spec, kept, [{**each, **kept} for each in scenarios], replies)


def agree(
    spec: Spec, known: Scenario, scenarios: Iterable[Scenario], replies: Iterable[Profile]
) -> None:
    """
    Hold the guard for some given facts against the interpreter.
    """
    module = loaded(spec, known)
    replies = list(replies)
    for scenario in scenarios:
        facts = {name: value_to_json(each) for name, each in scenario.items() if name not in known}
        wanted = expected(spec, scenario)
        assert wanted == ruled(module, facts)
        for profile in replies if isinstance(wanted, dict) else ():
            shown = {name: value_to_json(each) for name, each in profile.items()}
            found = verdict(spec, scenario, profile)
            assert {
                "violated": [norm.as_json() for norm in found.violated],
                "rules": list(found.rules),
                "ruling": wanted,
            } == module["verdict"](facts, shown)


def loaded(spec: Spec, known: Scenario) -> dict[str, Any]:
    """
    Return what a spec's guard defines.
    """
    module: dict[str, Any] = {"__name__": "guard"}
    try:
        text = guard_module(plan_of(spec, known), stamp_of(spec))
    except CannotExpressError as error:
        raise AssertionError("specs so small are always worked out") from error
    exec(compile(text, "guard.py", "exec"), module)  # noqa: S102 # made by specl, and tried here
    return module


def expected(spec: Spec, scenario: Scenario) -> Any:
    """
    Return the interpreter's ruling as JSON, or what stands in its way.
    """
    if not all(evaluate(law.expr, scenario) for law in spec.assumptions):
        return "BrokenAssumptionError"
    try:
        return ruling_to_json(ruling(spec, scenario))
    except NoReply:
        return "NoReplyError"


def ruled(module: Mapping[str, Any], facts: Mapping[str, Any]) -> Any:
    try:
        return module["ruling"](facts)
    except module["NoRulingError"] as error:
        return type(error).__name__
