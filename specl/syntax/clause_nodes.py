"""
The clauses of rules and examples as written.
"""

from __future__ import annotations

from typing import Literal as Choice

from specl.syntax.expression_nodes import Expression, Name, String, span_field
from specl.text import Span
from specl.text.record import record

__all__ = [
    "Because",
    "Challenge",
    "ChallengesFrom",
    "Example",
    "Expect",
    "Given",
    "Norm",
    "Optimise",
    "Prose",
    "Reply",
    "Turn",
    "Unless",
    "When",
]


@record
class Prose:
    """
    A text that says in words what a clause says in law.
    """

    value: str
    block: bool = False
    span: Span = span_field()


@record
class When:
    """
    `when E`.
    """

    expr: Expression
    span: Span = span_field()


@record
class Unless:
    """
    `unless E`.
    """

    expr: Expression
    span: Span = span_field()


@record
class Norm:
    """
    `must E`, `should not E`, `may E`, `need not E`, with `except A` and `if F`.

    `need not` is the verb `may`, negated. `refused` marks `may not`, which the grammar
    admits so that the message can say what to write instead.
    """

    verb: Choice["must", "should", "may"]
    negated: bool
    expr: Expression
    exception: Expression | None = None
    condition: Expression | None = None
    refused: bool = False
    span: Span = span_field()


@record
class Optimise:
    """
    `must maximize ACT`, `should minimize ACT`, with `if F`; `may` and `not` are refused later.
    """

    verb: Choice["must", "should", "may"]
    direction: Choice["maximize", "minimize"]
    act: Name
    condition: Expression | None = None
    span: Span = span_field()


@record
class Because:
    """
    `because "…"`.
    """

    text: Prose
    span: Span = span_field()


@record
class Challenge:
    """
    `challenge "prompt"`.
    """

    prompt: Prose
    span: Span = span_field()


@record
class ChallengesFrom:
    """
    `challenges from "file.jsonl"`.
    """

    path: String
    span: Span = span_field()


@record
class Turn:
    """
    One turn: `user "…"`.
    """

    role: Choice["system", "developer", "user", "assistant", "tool", "quoted"]
    text: Prose
    span: Span = span_field()


@record
class Given:
    """
    `given E, …`.
    """

    exprs: tuple[Expression, ...]
    span: Span = span_field()


@record
class Expect:
    """
    `expect NORM*`: one or more norms.
    """

    norms: tuple[Norm, ...]
    span: Span = span_field()


@record
class Reply:
    """
    `good "…" [because "…"] [shows E, …]`, `bad "…" … [violates R, …]`.
    """

    good: bool
    text: Prose
    because: Prose | None
    shows: tuple[Expression, ...] | None
    violates: tuple[Name, ...]
    span: Span = span_field()


@record
class Example:
    """
    `example [ID] ["title"] { … }`, its items in the order written.
    """

    name: Name | None
    title: Prose | None
    items: tuple[Turn | Given | Expect | Reply, ...]
    span: Span = span_field()
