"""
From lines of the grammar to nodes: rules with their norms, examples, ensures and covers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from specl.syntax import nodes, wording
from specl.syntax.reduction import Clause, Reduction
from specl.syntax.tokens import Token

__all__ = ["BUILDERS"]

_VERBS: Final = {
    "MUST": ("must", False),
    "MUST_NOT": ("must", True),
    "SHOULD": ("should", False),
    "SHOULD_NOT": ("should", True),
    "MAY": ("may", False),
    "MAY_NOT": ("may", True),
    "NEED_NOT": ("may", True),
}
_ROLES: Final = ("system", "developer", "user", "assistant", "tool", "quoted")
_TWO_WAYS: Final = frozenset({"iff", "implies", "or", "and"})
_ONCE: Final = ("at", "overrides", "suspends", "tags", "weight")


def _rule(found: Reduction) -> nodes.Rule:
    parts = found.parts
    brace = next(i for i, part in enumerate(parts) if _is(part, "LBRACE"))
    clauses = parts[2:brace]
    said = {clause.kind: clause.value for clause in reversed(clauses)}
    if len(said) < len(clauses):
        for kind in _ONCE:
            _at_most_one(found, kind, found.clauses(kind))
    items = tuple(parts[brace + 1 : -1])
    name = found.name()
    _hold_items(found, items, name)
    start = found.span.start
    header = found.span.source.text[start : parts[brace].start].rstrip()
    return nodes.Rule(
        name,
        said.get("at"),
        said.get("overrides", ()),
        said.get("suspends", ()),
        said.get("tags", ()),
        said.get("weight"),
        items,
        header=found.span.source.span(start, start + len(header)),
        span=found.span,
    )


def _hold_items(found: Reduction, items: tuple[Any, ...], name: nodes.Name) -> None:
    """
    Report what a rule's body has twice, or lacks.
    """
    kinds = [type(item) for item in items]
    if kinds.count(nodes.When) > 1:
        _at_most_one(found, "when", found.all(nodes.When))
    if kinds.count(nodes.Because) > 1:
        _at_most_one(found, "because", found.all(nodes.Because))
    if nodes.Norm not in kinds and nodes.Optimise not in kinds:
        found.problems.append(wording.without_norm("rule", name))


def _is(part: object, kind: str) -> bool:
    return isinstance(part, Token) and part.kind == kind


def _at_most_one(found: Reduction, word: str, parts: Any) -> None:
    for part in parts[1:]:
        found.problems.append(wording.twice(word, parts[0].span, part.span))


def _list(kind: str) -> Callable[[Reduction], Clause]:
    """
    Return a builder of a clause that says what the list in it says.
    """
    return lambda found: Clause(kind, found.parts[1].value, found.span)


def _tags(found: Reduction) -> Clause:
    return Clause("tags", found.names(), found.span)


def _weight(found: Reduction) -> Clause:
    return Clause("weight", found.parts[1], found.span)


def _when(found: Reduction) -> nodes.When:
    return nodes.When(found.parts[1], span=found.span)


def _unless(found: Reduction) -> nodes.Unless:
    return nodes.Unless(found.parts[1], span=found.span)


def _because(found: Reduction) -> nodes.Because:
    return nodes.Because(found.parts[1], span=found.span)


def _challenge(found: Reduction) -> nodes.Challenge:
    return nodes.Challenge(found.parts[1], span=found.span)


def _challenges(found: Reduction) -> nodes.ChallengesFrom:
    return nodes.ChallengesFrom(found.parts[2], span=found.span)


def _condition(kind: str) -> Callable[[Reduction], Clause]:
    return lambda found: Clause(kind, found.parts[1], found.span)


def _norm(found: Reduction) -> nodes.Norm:
    token, expr, *rest = found.parts
    verb, negated = _VERBS[token.kind]
    if token.kind == "MAY_NOT":
        found.problems.append(wording.may_not(found.place(token)))
    elif negated and isinstance(expr, nodes.Binary) and expr.operator in _TWO_WAYS:
        found.problems.append(wording.two_ways(token.text, found.place(token), expr))
    return nodes.Norm(
        verb,  # type: ignore[arg-type]
        negated,
        expr,
        found.clause("except") if rest else None,
        found.clause("if") if rest else None,
        token.kind == "MAY_NOT",
        span=found.span,
    )


def _optimise(found: Reduction) -> nodes.Optimise:
    verb, direction, act = found.parts[:3]
    return nodes.Optimise(verb.text, direction.text, act, found.clause("if"), span=found.span)


def _example(found: Reduction) -> nodes.Example:
    brace = next(i for i, part in enumerate(found.parts) if _is(part, "LBRACE"))
    names = [part for part in found.parts[:brace] if _is(part, "NAME")]
    name = nodes.Name(names[0].text, span=found.place(names[0])) if names else None
    items = tuple(found.parts[brace + 1 : -1])
    return nodes.Example(name, found.first(nodes.Prose), items, span=found.span)


def _turn(found: Reduction) -> nodes.Turn:
    role, prose = found.parts
    if role.text not in _ROLES:
        found.problems.append(wording.unknown_role(role.text, found.place(role), _ROLES))
    return nodes.Turn(role.text, prose, span=found.span)


def _given(found: Reduction) -> nodes.Given:
    return nodes.Given(found.clause("expressions"), span=found.span)


def _expect(found: Reduction) -> nodes.Expect:
    return nodes.Expect(found.all(nodes.Norm), span=found.span)


def _reply(found: Reduction) -> nodes.Reply:
    because = found.first(nodes.Because)
    return nodes.Reply(
        _is(found.parts[0], "GOOD"),
        found.parts[1],
        because.text if because else None,
        found.clause("shows"),
        found.clause("violates", ()),
        span=found.span,
    )


def _ensure(found: Reduction) -> nodes.Ensure:
    items = tuple(part for part in found.parts if not isinstance(part, Token))
    _at_most_one(found, "when", found.all(nodes.When))
    norms = found.all(nodes.Norm)
    if not norms:
        found.problems.append(wording.without_norm("ensure", found.name()))
    for norm in norms[1:]:
        found.problems.append(wording.second_norm(norms[0].span, norm.span))
    return nodes.Ensure(found.name(), items, span=found.span)


def _cover(found: Reduction) -> nodes.Cover:
    return nodes.Cover(
        found.name(),
        found.first(nodes.Prose),
        found.first(nodes.When),
        found.parts[-2],
        span=found.span,
    )


BUILDERS: Final[dict[str, Callable[[Reduction], Any]]] = {
    "bad": _reply,
    "because": _because,
    "challenge": _challenge,
    "challenges": _challenges,
    "cover": _cover,
    "ensure": _ensure,
    "example": _example,
    "except": _condition("except"),
    "expect": _expect,
    "given": _given,
    "good": _reply,
    "if": _condition("if"),
    "norm": _norm,
    "optimise": _optimise,
    "overrides": _list("overrides"),
    "rule": _rule,
    "shows": _list("shows"),
    "suspends": _list("suspends"),
    "tags": _tags,
    "turn": _turn,
    "unless": _unless,
    "violates": _list("violates"),
    "weight": _weight,
    "when": _when,
}
