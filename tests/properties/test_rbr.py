"""
Completion classes against the interpreter's verdicts, read back from the file that is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from specl.interpret import NoReply, evaluate, satisfies_assumptions, verdict
from specl.logic.formula import Between
from specl.logic.truth import atom_holds
from specl.model import Profile, Scenario, Spec, Strength
from specl.rubric import rubric_of
from specl.rubric.guard.plan import plan_of
from specl.rubric.job import CannotExpressError, Job
from specl.rubric.propositions import Simple, propositions_of
from specl.rubric.targets.rbr import RESPONSE_TYPE, write
from tests.properties.test_decide import large_specs, values
from tests.reference.generate import drafts
from tests.reference.pipeline import spec_of
from tests.reference.values import all_assignments
from tests.unit.rubric.reader_of_rbr import Reader


@given(drafts(), st.randoms(use_true_random=False), st.booleans())
def test_classes_are_what_the_interpreter_says(draft, random, partly):
    """
    Every reply is in one class: that of the highest level and strength that it breaks a norm of.
    """
    spec = spec_of(draft.text())
    scenarios = [each for each in all_assignments(spec.facts) if satisfies_assumptions(spec, each)]
    if not scenarios:
        return
    known: Scenario = {}
    if partly:
        chosen = random.choice(scenarios)
        known = {name: chosen[name] for name in chosen if random.random() < 0.5}
        scenarios = [each for each in scenarios if known.items() <= each.items()]
    replies = list(all_assignments(spec.acts))
    agree(spec, known, scenarios, random.sample(replies, min(6, len(replies))))


@given(st.data())
def test_questions_about_numbers_and_texts_are_exact(data):
    """
    Conditions on sums, put in fewer words, say the same of all values in their ranges.
    """
    spec = spec_of(data.draw(large_specs()))
    scenarios = [
        {name: data.draw(values(fact.type)) for name, fact in spec.facts.items()}
        for _ in range(data.draw(st.integers(1, 4)))
    ]
    possible = [each for each in scenarios if satisfies_assumptions(spec, each)]
    agree(spec, {}, possible, [{name: data.draw(values(a.type)) for name, a in spec.acts.items()}])


def agree(
    spec: Spec, known: Scenario, scenarios: Sequence[Scenario], replies: Iterable[Profile]
) -> None:
    """
    Hold what a reader makes of the file against the interpreter.
    """
    replies = list(replies)
    expected = {wanted(spec, each, profile) for each in scenarios for profile in replies} - {None}
    rubric = rubric_of(spec, known)
    try:
        (file,) = write(Job(spec, rubric, rubric, known)).files
    except CannotExpressError as error:
        single = str(error).removeprefix("every reply is in one class, `").partition("`")[0]
        assert expected <= {single}
        return
    reader = Reader(file.text)
    simple = propositions_of(plan_of(spec, known)).simple
    for scenario in scenarios:
        for profile in replies:
            answers = {each.name: holds(each, scenario, profile) for each in simple}
            found = wanted(spec, scenario, profile)
            assert found is None or [found] == reader.classes_of(answers, RESPONSE_TYPE)


def holds(simple: Simple, scenario: Scenario, profile: Profile) -> Any:
    """
    Return the true answer to a question.
    """
    if isinstance(simple.what, Between):
        return atom_holds(simple.what, scenario)
    return evaluate(simple.what, scenario, profile)


def wanted(spec: Spec, scenario: Scenario, profile: Profile) -> str | None:
    """
    Return the class that a reply belongs to; None where no reply can exist.
    """
    try:
        violated = verdict(spec, scenario, profile).violated
    except NoReply:
        return None
    if not violated:
        return "ideal"
    worst = min(violated, key=lambda norm: spec.priority.rank[norm.position])
    strength = "must" if worst.strength is Strength.BINDING else "should"
    level = spec.rules[worst.rule].level
    return "_".join(["breaks", *([level] if level else []), strength])
