"""
Anybody's text made safe to stand in a Markdown page.

No text opens a tag, a link, a table cell, a heading, a list or a fence, outside of code none
is taken for a template's, and characters that would reorder or hide what stands beside them
are spelled out. What stands in single backticks stays code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from specl.rubric.standalone.asking import HIDDEN

__all__ = ["code", "fenced", "inline", "paragraphs", "table", "visible"]

_CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_SPECIAL = re.compile(r"[\\`*\[\]<>&|{}]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|~~|(?<=\{)[%#]")
_BLOCK = re.compile(r"^([#+=:>~-]|\d+(?=[.)]))")
_HIDDEN = re.compile(f"[\u0000-\u0008\u000b-\u001f{HIDDEN}]")
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}


def visible(text: str) -> str:
    """
    Return a text with control, bidirectional and zero-width characters spelled out.
    """
    return _HIDDEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


def inline(text: str) -> str:
    """
    Return a text for within a line: on one line, nothing in it markup but single backticks.
    """
    escaped: list[str] = []
    position = 0
    flat = " ".join(visible(text.replace("\t", " ").replace("\n", " ")).split())
    for span in _CODE.finditer(flat):
        escaped += [_escaped(flat[position : span.start()]), code(span[1])]
        position = span.end()
    return "".join([*escaped, _escaped(flat[position:])])


def paragraphs(text: str) -> list[str]:
    """
    Return a text's paragraphs, each on a line that cannot open another block.
    """
    blocks = (inline(block) for block in re.split(r"\n\s*\n", text))
    return [_BLOCK.sub(r"\\\1", block) for block in blocks if block]


def code(text: str) -> str:
    """
    Return a text as a code span, `|` safe within a table.
    """
    flat = " ".join(visible(text).split())
    ticks = "`" * (1 + max((len(run) for run in re.findall("`+", flat)), default=0))
    edge = " " if flat.startswith("`") or flat.endswith("`") else ""
    return f"{ticks}{edge}{flat}{edge}{ticks}"


def fenced(text: str) -> list[str]:
    """
    Return a text as a fenced block that nothing in it can close.
    """
    runs = re.findall("`{3,}", text)
    fence = "`" * max([3, *(len(run) + 1 for run in runs)])
    return [f"{fence}text", *visible(text).split("\n"), fence]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """
    Return a table; cells are Markdown already.
    """
    return [_row(head), _row(["---"] * len(head)), *map(_row, rows)]


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(re.sub(r"(?<!\\)\|", r"\\|", cell) for cell in cells) + " |"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: _escape(found[0]), text)


def _escape(special: str) -> str:
    return _ENTITIES.get(special) or "".join(f"\\{letter}" for letter in special)
