"""
Rewards: called as trainers call them, with a judge that answers by a rule.
"""

from __future__ import annotations

import ast
import json
import random
import sys
from collections.abc import Iterable
from typing import Any

import pytest

import specl
from specl.cases.drawing import drawing_of
from specl.model import Scenario, Spec, value_to_json
from specl.rubric import rubric_of
from specl.rubric.job import CannotExpressError, Job
from specl.rubric.powers import scored_tiers
from specl.rubric.slicing import Slice, sliced
from specl.rubric.standalone.chatting import ChatError
from specl.rubric.standalone.scores import score
from specl.rubric.targets.rewards import write
from specl.workspace.rubrics import Wanted, write_rubric
from tests.unit.building import a, act, norm, rule, spec
from tests.unit.rubric.jobs import HOSTILE_TURNS, job_of
from tests.unit.rubric.questioning import EXAMPLES, Truth, any_profile, example
from tests.unit.rubric.rewarding import SMALL, answering, asked_in, loaded, run, small, text_of
from tests.unit.rubric.test_targets import HOSTILE, hostile


def drawn(made: Spec, seed: int) -> Scenario:
    """
    Return a valid scenario.
    """
    drawing, chance = drawing_of(made), random.Random(seed)
    norms = [chance.randrange(len(drawing.norms)) for _ in range(3)]
    moves = [(chance.randrange(len(drawing.offers)), chance.randrange(2**16)) for _ in range(4)]
    return drawing.scenario(norms, moves)


# What it says


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("known", ["all", "some", "none"])
def test_a_truthful_judge_gives_the_interpreters_reward(name: str, known: str) -> None:
    """
    Whatever is known of the facts, verdicts and reward are those of the interpreter.
    """
    made, module = example(name), loaded(text_of(name))
    tiers = scored_tiers(rubric_of(made))
    measured = [each["name"] for each in module.RUBRIC["acts"]]
    for seed in range(6):
        truth = Truth(made, drawn(made, seed), any_profile(made, seed))
        sent = answering(module, lambda name, _, truth=truth: truth.expected(name))
        acts = {each: value_to_json(truth.profile[each]) for each in measured}
        module.measured_acts = lambda *_, acts=acts: acts  # the reply's own text says nothing here
        facts = {key: value_to_json(value) for key, value in truth.facts.items()}
        kept = dict(list(facts.items())[: {"all": None, "some": 4, "none": 0}[known]])
        found = run(module, "Hello", "Hi", kept)
        expected = {each: truth.expected(each) for tier in tiers for each, _ in tier}
        assert expected == found["verdicts"]
        assert score(tiers, expected)["value"] == found["value"]
        if known == "all":
            asked = [each for body in sent for each in asked_in(body)]
            assert {*asked} <= {*truth.in_force}


def test_code_judges_what_it_measures() -> None:
    """
    A count is taken from the reply, and no judge is asked about it.
    """
    module = small()
    sent = answering(module, lambda *_: "complies")
    found = run(module, "Hi", "one two three four", {"minor": False})
    assert "violates" == found["verdicts"]["brief.0"]
    assert ["be_helpful.0", "ahead.0"] == asked_in(sent[0])
    assert '"words": 4' in sent[0]["messages"][1]["content"]


def test_measured_acts_correct_a_judge() -> None:
    """
    A judge says whether a criterion applies; whether it is met, code knows better.
    """
    made = specl.loads(SMALL.replace("rule brief {", "rule brief {\n  when minor"))
    module = loaded(write(job_of(made, model="m")).files[0].text)
    answering(module, lambda *_: "complies")
    assert "violates" == run(module, "Hi", "one two three four")["verdicts"]["brief.0"]
    answering(module, lambda *_: "not_applicable")
    assert "not_applicable" == run(module, "Hi", "one two three four")["verdicts"]["brief.0"]


def test_what_code_cannot_measure_is_left_to_the_judge() -> None:
    """
    A pattern that could hang is told to the judge, criterion and all, and the user learns of it.
    """
    written = write(job_of(specl.loads(SMALL), model="m"))
    assert any("`lookahead` is left to the judge" in note for note in written.notes)
    module = loaded(written.files[0].text)
    sent = answering(module, lambda *_: "complies")
    run(module, "Hi", "one", {"minor": False})
    assert "Criterion `ahead.0`" in sent[0]["messages"][0]["content"]
    assert "ahead.0" in asked_in(sent[0])


def test_known_facts_settle_what_is_in_force() -> None:
    """
    What is defeated is not asked about, and what is in force cannot be said not to apply.
    """
    module = small()
    sent = answering(module, lambda *_: "not_applicable")
    found = run(module, "Hi", "one", '{"minor": true}')
    assert "not_applicable" == found["verdicts"]["be_helpful.0"]
    assert "error" == found["verdicts"]["protect.0"]
    assert found["value"] is None
    assert [["protect.0", "ahead.0"]] * 2 == [asked_in(body) for body in sent]


class Scalar:
    """
    A value of NumPy.
    """

    def tolist(self) -> bool:
        """
        Return it as one of Python.
        """
        return True


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        ({"minor": Scalar()}, ["protect.0", "ahead.0"]),
        ('{"minor": true}', ["protect.0", "ahead.0"]),
        ({"minor": None}, ["be_helpful.0", "protect.0", "ahead.0"]),
        ("", ["be_helpful.0", "protect.0", "ahead.0"]),
    ],
)
def test_facts_as_data_sets_hold_them(facts: Any, asked: list[str]) -> None:
    """
    Values of NumPy and JSON are read, and what is null is not known.
    """
    module = small()
    sent = answering(module, lambda *_: "complies")
    run(module, "Hi", "one", facts)
    assert sorted(asked) == sorted(asked_in(sent[0]))


@pytest.mark.parametrize(
    "facts",
    ['{"minor": "perhaps"}', {"miner": True}, "[1]", "no JSON", 7],
)
def test_wrong_facts_are_said(facts: Any) -> None:
    """
    Facts that are none of the spec are a mistake in the data set, and never passed over.
    """
    module = small()
    answering(module, lambda *_: "complies")
    with pytest.raises(ValueError):
        run(module, "Hi", "one", facts)


def test_facts_against_an_assumption_are_said() -> None:
    """
    A scenario that the spec rules out has no reward.
    """
    made = specl.loads('spec s\nfact x: bool "X?"\nact y "Y?"\nassume x\nrule r { must y }')
    module = loaded(write(job_of(made, model="m")).files[0].text)
    with pytest.raises(ValueError, match="against `x`"):
        run(module, "Hi", "one", {"x": False})


def test_a_judge_that_fails_gives_no_reward() -> None:
    """
    No answer, one without JSON, and doubt that makes a difference: no reward, and never a low one.
    """
    module = small()

    def broken(*_: Any, **__: Any) -> Any:
        raise ChatError("HTTP 500")

    module.chat = broken
    module.ChatError = ChatError
    found = run(module, "Hi", "one", {"minor": False})
    assert (None, 2) == (found["value"], found["counts"]["error"])
    assert {"HTTP 500"} == {*found["problems"]}
    module.chat = lambda *_, **__: {"text": "I cannot", "usage": None}
    assert run(module, "Hi", "one")["value"] is None
    answering(module, lambda *_: "unsure")
    assert run(module, "Hi", "one")["value"] is None


def test_a_judge_is_asked_again_for_what_it_left_out() -> None:
    """
    A verdict that is missing at first may come at the second time of asking.
    """
    module, calls = small(), []

    def chat(body: Any, **_: Any) -> Any:
        calls.append(asked_in(body))
        row = {"criterion": calls[-1][0], "evidence": [], "reason": "", "verdict": "complies"}
        return {"text": json.dumps({"verdicts": [row]}), "usage": None}

    module.chat = chat
    found = run(module, "Hi", "one", {"minor": False})
    assert [["be_helpful.0", "ahead.0"], ["ahead.0"]] == calls
    assert 1 == found["value"]


@pytest.mark.parametrize("scoring", ["gate", "lexicographic", "weighted"])
def test_scorings(scoring: str) -> None:
    """
    The file adds verdicts up as was wanted.
    """
    module = small(scoring=scoring)
    answering(module, lambda name, _: "violates" if name == "ahead.0" else "complies")
    found = run(module, "Hi", "one", {"minor": False})
    tiers = scored_tiers(rubric_of(specl.loads(SMALL)))
    assert score(tiers, found["verdicts"], scoring)["value"] == found["value"]


# The file


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_file_stands_alone(name: str) -> None:
    """
    It imports the standard library alone, defines each name once, and is ASCII but for its words.
    """
    text = text_of(name)
    tree = ast.parse(text)
    imported = {
        alias.name.split(".")[0]
        for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    } | {
        str(node.module).split(".")[0]
        for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
    }  # fmt: skip
    assert imported <= {*sys.stdlib_module_names}
    names = [each for part in tree.body for each in _defined(part)]
    assert [] == [each for each in {*names} if names.count(each) > 1]
    assert text == write(job_of(example(name), model="m")).files[0].text


def _defined(part: ast.stmt) -> Iterable[str]:
    if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield part.name
    elif isinstance(part, ast.Assign):
        yield from (target.id for target in part.targets if isinstance(target, ast.Name))
    elif isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name):
        yield part.target.id


@pytest.mark.parametrize("text", [*HOSTILE, *HOSTILE_TURNS[:5], '"""', "'''", "\\", "\\N{DEL}"])
def test_no_text_is_code(text: str) -> None:
    """
    Whatever an author wrote stands in the tables of the file, and nowhere as Python.
    """
    tame, wild = (write(job_of(hostile(each), model="m")).files[0].text for each in ("tame", text))
    shapes = [
        [ast.dump(part) for part in ast.parse(each).body if not isinstance(part, ast.AnnAssign)]
        for each in (tame, wild)
    ]
    assert len(shapes[0]) == len(shapes[1])
    differing = sum(one != other for one, other in zip(*shapes, strict=True))
    assert differing <= 3  # the tables that hold the author's words and their digest
    assert loaded(wild).RUBRIC["criteria"] == loaded(tame).RUBRIC["criteria"]


@pytest.mark.parametrize("text", HOSTILE_TURNS, ids=range(len(HOSTILE_TURNS)))
def test_no_transcript_is_an_instruction(text: str) -> None:
    """
    A reply reaches the judge as data between two marks, to the letter.
    """
    module = small()
    sent = answering(module, lambda *_: "complies")
    run(module, text, text[:1000], {"minor": False})
    lines = sent[0]["messages"][1]["content"].split("\n")
    marks = [place for place, line in enumerate(lines) if line == lines[1]]
    assert [1, 3] == marks
    data = json.loads(lines[2])
    assert text == data["conversation"][0]["content"]
    assert text[:1000] == data["reply"][0]["content"]


def test_a_slice_judges_less_and_rules_by_all() -> None:
    """
    A criterion outside of the slice is not judged, and defeats what it defeats.
    """
    made = specl.loads(SMALL)
    rubric = sliced(rubric_of(made), Slice(rules=("be_helpful",)))
    module = loaded(write(job_of(made, rubric=rubric, model="m")).files[0].text)
    answering(module, lambda *_: "complies")
    assert {"be_helpful.0": "not_applicable"} == run(module, "Hi", "x", {"minor": True})["verdicts"]
    assert {"be_helpful.0": "complies"} == run(module, "Hi", "x", {"minor": False})["verdicts"]


@pytest.mark.parametrize("seed", range(4))
def test_given_facts_are_worked_in(seed: int) -> None:
    """
    With `--given`, rows need the other facts alone, and rewards stay those of the interpreter.
    """
    made = example("support/support")
    truth = Truth(made, drawn(made, seed), any_profile(made, seed))
    facts = {key: value_to_json(value) for key, value in truth.facts.items()}
    given = {name: facts.pop(name) for name in ("topic", "risk", "user_language")}
    wanted = Wanted("rewards", given=json.dumps(given), model="m")
    module = loaded(write_rubric(made, wanted).files[0].text)
    answering(module, lambda name, _: truth.expected(name))
    acts = {
        each["name"]: value_to_json(truth.profile[each["name"]]) for each in module.RUBRIC["acts"]
    }
    module.measured_acts = lambda *_: acts
    for known in (facts, {**facts, **given}, {}):
        found = run(module, "Hi", "Hi", known)
        assert {each: truth.expected(each) for each in found["verdicts"]} == found["verdicts"]
    with pytest.raises(ValueError, match="`topic` is known to be another value"):
        run(module, "Hi", "Hi", {"topic": "billing" if given["topic"] != "billing" else "legal"})


def test_there_has_to_be_something_to_judge() -> None:
    """
    A spec of permissions has no rewards.
    """
    made = spec(rule("r", norm("may", a("x"))), acts=[act("x")])
    whole = rubric_of(made)
    with pytest.raises(CannotExpressError, match="no criterion"):
        write(Job(made, whole, whole, {}))
