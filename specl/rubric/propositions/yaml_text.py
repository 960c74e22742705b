"""
Plain data as YAML that every reader of it, old or new, takes for the same.

Texts stand between double quotes, with everything escaped that is no printable character: no text
can end its own quotes, and none hides or reorders what follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

__all__ = ["quoted", "to_yaml"]

_PLAIN = re.compile(r"[a-z][a-z0-9_]+")
_WORDS = frozenset({"yes", "no", "on", "off", "true", "false", "null"})
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def to_yaml(data: Mapping[str, Any]) -> str:
    """
    Return mappings and lists of texts, bools, numbers and nothing as a YAML document.
    """
    return "\n".join(_lines(data, "")) + "\n"


def _lines(data: Mapping[str, Any] | Sequence[Any], margin: str) -> Iterator[str]:
    """
    Yield a mapping or a list that is not empty, each entry on lines of its own.
    """
    pairs: Sequence[tuple[str, Any]]
    if isinstance(data, Mapping):
        pairs = [(f"{_key(key)}:", value) for key, value in data.items()]
    else:
        pairs = [("-", value) for value in data]
    for head, value in pairs:
        if isinstance(value, Mapping | list | tuple) and value:
            yield f"{margin}{head}"
            yield from _lines(value, f"{margin}  ")
        else:
            yield f"{margin}{head} {_scalar(value)}"


def _key(key: str) -> str:
    return key if _PLAIN.fullmatch(key) and key not in _WORDS else quoted(key)


def _scalar(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return quoted(value)
        case Mapping():
            return "{}"
        case list() | tuple():
            return "[]"
    return str(value)


def quoted(text: str) -> str:
    """
    Return a text between double quotes, with escapes that YAML has.
    """
    return f'"{"".join(map(_escaped, text))}"'


def _escaped(letter: str) -> str:
    if letter in _ESCAPES:
        return _ESCAPES[letter]
    if letter.isprintable():
        return letter
    code = ord(letter)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
