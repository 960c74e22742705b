"""
Rows in the shape of HealthBench: a conversation, and items with points for the reply to it.

HealthBench knows an item as met or not met, and adds up points. So what does not apply counts as
met, and priority is kept by points; `specl.rubric.folding` says what else goes into the texts. A
row's reply stands where HealthBench keeps what physicians wrote, so that it can be judged as theirs
are; its evaluation of models takes no notice of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from specl.model import Turn
from specl.rubric.folding import folded, folding_notes, judged, notes_on_replies
from specl.rubric.job import CannotExpressError, Job, Judged, OutputFile, Written
from specl.rubric.model import Criterion
from specl.rubric.powers import powers_of

__all__ = ["GROUP", "write"]

GROUP = "Group 1"
_GUARDED = "what does not apply counts as met: when each applies is folded into its text"
_KEPT_ROLES = frozenset({"system", "developer", "user", "assistant"})
# HealthBench puts the conversation into its prompt first and then looks for this in all of it.
_SLOT, _HARMLESS = "<<rubric_item>>", "<< rubric_item >>"


def write(job: Job) -> Written:
    """
    Write a row for each transcript.

    Raises:
        CannotExpressError: There is no transcript with a turn of the user and with something that
            can be judged in it.
    """
    rows = [each for each in job.transcripts if _is_usable(each)]
    if not rows:
        raise CannotExpressError(
            "there is no conversation to write rows of: `healthbench` needs transcripts with a "
            "turn of the user and a criterion that may apply; give some with `--transcripts FILE`"
        )
    lines = [json.dumps(_row(each, job), ensure_ascii=True) for each in rows]
    return Written(
        (OutputFile("healthbench.jsonl", "".join(f"{line}\n" for line in lines)),),
        tuple(_notes(job, rows)),
    )


def _is_usable(each: Judged) -> bool:
    said = any(turn.role == "user" for turn in each.transcript.turns)
    return said and bool(judged(each.rubric))


def _row(each: Judged, job: Job) -> dict[str, Any]:
    points = powers_of(each.rubric).points
    return {
        "prompt_id": each.transcript.id,
        "prompt": [_message(turn) for turn in each.transcript.turns],
        "rubrics": [
            {
                "criterion": folded(criterion, job.whole),
                "points": points[criterion.id],
                "tags": _tags(criterion),
            }
            for criterion in judged(each.rubric)
        ],
        "example_tags": [f"spec:{each.rubric.stamp.spec}"],
        "ideal_completions_data": {
            "ideal_completion": each.transcript.reply_text,
            "ideal_completions_group": GROUP,
            "ideal_completions_ref_completions": None,
        },
    }


def _message(turn: Turn) -> dict[str, str]:
    """
    Return a turn as a chat completion takes it, what tools and documents say as the user's.
    """
    text = turn.text.replace(_SLOT, _HARMLESS)
    if turn.role in _KEPT_ROLES:
        return {"role": turn.role, "content": text}
    return {"role": "user", "content": f"({turn.role}) {text}"}


def _tags(criterion: Criterion) -> list[str]:
    """
    Return what HealthBench reports scores by; none twice.
    """
    tags = [f"criterion:{criterion.id}", f"rule:{criterion.rule.name}"]
    tags += [f"level:{criterion.level}"] if criterion.level else []
    tags.append(f"strength:{criterion.strength.value}")
    return list(dict.fromkeys([*tags, *(f"tag:{tag}" for tag in criterion.rule.tags)]))


def _notes(job: Job, rows: Sequence[Judged]) -> Iterator[str]:
    yield from folding_notes(job, powers_of(job.rubric), guarded=_GUARDED)
    yield (
        f"the replies stand as `ideal_completion` of `{GROUP}`: HealthBench judges them with "
        f"physician_completions_mode='{GROUP}', and otherwise has a model answer the prompts"
    )
    unusable = len(job.transcripts) - len(rows)
    if unusable:
        yield (
            f"{unusable} transcripts are left out: they have no turn of the user, or nothing "
            "applies to them"
        )
    yield from notes_on_replies(rows)
    turns = [turn for each in rows for turn in each.transcript.turns]
    if any(turn.role not in _KEPT_ROLES for turn in turns):
        yield "turns of tools and quoted documents are written as the user's, marked by their role"
    if any(_SLOT in turn.text for turn in turns):
        yield f"`{_SLOT}` in a turn is written `{_HARMLESS}`, for HealthBench would fill it in"
