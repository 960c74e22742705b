"""
Replies judged by the rubric beside this file; it needs inspect_ai, and nothing else.

    inspect eval task.py --model openai/gpt-5.2 --model-role grader=openai/gpt-5.2
    inspect eval task.py -T fresh=true --model openai/gpt-5.2 --model-role grader=openai/gpt-5.2
    inspect score LOG --scorer task.py@rules --model-role grader=openai/gpt-5.2
    inspect score LOG --scorer task.py@precomputed -S scores=scores.jsonl

The first judges the replies that were recorded in `dataset.jsonl`, the second those that a model
writes to the same conversations, the third those of any log.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from inspect_ai import Task, task
from inspect_ai.dataset import json_dataset
from inspect_ai.scorer import Score, Scorer, Target, scorer
from inspect_ai.solver import Generate, Solver, TaskState, solver

from specl.rubric.emitted.inspect_grading import METRICS, graded
from specl.rubric.emitted.inspect_known import known_scores
from specl.rubric.emitted.inspect_turns import replied

HERE = Path(__file__).parent


@cache
def rubric() -> dict[str, Any]:
    """
    Return what stands in `rubric.json`.
    """
    found: dict[str, Any] = json.loads((HERE / "rubric.json").read_text(encoding="utf-8"))
    return found


@cache
def part(name: str | None) -> dict[str, Any]:
    """
    Return what a reply is judged by.

    Args:
        name: One of the rubrics, which say only what is not as in `all`; any other means that.
    """
    data = rubric()
    known = data["rubrics"]["all"]
    found = {**known, **data["rubrics"].get(name, known)}
    return {**found, "system": "\n".join(data["lines"][place] for place in found["system"])}


@task  # type: ignore[untyped-decorator]
def grade(*, fresh: bool = False, scoring: str | None = None) -> Task:
    """
    Judge the replies of `dataset.jsonl`.

    Args:
        fresh: Whether the model writes new replies.
        scoring: `gate`, `lexicographic` or `weighted`.
    """
    return Task(
        dataset=json_dataset(str(HERE / "dataset.jsonl"), name=rubric()["spec"]),
        solver=reply(fresh=fresh),
        scorer=rules(scoring=scoring),
    )


@solver  # type: ignore[untyped-decorator]
def reply(*, fresh: bool = False) -> Solver:
    """
    Take the recorded reply, or have the model write one.
    """

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        return await replied(state, generate, fresh=fresh)

    return solve


@scorer(metrics=METRICS)  # type: ignore[untyped-decorator]
def rules(scoring: str | None = None, model: str | None = None) -> Scorer:
    """
    Judge a reply by each criterion.

    Args:
        scoring: `gate`, `lexicographic` or `weighted`; None: the one chosen when this was written.
        model: The judge; None: the model in the role `grader`.
    """
    data = {**rubric(), "scoring": scoring or rubric()["scoring"]}

    async def score(state: TaskState, target: Target) -> Score:  # noqa: ARG001 - as scorers are called
        return await graded(state, data, part(state.metadata.get("rubric")), model)

    return score


@scorer(metrics=METRICS)  # type: ignore[untyped-decorator]
def precomputed(scores: str, on_missing: str = "unscored") -> Scorer:
    """
    Take values that were found elsewhere.

    Args:
        scores: A file of JSON or JSONL, whose rows have `id` and `value`.
        on_missing: What to do with a sample that no row is about: `unscored` or `error`.
    """
    return known_scores(scores, on_missing)
