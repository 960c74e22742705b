"""
Load a rubric file with verifiers, and judge a reply by it with a judge on this machine.

    python run_verifiers.py FILE URL

It prints, as JSON, the criteria, the score and the metrics.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from types import SimpleNamespace

from verifiers.v1.judges.rubric import RubricJudge, RubricJudgeConfig, load_criteria
from verifiers.v1.task import TaskData


def main(path: str, url: str) -> None:
    """
    Load, judge and print.
    """
    criteria = load_criteria(Path(path))
    config = RubricJudgeConfig(
        path=Path(path), max_criteria=8, model="judge", base_url=url, api_key_var="JUDGE_KEY"
    )
    metrics: dict[str, float] = {}
    trace = SimpleNamespace(
        transcript="assistant: Two.",
        last_reply="Two.",
        record_metric=metrics.__setitem__,
        record_judge_call=lambda **_: None,
    )
    score = asyncio.run(RubricJudge(config).score(TaskData(prompt="How much?"), trace))
    found = {
        "criteria": [each.model_dump() for each in criteria],
        "score": score,
        "metrics": metrics,
    }
    print(json.dumps(found))


main(*sys.argv[1:])
