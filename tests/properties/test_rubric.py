"""
A rubric for given facts is the whole rubric, filtered after the fact.
"""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

import specl
from specl.interpret import ruling, satisfies_assumptions
from specl.model import Norm, Scenario, Value
from specl.rubric import Criterion, Rubric

SPEC = specl.loads(
    """
spec partial
levels high > low
type topic = billing | medical | legal
fact topic: topic "What is the request about?"
fact minor: bool "Is the user under 18?"
fact vip: bool "Is the user a VIP?"
fact risk: int 0..2 "How much could go wrong?"
act answer "Does the reply answer?"
act escalate "Does the reply escalate?"
act amount: int 0..3 "How much does the reply grant?"
assume minor implies not vip
constraint escalate implies amount == 0
constraint not (answer and escalate)
rule help at low { must answer  must maximize amount if answer }
rule careful at high overrides capped { when risk > 0 or minor  unless vip  must escalate }
rule capped at high { when topic != billing  must (answer and amount <= risk) }
rule free at high suspends capped { when topic == legal and vip  may amount >= 2 }
rule calm at low { when risk == 2  should not answer if amount > 0 }
"""
)
FACTS: dict[str, tuple[Value, ...]] = {
    "topic": ("billing", "medical", "legal"),
    "minor": (False, True),
    "vip": (False, True),
    "risk": (0, 1, 2),
}
SCENARIOS: list[Scenario] = [
    dict(zip(FACTS, values, strict=True)) for values in product(*FACTS.values())
]
POSSIBLE = [each for each in SCENARIOS if satisfies_assumptions(SPEC, each)]


def _id(norm: Norm) -> str:
    return f"{norm.rule}.{norm.index}" + (f".{norm.part}" if norm.parts > 1 else "")


def _in_force(scenario: Scenario) -> set[str]:
    return {_id(norm) for norm in ruling(SPEC, scenario).in_force}


def _agreeing(known: Scenario) -> list[Scenario]:
    return [each for each in POSSIBLE if known.items() <= each.items()]


@st.composite
def known(draw: st.DrawFn) -> Scenario:
    """
    Draw some facts of a scenario that can be.
    """
    scenario = draw(st.sampled_from(POSSIBLE))
    names = draw(st.sets(st.sampled_from(list(FACTS))))
    return {name: scenario[name] for name in FACTS if name in names}


@given(known())
def test_what_is_left_is_what_some_completion_has_in_force(facts: Scenario) -> None:
    """
    A criterion is left where its norm is in force in some scenario, certain where in all.
    """
    rubric = specl.rubric_of(SPEC, facts) if facts else _whole()
    completions = [_in_force(each) for each in _agreeing(facts)]
    assert set.union(*completions) == {each.id for each in rubric.criteria}
    assert set.intersection(*completions) == {
        each.id for each in rubric.criteria if each.standing == "in_force"
    }


def _whole() -> Rubric:
    from specl.rubric import rubric_of

    return rubric_of(SPEC, {}, ruling=specl.ruling(SPEC, {}))


@given(known())
def test_what_is_defeated_is_defeated_everywhere(facts: Scenario) -> None:
    """
    A defeated norm is in force in no completion, and each norm that defeats it is in some.
    """
    rubric = specl.rubric_of(SPEC, facts)
    completions = [_in_force(each) for each in _agreeing(facts)]
    for each in rubric.defeated:
        assert not any(each.id in in_force for in_force in completions)
        assert any(set(each.by) <= in_force for in_force in completions)


@given(known())
def test_conditions_that_are_left_decide_alone(facts: Scenario) -> None:
    """
    Where a criterion's condition does not hold, its norm does not apply.
    """
    from specl.interpret import evaluate

    for scenario in _agreeing(facts):
        applicable = {_id(norm) for norm in ruling(SPEC, scenario).applicable}
        for each in specl.rubric_of(SPEC, facts).criteria:
            if each.applies is not None:
                assert evaluate(each.applies.expr, scenario) == (each.id in applicable)


def _criterion(rubric: Rubric, name: str) -> Criterion:
    return next(each for each in rubric.criteria if each.id == name)


def test_conditions_lose_what_is_known() -> None:
    """
    No condition mentions a fact that is given.
    """
    rubric = specl.rubric_of(SPEC, {"topic": "legal"})
    applies = _criterion(rubric, "careful.0").applies
    assert applies is not None
    assert "(risk > 0 or minor) and not vip" == applies.text
    assert not any("topic" in each.facts for each in rubric.criteria)
