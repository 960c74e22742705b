"""
The tree of a file as written: every clause, every parenthesis, no meaning.

Spans take no part in equality, so two files that differ only in layout and
comments have equal trees. Expression nodes carry the span of all of them.
"""

from __future__ import annotations

from specl.syntax.clause_nodes import (
    Because,
    Challenge,
    ChallengesFrom,
    Example,
    Expect,
    Given,
    Norm,
    Optimise,
    Prose,
    Reply,
    Turn,
    Unless,
    When,
)
from specl.syntax.expression_nodes import (
    Binary,
    BoolExpr,
    Call,
    ChoiceTypeExpr,
    Comparison,
    Earlier,
    Expression,
    IfExpr,
    Name,
    NamedTypeExpr,
    Number,
    NumberTypeExpr,
    Paren,
    PlainTypeExpr,
    SetExpr,
    SetTypeExpr,
    String,
    TypeExpr,
    Unary,
    span_field,
)
from specl.text import Span
from specl.text.record import record

__all__ = [
    "ActDecl",
    "Assume",
    "Because",
    "Binary",
    "BoolExpr",
    "Call",
    "Challenge",
    "ChallengesFrom",
    "ChoiceTypeExpr",
    "Comparison",
    "Constraint",
    "Cover",
    "Declaration",
    "Define",
    "DenyFirst",
    "Earlier",
    "Ensure",
    "Example",
    "Expect",
    "Expression",
    "FactDecl",
    "File",
    "Given",
    "Header",
    "IfExpr",
    "Levels",
    "Measure",
    "Name",
    "NamedTypeExpr",
    "Norm",
    "Number",
    "NumberTypeExpr",
    "Optimise",
    "Parameter",
    "Paren",
    "Pick",
    "PlainTypeExpr",
    "Precedence",
    "Prose",
    "Reply",
    "Rule",
    "Section",
    "SetExpr",
    "SetTypeExpr",
    "String",
    "Turn",
    "TypeDecl",
    "TypeExpr",
    "Unary",
    "Unless",
    "Use",
    "Waive",
    "When",
]


# Declarations


@record
class Header:
    """
    `spec NAME [version 1.2.0] ["prose"]`.
    """

    name: Name
    version: str | None
    prose: Prose | None
    span: Span = span_field()


@record
class Pick:
    """
    One name in the parentheses of a `use`.
    """

    name: Name
    span: Span = span_field()


@record
class Use:
    """
    `use std.reply (refuse, answer)`, `use "./other.specl" as other`, `… at LEVEL`.

    Exactly one of `module` (a dotted name) and `path` (a relative file) is set.
    """

    module: Name | None
    path: String | None
    alias: Name | None
    picks: tuple[Pick, ...]
    level: Name | None
    span: Span = span_field()


@record
class Levels:
    """
    `levels a > b > c`, highest first.
    """

    names: tuple[Name, ...]
    span: Span = span_field()


@record
class TypeDecl:
    """
    `type NAME = …`.
    """

    name: Name
    type: TypeExpr
    span: Span = span_field()


@record
class FactDecl:
    """
    `fact NAME: TYPE [= default] [unsure VALUE] "question"`.
    """

    name: Name
    type: TypeExpr
    default: Expression | None
    unsure: Expression | None
    question: Prose | None
    span: Span = span_field()


@record
class Measure:
    """
    `measured by NAME` with its arguments.
    """

    name: Name
    arguments: tuple[Expression, ...]
    span: Span = span_field()


@record
class ActDecl:
    """
    `act NAME [: TYPE] [= default] "question" [measured by …]`.
    """

    name: Name
    type: TypeExpr | None
    default: Expression | None
    question: Prose | None
    measure: Measure | None
    span: Span = span_field()


@record
class Assume:
    """
    `assume E`.
    """

    expr: Expression
    span: Span = span_field()


@record
class Constraint:
    """
    `constraint E`.
    """

    expr: Expression
    span: Span = span_field()


@record
class Parameter:
    """
    `name: type` of a define.
    """

    name: Name
    type: TypeExpr
    span: Span = span_field()


@record
class Define:
    """
    `define NAME = E`, `define NAME(a: type, …) = E`; with parentheses, `parameters` is a tuple.
    """

    name: Name
    parameters: tuple[Parameter, ...] | None
    expr: Expression
    span: Span = span_field()


@record
class Precedence:
    """
    `precedence a > b > c`.
    """

    names: tuple[Name, ...]
    span: Span = span_field()


@record
class DenyFirst:
    """
    `precedence must not > must [at LEVEL]`.
    """

    level: Name | None
    span: Span = span_field()


@record
class Waive:
    """
    `waive contradiction between a, b [until DATE] [because "…"]`.
    """

    code: Name
    rules: tuple[Name, ...]
    until: str | None
    because: Prose | None
    span: Span = span_field()


@record
class Rule:
    """
    A rule: its header's clauses, then its items in the order written.

    `header` runs from `rule` to just before the `{`; `overrides_span` and the like cover the
    names after the word, None where the clause is absent.
    """

    name: Name
    level: Name | None
    overrides: tuple[Name, ...]
    suspends: tuple[Name, ...]
    tags: tuple[Name, ...]
    weight: Number | None
    items: tuple[
        Prose | When | Unless | Norm | Optimise | Because | Example | Challenge | ChallengesFrom,
        ...,
    ]
    header: Span = span_field()
    span: Span = span_field()


@record
class Section:
    """
    `section NAME "Title" [at LEVEL] [when E] { … }`.
    """

    name: Name
    title: Prose | None
    level: Name | None
    when: When | None
    items: tuple[Declaration, ...]
    span: Span = span_field()


@record
class Ensure:
    """
    `ensure NAME { prose? when? unless* NORM }`, items in the order written.
    """

    name: Name
    items: tuple[Prose | When | Unless | Norm, ...]
    span: Span = span_field()


@record
class Cover:
    """
    `cover NAME { when E  decides ACT }`; `decides` may be any expression over acts.
    """

    name: Name
    prose: Prose | None
    when: When | None
    decides: Expression
    span: Span = span_field()


Declaration = (
    Use
    | Levels
    | TypeDecl
    | FactDecl
    | ActDecl
    | Assume
    | Constraint
    | Define
    | Precedence
    | DenyFirst
    | Waive
    | Section
    | Rule
    | Example
    | Ensure
    | Cover
)


@record
class File:
    """
    A whole file: its header, if it has one, and its declarations in order.
    """

    header: Header | None
    declarations: tuple[Declaration, ...]
    span: Span = span_field()
