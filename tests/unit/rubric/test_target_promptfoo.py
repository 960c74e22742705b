"""
Suites for promptfoo: what stands where, and what the code among them makes of replies.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from specl.model import IntType, Measure
from specl.model.expressions import Compare, Literal
from specl.rubric import rubric_of
from specl.rubric.emitted import promptfoo_score
from specl.rubric.job import CannotExpressError, Job, Judged
from specl.rubric.targets.promptfoo import write
from tests.unit.building import a, act, norm, rule, spec
from tests.unit.rubric.jobs import HOSTILE_TURNS, conversation, job_of
from tests.unit.rubric.specs import support
from tests.unit.rubric.test_targets import HOSTILE, hostile

NAMES = [
    "promptfooconfig.yaml",
    "specl_provider.py",
    "specl_assert.cjs",
    "specl_judge.py",
    "specl_score.py",
    "specl_rubric.json",
    "specl_transcripts.json",
]


def files_of(job: Job) -> dict[str, str]:
    return {file.name: file.text for file in write(job).files}


def config_of(job: Job) -> dict[str, Any]:
    first, _, rest = files_of(job)["promptfooconfig.yaml"].partition("\n")
    assert first.startswith("# ")
    found: dict[str, Any] = json.loads(rest)
    return found


def test_a_suite_is_seven_files_that_are_ascii() -> None:
    """
    The same job gives the same files, and nothing in their data hides or reorders.
    """
    job = job_of(support(), conversation(("user", "Hi."), id_="one"))
    found = files_of(job)

    assert found == files_of(job)
    assert list(found) == NAMES
    assert [] == [
        name for name in NAMES if name.endswith(("json", "yaml")) and not found[name].isascii()
    ]


def test_tiers_are_assert_sets_and_criteria_are_metrics() -> None:
    """
    Sets and assertions stand in the order of priority, each with a threshold.
    """
    job = job_of(support())
    sets = config_of(job)["defaultTest"]["assert"]
    wanted = [each.id for each in job.rubric.criteria if not each.is_permission]

    assert ["developer binding", "guideline advisory"] == [each["metric"] for each in sets]
    asserts = [each for one in sets for each in one["assert"]]
    assert wanted == [each["metric"] for each in asserts]
    assert wanted == [each["config"]["criterion"] for each in asserts]
    assert {1} == {each["threshold"] for each in (*sets, *asserts)}
    assert {"refund_cap.0": 3} == {e["metric"]: e["weight"] for e in asserts if e["weight"] != 1}


def test_permissions_are_no_assertions() -> None:
    """
    No reply violates a permission, so nothing asserts it.
    """
    job = job_of(support())

    assert "plain_talk.0" in {each.id for each in job.rubric.criteria}
    assert "plain_talk.0" not in json.dumps(config_of(job))


@pytest.mark.parametrize(
    "id_", ["{{ env.HOME }}", "file://x", "", "a b", "../x", "-x", "x" * 101, "é", "a\nb", "a{b"]
)
def test_odd_ids_of_transcripts_are_numbered(id_) -> None:
    """
    An id that promptfoo could read more into stands in the data only.
    """
    job = job_of(support(), conversation(id_="plain"), conversation(id_=id_))
    tests = config_of(job)["tests"]
    known = json.loads(files_of(job)["specl_transcripts.json"])

    assert ["plain", "transcript 2"] == [test["vars"]["transcript"] for test in tests]
    assert id_ == known["transcript 2"]["id"]


@given(st.lists(st.sampled_from(["a", "b", "{", "transcript 1", "transcript 2"]), min_size=1))
def test_each_transcript_has_a_test_of_its_own(ids) -> None:
    """
    However ids are chosen, as many transcripts as are given are tested.
    """
    job = job_of(support(), *(conversation(id_=each) for each in ids))

    assert len(ids) == len({test["vars"]["transcript"] for test in config_of(job)["tests"]})
    assert ids == [
        each["id"] for each in json.loads(files_of(job)["specl_transcripts.json"]).values()
    ]


@pytest.mark.parametrize(
    "text", [*HOSTILE, *HOSTILE_TURNS], ids=range(len(HOSTILE + list(HOSTILE_TURNS)))
)
def test_no_prose_reaches_the_configuration(text) -> None:
    """
    Whatever a spec and a transcript say, the configuration is the same.
    """
    plain, odd = (
        files_of(job_of(hostile(each), conversation(("user", each), reply=each), model=each))
        for each in ("plain", text)
    )
    digests = (re.compile(r" of [0-9a-f]{12}\"").sub("", each[NAMES[0]]) for each in (plain, odd))
    assert len(set(digests)) == 1
    assert {name: plain[name] for name in NAMES[1:5]} == {name: odd[name] for name in NAMES[1:5]}
    known = json.loads(odd["specl_transcripts.json"])
    assert [text, text] == [known["t"]["turns"][0]["content"], known["t"]["reply"][0]["content"]]


def test_other_transcripts_have_other_prompts() -> None:
    """
    Replies are kept under their prompts, so these differ where transcripts do.
    """
    one, other, same = (
        config_of(job_of(support(), conversation(reply=reply)))["prompts"]
        for reply in ("One.", "Two.", "One.")
    )
    assert one == same
    assert one != other


def test_a_suite_needs_transcripts_and_criteria() -> None:
    """
    What cannot be tested is an error that says what to do.
    """
    job = job_of(support())
    with pytest.raises(CannotExpressError, match="--transcripts FILE"):
        write(attrs.evolve(job, transcripts=()))
    with pytest.raises(CannotExpressError, match="no criterion that a reply could violate"):
        write(
            job_of(spec(rule("free", norm("may", a("wave"))), acts=(act("wave"),)), conversation())
        )


WORDS = Compare("<=", a("words", IntType(0, 5000)), Literal(3, IntType(3, 3)))
MEASURED = spec(
    rule("brief", norm("must", WORDS)),
    acts=(act("words", IntType(0, 5000), measure=Measure("words")),),
    name="measured",
)


@pytest.fixture
def suite(tmp_path) -> Callable[[Job], Path]:
    """
    A function that writes a suite into a folder.
    """

    def make(job: Job) -> Path:
        for name, text in files_of(job).items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path

    return make


def judged(folder: Path, **question: Any) -> dict[str, Any]:
    """
    Ask the judge's file, in a Python that finds neither specl nor the network.
    """
    asked = {"transcript": None, "recorded": False, "prompt": "Hi.", "output": "", **question}
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(folder / "specl_judge.py")],
        input=json.dumps(asked).encode(),
        capture_output=True,
        check=True,
        cwd=folder,
        env={"OPENAI_BASE_URL": "none"},
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_what_code_measures_needs_no_judge(suite) -> None:
    """
    Where all criteria are measured, verdicts come without any server.
    """
    folder = suite(
        job_of(MEASURED, conversation(reply="One two."), conversation(reply="1 2 3 4", id_="u"))
    )
    short = judged(folder, transcript="t", recorded=True)
    long = judged(folder, transcript="u", recorded=True)
    live = judged(folder, transcript="u", output="One.")

    assert ("complies", None) == (short["verdicts"]["brief.0"]["verdict"], short["open"])
    assert "measured: words is 2" == short["verdicts"]["brief.0"]["reason"]
    assert ("violates", None) == (long["verdicts"]["brief.0"]["verdict"], long["open"])
    assert "complies" == live["verdicts"]["brief.0"]["verdict"]


def test_what_code_cannot_measure_stays_open(suite) -> None:
    """
    Words of a script without spaces cannot be counted: that is neither a pass nor a fail.
    """
    found = judged(suite(job_of(MEASURED, conversation())), output="ภาษาไทยเป็นภาษาที่มีระดับเสียง")

    assert found["verdicts"]["brief.0"]["verdict"] == "unsure"
    assert found["open"] == "unsure: code cannot measure this reply (brief.0)"


@pytest.mark.parametrize("value", [None, "some text", 7, ["t"], {"t": 1}])
def test_a_variable_that_names_no_transcript_is_a_users_own(suite, value) -> None:
    """
    Then the output is judged, whatever the prompt is.
    """
    folder = suite(job_of(MEASURED, conversation()))
    for prompt in ("Hi.", '[{"role": "user", "content": "Hi."}]', "{}", "[1]", "null", None):
        found = judged(folder, transcript=value, prompt=prompt, output={"said": "One."})
        assert found["verdicts"]["brief.0"]["verdict"] == "complies"


def test_a_missing_judge_is_said_once(suite) -> None:
    """
    Without a model, or without a server, all criteria are errors for one reason.
    """
    bare, named = (job_of(support(), conversation(), model=model) for model in (None, "judge-1"))

    assert judged(suite(bare))["open"].startswith(
        "no verdict: there is no judge: set SPECL_JUDGE_MODEL (refund_cap.0, "
    )
    assert judged(suite(named))["open"].startswith("no verdict: 'none' is no address of a server (")


def test_known_facts_choose_the_rubric(suite) -> None:
    """
    A criterion that facts rule out does not apply, and what it gives way to is said.
    """
    job = job_of(support(), conversation())
    given = {"refund": 0, "paid": 0, "topic": "billing", "vip": False}
    narrow = attrs.evolve(
        rubric_of(job.spec, given), criteria=(), tiers=(), facts=(), acts=(), defeated=()
    )
    known = attrs.evolve(job, transcripts=(Judged(job.transcripts[0].transcript, narrow),))
    found = judged(suite(known), transcript="t", recorded=True)

    assert {"not_applicable"} == {each["verdict"] for each in found["verdicts"].values()}
    assert found["open"] is None


RUBRIC = {
    "scoring": "lexicographic",
    "tiers": [
        {"metric": "high", "criteria": [["a.0", 2], ["b.0", 1]]},
        {"metric": "low", "criteria": [["c.0", 1]]},
    ],
}


def results(verdicts: Mapping[str, str], **others: bool) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for tier in RUBRIC["tiers"]:
        failed = any(verdicts.get(name) == "violates" for name, _ in tier["criteria"])
        found.append({"pass": not failed, "metadata": {"assertionSet": {"metric": tier["metric"]}}})
        for name, _ in tier["criteria"]:
            if name in verdicts:
                about = {"criterion": name, "verdict": verdicts[name]}
                found.append({"pass": verdicts[name] != "violates", "metadata": {"specl": about}})
    return found + [{"pass": passed, "name": name} for name, passed in others.items()]


@pytest.fixture
def scored(tmp_path, monkeypatch) -> Callable[..., dict[str, Any]]:
    """
    A function from verdicts and whether other assertions pass to promptfoo's result.
    """
    (tmp_path / "specl_rubric.json").write_text(json.dumps(RUBRIC), encoding="utf-8")
    monkeypatch.setattr(promptfoo_score, "HERE", tmp_path)

    def score(verdicts: Mapping[str, str], **others: bool) -> dict[str, Any]:
        named = dict.fromkeys((*verdicts, "high", "low", *others), 1.0)
        return promptfoo_score.get_score(named, {"componentResults": results(verdicts, **others)})

    return score


def test_what_does_not_apply_leaves_the_result(scored) -> None:
    """
    It has no metric and no result, and its tier has neither where nothing else is in it.
    """
    found = scored({"a.0": "complies", "b.0": "not_applicable", "c.0": "not_applicable"})

    assert {"high": 1.0, "a.0": 1.0} == found["namedScores"]
    assert (True, 1.0, 2) == (found["pass"], found["score"], len(found["componentResults"]))
    assert found["reason"] == "complies with 1; 2 do not apply"


def test_where_nothing_applies_nothing_fails(scored) -> None:
    """
    A row of which nothing applies passes without a metric, as one without assertions does.
    """
    found = scored(dict.fromkeys(["a.0", "b.0", "c.0"], "not_applicable"))

    assert (True, 1.0, {}, []) == (
        found["pass"],
        found["score"],
        found["namedScores"],
        found["componentResults"],
    )
    assert found["metadata"]["specl"]["score"] == {"value": None, "low": None, "high": None}


def test_a_violation_fails_and_its_weight_counts(scored) -> None:
    """
    The tier's metric is the share of weight that is met; the score keeps priority.
    """
    found = scored({"a.0": "complies", "b.0": "violates", "c.0": "complies"})

    assert {"high": 2 / 3, "a.0": 1.0, "b.0": 0.0, "low": 1.0, "c.0": 1.0} == found["namedScores"]
    assert (False, 5 / 7) == (found["pass"], found["score"])
    assert found["reason"].startswith("violates b.0; ")


def test_what_is_unsure_is_no_pass(scored) -> None:
    """
    Beside a violation it leaves the score open: the lowest that it can be is taken.
    """
    found = scored({"a.0": "unsure", "b.0": "violates", "c.0": "complies"})

    assert (False, 1 / 7) == (found["pass"], found["score"])
    assert {"value": None, "low": "1/7", "high": "5/7"} == found["metadata"]["specl"]["score"]
    assert {"b.0": 0.0, "low": 1.0, "c.0": 1.0} == found["namedScores"]
    alone = scored({"a.0": "unsure", "b.0": "complies", "c.0": "complies"})
    assert alone["pass"] is False


def test_assertions_of_users_count_too(scored) -> None:
    """
    They keep their metrics and results, and the row fails where one of them does.
    """
    every = dict.fromkeys(["a.0", "b.0", "c.0"], "complies")
    found = scored(every, mine=False)

    assert (False, 1.0) == (found["pass"], found["score"])
    assert {"pass": False, "name": "mine"} in found["componentResults"]
    assert found["namedScores"]["mine"] == 1.0


def test_criteria_without_an_assertion_count_for_nothing(scored) -> None:
    """
    A user may delete an assertion that is not wanted.
    """
    found = scored({"a.0": "complies", "c.0": "complies"})

    assert (True, 1.0, "c.0" in found["namedScores"]) == (found["pass"], found["score"], True)
    assert "b.0" not in found["namedScores"]
