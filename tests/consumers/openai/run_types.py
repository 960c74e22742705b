"""
Run in the environment of the `openai` package: holds data against the package's own types.

Reads JSON from the file it is given, a list of names of types and values, and writes for each
what is wrong with it, an empty list where it fits. What the types do not know is wrong too, though
pydantic would pass it over: a value fits if it comes back from them as it went in.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openai.lib._pydantic import _ensure_strict_json_schema
from openai.types.chat.completion_create_params import CompletionCreateParamsNonStreaming
from openai.types.decision_create_params import DecisionCreateParams
from openai.types.eval_create_params import EvalCreateParams
from openai.types.evals import CreateEvalJSONLRunDataSourceParam
from openai.types.fine_tuning.reinforcement_method_param import ReinforcementMethodParam
from openai.types.graders import (
    LabelModelGrader,
    PythonGrader,
    ScoreModelGrader,
    StringCheckGrader,
)
from pydantic import TypeAdapter, ValidationError

TYPES = {
    "chat": CompletionCreateParamsNonStreaming,
    "decision": DecisionCreateParams,
    "eval": EvalCreateParams,
    "rows": CreateEvalJSONLRunDataSourceParam,
    "reinforcement": ReinforcementMethodParam,
}
GRADERS = {
    "label_model": LabelModelGrader,
    "python": PythonGrader,
    "score_model": ScoreModelGrader,
    "string_check": StringCheckGrader,
}


def read(value: Any) -> Any:
    """
    Return validated data as plain data; what is validated only when it is read is read here.
    """
    if isinstance(value, dict):
        return {name: read(part) for name, part in value.items()}
    if isinstance(value, list | tuple) or (
        not isinstance(value, str | bytes) and hasattr(value, "__next__")
    ):
        return [read(part) for part in value]
    return value


def problems(name: str, value: Any) -> Iterator[str]:
    """
    Yield what is wrong with a value of a type.
    """
    try:
        if name == "grader":
            found = GRADERS[value["type"]].model_validate(value).model_dump(exclude_unset=True)
        elif name == "schema":
            found = _ensure_strict_json_schema(json.loads(json.dumps(value)), path=(), root=value)
        else:
            found = read(TypeAdapter(TYPES[name]).validate_python(value))
    except (ValidationError, ValueError, TypeError, KeyError) as error:
        yield str(error)
        return
    if found != value:
        yield f"came back as {json.dumps(found)[:2000]}"


def main() -> None:
    """
    Judge what the file holds.
    """
    given = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    json.dump([list(problems(name, value)) for name, value in given], sys.stdout)


main()
