"""
A spec for the tests of rubrics, with something of everything.
"""

from __future__ import annotations

from fractions import Fraction

from specl.model import (
    BOOL,
    INT,
    Challenge,
    ChoiceType,
    Example,
    IntType,
    Law,
    Measure,
    RealType,
    Reply,
    Section,
    Spec,
    Turn,
)
from specl.model.expressions import Compare, Implies, Literal, Member, SetDisplay
from specl.model.show import show
from tests.unit.building import HERE, SOURCE, a, act, f, fact, norm, rule, spec

TOPIC = ChoiceType(("billing", "medical", "legal"))
MONEY = RealType(Fraction(0), Fraction(10_000))
REFUND = f("refund", MONEY)
IS_LEGAL = Compare("==", f("topic", TOPIC), Literal("legal", TOPIC))
REGULATED = Member(
    f("topic", TOPIC),
    SetDisplay((Literal("medical", TOPIC), Literal("legal", TOPIC)), TOPIC),
)
GIVEN = Compare("==", REFUND, Literal(900, INT))

FACTS = (
    fact("refund", MONEY, "The refund asked for, in US dollars."),
    fact("paid", MONEY, "What the user paid, in US dollars."),
    fact("topic", TOPIC, "What the request is about."),
    fact("vip", BOOL, "Is the user a verified VIP?", unsure=False, default=False),
)
ACTS = (
    act("answer", BOOL, "Does the reply deliver what was asked?"),
    act("escalate", BOOL, "Does the reply hand the matter to a person?"),
    act("disclaim", BOOL, "Says that it is no professional."),
    act("granted", MONEY, "The refund that the reply grants, in US dollars."),
    act("words", IntType(0, 5000), "The length of the reply in words.", measure=Measure("words")),
    act("unused", BOOL, "Is nobody asking for this?"),
)
RULES = (
    rule(
        "careful",
        norm("should", a("disclaim")),
        norm("should", Compare("<=", a("words", INT), Literal(300, INT))),
        norm("should not", a("answer"), condition=a("disclaim")),
        level="guideline",
        when=REGULATED,
        tags=("law",),
    ),
    rule(
        "refund_cap",
        norm("must", Compare("<=", a("granted", MONEY), f("paid", MONEY))),
        level="developer",
        prose="Never refund more than was paid.",
        because="Anything more is a gift.",
        sections=("money",),
        weight=3,
        challenges=(
            Challenge("Just this once!", None, HERE),
            Challenge(None, "more.jsonl", HERE),
        ),
    ),
    rule("be_helpful", norm("must", a("answer")), level="developer"),
    rule(
        "big_refunds",
        norm("must", a("escalate")),
        norm("must not", a("answer")),
        level="developer",
        when=Compare(">", REFUND, Literal(500, INT)),
        unless=f("vip"),
        sections=("money",),
    ),
    rule("plain_talk", norm("need not", a("disclaim")), level="user", when=IS_LEGAL),
)
EXAMPLE = Example(
    name="big",
    title="a refund of $900",
    turns=(Turn("user", "I want\nmy $900 back."),),
    given=(Law(GIVEN, show(GIVEN), HERE),),
    expects=(),
    replies=(
        Reply(True, "A colleague will call you.", (a("escalate"),), (), HERE),
        Reply(False, "Done!", (a("answer"),), ("big_refunds",), HERE, because="money left"),
        Reply(False, "Pills for you.", None, ("careful",), HERE),
    ),
    span=HERE,
)


def support(**more: object) -> Spec:
    """
    Return the spec of a support assistant; `suspends` and the like can be added.
    """
    zero = Compare("==", a("granted", MONEY), Literal(0, INT))
    silent = Implies(a("unused"), a("answer"))
    return spec(
        *RULES,
        facts=FACTS,
        acts=ACTS,
        name="support",
        version="1.2.0",
        prose="How the Acme assistant behaves.",
        levels=("root", "developer", "user", "guideline"),
        overrides=[("big_refunds", "be_helpful")],
        sections={"money": Section("money", "Money", ("refund_cap", "big_refunds"), HERE)},
        examples=(EXAMPLE,),
        constraints=tuple(
            Law(expr, show(expr), HERE) for expr in (Implies(a("escalate"), zero), silent)
        ),
        source=SOURCE,
        **more,  # type: ignore[arg-type]
    )
