"""
From names, types and expressions to documents.

Comments inside an expression stand where they stood: each ends its line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from specl.format import literals
from specl.format.comments import Pending
from specl.format.document import LINE, SOFT, Doc, Group, Nest
from specl.syntax import nodes

__all__ = ["expression", "listed", "name", "prose", "type_"]

T = TypeVar("T", bound=nodes.Expression | nodes.Parameter | nodes.Pick)

_CHAINS: Final = ({"and"}, {"or"}, {"+", "-"}, {"*"})


def expression(node: nodes.Expression, pending: Pending) -> Doc:
    """
    Return an expression as a document.

    Args:
        node: The expression; parentheses stand where the tree has them.
        pending: The comments that are still to be printed.
    """
    if isinstance(node, nodes.Binary):
        return _chain(node, pending)
    if isinstance(node, nodes.Comparison):
        return _comparison(node, pending)
    return (pending.within(node.span.start), _operand(node, pending))


def _operand(node: nodes.Expression, pending: Pending) -> Doc:
    match node:
        case nodes.Name(text):
            return text
        case nodes.Number(value, real):
            return literals.number(value, real=real)
        case nodes.String(value, block):
            return literals.text(value, block=block)
        case nodes.BoolExpr(value):
            return "true" if value else "false"
        case nodes.Earlier(act):
            return ("earlier ", expression(act, pending))
        case nodes.Unary(operator, operand):
            return ("not " if operator == "not" else "-", expression(operand, pending))
        case nodes.Paren(inner):
            return ("(", Nest((expression(inner, pending),)), pending.within(node.span.end), ")")
        case nodes.SetExpr(elements):
            return _enclosed("{", elements, node, "}", pending)
        case nodes.Call(function, arguments):
            return _enclosed(f"{function.text}(", arguments, node, ")", pending)
        case nodes.IfExpr():
            return _choose(node, pending)
        case nodes.Binary() | nodes.Comparison():
            return expression(node, pending)


def _chain(node: nodes.Binary, pending: Pending) -> Doc:
    """
    Return a chain of operators that group to the left, each operand on a line or all on one.
    """
    same = next((chain for chain in _CHAINS if node.operator in chain), {node.operator})
    links: list[tuple[str, nodes.Expression]] = []
    left: nodes.Expression = node
    while isinstance(left, nodes.Binary) and left.operator in same:
        links.append((left.operator, left.right))
        left = left.left
        if node.operator in {"iff", "implies"}:
            break
    parts: list[Doc] = [expression(left, pending)]
    for operator, right in reversed(links):
        comments = pending.within(right.span.start)
        parts += [comments or LINE, f"{operator} ", expression(right, pending)]
    return Group(tuple(parts))


def _comparison(node: nodes.Comparison, pending: Pending) -> Doc:
    parts: list[Doc] = [expression(node.operands[0], pending)]
    for operator, operand in zip(node.operators, node.operands[1:], strict=True):
        comments = pending.within(operand.span.start)
        parts += [comments or " ", f"{operator} ", expression(operand, pending)]
    return tuple(parts)


def _choose(node: nodes.IfExpr, pending: Pending) -> Doc:
    condition = expression(node.condition, pending)
    before_then = pending.within(node.positive.span.start) or LINE
    positive = expression(node.positive, pending)
    before_else = pending.within(node.negative.span.start) or LINE
    negative = expression(node.negative, pending)
    return Group(("if ", condition, before_then, "then ", positive, before_else, "else ", negative))


def listed(items: Sequence[T], build: Callable[[T, Pending], Doc], pending: Pending) -> Doc:
    """
    Return a list with commas, each item built when its turn comes.
    """
    parts: list[Doc] = []
    for index, item in enumerate(items):
        if index:
            parts += [",", pending.within(item.span.start) or LINE]
        parts.append(build(item, pending))
    return tuple(parts)


def name(node: nodes.Name, pending: Pending) -> Doc:
    """
    Return a name as a document.
    """
    return (pending.within(node.span.start), node.text)


def _enclosed(
    opening: str,
    items: Sequence[nodes.Expression],
    node: nodes.Expression,
    closing: str,
    pending: Pending,
) -> Doc:
    inner = listed(items, expression, pending)
    last = pending.within(node.span.end)
    if not items:
        return (opening, Nest((last,)), closing)
    return Group((opening, Nest((SOFT, inner, last)), SOFT, closing))


def type_(node: nodes.TypeExpr, pending: Pending) -> Doc:
    """
    Return a type as a document.
    """
    start = pending.within(node.span.start)
    match node:
        case nodes.PlainTypeExpr(word):
            return (start, word)
        case nodes.NumberTypeExpr():
            return (start, _number_type(node))
        case nodes.ChoiceTypeExpr(values, ordered):
            return (start, _choice(values, "<" if ordered else "|", pending))
        case nodes.SetTypeExpr(element):
            return (start, "set of ", type_(element, pending))
        case nodes.NamedTypeExpr(named):
            return (start, named.text)


def _number_type(node: nodes.NumberTypeExpr) -> str:
    if node.low is None or node.high is None:
        return node.word
    low, high = (literals.number(end.value, real=end.real) for end in (node.low, node.high))
    return f"{node.word} {low}..{high}"


def _choice(values: Sequence[nodes.Name], sign: str, pending: Pending) -> Doc:
    parts: list[Doc] = []
    for index, value in enumerate(values):
        if index:
            parts += [pending.within(value.span.start) or LINE, f"{sign} "]
        parts.append(value.text)
    return Group(tuple(parts))


def prose(node: nodes.Prose | nodes.String, pending: Pending) -> Doc:
    """
    Return a text as a document.
    """
    start = pending.within(node.span.start)
    return (start, literals.text(node.value, block=node.block))
