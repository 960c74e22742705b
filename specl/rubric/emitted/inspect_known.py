"""
Scores that were found elsewhere, taken into a log of Inspect.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from inspect_ai.scorer import Score, Scorer, Target, precomputed_scores
from inspect_ai.solver import TaskState  # noqa: TC002 - what reads annotations

from specl.rubric.emitted.inspect_grading import NONE, VALUES
from specl.rubric.standalone.scores import VERDICTS


def known_scores(scores: str, on_missing: str) -> Scorer:
    """
    Return a scorer of values found elsewhere, such as the ratings of people.

    Args:
        scores: A file of JSON or JSONL; a row has `id` and `value`: by criterion a number, a
            verdict, or null where there is neither a pass nor a fail.
        on_missing: What to do with a sample that no row is about: `unscored` or `error`.
    """
    inner = precomputed_scores(scores, on_missing=on_missing)
    names: dict[str, None] = {}
    for value in _values_of(scores):
        names.update(dict.fromkeys(value))

    async def score(state: TaskState, target: Target) -> Score | None:
        found = await inner(state, target)
        if found is not None and isinstance(found.value, dict):
            values = found.value
            found.value = {name: _as_value(values.get(name), state.sample_id) for name in names}
        return found

    return score


def _values_of(scores: str) -> list[dict[str, Any]]:
    text = Path(scores).read_text(encoding="utf-8")
    lines = text.splitlines() if scores.lower().endswith(".jsonl") else []
    rows = [json.loads(line) for line in lines if line.strip()] if lines else json.loads(text)
    return [row["value"] for row in rows if isinstance(row.get("value"), dict)]


def _as_value(value: Any, row: Any) -> float:
    if isinstance(value, str):
        if value not in VERDICTS:
            raise ValueError(
                f"row `{row}`: `{value}` is no verdict; there are {', '.join(VERDICTS)}"
            )
        return VALUES.get(value, NONE)
    return NONE if value is None or math.isnan(value) else float(value)
