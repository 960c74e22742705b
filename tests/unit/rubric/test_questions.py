"""
Criteria as questions: the true answers lead to what the interpreter says.
"""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specl.cases.strategies import scenarios
from specl.model import Ruling, Spec
from specl.rubric import rubric_of
from specl.rubric.questions import Ask, Tree, questions_of, tree_of
from specl.workspace.deciding import ruling_on
from tests.unit.rubric.questioning import EXAMPLES, Truth, any_profile, example, outcome


@cache
def asked(name: str) -> tuple[Spec, dict[str, Tree]]:
    """
    Return an example with the questions about each criterion.
    """
    spec = example(name)
    rubric = rubric_of(spec)
    duties = (each for each in rubric.criteria if not each.is_permission)
    return spec, {each.id: tree_of(spec, rubric, each) for each in duties}


@pytest.mark.parametrize("name", EXAMPLES)
@given(data=st.data(), seed=st.integers(0, 2**32))
def test_true_answers_lead_to_the_interpreters_verdict(name, data, seed):
    """
    Whoever answers every question truly comes to the verdict of the interpreter.
    """
    spec, trees = asked(name)
    truth = Truth(spec, data.draw(scenarios(spec)), any_profile(spec, seed))
    found = {criterion: outcome(tree, criterion, truth) for criterion, tree in trees.items()}
    assert {criterion: truth.expected(criterion) for criterion in trees} == found


@given(data=st.data(), seed=st.integers(0, 2**32))
def test_given_facts_leave_the_verdict_as_it_is(data, seed):
    """
    With some facts known there are fewer questions, and the same verdicts.
    """
    spec, _ = asked("coding_agent/agent")
    facts = data.draw(scenarios(spec))
    known = {name: facts[name] for name in facts if data.draw(st.booleans(), label=name)}
    ruling = ruling_on(spec, known)
    assert isinstance(ruling, Ruling)
    rubric = rubric_of(spec, known, ruling=ruling)
    truth = Truth(spec, facts, any_profile(spec, seed))
    for criterion in rubric.criteria:
        if not criterion.is_permission:
            tree = tree_of(spec, rubric, criterion)
            assert truth.expected(criterion.id) == outcome(tree, criterion.id, truth)
            asks = list(questions_of(tree))
            assert not known.keys() & {fact for ask in asks for fact in ask.question.facts}
    left = {criterion.id for criterion in rubric.criteria}
    assert truth.in_force.keys() <= left


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_question_leads_on_at_one_place(name):
    """
    All answers to a question but those that lead to one other question settle the criterion.
    """
    _, trees = asked(name)
    for tree in trees.values():
        for ask in questions_of(tree):
            assert len({id(then) for _, then in ask.answers if isinstance(then, Ask)}) <= 1
            assert len({id(then) for _, then in ask.answers}) > 1
