"""
Conversations in Inspect: turns out of a task's state, and a recorded reply put into it.

A transcript has more roles than a message of Inspect: `turns` in a sample's metadata say exactly
what its input was.
"""

from __future__ import annotations

from collections.abc import Mapping

from inspect_ai.model import (
    ChatMessage,
    ChatMessageAssistant,
    ChatMessageSystem,
    ChatMessageTool,
    ChatMessageUser,
    ModelOutput,
)
from inspect_ai.solver import Generate, TaskState  # noqa: TC002 - what reads annotations

from specl.rubric.standalone.messages import split, turns_of

Turns = list[Mapping[str, str]]
SENDABLE = ("system", "developer", "user", "assistant")


def conversation_of(state: TaskState) -> tuple[Turns, Turns]:
    """
    Return the turns before a reply, and those of the reply.
    """
    messages = list(state.messages)
    if not any(message.role == "assistant" for message in messages) and state.output.completion:
        messages.append(ChatMessageAssistant(content=state.output.completion))
    fields = {"role", "content", "tool_calls"}
    before, reply = split(turns_of([each.model_dump(include=fields) for each in messages], "user"))
    known = state.metadata.get("turns")
    given = 1 if isinstance(state.input, str) else len(state.input)
    if isinstance(known, list) and len(before) == given:
        before = [{key: str(turn[key]) for key in ("role", "content")} for turn in known]
    return before, reply


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
