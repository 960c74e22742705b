"""
One line of the grammar found in a text: its parts, its place, and where to report what is wrong.
"""

from __future__ import annotations

from typing import Any, TypeVar

from specl.diagnostics import Diagnostic
from specl.syntax.nodes import Name
from specl.syntax.tokens import Token
from specl.text import Span
from specl.text.record import mutable, record

__all__ = ["Clause", "Reduction"]

T = TypeVar("T")


@record
class Clause:
    """
    A part of a declaration that is no node of the tree by itself: `at root`, `= 3`.
    """

    kind: str
    value: Any
    span: Span


@mutable
class Reduction:
    """
    What a builder gets: the parts in the order written, tokens included.
    """

    parts: list[Any]
    span: Span
    problems: list[Diagnostic]

    def place(self, token: Token) -> Span:
        """
        Return where a token stands.
        """
        return Span(self.span.source, token.start, token.end)

    def names(self) -> tuple[Name, ...]:
        """
        Return the parts that are names, in order; keywords and signs are not.
        """
        return tuple(name for part in self.parts if (name := self._name(part)) is not None)

    def name(self) -> Name:
        """
        Return the first name.
        """
        return next(name for part in self.parts if (name := self._name(part)) is not None)

    def all(self, kind: type[T]) -> tuple[T, ...]:
        """
        Return the parts that are nodes of a kind, in order.
        """
        return tuple(part for part in self.parts if isinstance(part, kind))

    def first(self, kind: type[T]) -> T | None:
        """
        Return the first node of a kind, if there is one.
        """
        return next((part for part in self.parts if isinstance(part, kind)), None)

    def has(self, kind: str) -> bool:
        """
        Tell whether a token of a kind is among the parts.
        """
        return any(isinstance(part, Token) and part.kind == kind for part in self.parts)

    def clauses(self, kind: str) -> list[Clause]:
        """
        Return the clauses of a kind, in order.
        """
        return [part for part in self.parts if isinstance(part, Clause) and part.kind == kind]

    def clause(self, kind: str, default: Any = None) -> Any:
        """
        Return what the first clause of a kind says, or the default where there is none.
        """
        found = self.clauses(kind)
        return found[0].value if found else default

    def _name(self, part: object) -> Name | None:
        if isinstance(part, Name):
            return part
        if isinstance(part, Token) and part.kind == "NAME":
            return Name(part.text, span=self.place(part))
        return None
