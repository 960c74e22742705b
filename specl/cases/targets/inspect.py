"""
Cases as a dataset for Inspect: a line of JSON for each sample.

The input is the situation in words, the target what must happen, in the order of priority;
all that a solver or a scorer may want besides stands in the metadata.
"""

from __future__ import annotations

import json
from typing import Any

from specl.cases.rows import CaseFile, Row, to_data

__all__ = ["write"]

_NOTHING = "Nothing is asked: every reply will do."


def write(cases: CaseFile) -> str:
    """
    Return cases as lines that `inspect_ai.dataset.json_dataset` reads.
    """
    return "".join(f"{json.dumps(_sample(cases, row))}\n" for row in cases.rows)


def _sample(cases: CaseFile, row: Row) -> dict[str, Any]:
    data = to_data(row)
    return {
        "id": row.id,
        "input": "\n".join(row.situation) or "Nothing is known of the conversation.",
        "target": "\n".join(row.asks) or _NOTHING,
        "metadata": {"spec": cases.title, **{key: data[key] for key in data if key != "id"}},
    }
