"""
A rubric as JSON, in the shape of `rubric.schema.json`.

The same rubric gives the same text on every machine.
"""

from __future__ import annotations

import json
import re

from specl.rubric.as_data import to_data
from specl.rubric.job import Job, OutputFile, Written
from specl.rubric.model import Rubric
from specl.rubric.standalone.asking import HIDDEN

__all__ = ["to_json", "write"]

_HIDDEN = re.compile(f"[{HIDDEN}]")


def write(job: Job) -> Written:
    """
    Write the rubric as one JSON file.
    """
    return Written((OutputFile("rubric.json", to_json(job.rubric)),))


def to_json(rubric: Rubric) -> str:
    """
    Return a rubric as indented JSON; invisible and reordering characters are escaped.
    """
    text = json.dumps(to_data(rubric), ensure_ascii=False, indent=2)
    return _HIDDEN.sub(lambda found: json.dumps(found[0])[1:-1], text) + "\n"
