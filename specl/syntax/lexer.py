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
from string import ascii_lowercase
from typing import Final

import attrs

from specl.diagnostics import Diagnostic, Label, codes
from specl.syntax.tables import tables
from specl.syntax.tokens import Comment, Token
from specl.text import Source
from specl.text.record import mutable, record

__all__ = ["Scanned", "scan"]

MOST_PROBLEMS: Final = 20
LONGEST_LINE: Final = 100_000

_FOREIGN: Final = {
    "DIGITS": r"[0-9]+[^\W\d]\w*",
    "FOREIGN": r"\|\||&&?|<->|<=>|->|=>|===|<>|//[^\n]*|/\*[\s\S]*?\*/|!(?!=)",
}
_BROKEN: Final = {
    "UNCLOSED_BLOCK": r"\"\"\"[\s\S]*",
    "UNCLOSED": r"\"[^\n]*",
    "QUOTED": r"'[^'\n]*'|[“”„][^“”\"\n]*[“”\"]",
    "WORD": r"[^\W\d]\w*",
    "STRAY": r"[\s\S]",
}
_SLIPS: Final = frozenset({*_FOREIGN, *_BROKEN})
_TEXTS: Final = frozenset({"STRING", "BLOCK"})
_LETTERS: Final = ("[a-z_]", *ascii_lowercase)
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
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """
    Return what takes one word or sign with the space before it, and what tells its kind.

    Telling the kind is slow, and so asked once of each word that a text has many times.
    """
    shared = dict(tables().patterns)
    space = shared.pop("SPACE")
    # Most of a text are words: what begins with a letter is tried first, and nothing else does.
    words = {kind: each for kind, each in shared.items() if each.startswith(_LETTERS)}
    kinds = {**words, **_FOREIGN, **shared, **_BROKEN}
    one = "|".join(f"(?:{each})" for each in kinds.values())
    told = "|".join(f"(?P<{kind}>{each})" for kind, each in kinds.items())
    return re.compile(f"(?:{space})?({one}|\\Z)"), re.compile(told)


@mutable
class _Scan:
    """
    One pass over a text; `known` has each word and sign met so far, with its kind.
    """

    source: Source
    known: dict[str, tuple[str, str]] = attrs.field(factory=dict)
    tokens: list[Token] = attrs.field(factory=list)
    comments: list[Comment] = attrs.field(factory=list)
    problems: list[Diagnostic] = attrs.field(factory=list)
    left_out: list[int] = attrs.field(factory=list)

    def run(self) -> Scanned:
        """
        Read the whole text, or as much of it as has few enough problems.
        """
        whole, known = self.source.text, self.known
        append, made = self.tokens.append, tuple.__new__
        after_comment = False
        # All of a file goes through this loop, so what most words need stands in it, without calls.
        for match in _patterns()[0].finditer(whole, self._start()):
            start, end = place = match.span(1)
            text = whole[start:end]
            met = known.get(text)
            if met is not None:
                append(made(Token, met + place))
            elif start == end:
                break
            else:
                kind = self._new(text, start, end)
                if len(self.problems) >= MOST_PROBLEMS:
                    return self._given_up()
            if after_comment:
                self._join()
            after_comment = met is None and kind == "COMMENT"
        return self._scanned(self.problems, complete=True)

    def _new(self, text: str, start: int, end: int) -> str:
        """
        Take what has not been met before, or is met once only, and return its kind.
        """
        match = _patterns()[1].match(self.source.text, start)
        assert match is not None
        kind = match.lastgroup or ""
        if kind == "COMMENT":
            self._comment(text, start)
        elif kind in _SLIPS:
            self._slip(kind, text, start, end)
        else:
            if kind not in _TEXTS:
                kind = tables().keywords.get(text, kind)
                self.known[text] = kind, text
            self.tokens.append(Token(kind, text, start, end))
        return kind

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
    if len(source.text) <= LONGEST_LINE or max(map(len, source.text.split("\n"))) <= LONGEST_LINE:
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
