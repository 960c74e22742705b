"""
From a text to its tree, or as much of it as can be read, with everything that is wrong.

What puts mistakes into words is imported where one is found: most texts have none.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import attrs

from specl.diagnostics import Diagnostic
from specl.syntax import build_declarations, build_expressions, build_rules, nodes
from specl.syntax.automaton import Outcome, run
from specl.syntax.depth import MOST_DEPTH, overdeep, overdeep_section, overdeep_tokens
from specl.syntax.lexer import scan
from specl.syntax.pieces import Piece, cut
from specl.syntax.tokens import Comment, Token
from specl.text import Source, Span
from specl.text.record import mutable, record
from specl.text.upkeep import upkeep_put_off

if TYPE_CHECKING:
    from specl.syntax.trouble import Mend

__all__ = ["Parsed", "parse"]

MOST_MENDS: Final = 8
BUILDERS: Final = {
    **build_expressions.BUILDERS,
    **build_declarations.BUILDERS,
    **build_rules.BUILDERS,
}


@record
class Parsed:
    """
    What a text says, as far as it can be read.

    Attributes:
        file: The tree; declarations that cannot be read are left out.
        problems: What is wrong, in the order of the text.
        comments: All comments, in the order of the text.
        broken: The names of the declarations left out: that they are unknown is no news.
    """

    file: nodes.File
    problems: tuple[Diagnostic, ...]
    comments: tuple[Comment, ...]
    broken: frozenset[str] = frozenset()


@upkeep_put_off()
def parse(source: Source) -> Parsed:
    """
    Parse a text.

    Never raises, whatever the text is: each declaration that does not follow the grammar
    gives a problem, the others are read.

    Args:
        source: The text of a file.
    """
    scanned = scan(source)
    reading = _Reading(source, list(scanned.problems), scanned.left_out)
    if scanned.complete and not scanned.tokens:
        from specl.syntax.explain import nothing

        reading.problems.append(nothing(source))
    if scanned.complete:
        for piece in cut(scanned.tokens, reading.correct):
            reading.take(piece)
        reading.finish()
    problems = sorted(reading.problems, key=_offset)
    return Parsed(reading.file(), tuple(problems), scanned.comments, frozenset(reading.broken))


def _offset(problem: Diagnostic) -> int:
    return problem.span.start if problem.span else 0


@mutable
class _Reading:
    """
    A file under way: what has been read, innermost open section last.
    """

    source: Source
    problems: list[Diagnostic]
    left_out: tuple[int, ...]
    header: nodes.Header | None = None
    items: list[list[nodes.Declaration]] = attrs.field(factory=lambda: [[]])
    heads: list[nodes.Section] = attrs.field(factory=list)
    broken: list[str] = attrs.field(factory=list)

    def take(self, piece: Piece) -> None:
        """
        Read the next piece.
        """
        match piece.kind:
            case "close":
                self._close(piece.tokens[0].end)
            case "stray":
                from specl.syntax.explain import stray

                self.problems.append(stray(self.source, piece.tokens))
            case "header":
                self.header = self._read(piece.tokens, "header")
            case "section_head" | "bare_section_head":
                self._open(piece.tokens, bare=piece.kind != "section_head")
            case _:
                found = self._read(piece.tokens, "declaration")
                if found is not None:
                    self.items[-1].append(found)

    def correct(self, token: Token) -> Token:
        """
        Return what a token probably meant that stands where a declaration should begin.
        """
        from specl.syntax.mended_words import beginning

        found = beginning(self.source, token)
        if found is None:
            return token
        self._report(found.problem)
        return found.tokens[0]

    def finish(self) -> None:
        """
        Close the sections that the text left open.
        """
        while self.heads:
            from specl.syntax.explain import unclosed_section

            self.problems.append(unclosed_section(self.heads[-1].name))
            self._close(len(self.source.text))

    def file(self) -> nodes.File:
        """
        Return the whole file.
        """
        span = Span(self.source, 0, len(self.source.text))
        return nodes.File(self.header, tuple(self.items[0]), span=span)

    def _open(self, tokens: Sequence[Token], *, bare: bool) -> None:
        head = self._read(tokens, "section_head")
        if head is None:
            head = _what_is_left(self.source, tokens)
        elif bare:
            from specl.syntax.explain import headless_section

            self.problems.append(headless_section(head.name, self._place(tokens[-1])))
        if len(self.heads) == MOST_DEPTH:
            self.problems.append(overdeep_section(head.name))
        self.heads.append(head)
        self.items.append([])

    def _close(self, end: int) -> None:
        items = tuple(self.items.pop())
        if len(self.heads) > MOST_DEPTH:
            self.heads.pop()
            self.items[-1] += items
            return
        head = self.heads.pop()
        span = attrs.evolve(head.span, end=end)
        self.items[-1].append(attrs.evolve(head, items=items, span=span))

    def _read(self, tokens: Sequence[Token], start: str) -> Any:
        """
        Read one piece, mending what can be mended; None where it cannot be read.
        """
        problem = overdeep_tokens(self.source, tokens)
        for _ in range(MOST_MENDS):
            if problem is not None:
                break
            outcome = run(self.source, tokens, start=start, builders=BUILDERS)
            if outcome.failed is None:
                return self._read_well(tokens, outcome)
            mended = self._mended(tokens, outcome.failed, start)
            if mended is None:
                break
            tokens = mended.tokens
        self._report(problem)
        self.broken += [token.text for token in tokens[1:2] if token.kind == "NAME"]
        return None

    def _mended(self, tokens: Sequence[Token], failed: int, start: str) -> Mend | None:
        """
        Report why a piece cannot be read, and return its mend if there is one.
        """
        from specl.syntax.explain import explain
        from specl.syntax.mends import mend
        from specl.syntax.trouble import Trouble

        trouble = Trouble(self.source, tokens, failed, start)
        mended = mend(trouble)
        if not self._slipped(tokens[0].start, trouble.found.start):
            self._report(explain(trouble) if mended is None else mended.problem)
        return mended

    def _report(self, problem: Diagnostic | None) -> None:
        if problem is not None:
            self.problems.append(problem)

    def _slipped(self, start: int, end: int) -> bool:
        """
        Tell whether something reported between two offsets may be why more seems wrong there.
        """
        return any(start <= slip < end for slip in self.left_out)

    def _place(self, token: Token) -> Span:
        return Span(self.source, token.start, token.end)

    def _read_well(self, tokens: Sequence[Token], outcome: Outcome) -> Any:
        if not self._slipped(tokens[0].start, tokens[-1].end):
            self.problems += outcome.problems
        problem = overdeep(tokens, outcome.value)
        if problem is None:
            return outcome.value
        self.problems.append(problem)
        return None


def _what_is_left(source: Source, tokens: Sequence[Token]) -> nodes.Section:
    """
    Return as much of a section's head as can be told, so that its rules can be read.
    """
    place = Span(source, tokens[0].start, tokens[-1].end)
    names = [nodes.Name(token.text, span=Span(source, token.start, token.end)) for token in tokens]
    kinds = [token.kind for token in tokens]
    name = names[1] if kinds[1:2] == ["NAME"] else nodes.Name("", span=place)
    levels = [
        names[index + 1] for index, pair in enumerate(pairwise(kinds)) if pair == ("AT", "NAME")
    ]
    return nodes.Section(name, None, levels[0] if levels else None, None, (), span=place)
