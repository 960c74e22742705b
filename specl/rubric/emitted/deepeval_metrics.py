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

from specl.rubric.standalone.messages import split, turns_of
from specl.rubric.standalone.scores import score
from specl.rubric.standalone.settling import measured_acts

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
            self.verdict = _verdict_of(self.score)
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
    before, reply = _conversation(row)
    said = "\n\n".join(each["content"] for each in reply if each["role"] == "assistant")
    return LLMTestCase(
        name=str(row["id"]) if "id" in row else None,
        input=json.dumps(before, ensure_ascii=False),
        actual_output=said if len(reply) == 1 else json.dumps(reply, ensure_ascii=False),
        context=_measured(said),
    )


def _conversation(row: Mapping[str, Any]) -> tuple[Sequence[Any], Sequence[Any]]:
    """
    Return the turns before a reply, and those of the reply.
    """
    if "messages" in row:
        return split(turns_of(row["messages"], "user"))
    return turns_of(row.get("prompt", []), "user"), turns_of(row["reply"], "assistant")


def _measured(said: str) -> list[str]:
    """
    Return what code reads off a reply, in words for the judge.
    """
    acts = [act["name"] for act in rubric()["measured"]]
    found = measured_acts(rubric()["measured"], [{"role": "assistant", "content": said}])
    told = {name: f"is {json.dumps(value)}" for name, value in found.items()}
    return [
        f"Measured in the reply by code: `{name}` {told.get(name, 'cannot be told by code')}."
        for name in acts
    ]


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
    return _verdict_of(found.score)


def _verdict_of(score: float) -> str:
    """
    Return the verdict that a score stands for; any other score is an error.
    """
    verdicts: dict[int, str] = {mark: name for name, mark in rubric()["scores"].items()}
    return verdicts.get(round(score * 10), "error")


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
