"""
Run in DeepEval's environment: `evaluate`, with the metrics of `metrics.py`.

Reads from standard input a JSON list of `{"folder", "row", "answers": {id: {question: answer}}}`
and writes for each what the report says of each metric, what the judge was shown, and the total.
"""

from __future__ import annotations

import json
import sys
from contextlib import redirect_stdout
from importlib.util import module_from_spec, spec_from_file_location
from typing import Any

from deepeval import evaluate
from deepeval.evaluate import CacheConfig, DisplayConfig
from run_dags import Truthful


def judged(asked: dict[str, Any]) -> dict[str, Any]:
    """
    Judge one reply by all criteria at once.
    """
    metrics = _module(f"{asked['folder']}/metrics.py")
    judges = {name: Truthful(answers) for name, answers in asked["answers"].items()}
    built = [
        metrics.metrics(model=judge, only=[name], include_reason=False)[0]
        for name, judge in judges.items()
    ]
    result = evaluate(
        test_cases=[metrics.case_of(asked["row"])],
        metrics=built,
        display_config=DisplayConfig(show_indicator=False, print_results=False),
        cache_config=CacheConfig(write_cache=False),
    )
    reported = result.test_results[0].metrics_data
    verdicts = metrics.verdicts(reported)
    return {
        "reported": {each.name: [each.score, each.success] for each in reported},
        "verdicts": verdicts,
        "prompts": {name: judge.prompts for name, judge in judges.items()},
        "total": metrics.total(verdicts),
    }


def _module(path: str) -> Any:
    spec = spec_from_file_location("metrics", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules["metrics"] = module
    spec.loader.exec_module(module)
    return module


def main() -> None:
    """
    Judge all replies.
    """
    with redirect_stdout(sys.stderr):
        found = [judged(asked) for asked in json.load(sys.stdin)]
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
