"""
Facts and acts, rules and norms, and what orders them, with their names resolved.
"""

from __future__ import annotations

from enum import Enum
from typing import Literal as Choice

import attrs

from specl.model.expressions import Expr
from specl.model.types import Type, Value
from specl.text import Span
from specl.text.record import record

__all__ = [
    "Act",
    "Challenge",
    "Condition",
    "Define",
    "DenyFirst",
    "Fact",
    "Law",
    "Measure",
    "Norm",
    "Ordering",
    "Rule",
    "RuleSpans",
    "Section",
    "Strength",
    "Suspension",
    "Verb",
    "Waiver",
]

Verb = Choice["must", "should", "may"]


class Strength(Enum):
    """
    How a norm holds: at one level, binding norms go before advisory ones.
    """

    BINDING = "binding"
    ADVISORY = "advisory"


@record
class Fact:
    """
    What can be true of a conversation before the reply.

    Attributes:
        default: The value that examples and `--assume-defaults` take; None: there is none.
        unsure: What a judge who cannot tell must take; None: nothing is said.
        earlier: The act that `earlier ACT` speaks of, where this is such a fact.
        own: Declared in the checked file itself, not in a module.
    """

    name: str
    type: Type
    question: str
    span: Span = attrs.field(eq=False)
    default: Value | None = None
    unsure: Value | None = None
    earlier: str | None = None
    own: bool = True


@record
class Measure:
    """
    How code reads an act off a reply: a measure's name and its arguments, texts or numbers.
    """

    name: str
    arguments: tuple[Value, ...] = ()


@record
class Act:
    """
    What a grader can observe in the reply.
    """

    name: str
    type: Type
    question: str
    span: Span = attrs.field(eq=False)
    default: Value | None = None
    measure: Measure | None = None
    own: bool = True


@record
class Define:
    """
    A named expression; with parameters each use carries its own body.
    """

    name: str
    parameters: tuple[tuple[str, Type], ...]
    body: Expr
    span: Span = attrs.field(eq=False)
    own: bool = True


@record
class Law:
    """
    An `assume` or a `constraint`.
    """

    expr: Expr
    text: str
    span: Span = attrs.field(eq=False)
    own: bool = True


@record
class Norm:
    """
    One thing that a rule asks of replies, after conjunctions and steps are taken apart.

    Attributes:
        rule: The rule's name.
        index: Which of the rule's norms as written, from 0.
        part: Which part of that norm, from 0.
        parts: How many parts that norm has.
        position: Its place in `Spec.norms`, from 0: the order of the source.
        verb: `must`, `should` or `may` (`need not` is `may` and `negated`).
        negated: Written with `not`.
        obligation: What replies must have, or for `may`, what must stay allowed; `not`,
            `if` and `except` are worked in.
        asked: The expression after the verb, without `not`, `if` and `except`.
        condition: What `if` says of the reply, if anything.
        exception: What `except` says, if anything.
        step: For `maximize` and `minimize`: which, else None.
        text: The norm as written, such as `must refund_amount <= paid`.
    """

    rule: str
    index: int
    part: int
    parts: int
    position: int
    verb: Verb
    negated: bool
    obligation: Expr
    asked: Expr
    text: str
    span: Span = attrs.field(eq=False)
    condition: Expr | None = None
    exception: Expr | None = None
    step: Choice["maximize", "minimize"] | None = None

    @property
    def strength(self) -> Strength:
        """
        Return whether the norm binds or advises.
        """
        return Strength.ADVISORY if self.verb == "should" else Strength.BINDING

    @property
    def is_permission(self) -> bool:
        """
        Tell whether the norm keeps something allowed (`may`, `need not`).
        """
        return self.verb == "may"

    @property
    def is_prohibition(self) -> bool:
        """
        Tell whether the norm is a `must not`.
        """
        return self.verb == "must" and self.negated

    def as_json(self) -> dict[str, str | int]:
        """
        Return the norm as JSON-ready data, its part only where it has several.
        """
        found: dict[str, str | int] = {"rule": self.rule, "index": self.index, "text": self.text}
        return found | ({"part": self.part} if self.parts > 1 else {})

    @property
    def id(self) -> tuple[str, int, int]:
        """
        Return `(rule, index, part)`, which names the norm in its spec.
        """
        return self.rule, self.index, self.part


@record
class Condition:
    """
    A `when` or an `unless`, of the rule itself or of a section around it.
    """

    expr: Expr
    text: str
    span: Span = attrs.field(eq=False)
    section: str | None = None


@record
class Challenge:
    """
    A hard prompt kept beside the rule that it probes; from a file when `file` is set.
    """

    prompt: str | None
    file: str | None
    span: Span = attrs.field(eq=False)


@record
class RuleSpans:
    """
    Where fixes put their text.

    Attributes:
        name: The rule's name.
        header: From `rule` to just before the `{`.
        level: The name after `at`, where the rule has its own.
        overrides: The list after `overrides`, where there is one.
        suspends: The list after `suspends`, where there is one.
        norms: Each norm as written, by index.
    """

    name: Span
    header: Span
    level: Span | None
    overrides: Span | None
    suspends: Span | None
    norms: tuple[Span, ...]


@record
class Rule:
    """
    When some facts hold, what replies must, should or may show.

    Attributes:
        level: One of `Spec.levels`, after any cap.
        when: All of these must hold.
        unless: None of these may hold.
        norms: Its norms, parts and all, in order.
        sections: The sections around it, outermost first.
    """

    name: str
    level: str
    prose: str | None
    when: tuple[Condition, ...]
    unless: tuple[Condition, ...]
    norms: tuple[Norm, ...]
    span: Span = attrs.field(eq=False)
    spans: RuleSpans = attrs.field(eq=False)
    because: str | None = None
    tags: tuple[str, ...] = ()
    weight: int = 1
    sections: tuple[str, ...] = ()
    challenges: tuple[Challenge, ...] = ()
    examples: tuple[str, ...] = ()
    own: bool = True


@record
class Section:
    """
    A titled group of rules; `rules` names all of them, those of inner sections too.
    """

    name: str
    title: str
    rules: tuple[str, ...]
    span: Span = attrs.field(eq=False)
    own: bool = True


@record
class Ordering:
    """
    One rule before another: by `overrides`, `precedence`, or because a cap keeps their order.

    Attributes:
        higher: The rule that goes first.
        lower: The rule that gives way.
        origin: Which clause says so.
        written: How it is named there, such as `big_refunds overrides money`; pairs with
            the same `written` and `span` come from one name of a section.
        span: The name as written in the clause.
    """

    higher: str
    lower: str
    origin: Choice["overrides", "precedence", "cap"]
    written: str
    span: Span = attrs.field(eq=False)
    own: bool = True


@record
class Suspension:
    """
    One rule that sets another aside wherever it applies.
    """

    by: str
    of: str
    written: str
    span: Span = attrs.field(eq=False)
    own: bool = True


@record
class DenyFirst:
    """
    `precedence must not > must at LEVEL`; in a capped module it holds among `rules` only.
    """

    level: str
    rules: frozenset[str] | None
    span: Span = attrs.field(eq=False)


@record
class Waiver:
    """
    An accepted contradiction or tension between exactly these rules, through a date.

    Attributes:
        code: The code as written, `contradiction`.
        until: An ISO date (`2027-01-31`), the last day on which it holds, or None.
    """

    code: str
    rules: tuple[str, ...]
    until: str | None
    because: str | None
    span: Span = attrs.field(eq=False)
    own: bool = True
