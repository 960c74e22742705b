"""
A text cut into words, signs and comments, nothing lost; anything else is reported.

The patterns are the grammar's. Those added here catch what people write who think of
another language (`&&`, `'…'`, `≤`): each is reported, and read as what was meant, so
that one slip does not hide the rest of the file.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import Final

import attrs

from specl.diagnostics import Diagnostic, Label, codes
from specl.syntax.tables import tables
from specl.syntax.tokens import Comment, Token
from specl.text import Source
from specl.text.record import record

__all__ = ["Scanned", "scan"]

MOST_PROBLEMS: Final = 20
LONGEST_LINE: Final = 100_000

_FOREIGN: Final = (
    r"(?P<DIGITS>[0-9]+[^\W\d]\w*)",
    r"(?P<FOREIGN>\|\||&&?|<->|<=>|->|=>|===|<>|//[^\n]*|/\*[\s\S]*?\*/|!(?!=))",
)
_BROKEN: Final = (
    r"(?P<UNCLOSED_BLOCK>\"\"\"[\s\S]*)",
    r"(?P<UNCLOSED>\"[^\n]*)",
    r"(?P<QUOTED>'[^'\n]*'|[“”„][^“”\"\n]*[“”\"])",
    r"(?P<WORD>[^\W\d]\w*)",
    r"(?P<STRAY>[\s\S])",
)
_SLIPS: Final = frozenset(
    {"DIGITS", "FOREIGN", "UNCLOSED_BLOCK", "UNCLOSED", "QUOTED", "WORD", "STRAY"}
)
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]+")

# Words that are one word together, also with a comment between them.
_TOGETHER: Final = {
    ("must", "not"): "MUST_NOT",
    ("should", "not"): "SHOULD_NOT",
    ("may", "not"): "MAY_NOT",
    ("need", "not"): "NEED_NOT",
    ("not", "in"): "NOT_IN",
    ("has", "any"): "HAS_ANY",
    ("has", "all"): "HAS_ALL",
}


@record
class Scanned:
    """
    A text as words and signs, with its comments beside them.

    Attributes:
        tokens: The words and signs, in order.
        comments: The comments, in order.
        problems: What is no part of the language.
        left_out: Where something was reported that took what follows it along, or left a gap.
        complete: False when the text was given up: it has too many such problems.
    """

    tokens: list[Token]
    comments: tuple[Comment, ...]
    problems: tuple[Diagnostic, ...]
    left_out: tuple[int, ...] = ()
    complete: bool = True


def scan(source: Source) -> Scanned:
    """
    Cut a text into words, signs and comments.
    """
    hopeless = _overlong_line(source)
    if hopeless is not None:
        return Scanned([], (), (hopeless,), complete=False)
    return _Scan(source, problems=_control_characters(source)).run()


@cache
def _pattern() -> re.Pattern[str]:
    kinds = (f"(?P<{kind}>{pattern})" for kind, pattern in tables().patterns.items())
    return re.compile("|".join((*_FOREIGN, *kinds, *_BROKEN)))


@attrs.define(eq=False, repr=False)
class _Scan:
    """
    One pass over a text.
    """

    source: Source
    tokens: list[Token] = attrs.field(factory=list)
    comments: list[Comment] = attrs.field(factory=list)
    problems: list[Diagnostic] = attrs.field(factory=list)
    left_out: list[int] = attrs.field(factory=list)

    def run(self) -> Scanned:
        """
        Read the whole text, or as much of it as has few enough problems.
        """
        keywords = tables().keywords
        append = self.tokens.append
        after_comment = False
        for match in _pattern().finditer(self.source.text, self._start()):
            kind = match.lastgroup or ""
            if kind == "SPACE":
                continue
            text = match[0]
            if kind == "NAME":
                append(Token(keywords.get(text, kind), text, match.start(), match.end()))
            elif kind in _SLIPS:
                self._slip(kind, text, match.start(), match.end())
            elif kind != "COMMENT":
                append(Token(kind, text, match.start(), match.end()))
            if after_comment:
                self._join()
            after_comment = kind == "COMMENT"
            if after_comment:
                self._comment(text, match.start())
            if len(self.problems) >= MOST_PROBLEMS:
                return self._given_up()
        return self._scanned(self.problems, complete=True)

    def _start(self) -> int:
        return 1 if self.source.text.startswith("\ufeff") else 0

    def _comment(self, text: str, start: int) -> None:
        text = text.rstrip()
        self.comments.append(Comment(text, self.source.span(start, start + len(text))))

    def _join(self) -> None:
        """
        Make one word of the last two tokens where the language has them as one.
        """
        if len(self.tokens) < 2:
            return
        first, second = self.tokens[-2:]
        kind = _TOGETHER.get((first.text, second.text))
        if kind is not None:
            text = f"{first.text} {second.text}"
            self.tokens[-2:] = [Token(kind, text, first.start, second.end)]

    def _slip(self, kind: str, text: str, start: int, end: int) -> None:
        if kind == "STRAY" and _CONTROL.match(text):
            return
        if kind == "WORD" and self.tokens and self.tokens[-1].end == start:
            before = self.tokens.pop()
            start, text = before.start, before.text + text
        from specl.syntax.slips import slip

        found = slip(kind, text, self.source.span(start, end))
        self.problems.append(found.problem)
        if found.kind is None or kind.startswith("UNCLOSED"):
            self.left_out.append(start)
        if found.kind is not None:
            self.tokens.append(Token(found.kind, found.text, start, end))

    def _given_up(self) -> Scanned:
        last = attrs.evolve(
            self.problems[-1],
            notes=(f"note: reading ended after {MOST_PROBLEMS} problems of this kind",),
        )
        return self._scanned([*self.problems[:-1], last], complete=False)

    def _scanned(self, problems: list[Diagnostic], *, complete: bool) -> Scanned:
        return Scanned(
            self.tokens, tuple(self.comments), tuple(problems), tuple(self.left_out), complete
        )


def _overlong_line(source: Source) -> Diagnostic | None:
    if len(source.text) <= LONGEST_LINE:
        return None
    starts = (*source.line_starts, len(source.text) + 1)
    for start, following in pairwise(starts):
        length = following - 1 - start
        if length > LONGEST_LINE:
            return Diagnostic(
                codes.SYNTAX,
                f"a line has {length:,} characters; a line may have {LONGEST_LINE:,}",
                (Label(source.span(start, start)),),
                help=('write long texts over several lines between `"""` and `"""`',),
            )
    return None


def _control_characters(source: Source) -> list[Diagnostic]:
    found = []
    for match in _CONTROL.finditer(source.text):
        character = ord(match[0][0])
        found.append(
            Diagnostic(
                codes.SYNTAX,
                f"the text has a control character, U+{character:04X}",
                (Label(source.span(match.start(), match.end())),),
                help=("take it out; is this a text file?",),
            )
        )
        if len(found) == MOST_PROBLEMS:
            break
    return found
