"""
Anybody's text made safe to stand in a page of HTML, and what hides or reorders made visible.
"""

from __future__ import annotations

import json
import re
import unicodedata
from html import escape
from typing import Any

from specl.rubric.standalone.asking import HIDDEN

__all__ = ["block", "code", "codes", "embedded", "inline", "paragraphs", "shown", "visible"]

_CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_HIDDEN = re.compile(f"[{HIDDEN}]")


def shown(text: str) -> str:
    """
    Return a text escaped, for an element or an attribute in double quotes; `visible` it is too.
    """
    return escape(visible(text))


def visible(text: str) -> str:
    """
    Return a text with all that leaves no ink or turns text around spelled out.

    Tabs, line ends and spaces of all kinds stay.
    """
    if text.isprintable() and _HIDDEN.search(text) is None:
        return text
    return "".join(map(_visible, text))


def _visible(letter: str) -> str:
    if letter in {"\n", "\t"} or (letter.isprintable() and not _HIDDEN.match(letter)):
        return letter
    if unicodedata.category(letter) == "Zs":
        return letter
    return f"[U+{ord(letter):04X}]"


def inline(text: str) -> str:
    """
    Return a text for within a line; what stands in single backticks is code.
    """
    parts: list[str] = []
    position = 0
    for found in _CODE.finditer(text):
        parts += [shown(text[position : found.start()]), code(found[1])]
        position = found.end()
    return f"<bdi>{''.join([*parts, shown(text[position:])])}</bdi>"


def code(text: str) -> str:
    """
    Return a text as code within a line.
    """
    return f"<code>{shown(text)}</code>"


def codes(texts: tuple[str, ...] | list[str]) -> str:
    """
    Return texts as code, commas between them.
    """
    return ", ".join(map(code, texts))


def paragraphs(text: str) -> str:
    """
    Return a text as paragraphs, parted where a line of it is blank.
    """
    found = (inline(part) for part in re.split(r"\n\s*\n", text) if part.strip())
    return "".join(f'<p dir="auto">{part}</p>' for part in found)


def block(text: str) -> str:
    """
    Return a text with its own lines.
    """
    return f'<pre dir="auto">\n{shown(text)}</pre>'


def embedded(data: Any) -> str:
    """
    Return data as JSON that ends no element, opens no comment and hides nothing.
    """
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":"))
    return re.sub("[<>&]", lambda found: f"\\u{ord(found[0]):04x}", text)
