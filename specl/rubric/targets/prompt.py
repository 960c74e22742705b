"""
Judge prompts as JSONL: a line for each transcript, ready to be sent to any chat model.

A line has `id`; `messages`: the rules as the system's, the transcript as data in the user's;
`response_format`: the strict schema of the answer; `criteria`: the ids asked about; and the
rubric's `stamp`.
"""

from __future__ import annotations

import json
from typing import Any

from specl.rubric.job import CannotExpressError, Job, Judged, OutputFile, Written
from specl.rubric.measuring import measured_in
from specl.rubric.prompt import asked, messages, response_format
from specl.rubric.targets.json import stamp_data

__all__ = ["write"]


def write(job: Job) -> Written:
    """
    Write a line for each transcript.

    Raises:
        CannotExpressError: There is no transcript, or nothing is left for a judge.
    """
    if not job.transcripts:
        raise CannotExpressError(
            "the spec has no example with a reply to make prompts of; give some with "
            "`--transcripts FILE`"
        )
    lines = [json.dumps(_line(each), ensure_ascii=True) for each in job.transcripts]
    return Written((OutputFile("prompts.jsonl", "".join(f"{line}\n" for line in lines)),))


def _line(judged: Judged) -> dict[str, Any]:
    rubric, transcript = judged.rubric, judged.transcript
    return {
        "id": transcript.id,
        "messages": messages(rubric, transcript, measured=measured_in(rubric, transcript)),
        "response_format": response_format(rubric),
        "criteria": [each.id for each in asked(rubric)],
        "stamp": stamp_data(rubric.stamp),
    }
