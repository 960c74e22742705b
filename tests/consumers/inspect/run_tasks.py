"""
Run in Inspect's environment: evaluates tasks in one process, with judges that answer by a table.

Reads from standard input JSON `{"folders", "judges": [{criterion: verdict}, …]}`, where a list of
tables is what a judge answers one time after the other, and writes for each folder the log's
samples, what the judges were sent, and the schemas of answers.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from inspect_ai import eval as evaluated
from inspect_ai.log import read_eval_log
from inspect_ai.model import Model, ModelOutput, ModelUsage, get_model


def answering(verdicts: list[dict[str, str]], heard: list[Any]) -> Model:
    """
    Return a judge that answers by one table after the other, and goes on with the last.
    """

    def answer(messages: Any, _tools: Any, _choice: Any, config: Any) -> ModelOutput:
        schema = config.response_schema
        heard.append([[message.role, message.text] for message in messages])
        heard.append(schema.model_dump(exclude_none=True))
        fields = schema.json_schema.properties["verdicts"].items.properties
        table = verdicts[min(len(heard) // 2 - 1, len(verdicts) - 1)]
        rows = [
            {"criterion": name, "evidence": [], "reason": "so", "verdict": table.get(name, "?")}
            for name in fields["criterion"].enum
        ]
        output = ModelOutput.from_content("mockllm/model", json.dumps({"verdicts": rows}))
        output.usage = ModelUsage(input_tokens=1, output_tokens=1, total_tokens=2)
        return output

    return get_model("mockllm/model", custom_outputs=answer, memoize=False)


def main() -> None:
    """
    Evaluate all tasks.
    """
    asked = json.load(sys.stdin)
    found = []
    for folder in asked["folders"]:
        heard: list[Any] = []
        judges = [
            answering(each if isinstance(each, list) else [each], heard) for each in asked["judges"]
        ]
        os.chdir(folder)
        (log,) = evaluated(
            "task.py",
            model="mockllm/model",
            model_roles={"grader": judges if len(judges) > 1 else judges[0]},
            log_dir="logs",
            display="none",
        )
        assert log.status == "success", log.error
        read = json.loads(read_eval_log(log.location).model_dump_json())
        found.append({"samples": read["samples"], "prompts": heard[::2], "schemas": heard[1::2]})
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
