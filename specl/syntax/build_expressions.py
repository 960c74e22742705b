"""
From lines of the grammar to nodes: names, literals, expressions and types.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from specl.diagnostics import Diagnostic
from specl.syntax import nodes
from specl.syntax.literals import number_value, text_value
from specl.syntax.reduction import Clause, Reduction
from specl.syntax.tokens import Token
from specl.text import Span
from specl.text.record import maker

__all__ = ["BUILDERS"]


# A large spec has tens of thousands of each of these.
_NAME: Final[Callable[..., nodes.Name]] = maker(nodes.Name)
_NUMBER: Final[Callable[..., nodes.Number]] = maker(nodes.Number)
_BINARY: Final[Callable[..., nodes.Binary]] = maker(nodes.Binary)
_COMPARISON: Final[Callable[..., nodes.Comparison]] = maker(nodes.Comparison)


def _reference(found: Reduction) -> nodes.Name:
    return _NAME(found.parts[0].text, found.span)


def _number(found: Reduction) -> nodes.Number:
    text = found.parts[0].text
    return _NUMBER(number_value(text, found.span, found.problems), "." in text, found.span)


def _bound(found: Reduction) -> nodes.Number:
    text = found.parts[-1].text
    value = number_value(text, found.span, found.problems)
    negative = len(found.parts) > 1
    return nodes.Number(-value if negative else value, "." in text, span=found.span)


def _string(found: Reduction) -> nodes.String:
    value = _text(found.parts[0], found.span, found.problems)
    return nodes.String(value, found.parts[0].kind == "BLOCK", span=found.span)


def _prose(found: Reduction) -> nodes.Prose:
    value = _text(found.parts[0], found.span, found.problems)
    return nodes.Prose(value, found.parts[0].kind == "BLOCK", span=found.span)


def _text(token: Token, span: Span, problems: list[Diagnostic]) -> str:
    return text_value(token.text, span, problems) if token.text else ""


def _truth(found: Reduction) -> nodes.BoolExpr:
    return nodes.BoolExpr(found.parts[0].kind == "TRUE", span=found.span)


def _earlier(found: Reduction) -> nodes.Earlier:
    return nodes.Earlier(found.parts[1], span=found.span)


def _unary(found: Reduction) -> nodes.Unary:
    operator, operand = found.parts
    return nodes.Unary(operator.text, operand, span=found.span)


def _binary(found: Reduction) -> nodes.Binary:
    left, operator, right = found.parts
    return _BINARY(operator.text, left, right, found.span)


def _comparisons(found: Reduction) -> nodes.Comparison:
    operators = tuple([" ".join(part.text.split()) for part in found.parts[1::2]])
    return _COMPARISON(tuple(found.parts[0::2]), operators, found.span)


def _expressions(found: Reduction) -> Clause:
    return Clause("expressions", tuple(found.parts[0::2]), found.span)


def _set(found: Reduction) -> nodes.SetExpr:
    return nodes.SetExpr(found.clause("expressions", ()), span=found.span)


def _call(found: Reduction) -> nodes.Call:
    return nodes.Call(found.parts[0], found.clause("expressions", ()), span=found.span)


def _choose(found: Reduction) -> nodes.IfExpr:
    _, condition, _, positive, _, negative = found.parts
    return nodes.IfExpr(condition, positive, negative, span=found.span)


def _parentheses(found: Reduction) -> nodes.Paren:
    return nodes.Paren(found.parts[1], span=found.span)


def _plain_type(found: Reduction) -> nodes.PlainTypeExpr:
    return nodes.PlainTypeExpr(found.parts[0].text, span=found.span)


def _number_type(found: Reduction) -> nodes.NumberTypeExpr:
    bounds = found.all(nodes.Number)
    low, high = bounds or (None, None)
    return nodes.NumberTypeExpr(found.parts[0].text, low, high, span=found.span)


def _choice(found: Reduction) -> nodes.ChoiceTypeExpr:
    return nodes.ChoiceTypeExpr(found.names(), ordered=False, span=found.span)


def _ordered_choice(found: Reduction) -> nodes.ChoiceTypeExpr:
    return nodes.ChoiceTypeExpr(found.names(), ordered=True, span=found.span)


def _set_type(found: Reduction) -> nodes.SetTypeExpr:
    return nodes.SetTypeExpr(found.parts[2], span=found.span)


def _named_type(found: Reduction) -> nodes.NamedTypeExpr:
    return nodes.NamedTypeExpr(found.parts[0], span=found.span)


def _references(found: Reduction) -> Clause:
    return Clause("references", found.names(), found.span)


BUILDERS: Final[dict[str, Callable[[Reduction], Any]]] = {
    "binary": _binary,
    "bound": _bound,
    "call": _call,
    "choice": _choice,
    "choose": _choose,
    "comparisons": _comparisons,
    "earlier": _earlier,
    "expressions": _expressions,
    "named_type": _named_type,
    "number": _number,
    "number_type": _number_type,
    "ordered_choice": _ordered_choice,
    "parentheses": _parentheses,
    "plain_type": _plain_type,
    "prose": _prose,
    "reference": _reference,
    "references": _references,
    "set": _set,
    "set_type": _set_type,
    "string": _string,
    "truth": _truth,
    "unary": _unary,
}
