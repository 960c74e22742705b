"""
Prompts for deliberative alignment, from the slices of a spec that stand beside this file.

    from deliberation import generation, parted, read, reward_messages

    part = read("section.money.json")
    messages = generation(part, conversation)  # for the model that learns, the spec in sight
    reasoning, reply = parted(completion)
    chooser = filter_messages(part, conversation, reasoning, reply)  # what is worth learning from?
    judge = reward_messages(part, conversation, reply)  # whose verdicts are rewards

`filter_messages` shows the judge the reasoning; `reward_messages` has no place for any, and refuses
turns that bring some along. Both tell the judge what code measures in the reply. A conversation is
a text of the user, or turns with `role` and `content`. What a judge is to answer stands in the
slice, at `filter` and `reward`, as `response_format`.

Made by specl: to change it, change the spec.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from specl.rubric.standalone.asking import user_part
from specl.rubric.standalone.reasoning import parted, plain_turns
from specl.rubric.standalone.settling import measured_acts

__all__ = ["filter_messages", "generation", "parted", "read", "reward_messages"]

Turns = str | Iterable[Mapping[str, Any]]

_REWARD = "Judge the reply by every criterion of the rubric that is told in full."
_FILTER = (
    "The last turn but the reply, of the role `reasoning`, is how the assistant came to it. First "
    "judge the reasoning, then the reply by every criterion of the rubric that is told in full."
)


def read(name: str) -> dict[str, Any]:
    """
    Return a slice that stands beside this file.
    """
    path = Path(__file__).parent / name
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def generation(part: Mapping[str, Any], conversation: Turns) -> list[dict[str, str]]:
    """
    Return what the model that learns is asked: the slice, then the conversation.

    What it answers is kept without the slice, so that it learns to know it by heart.
    """
    opening = {"role": "system", "content": part["generation"]["system"]}
    return [opening, *plain_turns(conversation, "user")]


def filter_messages(
    part: Mapping[str, Any], conversation: Turns, reasoning: str, reply: Turns
) -> list[dict[str, str]]:
    """
    Return what a judge is asked who chooses the examples to learn from.
    """
    thought = {"role": "reasoning", "content": reasoning}
    turns = [*plain_turns(conversation, "user"), thought]
    return _messages(part["filter"], part, turns, plain_turns(reply, "assistant"), _FILTER)


def reward_messages(
    part: Mapping[str, Any], conversation: Turns, reply: Turns
) -> list[dict[str, str]]:
    """
    Return what a judge is asked whose verdicts are rewards.

    Raises:
        ValueError: A turn brings reasoning along, or is no turn.
    """
    turns = plain_turns(conversation, "user")
    return _messages(part["reward"], part, turns, plain_turns(reply, "assistant"), _REWARD)


def _messages(
    judge: Mapping[str, Any],
    part: Mapping[str, Any],
    turns: list[dict[str, str]],
    reply: list[dict[str, str]],
    closing: str,
) -> list[dict[str, str]]:
    measured = measured_acts(part["acts"], reply)
    user = user_part(part["stamp"]["content"], turns, reply, measured, closing)
    return [{"role": "system", "content": judge["system"]}, {"role": "user", "content": user}]
