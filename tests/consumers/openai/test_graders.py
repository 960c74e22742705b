"""
What `openai-graders` writes, held against the models of the `openai` package, and its code run.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest

import specl
from specl.cases.drawing import drawing_of
from specl.interpret import evaluate, ruling
from specl.model import IntType, Scenario, Spec, value_to_json
from specl.rubric import rubric_of
from specl.rubric.graders.coded import is_coded
from specl.rubric.measuring import measured_in
from specl.rubric.order import criterion_id
from specl.rubric.targets.openai_graders import write
from tests.consumers.conftest import EXAMPLES
from tests.consumers.environments import ROOT
from tests.unit.rubric.jobs import HOSTILE_TURNS, conversation, job_of
from tests.unit.rubric.test_graders import worked_out
from tests.unit.rubric.test_target_openai_graders import CLINIC, MODEL
from tests.unit.rubric.test_targets import HOSTILE, hostile

REPLIES = [
    "",
    "Hello.",
    "Globex is cheaper. " * 9,
    "SHOUTED words, " * 40,
    "one two three " * 120,
    "eins zwei drei vier fünf " * 90,
]


def written(folder: Path) -> tuple[Any, Any, list[Any]]:
    """
    Return the eval, the grader and the rows of a folder.
    """
    rows = (folder / "rows.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [(folder / f"{name}.json").read_text(encoding="utf-8") for name in ("eval", "grader")]
    return json.loads(texts[0]), json.loads(texts[1]), [json.loads(row) for row in rows]


def typed(whole: Any, training: Any, rows: list[Any]) -> list[tuple[str, Any]]:
    """
    Return what the package has types for: an eval, a grader for training, its parts, and rows.

    Its type of a multi grader has one grader where the service has several by name, so each of
    them is held against it in turn.
    """
    parts = list(training["graders"].values())
    found = [("eval", whole), *(("grader", each) for each in whole["testing_criteria"])]
    for part in parts:
        multi = {**training, "graders": part}
        found += [("reinforcement", {"grader": each}) for each in (part, multi)]
    source = {"type": "jsonl", "source": {"type": "file_content", "content": rows}}
    return [*found, ("rows", source)]


@pytest.mark.parametrize("name", EXAMPLES)
def test_graders_fit(
    name: str, rubric_of_example: Callable[..., Path], ask: Callable[..., Any]
) -> None:
    """
    The package's models take the eval, each grader, the training method and the rows.
    """
    whole, training, rows = written(rubric_of_example("openai-graders", name, "--model", MODEL))
    assert rows
    assert not any(ask("run_types.py", typed(whole, training, rows)))
    assert "label_model" not in {each["type"] for each in training["graders"].values()}


def test_the_models_find_faults(ask: Callable[..., Any]) -> None:
    """
    A label_model is refused for training, and a field that is missing anywhere.
    """
    files = {file.name: file.text for file in write(job_of(CLINIC, model=MODEL)).files}
    label = json.loads(files["eval.json"])["testing_criteria"][0]
    short = {key: value for key, value in label.items() if key != "labels"}
    assert all(ask("run_types.py", [("reinforcement", {"grader": label}), ("grader", short)]))


def test_hostile_texts_fit(ask: Callable[..., Any]) -> None:
    """
    No text makes a grader that the models refuse.
    """
    jobs = [job_of(hostile(text), conversation(), model=MODEL) for text in HOSTILE]
    turns = [conversation(("user", text), reply=text) for text in HOSTILE_TURNS[:-1]]
    jobs += [job_of(CLINIC, turn, model=MODEL) for turn in turns]
    given = []
    for job in jobs:
        found = {file.name: file.text for file in write(job).files}
        rows = [json.loads(row) for row in found["rows.jsonl"].splitlines()]
        whole, training = json.loads(found["eval.json"]), json.loads(found["grader.json"])
        given += typed(whole, training, rows)
    assert not any(ask("run_types.py", given))


def scenarios(spec: Spec, count: int) -> list[Scenario]:
    """
    Return valid scenarios, the same each time.
    """
    drawing, chance = drawing_of(spec), random.Random(5)
    found = []
    for _ in range(count):
        norms = [chance.randrange(len(drawing.norms)) for _ in range(3)]
        moves = [(chance.randrange(len(drawing.offers)), chance.randrange(999)) for _ in range(4)]
        scenario = drawing.scenario(norms, moves)
        for name, value in scenario.items():
            if isinstance(spec.facts[name].type, IntType):
                scenario[name] = int(value)  # type: ignore[arg-type]
        found.append(scenario)
    return found


@pytest.mark.parametrize("spec", [specl.load(ROOT / "docs/examples/support/support.specl"), CLINIC])
def test_code_grades_as_the_interpreter_does(spec: Spec, ask: Callable[..., Any]) -> None:
    """
    A python grader gives 0 exactly where its norm is in force and what is measured breaks it.
    """
    rubric = rubric_of(spec)
    files = {file.name: file.text for file in write(job_of(spec, model=MODEL)).files}
    graders = {
        each["name"]: each["source"]
        for each in json.loads(files["eval.json"])["testing_criteria"]
        if each["type"] == "python"
    }
    assert graders
    cases, expected = [], []
    for scenario in scenarios(spec, 40):
        in_force = {criterion_id(norm) for norm in ruling(spec, scenario).in_force}
        facts = {name: value_to_json(value) for name, value in scenario.items()}
        for reply in REPLIES:
            acts = measured_in(rubric, conversation(reply=reply))
            cases.append({"sample": {"output_text": reply}, "item": {"facts": facts}})
            expected.append(
                {
                    each.id: float(
                        each.id not in in_force
                        or bool(evaluate(each.obligation.expr, scenario, acts))
                    )
                    for each in rubric.criteria
                    if each.id in graders
                }
            )
    assert expected == ask("run_python.py", {"graders": graders, "cases": cases})
    assert {0.0, 1.0} == {value for row in expected for value in row.values()}
    assert {each.id for each in rubric.criteria if is_coded(each, rubric)} >= set(graders)


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("scoring", ["gate", "lexicographic", "weighted"])
def test_formulas_of_examples(name: str, scoring: Any) -> None:
    """
    One violation in a tier never scores above violations of everything below it.
    """
    spec = specl.load(ROOT / "docs" / "examples" / EXAMPLES[name])
    job = attrs.evolve(job_of(spec, model=MODEL), scoring=scoring)
    training = json.loads(write(job).files[1].text)
    text, names = training["calculate_output"], list(training["graders"])
    perfect = dict.fromkeys(names, 1.0)
    assert worked_out(text, perfect) == pytest.approx(1)
    assert worked_out(text, dict.fromkeys(names, 0.0)) == pytest.approx(0, abs=1e-12)
    by_key = {each.id.replace(".", "_"): each for each in job.rubric.criteria}
    tiers: dict[tuple[str, Any], list[str]] = {}
    for key in names:
        tiers.setdefault((by_key[key].level, by_key[key].strength), []).append(key)
    levels = list(tiers.values())
    for place, tier in enumerate(levels):
        below = [key for lower in levels[place + 1 :] for key in lower]
        worse = worked_out(text, perfect | dict.fromkeys(below, 0.0))
        for key in tier:
            assert worked_out(text, {**perfect, key: 0.0}) <= worse
