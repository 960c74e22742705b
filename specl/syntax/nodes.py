"""
The tree of a file as written: every clause, every parenthesis, no meaning.

Spans take no part in equality, so two files that differ only in layout and
comments have equal trees. Expression nodes carry the span of all of them.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal as Choice

import attrs

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


def _span() -> Span:
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
    span: Span = _span()


@record
class Number:
    """
    A number literal; `real` when written with a decimal point.
    """

    value: Fraction
    real: bool
    span: Span = _span()


@record
class String:
    """
    A text literal, its value without quotes; `block` when written with three of them.
    """

    value: str
    block: bool = False
    span: Span = _span()


@record
class BoolExpr:
    """
    `true` or `false`.
    """

    value: bool
    span: Span = _span()


@record
class Earlier:
    """
    `earlier ACT`.
    """

    act: Name
    span: Span = _span()


@record
class Unary:
    """
    `not E` or `-E`.
    """

    operator: Choice["not", "-"]
    operand: Expression
    span: Span = _span()


@record
class Binary:
    """
    `or`, `and` (left to right), `iff`, `implies`, `+`, `-`, `*`.
    """

    operator: Choice["iff", "implies", "or", "and", "+", "-", "*"]
    left: Expression
    right: Expression
    span: Span = _span()


@record
class Comparison:
    """
    A chain of comparisons: `operands[i] operators[i] operands[i + 1]`.

    Operators: `== != < <= > >= in`, `not in`, `has`, `has any`, `has all`.
    """

    operands: tuple[Expression, ...]
    operators: tuple[str, ...]
    span: Span = _span()


@record
class SetExpr:
    """
    `{a, b}`.
    """

    elements: tuple[Expression, ...]
    span: Span = _span()


@record
class Call:
    """
    `count(…)`, `min(…)`, `max(…)`, `abs(…)`, or a define with its arguments.
    """

    function: Name
    arguments: tuple[Expression, ...]
    span: Span = _span()


@record
class IfExpr:
    """
    `if … then … else …`.
    """

    condition: Expression
    positive: Expression
    negative: Expression
    span: Span = _span()


@record
class Paren:
    """
    An expression in parentheses, kept as written.
    """

    inner: Expression
    span: Span = _span()


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
    span: Span = _span()


@record
class NumberTypeExpr:
    """
    `int`, `real`, or one with a range.
    """

    word: Choice["int", "real"]
    low: Number | None = None
    high: Number | None = None
    span: Span = _span()


@record
class ChoiceTypeExpr:
    """
    `a | b | c`, or `a < b < c` when ordered; of two or more values.
    """

    values: tuple[Name, ...]
    ordered: bool
    span: Span = _span()


@record
class SetTypeExpr:
    """
    `set of` a named choice or one written in place.
    """

    element: NamedTypeExpr | ChoiceTypeExpr
    span: Span = _span()


@record
class NamedTypeExpr:
    """
    A type by its name.
    """

    name: Name
    span: Span = _span()


TypeExpr = PlainTypeExpr | NumberTypeExpr | ChoiceTypeExpr | SetTypeExpr | NamedTypeExpr


# Declarations


@record
class Prose:
    """
    A text that says in words what a clause says in law.
    """

    value: str
    block: bool = False
    span: Span = _span()


@record
class Header:
    """
    `spec NAME [version 1.2.0] ["prose"]`.
    """

    name: Name
    version: str | None
    prose: Prose | None
    span: Span = _span()


@record
class Pick:
    """
    One name in the parentheses of a `use`.
    """

    name: Name
    span: Span = _span()


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
    span: Span = _span()


@record
class Levels:
    """
    `levels a > b > c`, highest first.
    """

    names: tuple[Name, ...]
    span: Span = _span()


@record
class TypeDecl:
    """
    `type NAME = …`.
    """

    name: Name
    type: TypeExpr
    span: Span = _span()


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
    span: Span = _span()


@record
class Measure:
    """
    `measured by NAME` with its arguments.
    """

    name: Name
    arguments: tuple[Expression, ...]
    span: Span = _span()


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
    span: Span = _span()


@record
class Assume:
    """
    `assume E`.
    """

    expr: Expression
    span: Span = _span()


@record
class Constraint:
    """
    `constraint E`.
    """

    expr: Expression
    span: Span = _span()


@record
class Parameter:
    """
    `name: type` of a define.
    """

    name: Name
    type: TypeExpr
    span: Span = _span()


@record
class Define:
    """
    `define NAME = E`, `define NAME(a: type, …) = E`; with parentheses, `parameters` is a tuple.
    """

    name: Name
    parameters: tuple[Parameter, ...] | None
    expr: Expression
    span: Span = _span()


@record
class Precedence:
    """
    `precedence a > b > c`.
    """

    names: tuple[Name, ...]
    span: Span = _span()


@record
class DenyFirst:
    """
    `precedence must not > must [at LEVEL]`.
    """

    level: Name | None
    span: Span = _span()


@record
class Waive:
    """
    `waive contradiction between a, b [until DATE] [because "…"]`.
    """

    code: Name
    rules: tuple[Name, ...]
    until: str | None
    because: Prose | None
    span: Span = _span()


@record
class When:
    """
    `when E`.
    """

    expr: Expression
    span: Span = _span()


@record
class Unless:
    """
    `unless E`.
    """

    expr: Expression
    span: Span = _span()


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
    span: Span = _span()


@record
class Optimise:
    """
    `must maximize ACT`, `should minimize ACT`, with `if F`; `may` and `not` are refused later.
    """

    verb: Choice["must", "should", "may"]
    direction: Choice["maximize", "minimize"]
    act: Name
    condition: Expression | None = None
    span: Span = _span()


@record
class Because:
    """
    `because "…"`.
    """

    text: Prose
    span: Span = _span()


@record
class Challenge:
    """
    `challenge "prompt"`.
    """

    prompt: Prose
    span: Span = _span()


@record
class ChallengesFrom:
    """
    `challenges from "file.jsonl"`.
    """

    path: String
    span: Span = _span()


@record
class Turn:
    """
    One turn: `user "…"`.
    """

    role: Choice["system", "developer", "user", "assistant", "tool", "quoted"]
    text: Prose
    span: Span = _span()


@record
class Given:
    """
    `given E, …`.
    """

    exprs: tuple[Expression, ...]
    span: Span = _span()


@record
class Expect:
    """
    `expect NORM*`: one or more norms.
    """

    norms: tuple[Norm, ...]
    span: Span = _span()


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
    span: Span = _span()


@record
class Example:
    """
    `example [ID] ["title"] { … }`, its items in the order written.
    """

    name: Name | None
    title: Prose | None
    items: tuple[Turn | Given | Expect | Reply, ...]
    span: Span = _span()


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
    header: Span = _span()
    span: Span = _span()


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
    span: Span = _span()


@record
class Ensure:
    """
    `ensure NAME { prose? when? unless* NORM }`, items in the order written.
    """

    name: Name
    items: tuple[Prose | When | Unless | Norm, ...]
    span: Span = _span()


@record
class Cover:
    """
    `cover NAME { when E  decides ACT }`; `decides` may be any expression over acts.
    """

    name: Name
    prose: Prose | None
    when: When | None
    decides: Expression
    span: Span = _span()


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
    span: Span = _span()
