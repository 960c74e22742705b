"""
What specl is to Inspect: the task `specl/grade`, the scorers `specl/rules`, `specl/precomputed`.

Inspect finds this module by the entry point `inspect_ai` and imports it when one of them is named;
nothing else does, for it needs inspect_ai.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

from inspect_ai import Task, task
from inspect_ai.dataset import Sample, json_dataset
from inspect_ai.scorer import Score, Scorer, Target, scorer
from inspect_ai.solver import Generate, Solver, TaskState, solver
from inspect_ai.util import registry_info

from specl.api import SpeclError
from specl.plugins.by_facts import RubricByFacts, rubric_by_facts
from specl.rubric.emitted.inspect_grading import METRICS, graded
from specl.rubric.emitted.inspect_known import known_scores
from specl.rubric.emitted.inspect_turns import replied
from specl.rubric.job import SCORINGS
from specl.rubric.targets.inspect import sample_of

try:
    from inspect_ai._util.error import PrerequisiteError as UsageError
except ImportError:
    UsageError = SpeclError

__all__ = ["grade", "precomputed", "reply", "rules"]

_Given = Mapping[str, Any] | str | None


def _registered(decorated: Callable[..., Any]) -> Callable[[Callable[..., Any]], Any]:
    """
    Register something of Inspect as `specl/NAME`, also where specl is installed for development.

    Inspect puts the package before a name where it finds it among the packages that are installed,
    and it does not find one that is called otherwise than its distribution.
    """

    def register(function: Callable[..., Any]) -> Any:
        wanted = f"specl/{function.__name__}"
        found = decorated()(function)
        return found if registry_info(found).name == wanted else decorated(name=wanted)(function)

    return register


def _scorer(name: str | None = None) -> Any:
    return scorer(metrics=METRICS, name=name)


@_registered(_scorer)
def rules(
    spec_file: str, given: _Given = None, scoring: str = "lexicographic", model: str | None = None
) -> Scorer:
    """
    Judge a reply by each criterion of a spec.

    What is known of a sample stands in its metadata, as `facts`; what cannot be in force then is
    left out, so that the judge never weighs authority.

    Args:
        spec_file: A `.specl` file; `inspect score` keeps the name `spec` for itself.
        given: Facts that are known of all samples.
        scoring: `gate`, `lexicographic` or `weighted`.
        model: The judge; None: the model in the role `grader`.
    """
    rubrics = _usable(spec_file, given, scoring)
    data = {
        "content": rubrics.content,
        "criteria": rubrics.criteria,
        "tiers": rubrics.tiers,
        "scoring": scoring,
    }

    async def score(state: TaskState, target: Target) -> Score:  # noqa: ARG001 - Inspect's call
        part = rubrics.part(state.metadata.get("facts"))
        return await graded(state, data, part, model)

    return score


@_registered(_scorer)
def precomputed(scores: str, on_missing: str = "unscored") -> Scorer:
    """
    Take values that were found elsewhere.

    Args:
        scores: A file of JSON or JSONL, whose rows have `id` and `value`: by criterion a number, a
            verdict, or null where there is neither a pass nor a fail.
        on_missing: What to do with a sample that no row is about: `unscored` or `error`.
    """
    return known_scores(scores, on_missing)


@solver  # type: ignore[untyped-decorator]
def reply(*, fresh: bool = False) -> Solver:
    """
    Take the reply that was recorded with a sample, or have the model write one.

    Args:
        fresh: Whether the model writes one even where one was recorded.
    """

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        return await replied(state, generate, fresh=fresh)

    return solve


@_registered(task)
def grade(
    dataset: str,
    spec: str,
    given: _Given = None,
    scoring: str = "lexicographic",
    *,
    fresh: bool = False,
) -> Task:
    """
    Judge the replies of a dataset by a spec.

    Args:
        dataset: JSON or JSONL: samples of Inspect, or transcripts, as `specl rubric` reads them.
        spec: A `.specl` file.
        given: Facts that are known of all samples.
        scoring: `gate`, `lexicographic` or `weighted`.
        fresh: Whether the model writes new replies.
    """
    rubrics = _usable(spec, given, scoring)
    rows = count(1)

    def sample(record: dict[str, Any]) -> Sample:
        number = next(rows)
        try:
            if "input" not in record:
                return Sample(**sample_of(rubrics.transcript(record, number)))
            rubrics.check((record.get("metadata") or {}).get("facts"))
            return Sample(**record)
        except (TypeError, ValueError) as error:
            raise UsageError(_plain(f"{dataset}: row {number}: {error}")) from error

    return Task(
        dataset=json_dataset(dataset, sample),
        solver=reply(fresh=fresh),
        scorer=rules(spec_file=spec, given=given, scoring=scoring),
    )


def _usable(spec: str, given: _Given, scoring: str) -> RubricByFacts:
    """
    Return the rubrics that a user wants, or say in a line why there are none.
    """
    if scoring not in SCORINGS:
        known = ", ".join(f"`{each}`" for each in SCORINGS)
        raise UsageError(_plain(f"there is no scoring `{scoring}`; there are {known}"))
    try:
        return rubric_by_facts(spec, given)
    except SpeclError as error:
        raise UsageError(_plain(str(error))) from error


def _plain(text: str) -> str:
    """
    Return a text in which Inspect's console sees no markup.
    """
    from rich.markup import escape

    return str(escape(text))
