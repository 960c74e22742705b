"""
Rubrics as graders for OpenAI's evals and reinforcement fine-tuning.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

import specl
from specl.model import Spec
from specl.rubric import rubric_of
from specl.rubric.graders.escaping import LEGEND, literal, read_back
from specl.rubric.job import CannotExpressError, Written
from specl.rubric.targets import openai_graders
from specl.rubric.targets.openai_graders import write
from specl.rubric.telling import told
from tests.unit.building import a, act, norm, rule, spec
from tests.unit.rubric.jobs import HOSTILE_TURNS, conversation, job_of
from tests.unit.rubric.specs import support
from tests.unit.rubric.test_targets import HOSTILE, hostile

MODEL = "gpt-4o-2024-08-06"
CLINIC = specl.loads(
    """
    spec clinic version 2.0.0
    use std.authority
    type tone = calm | loud
    fact dose: bool "Does the user ask for a dose?"
    fact limit: int 0..900 "How many words does the user allow?"
    fact price: real 0..9 "What does it cost?"
    act refuse "Does the reply refuse?"
    act words: int 0..900 "How long is the reply?" measured by words
    act greets "Does it greet?" measured by regex "Hello"
    act thanks "Does it thank?" measured by regex "(?i)thank you"
    act shouts "Does it shout?" measured by regex "[A-Z]{4}"
    rule no_doses at developer { "Doses are for staff." when dose must refuse }
    rule brief at user { when dose or price > 1.5 must words <= limit }
    rule greet at user { must greets }
    rule thank at user { should thanks }
    rule quiet at guideline weight 3 { should not shouts }
    rule may_shout at guideline { when dose need not refuse }
    """
)


def files(written: Written) -> dict[str, str]:
    """
    Return what was written, by name.
    """
    return {file.name: file.text for file in written.files}


@cache
def _written(made: Spec) -> dict[str, str]:
    return files(write(job_of(made, conversation(), model=MODEL)))


def parts(made: Spec) -> tuple[Any, Any]:
    """
    Return the eval and the multi grader of a spec.
    """
    found = _written(made)
    return json.loads(found["eval.json"]), json.loads(found["grader.json"])


def program(source: str) -> Callable[[Any, Any], float]:
    """
    Return the function of a python grader.
    """
    space: dict[str, Any] = {"__name__": "grader"}
    exec(compile(source, "grader.py", "exec"), space)  # noqa: S102 - what is tested
    found: Callable[[Any, Any], float] = space["grade"]
    return found


def test_each_criterion_has_a_grader() -> None:
    """
    In the order of priority, code where code can measure, permissions left out and named.
    """
    whole, training = parts(CLINIC)
    expected = {
        "no_doses.0": "label_model",
        "brief.0": "python",
        "greet.0": "string_check",
        "thank.0": "string_check",
        "quiet.0": "python",
    }
    assert expected == {each["name"]: each["type"] for each in whole["testing_criteria"]}
    assert ["no_doses_0", "brief_0", "greet_0", "thank_0", "quiet_0"] == list(training["graders"])
    kinds = [each["type"] for each in training["graders"].values()]
    assert ["score_model", "python", "string_check", "string_check", "python"] == kinds
    assert all(key == each["name"] for key, each in training["graders"].items())
    assert "clinic 2.0.0" == whole["name"]
    assert "clinic" == whole["metadata"]["spec"]


def test_what_ends_is_said() -> None:
    """
    The user learns when the services end, what was folded, and what rows have to say.
    """
    notes = "\n".join(write(job_of(CLINIC, conversation(), model=MODEL)).notes)
    for date in ("2026-10-31", "2026-11-30", "2027-01-06"):
        assert date in notes
    assert "what does not apply passes" in notes
    assert "no grader is written for `may_shout.0`" in notes
    assert "code needs to know `dose`, `limit`, `price`" in notes


def test_a_judge_sees_one_criterion_and_three_messages() -> None:
    """
    Instructions, conversation and reply never share a message; passing labels are labels.
    """
    whole, training = parts(CLINIC)
    label, value = whole["testing_criteria"][0], training["graders"]["no_doses_0"]
    for grader in (label, value):
        roles = [(each["role"], each["content"][:40]) for each in grader["input"]]
        assert ("user", "{{ item.conversation }}") == roles[1]
        assert ("user", "{{ sample.output_text }}") == roles[2]
        assert told(rubric_of(CLINIC).criteria[0]) in grader["input"][0]["content"]
        assert LEGEND not in grader["input"][0]["content"]
    assert ["complies", "violates", "not_applicable"] == label["labels"]
    assert ["complies", "not_applicable"] == label["passing_labels"]
    assert [0, 1] == value["range"]


@pytest.mark.parametrize(
    ("reply", "facts", "expected"),
    [
        ("one two three", {"dose": True, "limit": 3, "price": 0}, 1.0),
        ("one two three four", {"dose": True, "limit": 3, "price": 0}, 0.0),
        ("one two three four", {"dose": False, "limit": 3, "price": 1.5}, 1.0),
        ("one two three four", {"dose": False, "limit": 3, "price": "3/2"}, 1.0),
        ("one two three four", {"dose": False, "limit": 3, "price": "1.51"}, 0.0),
        ("one two three four", {"dose": True, "limit": 3}, 0.0),
        ("one two three four", {"dose": False, "price": 1}, 1.0),
        ("one two three", {"limit": 3}, 1.0),
        ("one two three four", {"limit": 3}, None),
        ("one two three four", {"dose": True}, None),
        ("one two three four", {}, None),
    ],
)
def test_code_grades(reply: str, facts: dict[str, Any], expected: float | None) -> None:
    """
    A violation is 0, what does not apply is 1, and what depends on an unknown fact is an error.
    """
    grade = program(parts(CLINIC)[1]["graders"]["brief_0"]["source"])
    sample, item = {"output_text": reply}, {"facts": facts}
    if expected is None:
        with pytest.raises(ValueError, match=r"brief\.0 depends on .*, which is not known"):
            grade(sample, item)
    else:
        assert expected == grade(sample, item)


@pytest.mark.parametrize("value", [0, 1, "false", "no", [], "true"])
def test_a_fact_of_another_type_is_an_error(value: object) -> None:
    """
    What is neither true nor false is never taken for one of them.
    """
    grade = program(parts(CLINIC)[1]["graders"]["brief_0"]["source"])
    with pytest.raises(ValueError, match="the fact dose has to be true or false"):
        grade({"output_text": "one two"}, {"facts": {"dose": value, "limit": 1, "price": 0}})


def test_code_grades_without_facts() -> None:
    """
    Where nothing depends on facts, rows need none.
    """
    grade = program(parts(CLINIC)[1]["graders"]["quiet_0"]["source"])
    assert [1.0, 0.0] == [grade({"output_text": each}, {}) for each in ("Hush.", "LOUD.")]


def test_a_look_for_a_word_needs_no_code() -> None:
    """
    A text without signs of its own that always has to occur is a string check.
    """
    _, training = parts(CLINIC)
    checks = [training["graders"][name] for name in ("greet_0", "thank_0")]
    assert [("like", "Hello"), ("ilike", "thank you")] == [
        (each["operation"], each["reference"]) for each in checks
    ]


def test_names_are_names_in_formulas_and_differ() -> None:
    """
    Criteria whose ids differ only in their signs keep names of their own.
    """
    made = spec(
        rule("r", norm("must", a("x")), norm("must", a("y"))),
        rule("r_0", norm("must", a("x")), norm("must not", a("z"), parts=2, part=1)),
        rule("m.r", norm("must", a("z"))),
        rule("log", norm("must", a("x"))),
        acts=[act("x"), act("y"), act("z")],
    )
    _, training = parts(made)
    names = list(training["graders"])
    assert 6 == len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z_][a-z0-9_]*", name) for name in names)


def test_nothing_unsound_is_ever_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    What the check objects to is a fault of specl's own, and is not written.
    """
    monkeypatch.setattr(openai_graders, "formula", lambda *_: "nobody")
    with pytest.raises(AssertionError, match="`nobody` is no grader"):
        write(job_of(CLINIC, conversation(), model=MODEL))


def test_what_is_missing_is_said() -> None:
    """
    A model is needed where one judges, and something to judge by.
    """
    with pytest.raises(
        CannotExpressError, match=r"a model judges `no_doses\.0`: .*`--model MODEL`"
    ):
        write(job_of(CLINIC))
    with pytest.raises(CannotExpressError, match="nothing is left"):
        write(job_of(spec(rule("r", norm("may", a("x"))), acts=[act("x")])))
    measured = specl.loads(
        'spec s\nact words: int 0..9 "Words?" measured by words\nrule r { must words <= 5 }'
    )
    assert ["eval.json", "grader.json"] == list(files(write(job_of(measured))))


def test_rows_hold_transcripts() -> None:
    """
    A row has the conversation a line each turn, the facts that are known, and the reply.
    """
    chat = conversation(("system", "Be\nkind."), ("user", "{{ item.x }} <b>"), reply="{{ yes }}")
    found = files(write(job_of(CLINIC, chat, model=MODEL)))
    (row,) = map(json.loads, found["rows.jsonl"].splitlines())
    first, second = row["item"]["conversation"].split("\n")
    assert 'system: "Be\\nkind."' == first
    assert not set("{}<>") & set(second)
    assert "{{ item.x }} <b>" == json.loads(second.removeprefix("user: "))
    assert {"output_text": "{{ yes }}"} == row["sample"]
    assert "facts" not in row["item"]


@pytest.mark.parametrize("text", HOSTILE_TURNS, ids=lambda text: text[:12])
def test_a_transcript_is_data(text: str) -> None:
    """
    A transcript stands in its row alone, and reads back.
    """
    found = files(write(job_of(CLINIC, conversation(("user", text), reply=text), model=MODEL)))
    (row,) = map(json.loads, found["rows.jsonl"].splitlines())
    assert text == json.loads(row["item"]["conversation"].removeprefix("user: "))
    assert text == row["sample"]["output_text"]
    assert found["rows.jsonl"].isascii()
    assert text[:50] not in found["eval.json"] + found["grader.json"]


@pytest.mark.parametrize("text", [*HOSTILE, "{{ item.x }}", "{{{a}}}", r"\u007b", "}}%}#}"])
def test_a_spec_s_text_is_no_template(text: str) -> None:
    """
    The templates of a grader are its own; what an author wrote reads back.
    """
    made = hostile(text)
    for grader in (parts(made)[0]["testing_criteria"][0], parts(made)[1]["graders"]["r_0"]):
        first, *others = (message["content"] for message in grader["input"])
        assert ["{{ item.conversation }}", "{{ sample.output_text }}"] == others
        assert not re.search(r"\{[{%#]|[}%#]\}", first)
        assert told(rubric_of(made).criteria[0]) in read_back(first.replace(LEGEND, ""))
        assert (LEGEND in first) == (literal(text) != text)


def test_the_same_graders_every_time() -> None:
    """
    Writing is a function of the job.
    """
    assert write(job_of(support(), model=MODEL)) == write(job_of(support(), model=MODEL))
