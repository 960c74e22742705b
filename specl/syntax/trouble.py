"""
A place where tokens stop following the grammar: what stands there, what could, and a mend.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from specl.diagnostics import Diagnostic
from specl.syntax.automaton import END, accepted_after, continued, stack_after
from specl.syntax.pieces import closes_operand
from specl.syntax.tokens import Token
from specl.text import Source, Span
from specl.text.record import record

__all__ = ["Mend", "Trouble"]


@record(slots=False)
class Trouble:
    """
    One failure of the automaton.

    Attributes:
        source: Where the tokens stand.
        tokens: The tokens of one piece of the file.
        index: Which of them does not fit; their number when the end comes too soon.
        start: The rule of the grammar that the piece should follow.
    """

    source: Source
    tokens: Sequence[Token]
    index: int
    start: str

    @cached_property
    def found(self) -> Token:
        """
        Return the token that does not fit; an empty one of kind `END` at the end.
        """
        return self.tokens[self.index] if self.index < len(self.tokens) else self._end

    @cached_property
    def before(self) -> Token | None:
        """
        Return the last token that fits, if there is one.
        """
        return self.tokens[self.index - 1] if self.index else None

    @cached_property
    def accepted(self) -> frozenset[str]:
        """
        Return the kinds of tokens that could stand there.
        """
        return accepted_after(self._stack, start=self.start)

    @cached_property
    def open_bracket(self) -> Token | None:
        """
        Return the innermost bracket that is open there.
        """
        stack = []
        for token in self.tokens[: self.index]:
            if token.kind in {"LPAR", "LBRACE"}:
                stack.append(token)
            elif token.kind in {"RPAR", "RBRACE"} and stack:
                stack.pop()
        return stack[-1] if stack else None

    def opens_body(self, brace: Token) -> bool:
        """
        Tell whether a brace opens the body of a declaration rather than a set.
        """
        index = self.tokens.index(brace)
        return index > 0 and closes_operand(self.tokens[index - 1])

    @property
    def starts_line(self) -> bool:
        """
        Tell whether the token is the first of its line.
        """
        if self.before is None:
            return True
        return "\n" in self.source.text[self.before.end : self.found.start]

    def place(self, token: Token) -> Span:
        """
        Return where a token stands.
        """
        return Span(self.source, token.start, token.end)

    def with_instead(self, new: Sequence[Token], *, start: int, end: int) -> list[Token] | None:
        """
        Return the tokens with others for some of them, if what comes next then fits, too.

        Args:
            new: The tokens to put in.
            start: The index of the first to leave out.
            end: The index after the last to leave out.
        """
        following = self.tokens[end : end + 2] or [self._end]
        stack = self._stack_before(start)
        if continued(stack, [*new, *following], start=self.start) is None:
            return None
        return [*self.tokens[:start], *new, *self.tokens[end:]]

    def with_inserted(self, kind: str, text: str) -> list[Token] | None:
        """
        Return the tokens with one more, right after the last that fits.
        """
        here = self.before.end if self.before else self.found.start
        token = Token(kind, text, here, here)
        return self.with_instead([token], start=self.index, end=self.index)

    def with_replaced(self, kind: str, text: str) -> list[Token] | None:
        """
        Return the tokens with another for the one that does not fit.
        """
        if self.found.kind == END:
            return None
        token = Token(kind, text, self.found.start, self.found.end)
        return self.with_instead([token], start=self.index, end=self.index + 1)

    @property
    def _end(self) -> Token:
        end = self.tokens[-1].end
        return Token(END, "", end, end)

    @cached_property
    def _stack(self) -> tuple[int, ...]:
        return stack_after(self.tokens[: self.index], start=self.start)

    def _stack_before(self, index: int) -> tuple[int, ...]:
        if index == self.index:
            return self._stack
        return stack_after(self.tokens[:index], start=self.start)


@record
class Mend:
    """
    The tokens as they were probably meant, and the problem with what was written.

    No problem where it follows from one that an earlier mend has reported.
    """

    tokens: Sequence[Token]
    problem: Diagnostic | None
