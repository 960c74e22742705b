"""
The criteria of `dags.json` as metrics of DeepEval, and replies as its test cases.

    from deepeval import evaluate
    from metrics import case_of, metrics, total, verdicts

    case = case_of({"prompt": "I want my money back.", "reply": "Done!"})
    report = evaluate(test_cases=[case], metrics=metrics(model="gpt-5.2"))
    print(total(verdicts(report.test_results[0].metrics_data)))

A criterion that does not apply has neither a score nor a success: both are None.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from deepeval.metrics import DAGMetric
from deepeval.metrics.dag import dag_from_dict
from deepeval.test_case import LLMTestCase

from specl.rubric.standalone.measures import fitted, measure
from specl.rubric.standalone.scores import score

HERE = Path(__file__).parent


class CriterionMetric(DAGMetric):  # type: ignore[misc]
    """
    A criterion, whose id is the metric's name.

    Attributes:
        verdict: `complies`, `violates` or `not_applicable`; `error` before it was found out.
    """

    verdict = "error"

    def measure(self, test_case: LLMTestCase, *args: Any, **options: Any) -> Any:
        """
        Judge a reply; the score is None where the criterion does not apply.
        """
        self._begin()
        super().measure(test_case, *args, **options)
        return self._settled()

    async def a_measure(self, test_case: LLMTestCase, *args: Any, **options: Any) -> Any:
        """
        Judge a reply, as `measure` does.
        """
        self._begin()
        await super().a_measure(test_case, *args, **options)
        return self._settled()

    def is_successful(self) -> bool | None:
        """
        Tell whether the reply complies, or None where the criterion does not apply.
        """
        if self.verdict == "not_applicable":
            self.success = None
            return None
        found: bool | None = super().is_successful()
        return found

    def _begin(self) -> None:
        self.verdict, self.score = "error", None

    def _settled(self) -> float | None:
        """
        Take the verdict from the score of the place where the graph ended.
        """
        if self.score is not None:
            verdicts = {mark / 10: verdict for verdict, mark in rubric()["scores"].items()}
            self.verdict = verdicts[self.score]
        if self.verdict == "not_applicable":
            self.score, self.success = None, None
        return self.score


def rubric() -> dict[str, Any]:
    """
    Return what stands in `dags.json`.
    """
    if not _RUBRIC:
        _RUBRIC.update(json.loads((HERE / "dags.json").read_text(encoding="utf-8")))
    return _RUBRIC


_RUBRIC: dict[str, Any] = {}


def metrics(model: Any = None, *, only: Sequence[str] = (), **options: Any) -> list[Any]:
    """
    Return a metric for each criterion.

    Args:
        model: The judge, as every metric of DeepEval takes it.
        only: The ids of the criteria that are wanted; all are where none is named.
        options: More of what `DAGMetric` takes, such as `include_reason=False`.
    """
    return [
        CriterionMetric(
            name=name, dag=dag_from_dict(dag), model=model, _include_dag_suffix=False, **options
        )
        for name, dag in rubric()["dags"].items()
        if not only or name in only
    ]


def case_of(row: Mapping[str, Any]) -> LLMTestCase:
    """
    Return a conversation with its reply as a test case.

    Args:
        row: `prompt` and `reply`, each a text or messages with `role` and `content`; or
            `messages`, of which those after the last turn of the user are the reply; `id` may
            say what to call it.
    """
    before, reply = _parts(row)
    said = "\n\n".join(each["content"] or "" for each in reply if each["role"] == "assistant")
    return LLMTestCase(
        name=str(row["id"]) if "id" in row else None,
        input=json.dumps(before, ensure_ascii=False),
        actual_output=said if len(reply) == 1 else json.dumps(reply, ensure_ascii=False),
        context=_measured(said),
    )


def _parts(row: Mapping[str, Any]) -> tuple[list[Any], list[Any]]:
    """
    Return the turns before a reply, and those of the reply.
    """
    if "messages" not in row:
        before, reply = row.get("prompt", []), row["reply"]
        return (
            [{"role": "user", "content": before}] if isinstance(before, str) else list(before),
            [{"role": "assistant", "content": reply}] if isinstance(reply, str) else list(reply),
        )
    turns = list(row["messages"])
    start = len(turns)
    while start and turns[start - 1]["role"] in {"assistant", "tool"}:
        start -= 1
    return turns[:start], turns[start:]


def _measured(said: str) -> list[str]:
    """
    Return what code reads off a reply, in words for the judge.
    """
    lines = []
    for act in rubric()["measured"]:
        taken = act["measure"]
        found = fitted(measure(taken["name"], taken["arguments"], said), act["type"])
        value = "cannot be told by code" if found is None else f"is {json.dumps(found)}"
        lines.append(f"Measured in the reply by code: `{act['name']}` {value}.")
    return lines


def verdicts(found: Sequence[Any]) -> dict[str, str]:
    """
    Return the verdict on each criterion.

    Args:
        found: The `metrics_data` of a result of `evaluate`, or metrics that have judged a reply.
    """
    return {each.name: _verdict(each) for each in found}


def _verdict(found: Any) -> str:
    if found.error is not None or (found.score is None and found.success is not None):
        return "error"
    if found.score is None:
        return str(getattr(found, "verdict", "not_applicable"))
    return "complies" if found.score == 1 else "violates"


def total(found: Mapping[str, str], scoring: str | None = None) -> dict[str, Any]:
    """
    Return the score of a reply, in which priority is kept.

    Args:
        found: The verdicts on the criteria; one that is missing is an error.
        scoring: `gate`, `lexicographic` or `weighted`; None: the one chosen when this was written.

    Returns:
        `value`, `low` and `high`, each None or a number from 0 to 1, and `counts` of verdicts.
    """
    tiers = [[(name, weight) for name, weight in tier] for tier in rubric()["tiers"]]
    scored = score(tiers, found, scoring or rubric()["scoring"])
    numbers = {key: scored[key] for key in ("value", "low", "high")}
    exact = {key: None if each is None else float(each) for key, each in numbers.items()}
    return {**exact, "counts": scored["counts"]}
