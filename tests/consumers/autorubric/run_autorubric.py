"""
Load a rubric file with autorubric, and grade a reply by it with a judge on this machine.

    python run_autorubric.py FILE URL

It prints, as JSON, what was loaded and what came of it.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from autorubric import LLMConfig, Rubric
from autorubric.graders import CriterionGrader


def main(path: str, url: str) -> None:
    """
    Load, grade and print.
    """
    rubric = Rubric.from_file(path)
    data = json.loads(Path(path).read_text(encoding="utf-8"))
    assert Rubric.from_dict(data).rubric == rubric.rubric
    config = LLMConfig(model="openai/judge", api_base=url, api_key="none", max_retries=1)
    grader = CriterionGrader(judge_model_config=config)
    report = asyncio.run(rubric.grade("Two.", grader=grader, query="How much?"))
    found = {
        "guidelines": rubric.guidelines,
        "criteria": [each.model_dump() for each in rubric.rubric],
        "score": report.score,
    }
    print(json.dumps(found))


main(*sys.argv[1:])
