"""
The messages of what the grammar's lines cannot say.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from specl.diagnostics import Diagnostic, Edit, Fix, Label, codes
from specl.syntax.nodes import Binary, Name
from specl.text import Span, nearest

__all__ = ["may_not", "second_norm", "twice", "two_ways", "unknown_role", "without_norm"]


def twice(word: str, first: Span, second: Span) -> Diagnostic:
    """
    Report a clause that stands a second time.
    """
    advice = {
        "when": "join the two conditions with `and`",
        "overrides": "list the rules after one `overrides`",
        "suspends": "list the rules after one `suspends`",
        "tags": "list the tags after one `tags`",
        "picks": "list the names in one pair of parentheses",
    }
    shown = "(…)" if word == "picks" else word
    return Diagnostic(
        codes.DUPLICATE_CLAUSE,
        f"`{shown}` stands twice",
        (Label(second, "this is one too many"), Label(first, "the first stands here")),
        help=(advice.get(word, "keep one of the two"),),
    )


def without_norm(kind: str, name: Name) -> Diagnostic:
    """
    Report a rule or ensure that asks for nothing.
    """
    return Diagnostic(
        codes.MISSING_CLAUSE,
        f"`{name.text}` asks for nothing",
        (Label(name.span, f"{'an' if kind[0] in 'aeiou' else 'a'} {kind} needs a norm"),),
        help=("add a norm such as `must …`, `should …` or `may …`",),
    )


def second_norm(first: Span, second: Span) -> Diagnostic:
    """
    Report an ensure's second norm.
    """
    return Diagnostic(
        codes.DUPLICATE_CLAUSE,
        "an `ensure` has one norm",
        (Label(second, "this is one too many"), Label(first, "the first stands here")),
        help=("join the two with `and`, or write a second `ensure`",),
    )


def may_not(place: Span) -> Diagnostic:
    """
    Report `may not`, with the two things that it could mean.
    """
    return Diagnostic(
        codes.MAY_NOT,
        "`may not` can be read in two ways",
        (Label(place, "does it forbid, or leave free?"),),
        help=("write `must not` to forbid it, `need not` to leave it free",),
        fixes=(
            Fix("forbid it: `must not`", (Edit(place, "must not"),)),
            Fix("leave it free: `need not`", (Edit(place, "need not"),)),
        ),
    )


def two_ways(verb: str, place: Span, expr: Binary) -> Diagnostic:
    """
    Report a negated verb before an expression that people would read in two ways.
    """
    verb = " ".join(verb.split())
    start = attrs.evolve(expr.span, end=expr.span.start)
    end = attrs.evolve(expr.span, start=expr.span.end)
    return Diagnostic(
        codes.PARENTHESES,
        f"how far does `{verb}` reach?",
        (Label(expr.span, f"`{expr.operator}` is on top here"), Label(place)),
        help=(
            f"`{verb}` reaches over all that follows: put it in parentheses, or write two norms",
        ),
        fixes=(
            Fix(f"put what follows `{verb}` in parentheses", (Edit(start, "("), Edit(end, ")"))),
        ),
    )


def unknown_role(role: str, place: Span, roles: Sequence[str]) -> Diagnostic:
    """
    Report a turn of somebody who does not take part in conversations.
    """
    meant = nearest(role, roles)
    fixes = (Fix(f"write `{meant}`", (Edit(place, meant),)),) if meant else ()
    return Diagnostic(
        codes.SYNTAX,
        f"`{role}` takes no turns in a conversation",
        (Label(place, f"did you mean `{meant}`?" if meant else ""),),
        help=("turns are of " + ", ".join(f"`{known}`" for known in roles),),
        fixes=fixes,
    )
