"""
A bound on how deep things nest, so that nothing behind the parser can run out of stack.

Chains of `and` and of `or` are no nesting, however long they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from specl.diagnostics import Diagnostic, Label, codes
from specl.syntax.nodes import Binary, Name
from specl.syntax.tokens import Token
from specl.syntax.walk import children
from specl.text import Source, Span

__all__ = ["MOST_DEPTH", "overdeep", "overdeep_section", "overdeep_tokens"]

MOST_DEPTH: Final = 100

_NESTING: Final = frozenset({"LPAR", "LBRACE", "NOT", "MINUS", "IF", "IMPLIES", "PLUS", "STAR"})


def overdeep_tokens(source: Source, tokens: Sequence[Token]) -> Diagnostic | None:
    """
    Report the first bracket that opens inside too many others, before anything is built.
    """
    if len(tokens) <= MOST_DEPTH:
        return None
    depth = 0
    for token in tokens:
        if token.kind in {"LPAR", "LBRACE"}:
            depth += 1
            if depth > MOST_DEPTH:
                place = Span(source, token.start, token.end)
                return _report("brackets nest", place)
        elif token.kind in {"RPAR", "RBRACE"}:
            depth -= 1
    return None


def overdeep(tokens: Sequence[Token], node: Any) -> Diagnostic | None:
    """
    Report a declaration whose expressions nest too deep without brackets: `not not not …`.
    """
    if len(tokens) <= MOST_DEPTH or sum(token.kind in _NESTING for token in tokens) <= MOST_DEPTH:
        return None
    pending = [(node, 0, "")]
    while pending:
        current, depth, chain = pending.pop()
        if depth > MOST_DEPTH:
            return _report("an expression nests", current.span)
        here = _chain(current)
        below = depth + (not here or here != chain)
        pending += [(child, below, here) for child in children(current)]
    return None


def overdeep_section(name: Name) -> Diagnostic:
    """
    Report a section inside too many others.
    """
    from specl.syntax.slips import shorten

    return _report(f"section `{shorten(name.text)}` nests", name.span)


def _chain(node: Any) -> str:
    return node.operator if isinstance(node, Binary) and node.operator in {"and", "or"} else ""


def _report(what: str, place: Span) -> Diagnostic:
    return Diagnostic(
        codes.NESTING_TOO_DEEP,
        f"{what} more than {MOST_DEPTH} deep",
        (Label(Span(place.source, place.start, min(place.end, place.start + 20))),),
        help=("name a part of it with `define`",),
    )
