"""
Where an expression stands while it is resolved, and how its parts are put together.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from specl.diagnostics import Diagnostic
from specl.model.expressions import Expr
from specl.model.types import BoolType, ChoiceType, SetType, Type, Value
from specl.resolve import problems
from specl.resolve.meaning import DisplayOf, Mention, Typed
from specl.resolve.program import Problem, Program
from specl.resolve.scope import Scope
from specl.text import Span
from specl.text.record import mutable

__all__ = ["MAX_CALLS", "Context", "choice_of"]

MAX_CALLS = 32
_MAX_DEPTH = 240
_MAX_SIZE = 100_000
_OF_CHOICES = (SetType, DisplayOf)


@mutable
class Context:
    """
    The names around an expression, and what has been found out about it.

    Attributes:
        bindings: What a define's parameters stand for.
        mentions: The facts and acts met so far.
        problems: Where problems go; the spec's own list unless a call tries a body out.
        calls: How many calls of defines this expression lies inside.
    """

    scope: Scope
    program: Program
    bindings: Mapping[str, Typed]
    problems: list[Diagnostic]
    mentions: list[Mention] = attrs.field(factory=list)
    calls: int = 0

    @classmethod
    def at(cls, scope: Scope, program: Program) -> Context:
        """
        Return the context of an expression that stands in no define with parameters.
        """
        return cls(scope, program, {}, program.problems)

    def report(self, problem: Problem) -> None:
        """
        Add a problem.
        """
        self.problems.append(problem.report())

    def join(
        self,
        expr: Expr,
        type_: Type | DisplayOf,
        span: Span,
        *parts: Typed,
        value: Value | None = None,
    ) -> Typed | None:
        """
        Make one expression of its parts, unless it grows beyond what can be worked with.
        """
        depth, size, is_open = 0, 1, False
        for part in parts:
            depth = max(depth, part.depth)
            size += part.size
            is_open = is_open or part.open
        depth += 1
        if depth > _MAX_DEPTH or size > _MAX_SIZE:
            which = f"more than {_MAX_DEPTH} levels" if depth > _MAX_DEPTH else "too many parts"
            self.report(problems.TooDeep(span, f"it has {which} with its defines spelled out"))
            return None
        return Typed(expr, type_, span, value, is_open, depth, size)

    def wants_bool(self, typed: Typed | None, place: str) -> Typed | None:
        """
        Return a part where it is a bool, else report what needs one.
        """
        if typed is None or isinstance(typed.type, BoolType):
            return typed
        self.report(problems.Unsuitable(typed.span, str(typed.type), place, "a bool"))
        return None


def choice_of(type_: Type | DisplayOf | None) -> ChoiceType | None:
    """
    Return the choice that a value beside something of this type is of, if any.
    """
    if isinstance(type_, _OF_CHOICES):
        type_ = type_.element
    return type_ if isinstance(type_, ChoiceType) else None
