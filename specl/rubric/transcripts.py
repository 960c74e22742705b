"""
Conversations whose replies are to be judged: the turns before a reply, and the reply.

A reply is everything that follows the last turn of anybody but the assistant and its tools, so that
what an agent does on the way belongs to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from specl.model import Scenario, Turn
from specl.rubric.model import Rubric, Sample
from specl.rubric.standalone.messages import split, turns_of
from specl.text import nearest
from specl.text.record import record

__all__ = ["Transcript", "sample_transcripts", "transcript_of", "without_example"]

_FIELDS = frozenset({"facts", "id", "messages", "prompt", "reply"})
_ROLES = frozenset({"system", "developer", "user", "assistant", "tool", "quoted"})


@record
class Transcript:
    """
    A conversation with the reply that ends it.

    Attributes:
        id: What results are told apart by.
        turns: What comes before the reply.
        reply: The reply: turns of the assistant and its tools, at least one.
        given: What is known of the facts.
        example: The example of the spec whose reply it is; None: it comes from elsewhere.
    """

    id: str
    turns: tuple[Turn, ...]
    reply: tuple[Turn, ...]
    given: Scenario
    example: str | None = None

    @property
    def reply_text(self) -> str:
        """
        Return what the assistant says in its reply, without what its tools say.
        """
        return "\n\n".join(turn.text for turn in self.reply if turn.role == "assistant")

    def as_messages(self) -> list[dict[str, str]]:
        """
        Return all turns as JSON-ready messages.
        """
        return [{"role": turn.role, "content": turn.text} for turn in (*self.turns, *self.reply)]


def transcript_of(row: Mapping[str, Any], id_: str, given: Scenario) -> Transcript:
    """
    Return the transcript that a row holds.

    Args:
        row: `messages` in the shape of chat completions, the reply last; or `prompt` (a text or
            messages) and `reply` (a text or messages).
        id_: What to call it where the row has no `id`.
        given: What is known of the facts.

    Raises:
        ValueError: The row holds no conversation with a reply; the message says why.
    """
    _require_fields(row)
    if "messages" in row:
        turns = _turns(row["messages"], "messages", "user")
    else:
        turns = [
            *_turns(row["prompt"], "prompt", "user"),
            *_turns(row["reply"], "reply", "assistant"),
        ]
    before, reply = (tuple(map(_turn, part)) for part in split(turns))
    if not any(turn.role == "assistant" for turn in reply):
        raise ValueError("there is no reply: the last turn has to be the assistant's")
    return Transcript(str(row.get("id", id_)), before, reply, given)


def _require_fields(row: Mapping[str, Any]) -> None:
    """
    Raise an error where a field is missing, misspelt, or is no id.
    """
    for name in row.keys() - _FIELDS:
        close = nearest(name, _FIELDS - row.keys())
        if close is not None:
            raise ValueError(f"there is no field `{name}`; did you mean `{close}`?")
    if "messages" not in row and not {"prompt", "reply"} <= row.keys():
        raise ValueError("`messages`, or `prompt` and `reply`, are missing")
    if not isinstance(row.get("id", ""), str):
        raise ValueError("`id` has to be a text or a number")  # noqa: TRY004 a user's data is wrong


def _turns(value: Any, name: str, role: str) -> list[dict[str, str]]:
    """
    Return turns from a text or messages, each of which says its role.
    """
    try:
        turns = turns_of(value, role)
    except ValueError as error:
        raise ValueError(f"in `{name}`: {error}") from None
    given = () if isinstance(value, str) else (message.get("role") for message in value)
    for each in given:
        if not isinstance(each, str) or each not in _ROLES:
            known = ", ".join(f"`{role}`" for role in sorted(_ROLES))
            raise ValueError(f"`role` in `{name}` has to be one of {known}, not `{each}`")
    return turns


def _turn(turn: Mapping[str, str]) -> Turn:
    return Turn(turn["role"], turn["content"])


def sample_transcripts(rubric: Rubric) -> tuple[Transcript, ...]:
    """
    Return the replies of a spec's own examples as transcripts, each once.

    Args:
        rubric: The rubric whose rules the examples belong to.
    """
    found: dict[tuple[str, bool, str], Transcript] = {}
    for rule in rubric.rules:
        for sample in rule.samples:
            found.setdefault((sample.example, sample.good, sample.reply), _of(sample))
    return _numbered(found.values())


def _of(sample: Sample) -> Transcript:
    goodness = "good" if sample.good else "bad"
    reply = (Turn("assistant", sample.reply),)
    return Transcript(f"{sample.example}.{goodness}", sample.turns, reply, {}, sample.example)


def _numbered(transcripts: Iterable[Transcript]) -> tuple[Transcript, ...]:
    """
    Return transcripts with a number after each id that several have.
    """
    seen: dict[str, int] = {}
    found = []
    for each in transcripts:
        count = seen[each.id] = seen.get(each.id, 0) + 1
        id_ = each.id if count == 1 else f"{each.id}.{count}"
        found.append(attrs.evolve(each, id=id_))
    return tuple(found)


def without_example(rubric: Rubric, example: str | None) -> Rubric:
    """
    Return a rubric that does not tell what becomes of an example's replies.

    A judge who is tried on them would otherwise read the verdict that it is to give.
    """
    rules = {
        rule.name: attrs.evolve(
            rule, samples=tuple(each for each in rule.samples if each.example != example)
        )
        for rule in rubric.rules
        if any(each.example == example for each in rule.samples)
    }
    if not rules:
        return rubric
    criteria = tuple(
        attrs.evolve(each, rule=rules.get(each.rule.name, each.rule)) for each in rubric.criteria
    )
    return attrs.evolve(rubric, criteria=criteria)
