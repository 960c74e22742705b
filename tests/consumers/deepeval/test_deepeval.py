"""
What `specl rubric --to deepeval-dag` writes, run by DeepEval.
"""

from __future__ import annotations

import json
import random
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from specl.cases.drawing import drawing_of
from specl.model import Scenario, Spec
from specl.rubric import rubric_of
from specl.rubric.job import Job
from specl.rubric.questions import Ask, questions_of, tree_of
from specl.rubric.standalone.scores import score
from specl.rubric.targets.deepeval_dag import write
from specl.rubric.telling import one_line
from tests.unit.rubric.questioning import Truth, any_profile, example
from tests.unit.rubric.test_targets import HOSTILE, hostile

ENV = {"DEEPEVAL_TELEMETRY_OPT_OUT": "YES", "DEEPEVAL_DISABLE_DOTENV": "1"}
HERE = Path(__file__).parent
TEXTS = [*HOSTILE, "{{ long }}\n" * 100_000]
SCORES = {"complies": 1.0, "violates": 0.0, "not_applicable": 0.5}


def drawn(spec: Spec, seed: int) -> Scenario:
    """
    Return a valid scenario.
    """
    drawing, chance = drawing_of(spec), random.Random(seed)
    norms = [chance.randrange(len(drawing.norms)) for _ in range(3)]
    moves = [(chance.randrange(len(drawing.offers)), chance.randrange(2**16)) for _ in range(4)]
    return drawing.scenario(norms, moves)


@cache
def asked_of(spec: Spec) -> dict[str, list[Ask]]:
    """
    Return the questions about each criterion.
    """
    rubric = rubric_of(spec)
    wanted = [each for each in rubric.criteria if not each.is_permission]
    return {each.id: list(questions_of(tree_of(spec, rubric, each))) for each in wanted}


def answers(truth: Truth) -> dict[str, dict[str, Any]]:
    """
    Return the true answer to each question about each criterion.
    """
    return {
        name: {ask.question.text: truth.answer(name, ask.question) for ask in asks}
        for name, asks in asked_of(truth.spec).items()
    }


def run(consumer: Any, folder: Path, script: str, given: Any) -> Any:
    """
    Run a script beside this module on some input, and return what it wrote.
    """
    (folder / "given.json").write_text(json.dumps(given), encoding="utf-8")
    command = f"exec python {HERE / script} < given.json"
    done = consumer("deepeval").run("sh", "-c", command, cwd=folder, env=ENV)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("name", "source", "count"),
    [
        ("support", "support/support", 12),
        ("coding_agent", "coding_agent/agent", 12),
        ("model_spec", "model_spec/model_spec", 3),
    ],
)
def test_true_answers_give_the_interpreters_verdicts(
    consumer, rubric_of_example, tmp_path, name, source, count
):
    """
    A truthful judge's way through a graph ends where the interpreter does.
    """
    spec = example(source)
    truths = [Truth(spec, drawn(spec, seed), any_profile(spec, seed)) for seed in range(count)]
    folder = rubric_of_example("deepeval-dag", name)
    asked = {"folder": str(folder), "cases": [answers(truth) for truth in truths]}
    found = run(consumer, tmp_path, "run_dags.py", asked)
    seen = set()
    for truth, row in zip(truths, found, strict=True):
        assert asked_of(spec).keys() == row.keys()
        for criterion, came_of_it in row.items():
            expected = truth.expected(criterion)
            score = None if expected == "not_applicable" else SCORES[expected]
            success = None if score is None else expected == "complies"
            assert [SCORES[expected], expected, score, success] == came_of_it
            seen.add(expected)
    assert seen == set(SCORES)


def test_a_report_passes_and_fails_only_what_applies(consumer, rubric_of_example, tmp_path):
    """
    `evaluate` reports no success and no failure of what does not apply, and all add up to a score.
    """
    spec = example("support/support")
    facts = drawing_of(spec).quiet
    truth = Truth(spec, facts, {**any_profile(spec, 5), "names_competitor": True, "words": 3})
    row = {
        "prompt": [{"role": "user", "content": "Who else sells these?"}],
        "reply": "Try Globex instead.",
    }
    folder = rubric_of_example("deepeval-dag", "support", "--scoring", "weighted")
    given = {"folder": str(folder), "row": row, "answers": answers(truth)}
    (found,) = run(consumer, tmp_path, "run_evaluate.py", [given])
    expected = {name: truth.expected(name) for name in asked_of(spec)}
    assert expected == found["verdicts"]
    assert found["reported"] == {
        name: [None, None] if each == "not_applicable" else [SCORES[each], each == "complies"]
        for name, each in expected.items()
    }
    assert "Measured in the reply by code: `names_competitor` is true." in (
        "".join(found["prompts"]["no_competitors.0"])
    )
    tiers = [[tuple(each) for each in tier] for tier in written(folder)["tiers"]]
    assert float(score(tiers, expected, "weighted")["value"]) == found["total"]["value"]


def test_hostile_prose_reaches_the_judge_as_it_is_written(consumer, tmp_path):
    """
    No text of a spec or of a reply is a template to DeepEval, and none begins a line of its own.
    """
    given = [_hostile(tmp_path / str(number), text) for number, text in enumerate(TEXTS)]
    found = run(consumer, tmp_path, "run_evaluate.py", given)
    for text, each, judged in zip(TEXTS, given, found, strict=True):
        said = each["row"]["reply"]
        turns = json.dumps([{"role": "user", "content": said}], ensure_ascii=False)
        assert {"r.0": "complies"} == judged["verdicts"]
        (prompt,) = judged["prompts"]["r.0"]
        assert one_line(text).removesuffix(".") in prompt
        assert f"\nInput:\n{turns}\nActual Output:\n{said}\n" in prompt


def _hostile(folder: Path, text: str) -> dict[str, Any]:
    """
    Write the graphs of a spec that says a text wherever it can, and return what is to be run.
    """
    spec = hostile(text)
    rubric = rubric_of(spec)
    folder.mkdir()
    for file in write(Job(spec, rubric, rubric, {})).files:
        (folder / file.name).write_text(file.text, encoding="utf-8")
    (ask,) = asked_of(spec)["r.0"]
    row = {"prompt": text, "reply": text}
    return {"folder": str(folder), "row": row, "answers": {"r.0": {ask.question.text: True}}}


def written(folder: Path) -> dict[str, Any]:
    """
    Return what stands in `dags.json`.
    """
    found: dict[str, Any] = json.loads((folder / "dags.json").read_text(encoding="utf-8"))
    return found
