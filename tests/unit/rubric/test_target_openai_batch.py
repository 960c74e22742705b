"""
Rubrics as lines for the Batch API.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

import specl
from specl.rubric import rubric_of
from specl.rubric.job import CannotExpressError, Job, Judged, Written
from specl.rubric.prompt import asked
from specl.rubric.requests.chunks import chunks
from specl.rubric.requests.context import criteria_by_id
from specl.rubric.requests.lines import files_of
from specl.rubric.slicing import Slice, sliced
from specl.rubric.targets import openai_batch
from specl.rubric.targets.openai_batch import requests, write
from tests.unit.building import a, act, norm, rule, spec
from tests.unit.rubric.jobs import HOSTILE_TURNS, conversation, job_of
from tests.unit.rubric.specs import support
from tests.unit.rubric.strict_schemas import strict_problems
from tests.unit.rubric.test_targets import HOSTILE, hostile

MODEL = "some-judge"


def lines(written: Written) -> list[Any]:
    """
    Return the lines of all files, read.
    """
    return [json.loads(line) for file in written.files for line in file.text.splitlines()]


def said(row: Any) -> Any:
    """
    Return the transcript that a line carries.
    """
    user = row["body"]["messages"][1]["content"]
    found = re.search(r"\n(-----[0-9a-f]+-----)\n(.*)\n\1\n", user)
    assert found
    return json.loads(found[2])


def test_a_line_is_a_chat_completion() -> None:
    """
    A line has an id, says where it goes, and asks for verdicts by a strict schema.
    """
    rows = lines(write(job_of(support(), model=MODEL)))
    for row in rows:
        assert ["custom_id", "method", "url", "body"] == list(row)
        assert ("POST", "/v1/chat/completions") == (row["method"], row["url"])
        assert ["model", "messages", "response_format"] == list(row["body"])
        assert MODEL == row["body"]["model"]
        assert ["system", "user"] == [each["role"] for each in row["body"]["messages"]]
        named = row["body"]["response_format"]["json_schema"]
        assert named["strict"] is True
        assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", named["name"])
        assert [] == strict_problems(named["schema"])
    ids = [row["custom_id"] for row in rows]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"specl-[0-9a-f]{32}", each) for each in ids)


def test_everything_is_asked_once_of_each_transcript() -> None:
    """
    The lines about one transcript ask about all that a judge is asked about, in the order of it.
    """
    job = job_of(support(), model=MODEL)
    found: dict[str, list[str]] = {}
    for request in requests(job):
        found.setdefault(request.transcript, []).extend(request.criteria)
    assert [each.transcript.id for each in job.transcripts] == list(found)
    for ids in found.values():
        assert [each.id for each in asked(job.rubric)] == ids


def test_a_call_keeps_to_one_tier_and_to_eight_criteria() -> None:
    """
    Twenty norms of one rule are asked about in three calls; a norm of another tier in its own.
    """
    many = [norm("must", a(f"x{number}")) for number in range(20)]
    made = spec(
        rule("many", *many, norm("should", a("y"))),
        acts=[act("y"), *(act(f"x{number}") for number in range(20))],
    )
    rubric = rubric_of(made)
    parts = chunks(rubric, criteria_by_id(rubric))
    assert [8, 8, 4, 1] == [len(part.ids) for part in parts]


def test_a_call_tells_of_what_may_set_its_criteria_aside() -> None:
    """
    Criteria of other calls that go before some of this one are told of, and not asked about.
    """
    rubric = rubric_of(support())
    by_id = {id_: part for part in chunks(rubric, criteria_by_id(rubric)) for id_ in part.ids}
    system = by_id["careful.0"].system
    told, _, others = system.partition("# Other criteria, which may set these aside")
    assert "Does not apply where `plain_talk.0` applies." in told
    assert "- plain_talk.0: Applies when" in others
    assert "Criterion `plain_talk.0`" not in system


def test_a_call_tells_of_what_is_allowed() -> None:
    """
    Every call says what no reply fails, and asks about none of it.
    """
    made = specl.loads(
        """
        spec s
        act shout "Does it shout?"  act answer "Does it answer?"
        rule must_answer { must answer }
        rule calm { should not shout }
        rule loud { "Shouting is fine." may shout }
        """
    )
    rubric = rubric_of(made)
    parts = chunks(rubric, criteria_by_id(rubric))
    assert [("must_answer.0",), ("calm.0",)] == [part.ids for part in parts]
    for part in parts:
        assert "# What is allowed\n\n- loud.0: " in part.system
        assert "Criterion `loud.0`" not in part.system


def test_what_a_slice_leaves_out_is_still_told_of() -> None:
    """
    A call about one rule says when another rule, which the slice leaves out, goes before it.
    """
    whole = rubric_of(support())
    part = sliced(whole, Slice(rules=("be_helpful",)))
    (row,) = lines(write(job_of(support(), conversation(), rubric=part, model=MODEL)))
    assert "- big_refunds.1: Applies when" in row["body"]["messages"][0]["content"]


def test_the_same_command_names_the_same_lines() -> None:
    """
    Ids depend on what is asked of what, and on nothing else.
    """
    first, second = (write(job_of(support(), model=MODEL)) for _ in range(2))
    assert first == second
    other = write(job_of(support(), model="another-judge"))
    assert not {each["custom_id"] for each in lines(first)} & {
        each["custom_id"] for each in lines(other)
    }


def test_equal_transcripts_have_ids_of_their_own() -> None:
    """
    No id stands twice, even if a user gives the same transcript twice.
    """
    same = conversation(("user", "Hello."))
    ids = [row["custom_id"] for row in lines(write(job_of(support(), same, same, model=MODEL)))]
    assert len(ids) == len(set(ids))


def test_files_end_where_the_service_says() -> None:
    """
    A file has no more lines and no more bytes than are allowed, and nothing is lost between two.
    """
    rows = [f"{number:04}\n" for number in range(10)]
    by_lines = files_of("batch", rows, most_lines=4, most_bytes=1000)
    assert ["batch-0001.jsonl", "batch-0002.jsonl", "batch-0003.jsonl"] == [
        file.name for file in by_lines
    ]
    by_bytes = files_of("batch", rows, most_lines=1000, most_bytes=14)
    assert [2, 2, 2, 2, 2] == [file.text.count("\n") for file in by_bytes]
    for files in (by_lines, by_bytes):
        assert "".join(rows) == "".join(file.text for file in files)
    assert ["batch.jsonl"] == [
        file.name for file in files_of("batch", rows, most_lines=10, most_bytes=50)
    ]


def test_large_batches_are_several_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The target keeps to the service's bounds, and says which transcript cannot be sent at all.
    """
    job = job_of(support(), model=MODEL)
    whole = write(job).files[0].text
    monkeypatch.setattr(openai_batch, "_LINES", 2)
    files = write(job).files
    assert all(file.text.count("\n") <= 2 for file in files)
    assert whole == "".join(file.text for file in files)
    monkeypatch.setattr(openai_batch, "_BYTES", 100)
    with pytest.raises(CannotExpressError, match=r"the transcript `big\.good` is larger"):
        write(job)


def test_what_is_missing_is_said() -> None:
    """
    A model, a transcript and something to judge are needed; the message says how to give them.
    """
    with pytest.raises(CannotExpressError, match="`--model MODEL`"):
        write(job_of(support()))
    plain = spec(rule("r", norm("must", a("x"))), acts=[act("x")])
    with pytest.raises(CannotExpressError, match="`--transcripts FILE`"):
        write(job_of(plain, model=MODEL))
    measured = specl.loads(
        'spec s\nact words: int 0..9 "Words?" measured by words\nrule r { must words <= 5 }'
    )
    with pytest.raises(CannotExpressError, match="nothing is left for a judge"):
        write(job_of(measured, conversation(), model=MODEL))


def test_what_code_decides_is_said() -> None:
    """
    A criterion that no judge is asked about is named; measured values go along where they help.
    """
    made = specl.loads(
        """
        spec s
        fact short: bool "Is a short answer asked for?"
        act words: int 0..900 "How long is it?" measured by words
        rule always { must words <= 300 }
        rule sometimes { when short must words <= 30 }
        """
    )
    written = write(job_of(made, conversation(reply="One two three."), model=MODEL))
    assert ("no judge is asked about `always.0`: code decides that alone",) == written.notes
    (row,) = lines(written)
    assert 'Measured in the reply by code: {"words": 3}' in row["body"]["messages"][1]["content"]


def test_each_transcript_is_judged_by_its_own_rubric() -> None:
    """
    Where more is known of one transcript, it is asked about less.
    """
    made = support()
    whole = rubric_of(made)
    few = rubric_of(made, {"topic": "billing"})
    judged = (Judged(conversation(id_="a"), whole), Judged(conversation(id_="b"), few))
    job = Job(made, whole, whole, {}, transcripts=judged, model=MODEL)
    ids: dict[str, set[str]] = {"a": set(), "b": set()}
    for request in requests(job):
        ids[request.transcript] |= {*request.criteria}
    assert {each.id for each in asked(whole)} == ids["a"]
    assert {each.id for each in asked(few)} == ids["b"]
    assert ids["b"] < ids["a"]


@pytest.mark.parametrize("text", HOSTILE_TURNS, ids=lambda text: text[:12])
def test_a_transcript_is_data(text: str) -> None:
    """
    Whatever stands in it, a transcript reads back from between its marks, and nowhere else.
    """
    written = write(job_of(support(), conversation(("user", text), reply=text), model=MODEL))
    assert all(file.text.isascii() for file in written.files)
    for row in lines(written):
        assert text == said(row)["conversation"][0]["content"] == said(row)["reply"][0]["content"]
        assert text[:50] not in row["body"]["messages"][0]["content"]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12])
def test_a_spec_s_text_opens_no_line(text: str) -> None:
    """
    What an author wrote stands within lines of the system's part and begins none.
    """
    made = hostile(text)
    tame = lines(write(job_of(hostile("tame"), conversation(), model=MODEL)))
    found = lines(write(job_of(made, conversation(), model=MODEL)))
    assert len(tame) == len(found)
    for one, other in zip(tame, found, strict=True):
        first, second = (row["body"]["messages"][0]["content"].count("\n") for row in (one, other))
        assert first == second
