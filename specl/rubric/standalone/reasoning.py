"""
Turns in which no reasoning of a model has a place.

A judge whose verdicts a model is trained on must not see how the model came to its reply: the
model would learn to write reasoning that pleases. So a turn is a role and a text and nothing else,
and a text with the marks that models put around their reasoning is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

__all__ = ["TURNS_SCHEMA", "parted", "plain_turns"]

_ROLES = ("system", "developer", "user", "assistant", "tool", "quoted")
TURNS_SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "role": {"type": "string", "enum": list(_ROLES)},
            "content": {"type": "string"},
        },
        "required": ["role", "content"],
        "additionalProperties": False,
    },
}
_THOUGHT_WORDS = "think|thinking|thought|thoughts|reasoning|reflection|scratchpad|analysis"
_THOUGHT_MARKS = re.compile(
    rf"<[|/]?\s*(?:{_THOUGHT_WORDS})\s*[|/]?>|\[/?(?:THINK|THINKING|REASONING)\]|"
    r"<\|channel\|>\s*(?:analysis|commentary)|\u25c1/?think\u25b7",
    re.IGNORECASE,
)
_THOUGHT_ENDS = re.compile(
    rf"</\s*(?:{_THOUGHT_WORDS})\s*>|\[/(?:THINK|THINKING|REASONING)\]|\u25c1/think\u25b7",
    re.IGNORECASE,
)


def plain_turns(turns: str | Iterable[Mapping[str, Any]], role: str) -> list[dict[str, str]]:
    """
    Return turns, each with its `role` and its `content` and with no place for reasoning.

    Args:
        turns: A text, or mappings with a `role` and a `content` that is a text.
        role: Whose a text is.

    Raises:
        ValueError: A turn has another field, such as `reasoning_content`, or none of these two,
            or its text has the marks of reasoning in it.
    """
    rows = [{"role": role, "content": turns}] if isinstance(turns, str) else list(turns)
    return [_plain(row) for row in rows]


def _plain(row: Any) -> dict[str, str]:
    if not isinstance(row, Mapping) or set(row) != {"role", "content"}:
        raise ValueError("a turn has to have `role` and `content` and no other field")
    role, content = row["role"], row["content"]
    if role not in _ROLES or not isinstance(content, str):
        raise ValueError("a turn has to have a known `role`, and a text as its `content`")
    found = _THOUGHT_MARKS.search(content)
    if found:
        raise ValueError(f"a turn has the mark of reasoning {found[0]!r} in it; leave it out")
    return {"role": role, "content": content}


def parted(completion: str) -> tuple[str, str]:
    """
    Return the reasoning and the reply of a completion whose reasoning ends in a closing mark.

    The reasoning is empty where there is no such mark.
    """
    ends = [found.end() for found in _THOUGHT_ENDS.finditer(completion)]
    if not ends:
        return "", completion
    reasoning, reply = completion[: ends[-1]], completion[ends[-1] :]
    return _THOUGHT_MARKS.sub("", reasoning).strip(), reply.strip()
