"""
Text of a spec made safe and measurable for a terminal.

What a spec says is not to be trusted with the reader's terminal: escape sequences
would colour or move, and marks of writing direction would reorder what is read.
"""

from __future__ import annotations

from unicodedata import category, combining, east_asian_width

__all__ = ["one_line", "printable", "width"]

_TAB = "    "
_JOINERS = "\u200c\u200d"
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def printable(text: str) -> str:
    """
    Return a text with tabs widened and every invisible or controlling character spelt out.

    Args:
        text: Anything, such as a line of a spec.

    Returns:
        The text, with the number of each such character in its place.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_shown, text))


def _shown(char: str) -> str:
    if char == "\t":
        return _TAB
    if category(char) in _UNSAFE and char not in _JOINERS:
        return f"\\u{{{ord(char):x}}}"
    return char


def one_line(text: str) -> str:
    """
    Return a text as one printable line, its line ends turned into spaces.
    """
    return printable(" ".join(text.splitlines()) if not text.isprintable() else text)


def width(text: str) -> int:
    """
    Return how many columns a printable text takes: wide characters two, combining ones none.
    """
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


def _columns(char: str) -> int:
    if combining(char) or char in _JOINERS or category(char) in {"Mn", "Me"}:
        return 0
    return 2 if east_asian_width(char) in "WF" else 1
