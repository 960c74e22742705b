"""
Expressions as the language writes them, with no parentheses that it does not need.

A text is built from pieces: words as they stand, and expressions with how tightly the
place that they stand in holds them. The pieces wait on a stack of their own, so that no
expression is too deep to be shown.
"""

from __future__ import annotations

from collections.abc import Iterable

from specl.model.expressions import (
    Absolute,
    ActRef,
    And,
    Arithmetic,
    Compare,
    Conditional,
    Count,
    Defined,
    Expr,
    Extreme,
    FactRef,
    Iff,
    Implies,
    Literal,
    Member,
    Negate,
    Not,
    Or,
    Overlaps,
    SetDisplay,
)
from specl.model.types import SetType, TextType
from specl.model.values import show_value

__all__ = ["quote", "show"]

_ANY, _IFF, _IMPLIES, _OR, _AND, _NOT, _COMPARISON, _SUM, _PRODUCT, _MINUS, _ATOM = range(11)

_Piece = str | tuple[Expr, int]


def show(expr: Expr) -> str:
    """
    Return an expression as the language writes it: defines, facts and acts by name.

    Args:
        expr: A resolved expression, as deep as it likes.

    Returns:
        Text on one line that means the same when it is read again.

    >>> from specl.model.expressions import ActRef, And, Not
    >>> from specl.model.types import BOOL
    >>> refuse, answer = ActRef("refuse", BOOL), ActRef("answer", BOOL)
    >>> show(Not(And((refuse, answer))))
    'not (refuse and answer)'
    """
    shown: list[str] = []
    pending: list[_Piece] = [(expr, _ANY)]
    while pending:
        piece = pending.pop()
        if isinstance(piece, str):
            shown.append(piece)
            continue
        inner, held = piece
        pieces = _pieces(inner)
        if _tightness(inner) < held:
            pieces = ["(", *pieces, ")"]
        pending.extend(reversed(pieces))
    return "".join(shown)


def quote(text: str) -> str:
    """
    Return a text as a literal of the language, on one line.
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\n", "\\n").replace("\t", "\\t") + '"'


def _tightness(expr: Expr) -> int:
    """
    Return how tightly an expression holds together, the loosest operator 1.
    """
    match expr:
        case Conditional():
            return _ANY
        case Iff():
            return _IFF
        case Implies():
            return _IMPLIES
        case Or():
            return _OR
        case And():
            return _AND
        case Not(operand):
            return _COMPARISON if isinstance(operand, Member) else _NOT
        case Compare() | Member() | Overlaps():
            return _COMPARISON
        case Arithmetic(operator=operator):
            return _PRODUCT if operator == "*" else _SUM
        case Negate():
            return _MINUS
        case Literal(value) if not isinstance(value, str | frozenset) and value < 0:
            return _MINUS
    return _ATOM


def _pieces(expr: Expr) -> list[_Piece]:
    """
    Return what an expression is written with, from left to right.
    """
    match expr:
        case Literal():
            return [_literal(expr)]
        case FactRef(name) | ActRef(name):
            return [name]
        case Defined(name, arguments):
            return _call(name, arguments) if arguments else [name]
        case Extreme(which, operands):
            return _call(which, operands)
        case Count(operand):
            return _call("count", (operand,))
        case Absolute(operand):
            return _call("abs", (operand,))
        case SetDisplay(elements):
            return ["{", *_between(", ", elements, _ANY), "}"]
        case Conditional(condition, positive, negative):
            if_then: list[_Piece] = ["if ", (condition, _ANY), " then ", (positive, _ANY)]
            return [*if_then, " else ", (negative, _ANY)]
    return _operation(expr)


def _operation(expr: Expr) -> list[_Piece]:
    match expr:
        case Not(Member(element, set_)):
            return [(element, _SUM), " not in ", (set_, _SUM)]
        case Not(operand):
            return ["not ", (operand, _NOT)]
        case Negate(operand):
            return ["-", (operand, _ATOM)]
        case And(operands):
            return _between(" and ", operands, _NOT)
        case Or(operands):
            return _between(" or ", operands, _AND)
        case Implies(left, right):
            return [(left, _OR), " implies ", (right, _IMPLIES)]
        case Iff(left, right):
            return [(left, _IMPLIES), " iff ", (right, _IMPLIES)]
        case Arithmetic("*", left, right):
            return [(left, _PRODUCT), " * ", (right, _MINUS)]
        case Arithmetic(operator, left, right):
            return [(left, _SUM), f" {operator} ", (right, _PRODUCT)]
    return _comparison(expr)


def _comparison(expr: Expr) -> list[_Piece]:
    match expr:
        case Compare(">=", left, right) if _is_set(left):
            return [(left, _SUM), " has all ", (right, _SUM)]
        case Compare(operator, left, right):
            return [(left, _SUM), f" {operator} ", (right, _SUM)]
        case Overlaps(left, right):
            return [(left, _SUM), " has any ", (right, _SUM)]
        case Member(Literal() as element, FactRef() | ActRef() as set_):
            return [(set_, _SUM), " has ", (element, _SUM)]
        case Member(element, set_):
            return [(element, _SUM), " in ", (set_, _SUM)]
    raise TypeError(expr)


def _is_set(expr: Expr) -> bool:
    """
    Tell whether an expression's values are sets, without looking into sums of any depth.
    """
    while isinstance(expr, Conditional | Defined):
        expr = expr.positive if isinstance(expr, Conditional) else expr.body
    if isinstance(expr, FactRef | ActRef | Literal):
        return isinstance(expr.type, SetType)
    return isinstance(expr, SetDisplay)


def _call(name: str, arguments: Iterable[Expr]) -> list[_Piece]:
    return [f"{name}(", *_between(", ", arguments, _ANY), ")"]


def _between(separator: str, operands: Iterable[Expr], held: int) -> list[_Piece]:
    pieces: list[_Piece] = []
    for operand in operands:
        pieces += [separator, (operand, held)]
    return pieces[1:]


def _literal(literal: Literal) -> str:
    if isinstance(literal.type, TextType):
        return quote(str(literal.value))
    return show_value(literal.value)
