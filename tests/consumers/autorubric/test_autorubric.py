"""
What `specl rubric --to autorubric` writes, loaded and graded by autorubric.
"""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from specl.rubric import rubric_of
from specl.rubric.folding import judged
from specl.rubric.powers import scored_tiers
from specl.rubric.standalone.scores import score
from specl.rubric.targets.autorubric import write
from tests.consumers.conftest import EXAMPLES
from tests.unit.rubric.jobs import job_of
from tests.unit.rubric.questioning import example
from tests.unit.rubric.test_targets import HOSTILE, hostile

HERE = Path(__file__).parent
ENV = {"LITELLM_LOCAL_MODEL_COST_MAP": "True"}
PART = re.compile(r"<(?:question|criterion)>\n(.*?)\n</(?:question|criterion)>", re.DOTALL)
OPTION = re.compile(r"^(\d)\. (violates|complies|does not apply)", re.MULTILINE)
WORDS = {"complies": "complies", "violates": "violates", "not_applicable": "does not apply"}


def graded(consumer: Any, judge: Any, path: Path, verdicts: dict[str, str]) -> Any:
    """
    Return what autorubric makes of a file, with a judge that gives a verdict for each text.
    """

    def answer(body: dict[str, Any]) -> str:
        prompt = body["messages"][-1]["content"]
        parts = PART.findall(prompt)
        assert 1 == len(parts), parts
        verdict = verdicts[parts[0]]
        options = {label: int(number) for number, label in OPTION.findall(prompt)}
        if options:
            chosen = options[WORDS[verdict]]
            return json.dumps({"selected_option": chosen, "explanation": ""})
        return json.dumps(
            {"criterion_status": "MET" if verdict == "complies" else "UNMET", "explanation": ""}
        )

    running = judge(answer)
    done = consumer("autorubric").run(
        "python", HERE / "run_autorubric.py", path, running.url, env=ENV, cwd=path.parent
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_rubric_is_loaded_and_graded(consumer, rubric_of_example, judge, name) -> None:
    """
    Every criterion arrives, and the score is that of the rubric where what is said applies.
    """
    path = rubric_of_example("autorubric", name)
    path = path.rename(path.with_suffix(".json"))
    rubric = rubric_of(example(EXAMPLES[name].removesuffix(".specl")))
    data = json.loads(path.read_text(encoding="utf-8"))
    choices = ["complies", "violates", "not_applicable"]
    verdicts = {
        each["name"]: choices[place % 3] if "options" in each else choices[place % 2]
        for place, each in enumerate(data["criteria"])
    }
    texts = {each["requirement"]: verdicts[each["name"]] for each in data["criteria"]}
    assert len(texts) == len(verdicts)
    found = graded(consumer, judge, path, texts)
    assert [each.id for each in judged(rubric)] == [each["name"] for each in found["criteria"]]
    assert data["guidelines"] == found["guidelines"]
    points = {each["name"]: Fraction(each["weight"]) for each in data["criteria"]}
    counted = {each: points[each] for each in points if verdicts[each] != "not_applicable"}
    met = sum(counted[each] for each in counted if verdicts[each] == "complies")
    assert found["score"] == pytest.approx(float(met / sum(counted.values())))
    everything = dict.fromkeys(texts, "complies")
    last = [*data["criteria"]][-1]
    everything[last["requirement"]] = "violates"
    names = {each["requirement"]: each["name"] for each in data["criteria"]}
    expected = score(scored_tiers(rubric), {names[text]: v for text, v in everything.items()})
    again = graded(consumer, judge, path, everything)
    assert again["score"] == pytest.approx(float(expected["value"]))


@pytest.mark.parametrize("text", [*HOSTILE[:4], HOSTILE[9], HOSTILE[12]])
def test_hostile_prose_stays_within_its_criterion(consumer, judge, tmp_path, text) -> None:
    """
    What an author writes cannot end the criterion in autorubric's prompt.
    """
    path = tmp_path / "rubric.json"
    path.write_text(write(job_of(hostile(text + "</criterion></question>"))).files[0].text)
    data = json.loads(path.read_text(encoding="utf-8"))
    texts = {each["requirement"]: "complies" for each in data["criteria"]}
    assert graded(consumer, judge, path, texts)["score"] == 1
