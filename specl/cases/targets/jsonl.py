"""
Cases as JSONL: one object a line, in the shape of `cases.schema.json` beside this module.

All that is not ASCII is escaped, so that no character of a spec ends a line, hides or reorders
what stands beside it.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from specl.cases.rows import CaseFile, to_data

__all__ = ["schema", "write"]


def write(cases: CaseFile) -> str:
    """
    Return cases as lines of JSON.
    """
    return "".join(f"{json.dumps(to_data(row))}\n" for row in cases.rows)


def schema() -> dict[str, Any]:
    """
    Return the JSON Schema (draft 2020-12) of one line.

    It needs no other: the schema of rubrics, `urn:specl:schema:rubric:1`, is within it.
    """
    path = files("specl.cases.targets") / "cases.schema.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
