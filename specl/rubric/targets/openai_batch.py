"""
Lines for the Batch API: chat completions in which a judge answers by a strict schema.

Each transcript is judged in several calls: of the criteria of one tier, eight at most are asked
about together. A line's `custom_id` is a digest of what it asks, so that the same command names
the same lines, and results find their way back in any order. Files end at 50,000 lines or 200 MB.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from specl.rubric.job import CannotExpressError, Job, OutputFile, Written
from specl.rubric.measuring import measured_in
from specl.rubric.prompt import notes_on_code, response_format, user_text
from specl.rubric.requests.chunks import Chunk, chunks
from specl.rubric.requests.context import criteria_by_id
from specl.rubric.requests.lines import as_line, files_of
from specl.rubric.transcripts import Transcript
from specl.text.record import record

__all__ = ["Request", "requests", "write"]

_LINES = 50_000
_BYTES = 200_000_000
_ENDPOINT = "/v1/chat/completions"


@record
class Request:
    """
    One call of a judge.

    Attributes:
        custom_id: What its result is told by.
        transcript: The id of the transcript.
        criteria: The ids of the criteria asked about.
        body: What is sent.
    """

    custom_id: str
    transcript: str
    criteria: tuple[str, ...]
    body: dict[str, Any]

    @property
    def line(self) -> str:
        """
        Return it as a line of a batch.
        """
        return as_line(
            {
                "custom_id": self.custom_id,
                "method": "POST",
                "url": _ENDPOINT,
                "body": self.body,
            }
        )


def write(job: Job) -> Written:
    """
    Write a line for each transcript and each part of its rubric.

    Raises:
        CannotExpressError: No model is named, there is nothing to judge, or a transcript is
            larger than a file may be.
    """
    made = list(requests(job))
    if not made:
        raise CannotExpressError("code decides every criterion; nothing is left for a judge")
    return Written(_files(made), notes_on_code(each.rubric for each in job.transcripts))


def requests(job: Job) -> Iterator[Request]:
    """
    Yield the calls that judge all transcripts, in order.

    Raises:
        CannotExpressError: No model is named, or there is no transcript.
    """
    if job.model is None:
        raise CannotExpressError("a request names its model: say which with `--model MODEL`")
    if not job.transcripts:
        raise CannotExpressError(
            "the spec has no example with a reply to judge; give some with `--transcripts FILE`"
        )
    seen: set[str] = set()
    parts: dict[int, tuple[Chunk, ...]] = {}
    for judged in job.transcripts:
        rubric = judged.rubric
        if id(rubric) not in parts:
            parts[id(rubric)] = chunks(rubric, criteria_by_id(rubric, job.whole))
        for chunk in parts[id(rubric)]:
            yield _request(chunk, judged.transcript, job.model, seen)


def _request(chunk: Chunk, transcript: Transcript, model: str, seen: set[str]) -> Request:
    measured = measured_in(chunk.rubric, transcript)
    body = {
        "model": model,
        "messages": [
            {"role": "system", "content": chunk.system},
            {"role": "user", "content": user_text(chunk.rubric, transcript, measured=measured)},
        ],
        "response_format": response_format(chunk.rubric),
    }
    custom_id = _custom_id([transcript.id, *chunk.ids], body, seen)
    return Request(custom_id, transcript.id, chunk.ids, body)


def _custom_id(names: list[str], body: dict[str, Any], seen: set[str]) -> str:
    """
    Return a digest that no line before has; equal lines differ by how many there were.
    """
    count = 0
    while True:
        text = json.dumps([count, names, body], ensure_ascii=True, sort_keys=True)
        found = f"specl-{sha256(text.encode()).hexdigest()[:32]}"
        if found not in seen:
            seen.add(found)
            return found
        count += 1


def _files(made: list[Request]) -> tuple[OutputFile, ...]:
    lines = [request.line for request in made]
    for request, line in zip(made, lines, strict=True):
        if len(line) > _BYTES:
            raise CannotExpressError(
                f"the request about the transcript `{request.transcript}` is larger than a "
                f"batch may be ({_BYTES // 1_000_000} MB)"
            )
    return files_of("batch", lines, most_lines=_LINES, most_bytes=_BYTES)
