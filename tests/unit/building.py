"""
Specs made by hand, so that the rooms behind the model are tested without the ones before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from specl.model import (
    BOOL,
    Act,
    Condition,
    Fact,
    Norm,
    Ordering,
    Rule,
    RuleSpans,
    Spec,
    Suspension,
    Type,
)
from specl.model.expressions import ActRef, Expr, FactRef, Implies, Not
from specl.model.show import show
from specl.text import Source, Span

SOURCE = Source("made.specl", "spec made\n")
HERE = Span(SOURCE, 0, 4)


def fact(name: str, type_: Type = BOOL, question: str = "", **more: Any) -> Fact:
    """
    Return a fact; without a question it goes by its name.
    """
    return Fact(name, type_, question, HERE, **more)


def act(name: str, type_: Type = BOOL, question: str = "", **more: Any) -> Act:
    """
    Return an act; without a question it goes by its name.
    """
    return Act(name, type_, question, HERE, **more)


def f(name: str, type_: Type = BOOL) -> FactRef:
    """
    Return a use of a fact.
    """
    return FactRef(name, type_)


def a(name: str, type_: Type = BOOL) -> ActRef:
    """
    Return a use of an act.
    """
    return ActRef(name, type_)


def norm(verb: str, expr: Expr, **more: Any) -> Norm:
    """
    Return a norm `must E`, `must not E`, `should E`, `may E`, `need not E`, with an `if` or not.
    """
    negated = verb.endswith(" not")
    word = {"need": "may"}.get(verb.split(maxsplit=1)[0], verb.split(maxsplit=1)[0])
    held = Not(expr) if negated else expr
    condition = more.pop("condition", None)
    obligation = held if condition is None else Implies(condition, held)
    text = f"{verb} {show(expr)}" + ("" if condition is None else f" if {show(condition)}")
    first: dict[str, Any] = {"rule": "", "index": 0, "part": 0, "parts": 1, "position": 0}
    return Norm(
        **(first | more),
        verb=word,  # type: ignore[arg-type]
        negated=negated,
        obligation=obligation,
        asked=expr,
        condition=condition,
        text=text,
        span=HERE,
    )


def rule(name: str, *norms: Norm, level: str = "", **more: Any) -> Rule:
    """
    Return a rule; `when` and `unless` are expressions.
    """
    for clause in ("when", "unless"):
        exprs = more.pop(clause, ())
        exprs = exprs if isinstance(exprs, tuple) else (exprs,)
        more[clause] = tuple(Condition(expr, show(expr), HERE) for expr in exprs)
    spans = RuleSpans(HERE, HERE, None, None, None, tuple(HERE for _ in norms))
    named = tuple(
        attrs.evolve(each, rule=name, index=index if each.parts == 1 else each.index)
        for index, each in enumerate(norms)
    )
    return Rule(name, level, more.pop("prose", None), norms=named, span=HERE, spans=spans, **more)


def spec(
    *rules: Rule,
    facts: Iterable[Fact] = (),
    acts: Iterable[Act] = (),
    levels: tuple[str, ...] = ("",),
    overrides: Iterable[tuple[str, str]] = (),
    suspends: Iterable[tuple[str, str]] = (),
    **more: Any,
) -> Spec:
    """
    Return a spec of these rules, its norms numbered as they come.
    """
    return Spec(
        name=more.pop("name", "made"),
        version=more.pop("version", None),
        prose=more.pop("prose", None),
        source=more.pop("source", SOURCE),
        levels=levels,
        facts={each.name: each for each in facts},
        acts={each.name: each for each in acts},
        defines={},
        assumptions=(),
        constraints=more.pop("constraints", ()),
        rules=_numbered(rules),
        orderings=tuple(
            Ordering(higher, lower, "overrides", f"{higher} overrides {lower}", HERE)
            for higher, lower in overrides
        ),
        suspensions=tuple(Suspension(by, of, f"{by} suspends {of}", HERE) for by, of in suspends),
        **more,
    )


def _numbered(rules: Iterable[Rule]) -> Mapping[str, Rule]:
    numbered: dict[str, Rule] = {}
    position = 0
    for each in rules:
        norms = []
        for one in each.norms:
            norms.append(attrs.evolve(one, position=position))
            position += 1
        numbered[each.name] = attrs.evolve(each, norms=tuple(norms))
    return numbered
