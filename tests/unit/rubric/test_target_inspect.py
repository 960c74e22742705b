"""
Tasks for Inspect: the files, what stands in them, and what the plugin judges by.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from specl import api
from specl.model import Spec
from specl.plugins.by_facts import rubric_by_facts
from specl.rubric import rubric_of
from specl.rubric.job import CannotExpressError, Job, Judged, Written
from specl.rubric.judging import judged_by
from specl.rubric.prompt import answer_schema, system_text
from specl.rubric.standalone.settling import agreed, measured_acts, ruled, settled
from specl.rubric.targets.inspect import write
from specl.rubric.transcripts import Transcript, sample_transcripts, transcript_of
from tests.unit.rubric.questioning import EXAMPLES, example
from tests.unit.rubric.test_targets import HOSTILE, hostile

SUPPORT = Path(__file__).parents[3] / "docs" / "examples" / "support" / "support.specl"


def job_of(spec: Spec, *transcripts: Transcript) -> Job:
    """
    Return the job of a whole spec and some transcripts, else those of its examples.
    """
    rubric = rubric_of(spec)
    judged = (Judged(each, rubric) for each in transcripts or sample_transcripts(rubric))
    return Job(spec, rubric, rubric, {}, tuple(judged))


def texts(written: Written) -> dict[str, str]:
    """
    Return the texts of files by name.
    """
    return {file.name: file.text for file in written.files}


def part_of(data: dict[str, Any], name: str) -> dict[str, Any]:
    """
    Return a rubric of `rubric.json` as the task reads it.
    """
    found = {**data["rubrics"]["all"], **data["rubrics"][name]}
    return {**found, "system": "\n".join(data["lines"][place] for place in found["system"])}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_rubric_is_whole(name):
    """
    Prompt and schema are those of any judge, and each criterion that can be violated has a weight.
    """
    spec = example(name)
    rubric = rubric_of(spec)
    data = json.loads(texts(write(job_of(spec)))["rubric.json"])
    part = part_of(data, "all")
    assert system_text(rubric) == part["system"]
    assert answer_schema(rubric) == part["schema"]
    wanted = [each.id for each in rubric.criteria if not each.is_permission]
    assert wanted == data["criteria"]
    assert wanted == [name for tier in part["tiers"] for name, _ in tier]


def test_what_rubrics_share_is_said_once():
    """
    Another rubric than that of any reply says only what is not as in that one.
    """
    spec = api.load(SUPPORT)
    known = {"topic": "billing"}
    own = api.rubric_of(spec, known)
    transcript = transcript_of({"prompt": "Hi", "reply": "Hello"}, "a", known)
    job = Job(spec, rubric_of(spec), rubric_of(spec), {}, (Judged(transcript, own),))
    files = texts(write(job))
    data = json.loads(files["rubric.json"])
    assert system_text(own) == part_of(data, "known1")["system"]
    assert answer_schema(own) == part_of(data, "known1")["schema"]
    assert "acts" not in data["rubrics"]["known1"]
    (line,) = files["dataset.jsonl"].splitlines()
    assert "known1" == json.loads(line)["metadata"]["rubric"]
    assert known == json.loads(line)["metadata"]["facts"]


def test_a_sample_keeps_what_inspect_has_no_role_for():
    """
    The input has Inspect's roles, and the metadata the turns as they are.
    """
    messages = [{"role": role, "content": role} for role in ("developer", "quoted", "tool", "user")]
    transcript = transcript_of({"prompt": messages, "reply": "yes"}, "a", {})
    spec = hostile("tame")
    (line,) = texts(write(job_of(spec, transcript)))["dataset.jsonl"].splitlines()
    sample = json.loads(line)
    assert ["system", "user", "tool", "user"] == [turn["role"] for turn in sample["input"]]
    assert messages == sample["metadata"]["turns"]
    assert [{"role": "assistant", "content": "yes"}] == sample["metadata"]["reply"]


def test_quoted_turns_are_said():
    """
    Inspect's input has no role for them: the user is told, where there are any.
    """
    spec = api.load(SUPPORT)
    rows = (("user", []), ("quoted", ["quoted turns are plain turns of the user"]))
    for role, said in rows:
        messages = [{"role": role, "content": "Hi"}]
        made = transcript_of({"prompt": messages, "reply": "Ho"}, "t", {})
        notes = write(job_of(spec, made)).notes
        assert said == [note.partition(" in the `input`")[0] for note in notes]


def test_a_reply_to_nothing_is_a_sample():
    """
    Where nothing comes before a reply the input is an empty text, for it may not be missing.
    """
    transcript = transcript_of({"prompt": [], "reply": "yes"}, "a", {})
    (line,) = texts(write(job_of(hostile("tame"), transcript)))["dataset.jsonl"].splitlines()
    assert "" == json.loads(line)["input"]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_anybody_is_code(text):
    """
    `task.py` is the same for every spec, and the data is ASCII, a line for each sample.
    """
    transcript = transcript_of({"prompt": text, "reply": text}, "a", {})
    found = texts(write(job_of(hostile(text), transcript)))
    tame = texts(write(job_of(hostile("tame"), transcript)))
    assert tame["task.py"] == found["task.py"]
    assert found["dataset.jsonl"].isascii()
    assert found["rubric.json"].isascii()
    (line,) = found["dataset.jsonl"].splitlines()
    assert text == json.loads(line)["metadata"]["reply"][0]["content"]


def test_nothing_to_judge_is_an_error():
    """
    A spec without replies, and one without duties, cannot be a task.
    """
    spec = api.loads('spec s act a "Is it?" rule r { must a }')
    with pytest.raises(CannotExpressError, match="no example with a reply"):
        write(job_of(spec))
    free = api.loads('spec s act a "Is it?" rule r { may a }')
    with pytest.raises(CannotExpressError, match="no criterion that a reply could violate"):
        write(job_of(free, transcript_of({"prompt": [], "reply": "yes"}, "a", {})))


def test_facts_of_a_sample_leave_what_can_be_in_force():
    """
    What a sample says goes before what is known of all, and each rubric is made once.
    """
    rubrics = rubric_by_facts(str(SUPPORT), '{"competitor_named": true, "topic": "billing"}')
    everything = rubrics.part(None)
    assert "no_competitors.0" not in [name for tier in everything["tiers"] for name, _ in tier]
    facts = {"competitor_named": False, "refund": 900, "privacy.verified": False}
    own = rubrics.part(facts)
    assert "no_competitors.0" in own["places"]
    assert ["big_refunds.1"] == own["defeated"]["be_helpful.0"]
    assert own is rubrics.part(dict(reversed(facts.items())))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ('{"minr": true}', "there is no fact `minr`; did you mean `minor`?"),
        ("{", "`given` is not JSON"),
        ("[1]", "`given` is a JSON object"),
        ({"refund": 5, "topic": "legal"}, "the facts are against `refund > 0 implies"),
    ],
)
def test_facts_that_cannot_be_are_said_in_a_line(given, said):
    """
    What is wrong with the facts is one line.
    """
    with pytest.raises(api.SpeclError, match=f"{re.escape(said)}[^\\n]*\\Z"):
        rubric_by_facts(str(SUPPORT), given)


def test_rows_are_transcripts():
    """
    A row that holds no conversation, or facts that cannot be, says why.
    """
    rubrics = rubric_by_facts(str(SUPPORT))
    assert "row-2" == rubrics.transcript({"prompt": "Hi", "reply": "Hello"}, 2).id
    assert "x" == rubrics.transcript({"id": "x", "prompt": "Hi", "reply": "Hello"}, 2).id
    with pytest.raises(api.SpeclError, match=r"^`messages`, or `prompt` and `reply`"):
        rubrics.transcript({"prompt": "Hi"}, 3)
    with pytest.raises(api.SpeclError, match="there is no fact `minr`"):
        rubrics.check({"minr": True})
    with pytest.raises(api.SpeclError, match="the facts are against `refund > 0 implies"):
        rubrics.check({"refund": 5, "topic": "legal"})
    rubrics.check({"refund": 5, "topic": "billing"})


def test_code_decides_what_it_measures_where_it_applies():
    """
    A judge says whether a criterion applies; the measured words decide what it comes to.
    """
    part = rubric_by_facts(str(SUPPORT)).part(None)
    reply = [{"role": "assistant", "content": "Globex " * 101}]
    acts = measured_acts(part["acts"], reply)
    assert {"words": 101, "names_competitor": True} == acts
    judged = {name: ruled("complies", "so") for tier in part["tiers"] for name, _ in tier}
    judged["careful.1"] = ruled("not_applicable", "no")
    found = settled(judged, part, acts)
    assert "violates" == found["emergency.1"]["verdict"]
    assert "violates" == found["no_competitors.0"]["verdict"]
    assert "not_applicable" == found["careful.1"]["verdict"]
    assert "complies" == found["be_helpful.0"]["verdict"]


def test_what_only_code_looks_at_and_cannot_measure_is_unsure():
    """
    Where nobody is asked and nothing was measured there is no verdict.
    """
    act = 'act words: int 0..9 "How many?" measured by words'
    spec = api.loads(f"spec s {act} rule r {{ must words < 5 }}")
    part = judged_by(rubric_of(spec))
    assert [] == part["asked"]
    start = {"r.0": ruled("not_applicable", "")}
    assert "unsure" == settled(start, part, {})["r.0"]["verdict"]
    assert "complies" == settled(start, part, {"words": 4})["r.0"]["verdict"]


def test_judges_agree_by_more_than_half():
    """
    Half of the judges is not enough for a verdict.
    """
    yes, no = ruled("complies", "a"), ruled("violates", "b")
    assert {"r": yes} == agreed([{"r": yes}])
    assert {"r": no} == agreed([{"r": no}, {"r": yes}, {"r": no}])
    assert "unsure" == agreed([{"r": yes}, {"r": no}])["r"]["verdict"]
