"""
A rubric as data: what a judge is told, with nothing left to look up and no format in it.

Texts are words for a judge unless a field says otherwise; whatever an author wrote in prose
stands in them as it is, so a target escapes them as its format demands. A criterion is
complete in itself, for many targets show one at a time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal as Choice

import attrs

from specl.model import Measure, Norm, Strength, Turn, Type, Value
from specl.model.expressions import Expr
from specl.text import Span
from specl.text.record import record

__all__ = [
    "ActToObserve",
    "Clause",
    "Criterion",
    "Defeated",
    "FactToFind",
    "GivesWay",
    "Rubric",
    "RuleText",
    "Sample",
    "SectionTitle",
    "Stamp",
    "Tier",
]


@record
class Stamp:
    """
    Which spec a rubric was made from, and by which specl.

    Attributes:
        content: `sha256:` and the digest of all the texts that the spec is made of.
    """

    spec: str
    version: str | None
    content: str
    specl: str

    @property
    def title(self) -> str:
        """
        Return the spec's name, with its version where it has one.
        """
        return self.spec if self.version is None else f"{self.spec} {self.version}"


@record
class Clause:
    """
    A condition or an obligation: as data, as the language writes it, and in words.
    """

    expr: Expr
    text: str
    words: str


@record
class FactToFind:
    """
    A fact that some criterion turns on and that is not given.

    Attributes:
        unsure: What a judge who cannot tell must take; None: nothing is said.
        default: What goes without saying; None: nothing does.
        earlier: The act of an earlier reply that this fact speaks of, if it does.
    """

    name: str
    question: str
    type: Type
    unsure: Value | None
    default: Value | None
    earlier: str | None


@record
class ActToObserve:
    """
    An act that some criterion speaks of; code reads it off the reply where it has a measure.
    """

    name: str
    question: str
    type: Type
    measure: Measure | None
    default: Value | None


@record
class Sample:
    """
    A good or bad reply of one of the spec's examples, with the conversation before it.

    Attributes:
        example: The example's name.
        given: What the example says of the facts, in the language.
        shows: What the reply shows, in the language; None where nothing is said of it.
        because: Why the reply is good or bad, where the author says so.
    """

    example: str
    title: str
    good: bool
    turns: tuple[Turn, ...]
    given: tuple[str, ...]
    reply: str
    shows: tuple[str, ...] | None
    violates: tuple[str, ...]
    because: str | None


@record
class RuleText:
    """
    What a rule says beside its norms.

    Attributes:
        weight: Counts among rules of one level and strength when scores are added up.
        because: Why the rule stands, where the author says so.
        challenges: Hard prompts that probe it; `challenge_files` name JSONL files of more.
        overrides: The rules that it goes before by name.
        suspended_by: The rules that set it aside where they apply.
    """

    name: str
    level: str
    weight: int
    prose: str | None
    because: str | None
    samples: tuple[Sample, ...]
    tags: tuple[str, ...]
    sections: tuple[str, ...]
    challenges: tuple[str, ...]
    challenge_files: tuple[str, ...]
    overrides: tuple[str, ...]
    suspended_by: tuple[str, ...]
    span: Span = attrs.field(eq=False)


@record
class GivesWay:
    """
    Criteria that set another one aside where they all count.

    Attributes:
        to: Their ids; all of them go before the other one.
        always: Whether no reply can ever meet all of them and the other one; otherwise that
            depends on the facts, and they set it aside where it is so.
    """

    to: tuple[str, ...]
    always: bool


@record
class Criterion:
    """
    One norm as something to judge a reply by.

    Attributes:
        id: `rule.index`, and `rule.index.part` where the norm has several parts: both count
            from 0, so that a norm added at the end of a rule renames no other.
        standing: Whether it is known to be in force, or may turn out to be, once the facts
            that are left to find are found.
        asks: The norm in words.
        applies: When it applies, what suspends it worked in; None: in every scenario left.
            Its words go on from `applies`: `when … , unless …`.
        obligation: What is to be met, `if` and `except` worked in; of a permission, what is
            to stay allowed.
        condition: What `if` says of the reply: other replies meet the norm.
        exception: What `except` says.
        passes: One sentence: when a reply passes.
        fails: One sentence: when it fails; None for a permission, which no reply fails.
        decided_by: Whether code measures all acts that it speaks of, a judge observes them,
            or some of each.
        facts: The facts that it depends on, those of its condition first.
        acts: The acts that it speaks of.
        gives_way: What may set it aside; None where that was too much to work out.
    """

    id: str
    norm: Norm
    rule: RuleText
    standing: Choice["in_force", "possible"]
    asks: str
    applies: Clause | None
    obligation: Clause
    condition: Clause | None
    exception: Clause | None
    passes: str
    fails: str | None
    decided_by: Choice["measure", "judge", "both"]
    facts: tuple[str, ...]
    acts: tuple[str, ...]
    gives_way: tuple[GivesWay, ...] | None = ()

    @property
    def level(self) -> str:
        """
        Return the level of its rule.
        """
        return self.rule.level

    @property
    def strength(self) -> Strength:
        """
        Return whether it binds or advises.
        """
        return self.norm.strength

    @property
    def is_permission(self) -> bool:
        """
        Tell whether it keeps something allowed, so that no reply fails it.
        """
        return self.norm.is_permission


@record
class Tier:
    """
    The criteria of one level and strength, by id; an earlier tier goes before a later one.

    Attributes:
        before: Pairs of ids of this tier, the first of which goes before the second; what
            follows from two pairs in a chain is left out.
        deny_first: Whether prohibitions go before duties and permissions here.
    """

    level: str
    strength: Strength
    criteria: tuple[str, ...]
    before: tuple[tuple[str, str], ...]
    deny_first: bool


@record
class Defeated:
    """
    A norm that leaves the rubric, because norms that stand above it leave no room for it.

    Attributes:
        by: The criteria that defeat it, by id.
    """

    id: str
    norm: Norm
    by: tuple[str, ...]


@record
class SectionTitle:
    """
    A section's name and what it is called.
    """

    name: str
    title: str


@record
class Rubric:
    """
    What a judge is told of a spec, for all scenarios or for those in which some facts are given.

    Attributes:
        given: The facts that are known.
        criteria: In the order of priority: tiers from the highest, within one of them what
            goes before something else first, then as in the source.
        tiers: The structure of that order.
        facts: What is left to find out, in the order of the source.
        acts: What is to be observed, in the order of the source.
        assumptions: What is so of every conversation, of the facts left to find.
        constraints: What is so of every reply, of the acts to be observed.
        sections: The sections that some criterion belongs to, in the order of the source.
        defeated: What leaves for certain, with what defeats it.
        contradictions: Sets of criteria in force that no reply can meet together, by id.
    """

    stamp: Stamp
    prose: str | None
    given: Mapping[str, Value]
    levels: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    tiers: tuple[Tier, ...]
    facts: tuple[FactToFind, ...]
    acts: tuple[ActToObserve, ...]
    assumptions: tuple[Clause, ...]
    constraints: tuple[Clause, ...]
    sections: tuple[SectionTitle, ...]
    defeated: tuple[Defeated, ...]
    contradictions: tuple[tuple[str, ...], ...]

    @property
    def rules(self) -> tuple[RuleText, ...]:
        """
        Return the rules that the criteria come from, in the order of their first criterion.
        """
        return tuple({criterion.rule.name: criterion.rule for criterion in self.criteria}.values())
