"""
Conversations whose replies are to be judged: the turns before a reply, and the reply.

A reply is everything that follows the last turn of anybody but the assistant and its tools, so that
what an agent does on the way belongs to it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from specl.model import Scenario, Turn
from specl.rubric.model import Rubric, Sample
from specl.text.record import record

__all__ = ["Transcript", "sample_transcripts", "transcript_of", "without_example"]

_REPLYING = frozenset({"assistant", "tool"})
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
    if "messages" in row:
        turns = _turns(row["messages"], "messages", "user")
    elif "reply" in row:
        turns = (
            *_turns(row.get("prompt", []), "prompt", "user"),
            *_turns(row["reply"], "reply", "assistant"),
        )
    else:
        raise ValueError("`messages`, or `prompt` and `reply`, are missing")
    start = len(turns)
    while start and turns[start - 1].role in _REPLYING:
        start -= 1
    if not any(turn.role == "assistant" for turn in turns[start:]):
        raise ValueError("there is no reply: the last turn has to be the assistant's")
    return Transcript(str(row.get("id", id_)), turns[:start], turns[start:], given)


def _turns(value: Any, name: str, role: str) -> tuple[Turn, ...]:
    """
    Return turns from a text or messages.
    """
    if isinstance(value, str):
        return (Turn(role, value),)
    if not isinstance(value, Sequence) or not all(isinstance(each, Mapping) for each in value):
        raise ValueError(f"`{name}` has to be a text or a list of messages")
    return tuple(_turn(message, name) for message in value)


def _turn(message: Mapping[str, Any], name: str) -> Turn:
    role = message.get("role")
    if role not in _ROLES:
        known = ", ".join(f"`{each}`" for each in sorted(_ROLES))
        raise ValueError(f"`role` in `{name}` has to be one of {known}, not `{role}`")
    said = _said(message.get("content"), name)
    calls = message.get("tool_calls") or ()
    called = [f"calls {json.dumps(call, ensure_ascii=False, sort_keys=True)}" for call in calls]
    return Turn(role, "\n".join(filter(None, [said, *called])))


def _said(content: Any, name: str) -> str:
    """
    Return the text of a message: a string, nothing, or parts that are texts.
    """
    if content is None or isinstance(content, str):
        return content or ""
    if isinstance(content, Sequence):
        texts = [part.get("text") for part in content if isinstance(part, Mapping)]
        if len(texts) == len(content) and all(isinstance(text, str) for text in texts):
            return "".join(map(str, texts))
    raise ValueError(f"`content` in `{name}` has to be a text or a list of parts with a `text`")


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
