"""
Batches and decisions, held against the types of the `openai` package and sent with its client.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest

from specl.rubric.standalone.answers import read_answer
from specl.rubric.targets import openai_batch, openai_decisions
from tests.consumers.conftest import EXAMPLES
from tests.consumers.judge import Answer, Judge
from tests.unit.rubric.jobs import HOSTILE_TURNS, conversation, job_of
from tests.unit.rubric.test_targets import HOSTILE, hostile


@pytest.fixture
def wrong(ask: Callable[..., Any]) -> Callable[[str, list[Any]], list[list[str]]]:
    """
    A function from the name of a type and values to what is wrong with each.
    """

    def check(type_: str, values: list[Any]) -> list[list[str]]:
        found: list[list[str]] = ask("run_types.py", [(type_, value) for value in values])
        return found

    return check


def rows(path: Path) -> list[Any]:
    """
    Return the lines of a file, read.
    """
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("name", EXAMPLES)
def test_batches_fit(
    name: str, rubric_of_example: Callable[..., Path], wrong: Callable[..., list[list[str]]]
) -> None:
    """
    Each body is a chat completion, and strict mode takes its schema as it is.
    """
    found = rows(rubric_of_example("openai-batch", name, "--model", "some-judge"))
    bodies = [row["body"] for row in found]
    assert bodies
    assert not any(wrong("chat", bodies))
    schemas = [body["response_format"]["json_schema"]["schema"] for body in bodies]
    assert not any(wrong("schema", schemas))


@pytest.mark.parametrize("name", EXAMPLES)
def test_prompts_fit(
    name: str, rubric_of_example: Callable[..., Path], wrong: Callable[..., list[list[str]]]
) -> None:
    """
    Each line is the messages and the response format of a chat completion, the schema strict.
    """
    found = rows(rubric_of_example("prompt", name))
    fields = ("messages", "response_format")
    bodies = [{"model": "m", **{each: row[each] for each in fields}} for row in found]
    assert bodies
    assert not any(wrong("chat", bodies))
    schemas = [row["response_format"]["json_schema"]["schema"] for row in found]
    assert not any(wrong("schema", schemas))


@pytest.mark.parametrize("name", EXAMPLES)
def test_decisions_fit(
    name: str, rubric_of_example: Callable[..., Path], wrong: Callable[..., list[list[str]]]
) -> None:
    """
    Each request is one that the client takes, with questions of names of their own.
    """
    requests = [row["request"] for row in rows(rubric_of_example("openai-decisions", name))]
    assert requests
    assert not any(wrong("decision", requests))
    for request in requests:
        names = [question["name"] for question in request["questions"]]
        assert 1 <= len(names) == len(set(names)) <= 400
        for question in request["questions"]:
            values = [each["value"] for each in question["choices"]]
            assert 2 <= len(values) == len(set(values)) <= 255


def test_the_types_find_faults(wrong: Callable[..., list[list[str]]]) -> None:
    """
    What does not fit is found: a field that is missing, and one that nobody knows.
    """
    written = openai_decisions.write(job_of(hostile("tame"), conversation()))
    request = json.loads(written.files[0].text)["request"]
    unknown = {**request, "modle": "x"}
    nested = json.loads(json.dumps(request))
    nested["questions"][0]["choices"][0]["valeu"] = "x"
    missing = {name: value for name, value in request.items() if name != "questions"}
    found = wrong("decision", [request, unknown, nested, missing])
    assert [False, True, True, True] == [bool(each) for each in found]


def hostile_jobs() -> list[Any]:
    """
    Return jobs in which hostile texts stand in specs and in transcripts.
    """
    turns = [job_of(hostile("tame"), conversation(("user", t), reply=t)) for t in HOSTILE_TURNS]
    return [*turns, *(job_of(hostile(text), conversation()) for text in HOSTILE)]


def test_hostile_texts_fit(wrong: Callable[..., list[list[str]]]) -> None:
    """
    No text makes a request that the types refuse.
    """
    jobs = hostile_jobs()
    decisions = [json.loads(openai_decisions.write(job).files[0].text) for job in jobs]
    assert not any(wrong("decision", [row["request"] for row in decisions]))
    models = [attrs.evolve(job, model="some-judge") for job in jobs]
    batches = [json.loads(openai_batch.write(job).files[0].text) for job in models]
    assert not any(wrong("chat", [row["body"] for row in batches]))


def test_a_judge_s_answers_come_back(
    ask: Callable[..., Any],
    judge: Callable[[Answer], Judge],
    rubric_of_example: Callable[..., Path],
) -> None:
    """
    Bodies sent as they stand reach a judge whole, and its verdicts are read for all criteria.
    """
    written = rubric_of_example("openai-batch", "support", "--model", "some-judge")
    bodies = [row["body"] for row in rows(written)[:6]]

    def ids(body: dict[str, Any]) -> list[str]:
        schema = body["response_format"]["json_schema"]["schema"]
        fields = schema["properties"]["verdicts"]["items"]["properties"]
        found: list[str] = fields["criterion"]["enum"]
        return found

    def verdicts(body: dict[str, Any]) -> str:
        rest = {"evidence": [], "reason": "so it is", "verdict": "complies"}
        return json.dumps({"verdicts": [{"criterion": each, **rest} for each in ids(body)]})

    running = judge(verdicts)
    data = {"call": "chat", "bodies": bodies}
    answers = ask("run_calls.py", data, OPENAI_BASE_URL=running.url)
    for body, received, answer in zip(bodies, running.requests, answers, strict=True):
        assert body == {name: received[name] for name in body}
        found = read_answer(answer, ids(body), "")
        assert [] == found["problems"]
        assert {"complies"} == {each["verdict"] for each in found["verdicts"].values()}


def test_decisions_come_back(
    ask: Callable[..., Any],
    judge: Callable[[Answer], Judge],
    rubric_of_example: Callable[..., Path],
) -> None:
    """
    Requests sent as they stand reach the endpoint whole, and each question has its answer.
    """
    bodies = [row["request"] for row in rows(rubric_of_example("openai-decisions", "coding_agent"))]

    def decided(body: dict[str, Any]) -> dict[str, Any]:
        answers = [
            {
                "type": "choice",
                "name": question["name"],
                "choice": "not_applicable",
                "confidence": 0.9,
                "probabilities": [{"value": "not_applicable", "probability": 0.9}],
            }
            for question in body["questions"]
        ]
        details = {"input_tokens_details": {}, "output_tokens_details": {}}
        usage = {"input_tokens": 1, "output_tokens": 0, "total_tokens": 1, **details}
        return {"model": body["model"], "answers": answers, "usage": usage}

    running = judge(decided)
    data = {"call": "decision", "bodies": bodies}
    answers = ask("run_calls.py", data, OPENAI_BASE_URL=running.url)
    assert ["/v1/decisions"] * len(bodies) == [each["path"] for each in running.requests]
    for body, received, answer in zip(bodies, running.requests, answers, strict=True):
        assert body == {name: received[name] for name in body}
        assert [question["name"] for question in body["questions"]] == list(answer)
