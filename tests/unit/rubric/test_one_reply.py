"""
One reply with one answer of a judge: it comes to the same in every target that scores it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from fractions import Fraction
from types import ModuleType, SimpleNamespace
from typing import Any

import attrs
import pytest

import specl
from specl import api
from specl.plugins.by_facts import rubric_by_facts
from specl.rubric import rubric_of
from specl.rubric.emitted import emitted, promptfoo_score
from specl.rubric.graders.coded import is_coded
from specl.rubric.job import Job, Judged
from specl.rubric.judging import judged_by
from specl.rubric.prompt import asked, system_text
from specl.rubric.standalone.settling import exact_acts, measured_acts, ruled, settled
from specl.rubric.targets import TARGETS, write
from tests.unit.rubric.jobs import conversation, job_of
from tests.unit.rubric.rewarding import answering, loaded, run

TIERS = """
spec tiers
fact minor: bool "Is the user under 18?"
act help "Does the reply help?"
act greet "Does the reply greet?"
act sign "Does the reply sign off?"
rule first { when minor must help }
rule second { should greet }
rule third { should sign }
"""
CLIPPED = """
spec clipped
act size: real 0.1234567890123456789012..100 "How long is it?" measured by words
act kind "Is it kind?"
rule long { must size >= 0.5 or kind }
rule short { should size <= 3 }
"""
PATTERN = """
spec pattern
act ahead "Is an `a` ahead?" measured by regex "(?=a)"
rule r { must not ahead }
"""
GIVEN = {"first.0": "not_applicable", "second.0": "violates", "third.0": "complies"}


class Anything(ModuleType):
    """
    A module that has every name: what it is called with becomes attributes.
    """

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *_, **fields: SimpleNamespace(**fields)


@pytest.fixture
def in_inspect(monkeypatch: pytest.MonkeyPatch) -> Any:
    """
    What a task of Inspect scores with, without Inspect.
    """
    for name in ("", ".model", ".scorer", ".solver", ".util"):
        monkeypatch.setitem(sys.modules, f"inspect_ai{name}", Anything(f"inspect_ai{name}"))
    return loaded(emitted("inspect_known"))


def job_where(facts: Mapping[str, Any], **more: Any) -> Job:
    """
    Return the job of one transcript of which some facts are known.
    """
    spec = specl.loads(TIERS)
    transcript = attrs.evolve(conversation(("user", "Hi")), given=facts)
    judged = (Judged(transcript, api.rubric_of(spec, facts)),)
    return attrs.evolve(job_of(spec, transcript, **more), transcripts=judged)


def data_in(target: str, job: Job, name: str) -> Any:
    """
    Return what stands in a file of JSON that a target writes.
    """
    (text,) = (file.text for file in write(target, job).files if file.name == name)
    return json.loads(text)


@pytest.mark.parametrize("scoring", ["gate", "lexicographic", "weighted"])
def test_known_facts_change_no_score(in_inspect, tmp_path, monkeypatch, scoring):
    """
    A tier of which nothing applies counts in the same way in Inspect, promptfoo and rewards.
    """
    job = job_where({"minor": False}, scoring=scoring, model="m")
    rewards = loaded(write("rewards", job).files[0].text)
    answering(rewards, lambda name, _: GIVEN[name])
    value = run(rewards, "Hi", "Two.", {"minor": False})["value"]

    data = data_in("inspect", job, "rubric.json")
    verdicts = {name: ruled(verdict, "") for name, verdict in GIVEN.items()}
    part = {**data["rubrics"]["all"], **data["rubrics"]["known1"]}
    assert part["tiers"] != data["tiers"]
    score = in_inspect._as_score(data, part, verdicts, [], None)

    kept = data_in("promptfoo", job, "specl_rubric.json")
    (tmp_path / "specl_rubric.json").write_text(json.dumps(kept), encoding="utf-8")
    monkeypatch.setattr(promptfoo_score, "HERE", tmp_path)
    results = [
        {
            "pass": verdict != "violates",
            "metadata": {"specl": {"criterion": name, "verdict": verdict}},
        }
        for name, verdict in GIVEN.items()
    ]
    found = promptfoo_score.get_score({}, {"componentResults": results})
    assert [float(value)] * 2 == [score.value["score"], found["score"]]
    expected = {"gate": Fraction(0), "lexicographic": Fraction(4, 5), "weighted": Fraction(3, 4)}
    assert expected[scoring] == value


def test_a_reply_may_go_against_what_is_known_of_all(in_inspect, tmp_path):
    """
    Then its own tiers count, with the criteria that no other reply is judged by.
    """
    path = tmp_path / "tiers.specl"
    path.write_text(TIERS, encoding="utf-8")
    rubrics = rubric_by_facts(str(path), {"minor": False})
    data = {"tiers": rubrics.tiers, "criteria": rubrics.criteria, "scoring": "gate"}
    verdicts = {name: ruled("complies", "") for name in GIVEN} | {"first.0": ruled("violates", "")}
    own = rubrics.part({"minor": True})
    assert 0 == in_inspect._as_score(data, own, verdicts, [], None).value["score"]
    assert 1 == in_inspect._as_score(data, rubrics.part(None), verdicts, [], None).value["score"]


def test_what_always_applies_cannot_be_excused():
    """
    A judge that says so is in error, unless code can tell what comes of the reply.
    """
    part = judged_by(rubric_of(specl.loads(TIERS)))
    assert ["second.0", "third.0"] == part["always"]
    excused = {name: ruled("not_applicable", "no") for name in GIVEN}
    found = {name: each["verdict"] for name, each in settled(excused, part, {}).items()}
    assert {"first.0": "not_applicable", "second.0": "error", "third.0": "error"} == found

    part = judged_by(rubric_of(specl.loads(CLIPPED)))
    excused = {name: ruled("not_applicable", "no") for name in ("long.0", "short.0")}
    measured = {name: each["verdict"] for name, each in settled(excused, part, {"size": 9}).items()}
    assert {"long.0": "complies", "short.0": "violates"} == measured


def test_the_end_of_a_range_is_a_number():
    """
    An empty reply is as long as the range allows, in rewards, in settling and in a grader.
    """
    spec = specl.loads(CLIPPED)
    part = judged_by(rubric_of(spec))
    low = Fraction("0.1234567890123456789012")
    measured = measured_acts(part["acts"], [])
    assert {"size": low} == exact_acts(part["acts"], measured)
    found = settled({name: ruled("unsure", "") for name in part["asked"]}, part, measured)
    assert "complies" == found["short.0"]["verdict"]

    job = job_of(spec, conversation(("user", "Hi"), reply=""), model="m")
    rewards = loaded(write("rewards", job).files[0].text)
    answering(rewards, lambda *_: "violates")
    verdicts = run(rewards, "Hi", "")["verdicts"]
    assert {"long.0": "violates", "short.0": "complies"} == verdicts

    graders = data_in("openai-graders", job, "grader.json")["graders"]
    (source,) = (each["source"] for each in graders.values() if each["type"] == "python")
    assert 1.0 == loaded(source).grade({"output_text": ""}, {})


def test_a_refused_pattern_is_left_to_the_judge_everywhere():
    """
    It is asked about like any act that is observed, and each target that measures says so.
    """
    spec = specl.loads(PATTERN)
    rubric = rubric_of(spec)
    (criterion,) = asked(rubric)
    assert "r.0" == criterion.id
    assert not is_coded(criterion, rubric)
    assert "measured by code" not in system_text(rubric)
    part = judged_by(rubric)
    heard = {"r.0": ruled("violates", "so")}
    assert heard == settled(heard, part, measured_acts(part["acts"], []))

    job = job_of(spec, conversation(("user", "Hi")), model="m")
    measuring = {
        *("prompt", "openai-batch", "openai-decisions", "openai-graders"),
        *("promptfoo", "inspect", "deepeval-dag", "rewards"),
    }
    for target in measuring & TARGETS.keys():
        notes = write(target, job).notes
        assert any(note.startswith("`ahead` is left to the judge: ") for note in notes), target


def test_a_word_that_is_no_verdict_is_said(in_inspect):
    """
    A rating that is spelled wrong is neither a pass nor left out in silence.
    """
    assert 1.0 == in_inspect._as_value("complies", "a")
    assert in_inspect._as_value("unsure", "a") != in_inspect._as_value("unsure", "a")
    with pytest.raises(ValueError, match="row `a`: `complied` is no verdict; there are complies,"):
        in_inspect._as_value("complied", "a")
