"""
Cases as tests for promptfoo: a JSON list, to be named under `tests:` in a configuration.

A prompt finds the situation in `{{situation}}` and the facts in `{{facts}}`; each criterion is
an assertion, its metric the criterion's id. promptfoo renders what it reads as templates, even
strings that it first reads as JSON, so no text of a spec keeps two characters side by side that
would open or close one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from specl.cases.rows import CaseFile, Row

__all__ = ["write"]

_MARK = re.compile(r"\{(?=[{%#])|[}%#](?=\})")


def write(cases: CaseFile) -> str:
    """
    Return cases as an indented JSON list.
    """
    return json.dumps([_test(cases, row) for row in cases.rows], indent=2) + "\n"


def _test(cases: CaseFile, row: Row) -> dict[str, Any]:
    return {
        "description": row.id,
        "vars": {
            "case": row.id,
            "situation": plain("What is true:\n" + "\n".join(row.situation)),
            "facts": plain(json.dumps(row.facts)),
        },
        "assert": list(_assertions(row)),
        "metadata": {
            "case": row.id,
            "spec": plain(cases.title),
            "goals": [plain(goal.name) for goal in row.goals],
            "notes": [plain(note) for note in row.notes],
        },
    }


def _assertions(row: Row) -> Iterator[dict[str, Any]]:
    for criterion in row.rubric["criteria"]:
        if criterion["fails"] is not None:
            yield {
                "type": "llm-rubric",
                "value": plain(f"{criterion['passes']} {criterion['fails']}"),
                "metric": criterion["id"],
                "threshold": 0.5,
            }


def plain(text: str) -> str:
    """
    Return a text that opens and closes no template: with a space within each mark that would.
    """
    return _MARK.sub(lambda found: f"{found[0]} ", text)
