"""
Run in DeepEval's environment: judges replies by graphs, each question answered as the input says.

Reads from standard input JSON `{"folder", "cases": [{id: {question: answer}}]}` and writes for each
case what became of each criterion: the score of DeepEval's own `DAGMetric`, and of `metrics.py` the
verdict, the score, and whether it is a success.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from deepeval.metrics import DAGMetric
from deepeval.metrics.dag import dag_from_dict
from deepeval.models import DeepEvalBaseLLM


class Truthful(DeepEvalBaseLLM):
    """
    Answers questions by a table.
    """

    def __init__(self, answers: dict[str, Any]) -> None:
        self.answers = answers
        self.prompts: list[str] = []
        super().__init__("truthful")

    def load_model(self) -> None:
        """
        Load nothing.
        """

    def get_model_name(self) -> str:
        """
        Return what reports call it.
        """
        return "truthful"

    def generate(self, prompt: str, schema: Any = None) -> Any:
        """
        Answer the one question that stands in a prompt.
        """
        self.prompts.append(prompt)
        (answer,) = [
            answer for text, answer in self.answers.items() if f"\n{text}\n\n" in f"\n{prompt}"
        ]
        return schema(verdict=answer, reason="so it is")

    async def a_generate(self, prompt: str, schema: Any = None) -> Any:
        """
        Answer as `generate` does.
        """
        return self.generate(prompt, schema)


def main() -> None:
    """
    Judge all cases.
    """
    asked = json.load(sys.stdin)
    sys.path.insert(0, asked["folder"])
    metrics = __import__("metrics")
    dags = json.loads((Path(asked["folder"]) / "dags.json").read_text(encoding="utf-8"))["dags"]
    built = {name: dag_from_dict(dag) for name, dag in dags.items()}
    case = metrics.case_of({"prompt": "Hello {{ x }}", "reply": "Good day {% y %}"})
    said = [{"type": "text", "text": "Hello {{ x }}"}]
    messages = [
        {"role": "user", "content": said},
        {"role": "assistant", "content": "Good day {% y %}"},
    ]
    same = metrics.case_of({"messages": messages})
    assert (same.input, same.actual_output) == (case.input, case.actual_output)
    found = []
    for number, answers in enumerate(asked["cases"]):
        row = {}
        for name in dags:
            options = {"model": Truthful(answers[name]), "include_reason": False}
            options["async_mode"] = number % 2 == 0
            plain = DAGMetric(name=name, dag=built[name], **options)
            plain.measure(case, _show_indicator=False)
            (own,) = metrics.metrics(only=[name], **options)
            own.measure(case, _show_indicator=False)
            assert own.name == name
            row[name] = [plain.score, own.verdict, own.score, own.is_successful()]
        found.append(row)
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
