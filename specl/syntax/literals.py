"""
What numbers and texts say, from how they are written.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import Final

import attrs

from specl.diagnostics import Applicability, Diagnostic, Edit, Fix, Label, codes
from specl.text import Span

__all__ = ["MOST_DIGITS", "number_value", "text_value"]

MOST_DIGITS: Final = 1_000

_ESCAPE: Final = re.compile(r"\\([\s\S])")
_ESCAPED: Final = {'"': '"', "\\": "\\", "n": "\n", "t": "\t"}


def number_value(text: str, span: Span, problems: list[Diagnostic]) -> Fraction:
    """
    Return the value of a number; zero, and a problem, where it has too many digits.
    """
    if len(text) > MOST_DIGITS:
        problems.append(
            Diagnostic(
                codes.NUMBER_TOO_LARGE,
                f"a number has {len(text):,} digits; it may have {MOST_DIGITS:,}",
                (Label(span),),
            )
        )
        return Fraction(0)
    return _value(text)


@lru_cache(maxsize=10_000)
def _value(text: str) -> Fraction:
    whole, _, decimals = text.partition(".")
    return Fraction(int(whole + decimals), 10 ** len(decimals))


def text_value(text: str, span: Span, problems: list[Diagnostic]) -> str:
    """
    Return what a text says: without quotes, common indent and escapes.

    Args:
        text: As written, quotes included.
        span: Where it stands.
        problems: Where to report an escape that does not exist.
    """
    block = text.startswith('"""')
    raw = text[3:-3] if block else text[1:-1]
    raw = raw.replace("\r\n", "\n").replace("\r", "\n")
    if block:
        raw = _without_indent(raw)
    if "\\" not in raw:
        return raw
    _check_escapes(text, span, problems)
    return _ESCAPE.sub(lambda found: _ESCAPED.get(found[1], found[0]), raw)


def _without_indent(raw: str) -> str:
    """
    Return the lines of a block without the blank space that layout has put there.
    """
    first, *rest = (line.rstrip() for line in raw.split("\n"))
    indents = [len(line) - len(line.lstrip()) for line in rest if line]
    indent = min(indents, default=0)
    lines = [first.lstrip(), *(line[indent:] for line in rest)]
    if not lines[0]:
        del lines[0]
    if lines and not lines[-1]:
        del lines[-1]
    return "\n".join(lines)


def _check_escapes(text: str, span: Span, problems: list[Diagnostic]) -> None:
    block = text.startswith('"""')
    known = _ESCAPED.keys() - {"n"} if block else _ESCAPED.keys()
    for found in _ESCAPE.finditer(text):
        if found[1] not in known:
            start = span.start + found.start()
            place = attrs.evolve(span, start=start, end=start + 2)
            problems.append(_unknown_escape(found[1], place, block=block))


def _unknown_escape(letter: str, place: Span, *, block: bool) -> Diagnostic:
    known = '`\\"`, `\\\\` and `\\t`' if block else '`\\"`, `\\\\`, `\\n` and `\\t`'
    doubled = Fix("double the backslash", (Edit(place, f"\\\\{letter}"),), Applicability.SAFE)
    newline = block and letter == "n"
    return Diagnostic(
        codes.SYNTAX,
        f"`\\{letter.strip()}` is no escape here",
        (Label(place, f"this text knows {known}"),),
        help=("begin a new line instead" if newline else "write `\\\\` for a backslash",),
        fixes=() if newline or letter.isspace() else (doubled,),
    )
