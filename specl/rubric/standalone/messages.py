"""
Conversations as files, trainers and data sets hold them, as turns with a role and a text.

Whatever is no text is named in brackets, so that who reads a turn knows that something was there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["split", "text_of", "turns_of"]

_THOUGHTS = frozenset({"reasoning", "thinking", "redacted_thinking"})


def turns_of(value: Any, role: str) -> list[dict[str, str]]:
    """
    Return a text or messages as turns.

    Args:
        value: A text, or messages in the shape of chat completions, also as an array of NumPy.
            The text of a message may stand in parts; calls of tools are written out behind it.
        role: Whose a text is, or a message that does not say.

    Raises:
        ValueError: It is neither a text nor messages, or a message holds neither text nor parts.
    """
    if isinstance(value, str):
        return [{"role": role, "content": value}]
    rows = _plain_data(value)
    if not isinstance(rows, list | tuple) or not all(isinstance(row, Mapping) for row in rows):
        raise ValueError("a text or a list of messages is needed")
    return [{"role": str(row.get("role", role)), "content": _content_of(row)} for row in rows]


def _content_of(row: Mapping[str, Any]) -> str:
    """
    Return what a message says and calls, a line each.
    """
    parts, calls = (_as_list(row.get(field)) for field in ("content", "tool_calls"))
    lines = [*map(text_of, parts), *map(_called, calls)]
    return "\n".join(line for line in lines if line)


def _as_list(value: Any) -> Sequence[Any]:
    rows = _plain_data(value)
    if rows is None:
        return ()
    return rows if isinstance(rows, list | tuple) else [rows]


def text_of(part: Any) -> str:
    """
    Return a part of a message as text; what is no text is named, and reasoning is no reply.

    Args:
        part: A text, nothing, or a mapping with a `type` and what is of that type.

    Raises:
        ValueError: It is none of these.
    """
    if part is None or isinstance(part, str):
        return part or ""
    if not isinstance(part, Mapping):
        raise ValueError("`content` has to be a text or a list of parts")  # noqa: TRY004
    kind = str(part.get("type") or "part")
    if kind in _THOUGHTS:
        return ""
    texts = (part.get("text"), part.get("refusal"))
    return next((text for text in texts if isinstance(text, str)), f"[{kind}]")


def _called(call: Any) -> str:
    """
    Return a call of a tool: its name, and its arguments as they were written.
    """
    known = call if isinstance(call, Mapping) else {}
    inner = known.get("function")
    function = inner if isinstance(inner, Mapping) else known
    name = inner if isinstance(inner, str) else function.get("name")
    if not name:
        return f"calls {_written_out(call)}"
    arguments = function.get("arguments")
    shown = arguments if isinstance(arguments, str) else _written_out(arguments)
    return f"calls {name}({shown})"


def _written_out(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=_plain_or_text)


def _plain_data(value: Any) -> Any:
    """
    Return an array of NumPy as a list, and anything else as it is.
    """
    return value.tolist() if hasattr(value, "tolist") else value


def _plain_or_text(value: Any) -> Any:
    plain = _plain_data(value)
    return str(value) if plain is value else plain


def split(
    turns: Sequence[Mapping[str, str]],
) -> tuple[list[Mapping[str, str]], list[Mapping[str, str]]]:
    """
    Return the turns before a reply, and those of the reply.

    A reply is everything after the last turn of anybody but the assistant and its tools.
    """
    start = len(turns)
    while start and turns[start - 1]["role"] in {"assistant", "tool"}:
        start -= 1
    return list(turns[:start]), list(turns[start:])
