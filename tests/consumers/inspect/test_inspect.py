"""
What `specl rubric --to inspect` writes, and specl's own task and scorers, run by Inspect.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from specl.interpret import evaluate
from specl.model import Spec
from specl.rubric import Rubric, rubric_of
from specl.rubric.job import Job, Judged
from specl.rubric.measuring import measured_in
from specl.rubric.standalone.asking import transcript_data
from specl.rubric.standalone.scores import score
from specl.rubric.targets.inspect import write
from specl.rubric.telling import one_line
from specl.rubric.transcripts import Transcript, sample_transcripts, transcript_of
from tests.consumers.environments import ROOT
from tests.unit.rubric.questioning import example
from tests.unit.rubric.test_targets import HOSTILE, hostile

HERE = Path(__file__).parent
SUPPORT = ROOT / "docs" / "examples" / "support" / "support.specl"
VERDICTS = ("complies", "violates", "not_applicable", "complies", "unsure")
TEXTS = [*HOSTILE, "{{ long }}\n" * 100_000]
VALUES = {"complies": 1.0, "violates": 0.0}
MODELS = ("--model", "openai-api/stub/m", "--model-role", "grader=openai-api/stub/judge")


def asked_in(body: dict[str, Any]) -> list[str]:
    """
    Return the criteria that a request asks about.
    """
    schema = body["response_format"]["json_schema"]["schema"]
    fields = schema["properties"]["verdicts"]["items"]["properties"]
    names: list[str] = fields["criterion"]["enum"]
    return names


def answer(body: dict[str, Any]) -> str:
    """
    Judge each criterion by its place in the list; who is not asked to judge is the model.
    """
    if "response_format" not in body:
        return "Sure, here it is."
    rows = [
        {"criterion": name, "evidence": [], "reason": "so", "verdict": VERDICTS[place % 5]}
        for place, name in enumerate(asked_in(body))
    ]
    return json.dumps({"verdicts": rows})


def expected(rubric: Rubric, transcript: Transcript) -> dict[str, float | None]:
    """
    Return the values that those answers come to, None where neither passes nor fails.
    """
    acts = measured_in(rubric, transcript)
    asked = [each for each in rubric.criteria if not each.is_permission]
    by_judge = [each for each in asked if each.decided_by != "measure" or each.facts]
    verdicts = {each.id: VERDICTS[place % 5] for place, each in enumerate(by_judge)}
    for each in by_judge:
        certain = each.applies is None and each.gives_way == ()
        if certain and verdicts[each.id] == "not_applicable":
            verdicts[each.id] = "error"
    for each in asked:
        applies = each not in by_judge or verdicts[each.id] in VALUES
        facts_free = not set(each.acts) - set(acts) and "user_language" not in each.facts
        if each.decided_by == "measure" and applies and facts_free:
            met = evaluate(each.obligation.expr, {}, acts)
            verdicts[each.id] = "complies" if met else "violates"
    tiers = [
        [(name, 1) for name in tier.criteria if name in verdicts]
        for tier in rubric.tiers
        if set(tier.criteria) & set(verdicts)
    ]
    total: Fraction | None = score(tiers, verdicts)["value"]
    values = {name: VALUES.get(verdict) for name, verdict in verdicts.items()}
    return {"score": None if total is None else float(total), **values}


def values_in(sample: dict[str, Any], scorer: str) -> dict[str, float | None]:
    """
    Return the values of a sample in a log, None for those that are no number.
    """
    value = sample["scores"][scorer]["value"]
    return {name: None if math.isnan(each) else each for name, each in value.items()}


@pytest.fixture
def inspect(consumer, judge, tmp_path) -> Callable[..., Any]:
    """
    A function that runs `inspect` with judges on this machine, and returns what it printed.
    """
    running = judge(answer)

    def run(*command: str | Path, cwd: Path = tmp_path, **env: str) -> Any:
        known = {"STUB_BASE_URL": running.url, "STUB_API_KEY": "none", "COLUMNS": "200", **env}
        done = consumer("inspect").run("inspect", *command, cwd=cwd, env=known)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run.judge = running  # type: ignore[attr-defined]
    return run


def log_in(inspect: Callable[..., Any], path: Path) -> dict[str, Any]:
    """
    Return the one log of a folder, or a log.
    """
    if path.is_dir():
        (path,) = path.glob("*.eval")
    found: dict[str, Any] = json.loads(inspect("log", "dump", path))
    return found


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("support", "support/support"),
        ("coding_agent", "coding_agent/agent"),
        ("model_spec", "model_spec/model_spec"),
    ],
)
def test_a_task_runs_with_inspect_alone(inspect, rubric_of_example, tmp_path, name, source):
    """
    The folder needs no specl, and the log has a value for each criterion and one for all of them.
    """
    folder = rubric_of_example("inspect", name)
    (tmp_path / "without" / "specl").mkdir(parents=True)
    (tmp_path / "without" / "specl" / "__init__.py").write_text("raise ImportError('no specl')\n")
    path = os.pathsep.join([str(tmp_path / "without"), str(HERE.parent / "offline")])
    inspect("eval", "task.py", *MODELS, "--display", "plain", cwd=folder, PYTHONPATH=path)
    log = log_in(inspect, folder / "logs")
    assert log["status"] == "success"
    rubric = rubric_of(example(source))
    transcripts = {each.id: each for each in sample_transcripts(rubric)}
    assert transcripts.keys() == {sample["id"] for sample in log["samples"]}
    for sample in log["samples"]:
        transcript = transcripts[sample["id"]]
        assert expected(rubric, transcript) == values_in(sample, "rules")
        assert transcript.reply_text == sample["scores"]["rules"]["answer"]
    reported = {each["name"]: each for each in log["results"]["scores"]}
    assert reported.keys() == {*values_in(log["samples"][0], "rules")}
    first = next(each for each in rubric.criteria if each.decided_by == "judge")
    assert reported[first.id]["metrics"]["mean"]["value"] == 1
    assert reported[first.id]["unscored_samples"] == 0


ROWS = [
    {
        "id": "known",
        "messages": [
            {"role": "developer", "content": "Answer in English."},
            {"role": "user", "content": "Who else sells these?"},
            {"role": "assistant", "content": "Globex does."},
        ],
        "facts": {"refund": 900, "topic": "billing", "privacy.verified": False},
    },
    {"id": "new", "input": "What do you sell?", "metadata": {"facts": {"topic": "other"}}},
]


def test_specls_own_task_and_scorers_are_found(inspect, tmp_path):
    """
    `specl/grade` judges by what is in force given a sample's facts, and `specl/rules` any log.
    """
    (tmp_path / "d.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in ROWS))
    arguments = ["-T", "dataset=d.jsonl", "-T", f"spec={SUPPORT}", "-T", "scoring=gate"]
    given = ["-T", 'given={"competitor_named": false}']
    inspect("eval", "specl/grade", *arguments, *given, *MODELS, "--display", "plain")
    log = log_in(inspect, tmp_path / "logs")
    known, new = sorted(log["samples"], key=lambda sample: str(sample["id"]))
    assert "Sure, here it is." == new["messages"][-1]["content"]
    values = values_in(known, "rules")
    assert values["small_refunds.0"] is None
    assert values["no_competitors.0"] == 0.0
    assert values["score"] == 0.0
    states = known["scores"]["rules"]["metadata"]["verdicts"]
    assert "not_applicable" == states["small_refunds.0"]["verdict"]
    assert "measured: names_competitor is true" in states["no_competitors.0"]["reason"]
    prompts = [body for body in inspect.judge.requests if "response_format" in body]
    (prompt,) = [body for body in prompts if "Globex" in json.dumps(body["messages"])]
    system, user = (message["content"] for message in prompt["messages"])
    assert "small_refunds.0" not in asked_in(prompt)
    assert "be_helpful.0" not in asked_in(prompt)
    assert "refund: 900" in system
    assert '{"role": "developer", "content": "Answer in English."}' in user

    (path,) = (tmp_path / "logs").glob("*.eval")
    scored = ["--action", "append", "--display", "plain", "--output-file"]
    rules = ["--scorer", "specl/rules", "-S", f"spec_file={SUPPORT}", "-S", "scoring=weighted"]
    inspect("score", path, *rules, "-S", given[1], *scored, tmp_path / "rules.eval")
    sample = log_in(inspect, tmp_path / "rules.eval")["samples"][0]
    again = values_in(sample, "rules1")
    assert {"score"} == {name for name, each in values_in(sample, "rules").items()} & {
        name for name, each in again.items() if each != values_in(sample, "rules")[name]
    }


def test_scores_found_elsewhere_have_a_metric_each(inspect, rubric_of_example, tmp_path):
    """
    Ratings are taken from a file, by specl's scorer or the task's, and null is no fail.
    """
    folder = rubric_of_example("inspect", "coding_agent")
    inspect("eval", "task.py", *MODELS, "--display", "plain", "--limit", "2", cwd=folder)
    first, second = (
        json.loads(line)["id"] for line in (folder / "dataset.jsonl").read_text().split("\n")[:2]
    )
    ratings = [
        {"id": first, "value": {"hands_off.0": "violates", "score": 0.25}},
        {"id": second, "value": {"hands_off.0": 1, "green_only.0": None, "score": 0.75}},
    ]
    (tmp_path / "ratings.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in ratings))
    (path,) = (folder / "logs").glob("*.eval")
    for number, scorer in enumerate(["specl/precomputed", f"{folder / 'task.py'}@precomputed"]):
        out = tmp_path / f"{number}.eval"
        scores = f"scores={tmp_path / 'ratings.jsonl'}"
        said = ["--scorer", scorer, "-S", scores, "--action", "overwrite"]
        inspect("score", path, *said, "--display", "plain", "--output-file", out)
        found = {each["name"]: each for each in log_in(inspect, out)["results"]["scores"]}
        assert {"hands_off.0", "green_only.0", "score"} == found.keys()
        assert 0.5 == found["hands_off.0"]["metrics"]["mean"]["value"]
        assert 0.5 == found["score"]["metrics"]["mean"]["value"]
        assert 0 == found["green_only.0"]["scored_samples"]
        assert 2 == found["green_only.0"]["unscored_samples"]


def test_mistakes_are_said_in_a_line(consumer, tmp_path):
    """
    A spec, a fact or a row that makes no sense is named, without a traceback.
    """
    (tmp_path / "d.jsonl").write_text('{"input": "Hi", "metadata": {"facts": {"minr": true}}}\n')
    no_fact = "there is no fact `minr`; did you mean `minor`?"
    for arguments, said in [
        (["-T", "spec=nowhere.specl"], "there is no file `nowhere.specl`"),
        (["-T", f"spec={SUPPORT}", "-T", 'given={"minr": true}'], no_fact),
        (["-T", f"spec={SUPPORT}"], f"d.jsonl: row 1: {no_fact}"),
    ]:
        command = ["eval", "specl/grade", "-T", "dataset=d.jsonl", *arguments]
        done = consumer("inspect").run("inspect", *command, cwd=tmp_path, env={"COLUMNS": "200"})
        assert done.returncode != 0
        assert said in done.stdout + done.stderr
        assert "Traceback" not in done.stdout + done.stderr


def run(consumer: Any, folder: Path, given: dict[str, Any]) -> Any:
    """
    Evaluate tasks in one process, and return what came of them.
    """
    (folder / "given.json").write_text(json.dumps(given), encoding="utf-8")
    command = f"exec python {HERE / 'run_tasks.py'} < given.json"
    done = consumer("inspect").run("sh", "-c", command, cwd=folder)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def written(spec: Spec, transcripts: tuple[Transcript, ...], folder: Path) -> str:
    """
    Write the task that judges some transcripts.
    """
    rubric = rubric_of(spec)
    judged = tuple(Judged(each, rubric) for each in transcripts)
    folder.mkdir()
    for file in write(Job(spec, rubric, rubric, {}, judged)).files:
        (folder / file.name).write_text(file.text, encoding="utf-8")
    return str(folder)


def test_hostile_prose_is_read_back_as_it_is(consumer, tmp_path):
    """
    No text of a spec or a transcript is a template or markup to Inspect, nor another line.
    """
    turns = [("developer", "{t}"), ("user", "{t}"), ("quoted", "{t}")]
    folders = []
    for number, text in enumerate(TEXTS):
        messages = [{"role": role, "content": text} for role, _ in turns]
        row = {"id": "a", "prompt": messages, "reply": text}
        transcript = transcript_of(row, "a", {})
        folders.append(written(hostile(text), (transcript,), tmp_path / str(number)))
    given = {"folders": folders, "judges": [{"r.0": "complies"}]}
    for text, found in zip(TEXTS, run(consumer, tmp_path, given), strict=True):
        (sample,) = found["samples"]
        assert {"score": 1.0, "r.0": 1.0} == sample["scores"]["rules"]["value"]
        assert [text] * 3 == [turn["content"] for turn in sample["metadata"]["turns"]]
        assert [text] * 4 == [turn["content"] for turn in sample["messages"]]
        assert text == sample["scores"]["rules"]["answer"]
        (((_, system), (_, user)),) = found["prompts"]
        assert one_line(text) in system
        data = transcript_data(
            [{"role": role, "content": text} for role, _ in turns],
            [{"role": "assistant", "content": text}],
        )
        assert data == user.split("\n")[2]


def test_a_judge_that_fails_is_no_pass_and_no_fail(consumer, tmp_path):
    """
    What cannot be read is asked for once more; then the criterion is unscored, and says why.
    """
    transcript = transcript_of({"prompt": "Hello", "reply": "Good day"}, "a", {})
    folder = written(hostile("tame"), (transcript,), tmp_path / "task")
    (found,) = run(consumer, tmp_path, {"folders": [folder], "judges": [{}]})
    score = found["samples"][0]["scores"]["rules"]
    assert all(map(math.isnan, map(float, score["value"].values())))
    assert "grader_failed" == score["reason"]
    assert "'?' is no verdict" in score["explanation"]
    first, second = found["prompts"]
    assert first == second[:2]
    assert "Answer again, whole." in second[3][1]
    (schema, _) = found["schemas"]
    assert schema["strict"] is True
    assert schema["json_schema"]["additionalProperties"] is False


def test_a_judge_that_is_asked_again_is_taken_at_its_word(consumer, tmp_path):
    """
    A second answer that can be read counts, and the first leaves no trace in the score.
    """
    transcript = transcript_of({"prompt": "Hello", "reply": "Good day"}, "a", {})
    folder = written(hostile("tame"), (transcript,), tmp_path / "task")
    given = {"folders": [folder], "judges": [[{}, {"r.0": "violates"}]]}
    (found,) = run(consumer, tmp_path, given)
    (sample,) = found["samples"]
    assert {"score": 0.0, "r.0": 0.0} == values_in(sample, "rules")
    assert sample["scores"]["rules"]["reason"] is None
    assert 2 == len(found["prompts"])


def test_several_judges_decide_by_majority(consumer, tmp_path):
    """
    With several models in the role of the grader more than half of them have to agree.
    """
    transcript = transcript_of({"prompt": "Hello", "reply": "Good day"}, "a", {})
    folder = written(hostile("tame"), (transcript,), tmp_path / "task")
    for third, value in [("violates", 0.0), ("not_applicable", None)]:
        judges = [{"r.0": verdict} for verdict in ("complies", "violates", third)]
        (found,) = run(consumer, tmp_path, {"folders": [folder], "judges": judges})
        (sample,) = found["samples"]
        assert {"score": value, "r.0": value} == values_in(sample, "rules")
