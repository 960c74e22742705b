"""
Judge prompts as JSONL: a line for each transcript, ready to be sent to any chat model.

A line has `id`; `messages`: the rules as the system's, the transcript as data in the user's;
`response_format`: the strict schema of the answer; `criteria`: the ids asked about; and the
rubric's `stamp`. A transcript that code judges alone has no line.
"""

from __future__ import annotations

import json
from typing import Any

from specl.rubric.as_data import stamp_data
from specl.rubric.job import CannotExpressError, Job, Judged, OutputFile, Written
from specl.rubric.measuring import measured_in
from specl.rubric.prompt import asked, messages, notes_on_code, response_format

__all__ = ["write"]


def write(job: Job) -> Written:
    """
    Write a line for each transcript that there is something to ask about.

    Raises:
        CannotExpressError: There is no transcript, or nothing is left for a judge.
    """
    if not job.transcripts:
        raise CannotExpressError(
            "the spec has no example with a reply to make prompts of; give some with "
            "`--transcripts FILE`"
        )
    usable = [each for each in job.transcripts if asked(each.rubric)]
    if not usable:
        raise CannotExpressError("code decides every criterion; nothing is left for a judge")
    lines = [json.dumps(_line(each), ensure_ascii=True) for each in usable]
    return Written(
        (OutputFile("prompts.jsonl", "".join(f"{line}\n" for line in lines)),),
        notes_on_code(each.rubric for each in job.transcripts),
    )


def _line(judged: Judged) -> dict[str, Any]:
    rubric, transcript = judged.rubric, judged.transcript
    return {
        "id": transcript.id,
        "messages": messages(rubric, transcript, measured=measured_in(rubric, transcript)),
        "response_format": response_format(rubric),
        "criteria": [each.id for each in asked(rubric)],
        "stamp": stamp_data(rubric.stamp),
    }
