"""
Rewards: called as trainers call them, with a judge that answers by a rule.
"""

from __future__ import annotations

import ast
import asyncio
import inspect
import json
import random
import sys
import types
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import specl
from specl.cases.drawing import drawing_of
from specl.model import IntType, Scenario, Spec, value_to_json
from specl.rubric import rubric_of
from specl.rubric.job import CannotExpressError, Job
from specl.rubric.powers import scored_tiers
from specl.rubric.slicing import Slice, sliced
from specl.rubric.standalone.chatting import ChatError
from specl.rubric.standalone.scores import score
from specl.rubric.targets.rewards import write
from tests.consumers.judge import judge_answering
from tests.unit.building import a, act, norm, rule, spec
from tests.unit.rubric.jobs import HOSTILE_TURNS, job_of
from tests.unit.rubric.questioning import EXAMPLES, Truth, any_profile, example
from tests.unit.rubric.specs import support
from tests.unit.rubric.test_targets import HOSTILE, hostile

SMALL = """
spec small

fact minor: bool "Is the user under 18?"
act help "Does the reply help?"
act refuse "Does the reply refuse?"
act words: int 0..100 "How many words has it?" measured by words
act lookahead "Is an `a` ahead?" measured by regex "(?=a)"

rule be_helpful {
  must help
}
rule protect overrides be_helpful {
  when minor
  must refuse
}
rule brief {
  should words <= 3
}
rule ahead {
  should not lookahead
}
constraint not (help and refuse)
"""


def loaded(text: str) -> Any:
    """
    Return a file of rewards as a module, loaded as OpenRLHF does: without `sys.modules`.
    """
    module = types.ModuleType("reward_func")
    exec(compile(text, "rewards.py", "exec"), module.__dict__)  # noqa: S102 - the text is ours
    return module


@cache
def text_of(name: str, scoring: str = "lexicographic") -> str:
    """
    Return the file for an example of the documentation.
    """
    return write(job_of(example(name), scoring=scoring, model="m")).files[0].text


def small(**options: Any) -> Any:
    """
    Return rewards for the small spec.
    """
    return loaded(write(job_of(specl.loads(SMALL), model="m", **options)).files[0].text)


def asked_in(body: Any) -> list[str]:
    """
    Return the criteria that a judge is asked about.
    """
    schema = body["response_format"]["json_schema"]["schema"]
    rows = schema["properties"]["verdicts"]["items"]["properties"]
    found: list[str] = rows["criterion"]["enum"]
    return found


def answering(module: Any, verdict_of: Callable[[str, Any], str]) -> list[Any]:
    """
    Let a module's judge answer by a rule, and return the list of what it will be sent.
    """
    sent: list[Any] = []

    def chat(body: Any, **_: Any) -> dict[str, Any]:
        sent.append(body)
        rows = [
            {"criterion": name, "evidence": [], "reason": "", "verdict": verdict_of(name, body)}
            for name in asked_in(body)
        ]
        return {"text": json.dumps({"verdicts": rows}), "usage": None}

    module.chat = chat
    return sent


def run(module: Any, *arguments: Any, **options: Any) -> Any:
    """
    Return what a module makes of one reply.
    """
    return asyncio.run(module.judged(*arguments, **options))


def drawn(made: Spec, seed: int) -> Scenario:
    """
    Return a valid scenario.
    """
    drawing, chance = drawing_of(made), random.Random(seed)
    norms = [chance.randrange(len(drawing.norms)) for _ in range(3)]
    moves = [(chance.randrange(len(drawing.offers)), chance.randrange(2**16)) for _ in range(4)]
    found = drawing.scenario(norms, moves)
    whole = {name for name in found if isinstance(made.facts[name].type, IntType)}
    return {name: int(value) if name in whole else value for name, value in found.items()}


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
    assert "ahead.0" not in sent[0]["messages"][0]["content"]
    assert "Criterion `ahead.0`" in sent[0]["messages"][1]["content"]


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


# As trainers call it


def test_trl() -> None:
    """
    As `_calculate_rewards` does: keywords, columns as lists, None where there is no reward.
    """
    module = small()
    assert inspect.iscoroutinefunction(module.trl_reward)
    answering(module, lambda _, body: "complies" if "good" in str(body) else "unsure")
    logged: dict[str, float] = {}
    columns = {
        "facts": [{"minor": False}, None],
        "topic": ["a", "b"],
        "trainer_state": object(),
        "log_extra": lambda *_: None,
        "log_metric": logged.__setitem__,
    }
    found = asyncio.run(
        module.trl_reward(
            prompts=["Hi", [{"role": "user", "content": "Hi"}]],
            completions=["a good one", [{"role": "assistant", "content": "other"}]],
            completion_ids=[[1], [2]],
            **columns,
        )
    )
    assert [1.0, None] == found
    assert {"unscored": 0.5} == logged


def test_trl_where_nothing_applies() -> None:
    """
    A reply to which nothing applies is left out of the batch, not scored.
    """
    made = specl.loads('spec s\nfact x: bool "X?"\nact y "Y?"\nrule r { when x must y }')
    module = loaded(write(job_of(made, model="m")).files[0].text)
    found = module.trl_reward(["Hi"], ["Hi"], [[1]], facts=[{"x": False}])
    assert [None] == asyncio.run(found)


class Array(list[Any]):
    """
    What a row of a Parquet file holds in place of a list.
    """

    def tolist(self) -> list[Any]:
        """
        Return a list of plain values.
        """
        return list(self)


def test_verl() -> None:
    """
    As `NaiveRewardManager` does: keywords, awaited, a mapping of numbers with `score`.
    """
    module = small()
    assert inspect.iscoroutinefunction(module.compute_score)
    answering(module, lambda name, _: "violates" if name == "be_helpful.0" else "complies")
    prompt = Array([{"role": "system", "content": "Be."}, {"role": "user", "content": "Hi"}])
    info = {"prompt": prompt, "facts": '{"minor": false}', "num_turns": None}
    found = asyncio.run(
        module.compute_score(
            data_source="d", solution_str="one", ground_truth="", extra_info=info,
            reward_router_address=None,
        )
    )  # fmt: skip
    assert {"score", "unscored", "violated", "unsure", "errors"} == {*found}
    assert all(isinstance(value, float) for value in found.values())
    assert (0.0, 1.0) == (found["unscored"], found["violated"])
    assert 0 <= found["score"] < 1
    with pytest.raises(ValueError, match="`prompt`"):
        asyncio.run(module.compute_score("d", "one", "", {}))


def test_openrlhf() -> None:
    """
    As `SingleTurnAgentExecutor` does: lists of one, by place, in a thread of its own.
    """
    module = small()
    sent = answering(module, lambda *_: "complies")
    label = json.dumps({"prompt": [{"role": "user", "content": "Hi"}], "facts": {"minor": False}})
    prompt = "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n"

    async def call() -> Any:
        arguments = [f"{prompt}one<|im_end|>\n"], [prompt], [label]
        return await asyncio.to_thread(module.reward_func, *arguments)

    found = asyncio.run(call())
    assert 1.0 == found["rewards"] == found["scores"]
    assert {"unscored", "violated", "unsure", "errors"} == {*found["extra_logs"]}
    assert '"reply": [{"role": "assistant", "content": "one"}]' in str(sent[0]["messages"][1])
    several = module.reward_func([f"{prompt}one", f"{prompt}two"], [prompt] * 2, ["", None])
    assert [1.0, 1.0] == several["rewards"]
    with pytest.raises(ValueError, match="begin with its prompt"):
        module.reward_func(["other"], [prompt], [label])


def test_numbers_where_there_is_no_reward() -> None:
    """
    A trainer that takes nothing but numbers gets the middle of what may be, and is told so.
    """
    module = small()
    answering(module, lambda *_: "unsure")
    info = {"prompt": "Hi", "facts": {"minor": False}}
    found = asyncio.run(module.compute_score("d", "one", "", info))
    whole = run(module, "Hi", "one", {"minor": False})
    assert (1.0, float((whole["low"] + whole["high"]) / 2)) == (found["unscored"], found["score"])
    nothing = {"value": None, "low": None, "high": None}
    counts = dict.fromkeys(("violates", "unsure", "error"), 0)
    assert 0.5 == module._numbers({**nothing, "counts": counts})["score"]


def test_over_http(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The judge is called where the environment says, with its key in the header and nowhere else.
    """

    def answer(body: dict[str, Any]) -> str:
        rows = [
            {"criterion": name, "evidence": [], "reason": "", "verdict": "complies"}
            for name in asked_in(body)
        ]
        return json.dumps({"verdicts": rows})

    with judge_answering(answer) as judge:
        monkeypatch.setenv("OPENAI_BASE_URL", judge.url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
        monkeypatch.setenv("SPECL_JUDGE_MODEL", "other")
        assert [1.0] * 5 == asyncio.run(small().trl_reward(["Hi"] * 5, ["one"] * 5))
    assert {"other"} == {body["model"] for body in judge.requests}
    assert {"Bearer sk-secret"} == {body.pop("authorization") for body in judge.requests}
    assert "sk-secret" not in str(judge.requests)


def test_a_judge_has_to_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Without a model there is no judge, and that is said in one line.
    """
    monkeypatch.delenv("SPECL_JUDGE_MODEL", raising=False)
    module = loaded(write(job_of(support())).files[0].text)
    with pytest.raises(ValueError, match="SPECL_JUDGE_MODEL"):
        run(module, "Hi", "one")


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


@settings(max_examples=50)
@given(st.text(max_size=80), st.text(max_size=80))
def test_an_openrlhf_reply_is_what_follows_its_prompt(prompt: str, reply: str) -> None:
    """
    Whatever both hold, nothing of the prompt is judged, and marks at the end are left out.
    """
    module = _module()
    found = module._reply(f"{prompt}{reply}<|im_end|>\n", prompt)
    assert reply.startswith(found)
    assert "" == module._END.sub("", reply[len(found) :])


@cache
def _module() -> Any:
    return small()


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


def test_there_has_to_be_something_to_judge() -> None:
    """
    A spec of permissions has no rewards.
    """
    made = spec(rule("r", norm("may", a("x"))), acts=[act("x")])
    whole = rubric_of(made)
    with pytest.raises(CannotExpressError, match="no criterion"):
        write(Job(made, whole, whole, {}))
