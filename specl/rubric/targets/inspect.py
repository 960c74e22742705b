"""
A task for Inspect: `task.py`, which needs nothing but inspect_ai, its dataset and its rubric.

A sample is a transcript: `input` holds the turns before the reply as messages of Inspect, which has
fewer roles than a transcript; `metadata` has the turns as they are, the reply, the facts that are
known, and the name of the rubric for them. No text of anybody stands in `task.py`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from specl.model import value_to_json
from specl.rubric.as_data import stamp_data
from specl.rubric.emitted import emitted
from specl.rubric.job import CannotExpressError, Job, Judged, OutputFile, Written
from specl.rubric.judging import judged_by
from specl.rubric.model import Rubric
from specl.rubric.powers import scored_tiers
from specl.rubric.prompt import notes_on_patterns
from specl.rubric.transcripts import Transcript

__all__ = ["sample_of", "write"]

_EVERY = "all"
_ROLES = {"system": "system", "developer": "system", "assistant": "assistant", "tool": "tool"}


def write(job: Job) -> Written:
    """
    Write the task.

    Raises:
        CannotExpressError: There is no transcript, or no criterion that a reply can violate.
    """
    if not job.transcripts:
        raise CannotExpressError(
            "the spec has no example with a reply for the dataset; give some with "
            "`--transcripts FILE`"
        )
    rubrics = _named(job)
    criteria = _criteria(job)
    if not criteria:
        raise CannotExpressError("the rubric has no criterion that a reply could violate")
    data = {
        "version": 1,
        "spec": job.rubric.stamp.spec,
        "stamp": stamp_data(job.rubric.stamp),
        "content": job.rubric.stamp.content,
        "model": job.model,
        "scoring": job.scoring,
        "tiers": scored_tiers(job.rubric),
        "criteria": criteria,
        **_judging(rubrics),
    }
    lines = (json.dumps(_sample(each, rubrics)) for each in job.transcripts)
    return Written(
        (
            OutputFile("task.py", emitted("inspect_task")),
            OutputFile("rubric.json", json.dumps(data, indent=1) + "\n"),
            OutputFile("dataset.jsonl", "".join(f"{line}\n" for line in lines)),
        ),
        tuple(_notes(job)),
    )


def _notes(job: Job) -> Iterator[str]:
    yield from notes_on_patterns(job.rubric)
    turns = (turn for each in job.transcripts for turn in each.transcript.turns)
    if any(turn.role == "quoted" for turn in turns):
        yield (
            "quoted turns are plain turns of the user in the `input` of a sample; what is judged "
            "has them as quoted"
        )


def _named(job: Job) -> dict[str, Rubric]:
    """
    Return the rubrics that replies are judged by, under names: `all` is that of any reply.
    """
    found = {id(job.rubric): job.rubric}
    found.update((id(each.rubric), each.rubric) for each in job.transcripts)
    names = [_EVERY, *(f"known{number}" for number in range(1, len(found)))]
    return dict(zip(names, found.values(), strict=True))


def _judging(rubrics: dict[str, Rubric]) -> dict[str, Any]:
    """
    Return what replies are judged by: what rubrics share is said once.

    `lines` are those of all prompts, and `system` names some by their places; of another rubric
    than `all` there is only what is not as in that one.
    """
    lines: dict[str, int] = {}
    found: dict[str, dict[str, Any]] = {}
    for name, rubric in rubrics.items():
        part = judged_by(rubric)
        said = part["system"].split("\n")
        part["system"] = [lines.setdefault(line, len(lines)) for line in said]
        known = found.get(_EVERY, {})
        found[name] = {key: each for key, each in part.items() if known.get(key) != each}
    return {"lines": list(lines), "rubrics": found}


def _criteria(job: Job) -> list[str]:
    """
    Return the criteria that some reply can violate, those of any reply first.
    """
    rubrics = (job.rubric, *(each.rubric for each in job.transcripts))
    found = (each.id for rubric in rubrics for each in rubric.criteria if not each.is_permission)
    return list(dict.fromkeys(found))


def _sample(judged: Judged, rubrics: dict[str, Rubric]) -> dict[str, Any]:
    sample = sample_of(judged.transcript)
    name = next(name for name, rubric in rubrics.items() if rubric is judged.rubric)
    return {**sample, "metadata": {**sample["metadata"], "rubric": name}}


def sample_of(transcript: Transcript) -> dict[str, Any]:
    """
    Return a transcript as a sample of Inspect, JSON-ready.
    """
    before, reply = (
        [{"role": turn.role, "content": turn.text} for turn in turns]
        for turns in (transcript.turns, transcript.reply)
    )
    facts = {name: value_to_json(value) for name, value in transcript.given.items()}
    messages = [{**turn, "role": _ROLES.get(turn["role"], "user")} for turn in before]
    return {
        "id": transcript.id,
        "input": messages or "",
        "metadata": {"facts": facts, "turns": before, "reply": reply},
    }
