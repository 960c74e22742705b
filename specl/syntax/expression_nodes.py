"""
The tree of expressions and types as written: every parenthesis, no meaning.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal as Choice

import attrs

from specl.text import Span
from specl.text.record import record

__all__ = [
    "Binary",
    "BoolExpr",
    "Call",
    "ChoiceTypeExpr",
    "Comparison",
    "Earlier",
    "Expression",
    "IfExpr",
    "Name",
    "NamedTypeExpr",
    "Number",
    "NumberTypeExpr",
    "Paren",
    "PlainTypeExpr",
    "SetExpr",
    "SetTypeExpr",
    "String",
    "TypeExpr",
    "Unary",
]


def span_field() -> Span:
    """
    Declare the span field of a node.
    """
    return attrs.field(eq=False, repr=False, kw_only=True)  # type: ignore[no-any-return]


# Expressions


@record
class Name:
    """
    A name, dotted when it comes from a module: `privacy.verified_vip`.
    """

    text: str
    span: Span = span_field()


@record
class Number:
    """
    A number literal; `real` when written with a decimal point.
    """

    value: Fraction
    real: bool
    span: Span = span_field()


@record
class String:
    """
    A text literal, its value without quotes; `block` when written with three of them.
    """

    value: str
    block: bool = False
    span: Span = span_field()


@record
class BoolExpr:
    """
    `true` or `false`.
    """

    value: bool
    span: Span = span_field()


@record
class Earlier:
    """
    `earlier ACT`.
    """

    act: Name
    span: Span = span_field()


@record
class Unary:
    """
    `not E` or `-E`.
    """

    operator: Choice["not", "-"]
    operand: Expression
    span: Span = span_field()


@record
class Binary:
    """
    `or`, `and` (left to right), `iff`, `implies`, `+`, `-`, `*`.
    """

    operator: Choice["iff", "implies", "or", "and", "+", "-", "*"]
    left: Expression
    right: Expression
    span: Span = span_field()


@record
class Comparison:
    """
    A chain of comparisons: `operands[i] operators[i] operands[i + 1]`.

    Operators: `== != < <= > >= in`, `not in`, `has`, `has any`, `has all`.
    """

    operands: tuple[Expression, ...]
    operators: tuple[str, ...]
    span: Span = span_field()


@record
class SetExpr:
    """
    `{a, b}`.
    """

    elements: tuple[Expression, ...]
    span: Span = span_field()


@record
class Call:
    """
    `count(…)`, `min(…)`, `max(…)`, `abs(…)`, or a define with its arguments.
    """

    function: Name
    arguments: tuple[Expression, ...]
    span: Span = span_field()


@record
class IfExpr:
    """
    `if … then … else …`.
    """

    condition: Expression
    positive: Expression
    negative: Expression
    span: Span = span_field()


@record
class Paren:
    """
    An expression in parentheses, kept as written.
    """

    inner: Expression
    span: Span = span_field()


Expression = (
    Name
    | Number
    | String
    | BoolExpr
    | Earlier
    | Unary
    | Binary
    | Comparison
    | SetExpr
    | Call
    | IfExpr
    | Paren
)


# Types


@record
class PlainTypeExpr:
    """
    `bool` or `text`.
    """

    word: Choice["bool", "text"]
    span: Span = span_field()


@record
class NumberTypeExpr:
    """
    `int`, `real`, or one with a range.
    """

    word: Choice["int", "real"]
    low: Number | None = None
    high: Number | None = None
    span: Span = span_field()


@record
class ChoiceTypeExpr:
    """
    `a | b | c`, or `a < b < c` when ordered; of two or more values.
    """

    values: tuple[Name, ...]
    ordered: bool
    span: Span = span_field()


@record
class SetTypeExpr:
    """
    `set of` a named choice or one written in place.
    """

    element: NamedTypeExpr | ChoiceTypeExpr
    span: Span = span_field()


@record
class NamedTypeExpr:
    """
    A type by its name.
    """

    name: Name
    span: Span = span_field()


TypeExpr = PlainTypeExpr | NumberTypeExpr | ChoiceTypeExpr | SetTypeExpr | NamedTypeExpr
