"""
Conversations in Inspect: turns out of a task's state, and a recorded reply put into it.

A transcript has more roles than a message of Inspect: `turns` in a sample's metadata say exactly
what its input was.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from inspect_ai.model import (
    ChatMessage,
    ChatMessageAssistant,
    ChatMessageSystem,
    ChatMessageTool,
    ChatMessageUser,
    ModelOutput,
)
from inspect_ai.solver import Generate, TaskState  # noqa: TC002 - what reads annotations

SENDABLE = ("system", "developer", "user", "assistant")


def turns_of(state: TaskState) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """
    Return the turns before a reply, and those of the reply.
    """
    messages = list(state.messages)
    if not any(message.role == "assistant" for message in messages) and state.output.completion:
        messages.append(ChatMessageAssistant(content=state.output.completion))
    turns = [_as_turn(message) for message in messages]
    start = len(turns)
    while start and turns[start - 1]["role"] in {"assistant", "tool"}:
        start -= 1
    known = state.metadata.get("turns")
    given = 1 if isinstance(state.input, str) else len(state.input)
    if isinstance(known, list) and start == given:
        return [{key: str(turn[key]) for key in ("role", "content")} for turn in known], turns[
            start:
        ]
    return turns[:start], turns[start:]


def _as_turn(message: ChatMessage) -> dict[str, str]:
    """
    Return a message as a turn: what it says, and which tools it calls.
    """
    parts = message.content if isinstance(message.content, list) else [message.content]
    lines = [part if isinstance(part, str) else _as_text(part) for part in parts]
    for call in getattr(message, "tool_calls", None) or ():
        called = {"function": call.function, "arguments": call.arguments}
        lines.append(f"calls {json.dumps(called, ensure_ascii=False, sort_keys=True)}")
    return {"role": message.role, "content": "\n".join(line for line in lines if line)}


def _as_text(part: Any) -> str:
    """
    Return a part of a message as text: what is no text is named, and reasoning is no reply.
    """
    if part.type == "text":
        return str(part.text)
    return "" if part.type == "reasoning" else f"[{part.type}]"


async def replied(state: TaskState, generate: Generate, *, fresh: bool) -> TaskState:
    """
    Put the recorded reply after a conversation, or have the model write one.

    Args:
        state: The conversation; `reply` in its metadata is what was recorded.
        generate: Asks the model.
        fresh: Whether the model writes a reply even where one was recorded.

    Raises:
        ValueError: The model is to reply to turns that no chat has.
    """
    reply = state.metadata.get("reply")
    if reply and not fresh:
        state.messages.extend(map(message_of, reply))
        said = "\n\n".join(turn["content"] for turn in reply if turn["role"] == "assistant")
        state.output = ModelOutput.from_content(model="recorded", content=said)
        return state
    roles = {turn["role"] for turn in state.metadata.get("turns") or ()}
    odd = sorted(roles.difference(SENDABLE))
    if odd:
        raise ValueError(f"no chat can be made of turns of {', '.join(odd)}")
    return await generate(state)


def message_of(turn: Mapping[str, str]) -> ChatMessage:
    """
    Return a turn as a message of Inspect, which has fewer roles.
    """
    content = turn["content"]
    match turn["role"]:
        case "assistant":
            return ChatMessageAssistant(content=content)
        case "tool":
            return ChatMessageTool(content=content)
        case "system" | "developer":
            return ChatMessageSystem(content=content)
    return ChatMessageUser(content=content)
