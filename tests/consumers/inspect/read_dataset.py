"""
Run in Inspect's environment: reads a dataset, and evaluates it with a model that says one word.

Writes to standard output JSON of the samples as Inspect has them, from the log of the evaluation.
"""

from __future__ import annotations

import json
import sys

from inspect_ai import Task
from inspect_ai import eval as evaluated
from inspect_ai.dataset import json_dataset
from inspect_ai.model import ModelOutput, ModelUsage, get_model
from inspect_ai.scorer import includes


def answer(*_: object) -> ModelOutput:
    """
    Return what the model says.
    """
    output = ModelOutput.from_content("mockllm/model", "yes")
    output.usage = ModelUsage(input_tokens=1, output_tokens=1, total_tokens=2)
    return output


def main() -> None:
    """
    Evaluate the dataset of the first argument, with logs in the folder of the second.
    """
    path, logs = sys.argv[1:]
    (log,) = evaluated(
        Task(dataset=json_dataset(path), scorer=includes()),
        model=get_model("mockllm/model", custom_outputs=answer),
        log_dir=logs,
        display="none",
    )
    assert log.status == "success", log.error
    samples = log.samples or []
    json.dump([json.loads(sample.model_dump_json()) for sample in samples], sys.stdout)


if __name__ == "__main__":
    main()
