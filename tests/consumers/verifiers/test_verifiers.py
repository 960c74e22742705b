"""
What `specl rubric --to verifiers` writes, loaded and judged by verifiers.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from specl.rubric import rubric_of
from specl.rubric.folding import judged
from specl.rubric.powers import scored_tiers
from specl.rubric.standalone.scores import score
from specl.rubric.targets.verifiers import write
from tests.consumers.conftest import EXAMPLES
from tests.unit.rubric.jobs import job_of
from tests.unit.rubric.questioning import example
from tests.unit.rubric.test_targets import HOSTILE, hostile

HERE = Path(__file__).parent
LINE = re.compile(r"^- (\S+): (.*) \(answer one of, worst to best: no, yes\)$", re.MULTILINE)


def scored(consumer: Any, judge: Any, path: Path, violated: set[str]) -> Any:
    """
    Return what verifiers makes of a file, with a judge that finds some criteria violated.
    """

    def answer(body: dict[str, Any]) -> str:
        prompt = body["messages"][-1]["content"].partition("\nCriteria:\n")[2]
        rows = [
            {"name": name, "reason": "", "verdict": "no" if name in violated else "yes"}
            for name, _ in LINE.findall(prompt)
        ]
        return json.dumps({"verdicts": rows})

    running = judge(answer)
    done = consumer("verifiers").run(
        "python", HERE / "run_verifiers.py", path, running.url, env={"JUDGE_KEY": "none"}
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_rubric_is_loaded_and_judged(consumer, rubric_of_example, judge, name) -> None:
    """
    Every criterion arrives, and the score is the lexicographic one.
    """
    path = rubric_of_example("verifiers", name)
    path = path.rename(path.with_suffix(".toml"))
    rubric = rubric_of(example(EXAMPLES[name].removesuffix(".specl")))
    names = [each.id for each in judged(rubric)]
    violated = {*names[1::5]}
    found = scored(consumer, judge, path, violated)
    assert names == [each["name"] for each in found["criteria"]]
    assert {f"rubric/{each}": float(each not in violated) for each in names} == found["metrics"]
    verdicts = {each: "violates" if each in violated else "complies" for each in names}
    expected = score(scored_tiers(rubric), verdicts)["value"]
    assert found["score"] == pytest.approx(float(expected))


@pytest.mark.parametrize("text", HOSTILE[:-1])
def test_hostile_prose_stays_within_its_line(consumer, judge, tmp_path, text) -> None:
    """
    What an author writes is read back as it was written, and adds no criterion.
    """
    path = tmp_path / "rubric.toml"
    path.write_text(write(job_of(hostile(text))).files[0].text, encoding="utf-8")
    found = scored(consumer, judge, path, set())
    assert len(judged(rubric_of(hostile(text)))) == len(found["criteria"])
    assert found["score"] == 1
