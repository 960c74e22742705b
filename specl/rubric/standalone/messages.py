"""
Conversations as trainers and data sets hold them, as turns with a role and a text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

__all__ = ["turns_of"]


def turns_of(value: Any, role: str) -> list[dict[str, str]]:
    """
    Return a text or messages as turns.

    Args:
        value: A text, or messages in the shape of chat completions, also as an array of NumPy.
            The text of a message may stand in parts; calls of tools are written out behind it.
        role: Whose a text is, or a message that does not say.
    """
    if isinstance(value, str):
        return [{"role": role, "content": value}]
    rows = value.tolist() if hasattr(value, "tolist") else value
    return [{"role": str(row.get("role", role)), "content": _text_of(row)} for row in rows]


def _text_of(row: Mapping[str, Any]) -> str:
    content = row.get("content")
    if content is None:
        content = ()
    parts = [content] if isinstance(content, str) else content
    texts = [part if isinstance(part, str) else str(part.get("text", "")) for part in parts]
    calls = row.get("tool_calls")
    if calls is not None and len(calls):
        texts.append(f"calls {json.dumps(calls, default=str, sort_keys=True)}")
    return "\n".join(texts)
