"""
Text that knows where it may be broken, and its layout within a width.

A document is a string, a `Break`, or a tuple or `Group` of documents. A group is laid
out on one line if it fits, else all its own breaks become new lines; groups within it
are tried anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Final

import attrs

from specl.text.record import record

__all__ = [
    "BLANK",
    "HARD",
    "LINE",
    "SOFT",
    "WIDTH",
    "Break",
    "Doc",
    "Group",
    "Nest",
    "Raw",
    "Remark",
    "flat",
    "lay_out",
]

WIDTH: Final = 100


class Break(Enum):
    """
    A place for a new line; else a space, nothing, or not to be had otherwise.
    """

    LINE = " "
    SOFT = ""
    HARD = "\n"


LINE: Final = Break.LINE
SOFT: Final = Break.SOFT
HARD: Final = Break.HARD


@record
class Group:
    """
    Documents that stay on one line if they fit.
    """

    parts: tuple[Doc, ...]


@record
class Nest:
    """
    Documents whose new lines are indented further, by 4 unless it says otherwise.
    """

    parts: tuple[Doc, ...]
    by: int = 4


@record
class Remark:
    """
    A comment, after what stands on its line or on a line of its own; it ends the line.
    """

    text: str
    alone: bool


@record
class Raw:
    """
    Lines that stand as they are, below each other.

    They begin below what opened them where that stands first on its line, else 2 further
    in than the document.
    """

    lines: tuple[str, ...]


Doc = str | Break | Group | Nest | Raw | Remark | tuple["Doc", ...]
BLANK: Final[Doc] = ()


def flat(doc: Doc) -> str | None:
    """
    Return a document on one line, None where it cannot be.
    """
    texts = []
    pending = [doc]
    while pending:
        match pending.pop():
            case str() as text:
                texts.append(text)
            case Break.HARD | Raw() | Remark():
                return None
            case Break() as line:
                texts.append(line.value)
            case Group(parts) | Nest(parts=parts) | (tuple() as parts):
                pending.extend(reversed(parts))
    return "".join(texts)


def lay_out(doc: Doc, indent: int, *, margin: int = 0) -> list[str]:
    """
    Return the lines of a document.

    Args:
        doc: The document.
        indent: How far in it begins; new lines begin there, too.
        margin: How many columns at the end of the last line are taken.
    """
    return _Layout(indent, margin).run(doc)


@attrs.define(eq=False, repr=False)
class _Layout:
    """
    A document on its way to lines.
    """

    indent: int
    margin: int
    lines: list[str] = attrs.field(factory=list)
    line: list[str] = attrs.field(factory=list)
    column: int = 0

    def run(self, doc: Doc) -> list[str]:
        self._begin(self.indent)
        pending: list[tuple[int, bool, Doc]] = [(self.indent, True, doc)]
        while pending:
            indent, broken, current = pending.pop()
            match current:
                case str():
                    self.line.append(current)
                    self.column += len(current)
                case Break() if broken or current is Break.HARD:
                    self._break(indent)
                case Remark():
                    self._remark(current, indent)
                case Break():
                    self.line.append(current.value)
                    self.column += len(current.value)
                case Raw():
                    self._raw(current)
                case Group(parts):
                    broken = not self._fits(current, pending)
                    pending.extend((indent, broken, part) for part in reversed(parts))
                case Nest(parts, by):
                    pending.extend((indent + by, broken, part) for part in reversed(parts))
                case tuple():
                    pending.extend((indent, broken, part) for part in reversed(current))
        self._break(0)
        return self.lines

    def _begin(self, indent: int) -> None:
        self.line = [" " * indent]
        self.column = indent

    def _end(self, indent: int) -> None:
        self.lines.append("".join(self.line).rstrip(" "))
        self._begin(indent)

    def _break(self, indent: int) -> None:
        """
        Begin a new line, unless this one is still empty.
        """
        if self._is_blank():
            self._begin(indent)
        else:
            self._end(indent)

    def _is_blank(self) -> bool:
        return not "".join(self.line).strip(" ")

    def _remark(self, remark: Remark, indent: int) -> None:
        if remark.alone:
            self._break(indent)
        if self._is_blank():
            self._begin(indent)
        else:
            self.line = ["".join(self.line).rstrip(" "), "  "]
        self.line.append(remark.text)
        self._end(indent)

    def _raw(self, raw: Raw) -> None:
        line = "".join(self.line)
        opening = line.lstrip(" ")
        inner = self.indent + 2 if " " in opening else len(line) - len(opening)
        for text in raw.lines:
            self._end(inner)
            self.line.append(text)
        self.column = inner + len(raw.lines[-1] if raw.lines else "")

    def _fits(self, group: Group, following: list[tuple[int, bool, Doc]]) -> bool:
        """
        Tell whether a group, and what follows it up to the next break, fits on the line.
        """
        room = WIDTH - self.margin - self.column
        pending: list[tuple[bool, Doc]] = [(False, group)]
        rest = reversed(following)
        while room >= 0:
            if not pending:
                found = next(rest, None)
                if found is None:
                    return True
                pending.append((found[1], found[2]))
            broken, current = pending.pop()
            match current:
                case str():
                    room -= len(current)
                case Break() if broken:
                    return True
                case Break.HARD | Raw() | Remark():
                    return False
                case Break():
                    room -= len(current.value)
                case Group(parts):
                    pending.extend(_inner(parts, broken=False))
                case Nest(parts=parts) | (tuple() as parts):
                    pending.extend(_inner(parts, broken=broken))
        return False


def _inner(parts: Iterable[Doc], *, broken: bool) -> list[tuple[bool, Doc]]:
    return [(broken, part) for part in reversed(tuple(parts))]
