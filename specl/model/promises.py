"""
What a spec says that its rulings must come to: examples, ensures and covers.
"""

from __future__ import annotations

import attrs

from specl.model.expressions import Expr
from specl.model.rules import Condition, Law, Verb
from specl.text import Span
from specl.text.record import record

__all__ = ["Cover", "Ensure", "Example", "Expectation", "Reply", "Turn"]


@record
class Turn:
    """
    One turn of a conversation: its role, as written, and its text.
    """

    role: str
    text: str


@record
class Expectation:
    """
    What an example or an ensure says of the ruling: `must E`, `should E` or `may E`.

    `expr` has `not` worked in; `text` is as written.
    """

    verb: Verb
    expr: Expr
    text: str
    span: Span = attrs.field(eq=False)


@record
class Reply:
    """
    A good or bad reply of an example.

    Attributes:
        shows: What is said of its profile; None where it is prose for the rubric only.
        violates: The rules that a bad reply is said to break.
    """

    good: bool
    text: str
    shows: tuple[Expr, ...] | None
    violates: tuple[str, ...]
    span: Span = attrs.field(eq=False)
    because: str | None = None


@record
class Example:
    """
    A conversation with the facts given in it, what is expected of the ruling, and replies.

    Attributes:
        name: Its id as written, or one made from its place (`example_41`).
        rule: The rule that it stands in, if any.
    """

    name: str
    title: str
    turns: tuple[Turn, ...]
    given: tuple[Law, ...]
    expects: tuple[Expectation, ...]
    replies: tuple[Reply, ...]
    span: Span = attrs.field(eq=False)
    rule: str | None = None
    own: bool = True


@record
class Ensure:
    """
    What must follow from the binding norms wherever its conditions hold.
    """

    name: str
    prose: str | None
    when: tuple[Condition, ...]
    unless: tuple[Condition, ...]
    claim: Expectation
    span: Span = attrs.field(eq=False)
    own: bool = True


@record
class Cover:
    """
    Where its condition holds, the ruling must decide `expr`, one way or the other.
    """

    name: str
    when: tuple[Condition, ...]
    expr: Expr
    text: str
    span: Span = attrs.field(eq=False)
    own: bool = True
