"""
What is wrong with a formula of a multi grader: its grammar, and the names in it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

import attrs

__all__ = ["FUNCTIONS", "formula_problems"]

FUNCTIONS = frozenset({"min", "max", "abs", "floor", "ceil", "exp", "sqrt", "log"})
_SEVERAL = frozenset({"min", "max"})
_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|([A-Za-z_]\w*)|([-+*/^(),]))", re.ASCII)


class _SyntaxError(ValueError):
    """
    A formula does not follow the grammar.
    """


def formula_problems(text: str, names: Collection[str]) -> Iterator[str]:
    """
    Yield what is wrong with a formula.

    Args:
        text: The formula.
        names: The graders that there are; each has to be used.
    """
    try:
        reader = _Reader(list(_tokens(text)))
        reader.sum()
        reader.end()
    except _SyntaxError as error:
        yield str(error)
        return
    yield from (f"`{name}` is no grader" for name in sorted(reader.names - {*names}))
    yield from (f"`{name}` is never used" for name in sorted({*names} - reader.names))


def _tokens(text: str) -> Iterator[str]:
    position = 0
    while text[position:].strip():
        found = _TOKEN.match(text, position)
        if found is None:
            raise _SyntaxError(f"`{text[position:].strip()[:20]}` is no part of a formula")
        yield found[0].strip()
        position = found.end()


@attrs.define
class _Reader:
    """
    Reads tokens by the grammar, and keeps the names.
    """

    tokens: list[str]
    names: set[str] = attrs.field(factory=set)
    _next: int = 0

    def sum(self) -> None:
        self._product()
        while self._takes("+", "-"):
            self._product()

    def end(self) -> None:
        if self._next < len(self.tokens):
            raise _SyntaxError(f"`{self.tokens[self._next]}` is one too many")

    def _product(self) -> None:
        self._power()
        while self._takes("*", "/"):
            self._power()

    def _power(self) -> None:
        self._takes("-")
        self._atom()
        if self._takes("^"):
            self._power()

    def _atom(self) -> None:
        token = self._token()
        if token == "(":  # noqa: S105 - a parenthesis
            self.sum()
            self._close()
        elif token in FUNCTIONS:
            self._call(token)
        elif re.match(r"[A-Za-z_]", token):
            self.names.add(token)
        elif not token[0].isdigit():
            raise _SyntaxError(f"`{token}` stands where a value has to be")

    def _call(self, function: str) -> None:
        if self._token() != "(":
            raise _SyntaxError(f"`{function}` is called with parentheses")
        self.sum()
        while self._takes(","):
            if function not in _SEVERAL:
                raise _SyntaxError(f"`{function}` takes one value")
            self.sum()
        self._close()

    def _close(self) -> None:
        if self._token() != ")":
            raise _SyntaxError("a parenthesis is not closed")

    def _takes(self, *wanted: str) -> bool:
        if self._next < len(self.tokens) and self.tokens[self._next] in wanted:
            self._next += 1
            return True
        return False

    def _token(self) -> str:
        if self._next == len(self.tokens):
            raise _SyntaxError("the formula ends too early")
        self._next += 1
        return self.tokens[self._next - 1]
