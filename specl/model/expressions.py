"""
Expressions whose names are resolved and whose types agree.

A node says what it means and nothing of how it was written; `specl.model.show`
prints one back. Chained comparisons are conjunctions of `Compare`; `has x` and
`x in` are both `Member`; `has all` is `Compare(">=")` on sets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from operator import attrgetter
from typing import Any
from typing import Literal as Choice

from specl.model.types import BOOL, INT, REAL, ChoiceType, RealType, Type, Value
from specl.text.record import record

__all__ = [
    "FALSE",
    "TRUE",
    "Absolute",
    "ActRef",
    "And",
    "Arithmetic",
    "Compare",
    "CompareOperator",
    "Conditional",
    "Count",
    "Defined",
    "Expr",
    "Extreme",
    "FactRef",
    "Iff",
    "Implies",
    "Literal",
    "Member",
    "Negate",
    "Not",
    "Or",
    "Overlaps",
    "SetDisplay",
    "acts_of",
    "children",
    "facts_of",
    "type_of",
    "walk",
]

CompareOperator = Choice["==", "!=", "<", "<=", ">", ">="]


@record
class Literal:
    """
    A constant.
    """

    value: Value
    type: Type


@record
class FactRef:
    """
    A fact's value in the scenario; `earlier refuse` is the fact of that name.
    """

    name: str
    type: Type


@record
class ActRef:
    """
    An act's value in the reply profile.
    """

    name: str
    type: Type


@record
class Not:
    """
    `not operand`.
    """

    operand: Expr


@record
class And:
    """
    All of two or more operands.
    """

    operands: tuple[Expr, ...]


@record
class Or:
    """
    Any of two or more operands.
    """

    operands: tuple[Expr, ...]


@record
class Implies:
    """
    `left implies right`.
    """

    left: Expr
    right: Expr


@record
class Iff:
    """
    `left iff right`.
    """

    left: Expr
    right: Expr


@record
class Compare:
    """
    A comparison of two values of one type; on sets `<=` is inclusion.

    Bools, choices, texts and sets compare with `==` and `!=`; ordered choices,
    numbers and sets with the rest as well. An int meets a real as a real.
    """

    operator: CompareOperator
    left: Expr
    right: Expr


@record
class Member:
    """
    `element in set`: a value in a set expression or a `SetDisplay`.
    """

    element: Expr
    set: Expr


@record
class Overlaps:
    """
    `left has any right`: the two sets share a value.
    """

    left: Expr
    right: Expr


@record
class SetDisplay:
    """
    `{a, b}`; its elements are of one type, `element` (a choice where it is used as a set value).
    """

    elements: tuple[Expr, ...]
    element: Type


@record
class Arithmetic:
    """
    `left + right`, `left - right`, or `left * right` where one side is constant.
    """

    operator: Choice["+", "-", "*"]
    left: Expr
    right: Expr


@record
class Negate:
    """
    `-operand`.
    """

    operand: Expr


@record
class Count:
    """
    `count(set)`.
    """

    set: Expr


@record
class Extreme:
    """
    `min(…)` or `max(…)` of one or more numbers.
    """

    which: Choice["min", "max"]
    operands: tuple[Expr, ...]


@record
class Absolute:
    """
    `abs(operand)`.
    """

    operand: Expr


@record
class Conditional:
    """
    `if condition then positive else negative`.
    """

    condition: Expr
    positive: Expr
    negative: Expr


@record
class Defined:
    """
    A use of a define: what it is called, what it was given, and what it means here.
    """

    name: str
    arguments: tuple[Expr, ...]
    body: Expr


Expr = (
    Literal
    | FactRef
    | ActRef
    | Not
    | And
    | Or
    | Implies
    | Iff
    | Compare
    | Member
    | Overlaps
    | SetDisplay
    | Arithmetic
    | Negate
    | Count
    | Extreme
    | Absolute
    | Conditional
    | Defined
)

TRUE = Literal(True, BOOL)
FALSE = Literal(False, BOOL)


_CHILDREN: Mapping[type, Callable[[Any], tuple[Expr, ...]]] = {
    **dict.fromkeys((Literal, FactRef, ActRef), lambda _: ()),
    **dict.fromkeys((Not, Negate, Absolute), lambda expr: (expr.operand,)),
    **dict.fromkeys((And, Or, Extreme), attrgetter("operands")),
    **dict.fromkeys(
        (Implies, Iff, Compare, Overlaps, Arithmetic), lambda expr: (expr.left, expr.right)
    ),
    Count: lambda expr: (expr.set,),
    SetDisplay: attrgetter("elements"),
    Member: lambda expr: (expr.element, expr.set),
    Conditional: lambda expr: (expr.condition, expr.positive, expr.negative),
    Defined: lambda expr: (expr.body,),
}


def children(expr: Expr) -> tuple[Expr, ...]:
    """
    Return the direct parts of an expression, left to right; of a `Defined`, its body.
    """
    return _CHILDREN[expr.__class__](expr)


def walk(expr: Expr) -> Iterator[Expr]:
    """
    Yield an expression and all its parts, outermost first, without recursion.
    """
    pending = [expr]
    while pending:
        current = pending.pop()
        yield current
        pending.extend(reversed(children(current)))


def facts_of(expr: Expr) -> dict[str, None]:
    """
    Return the names of the facts that an expression mentions, in order, as keys.
    """
    return _named(expr, FactRef)


def acts_of(expr: Expr) -> dict[str, None]:
    """
    Return the names of the acts that an expression mentions, in order, as keys.
    """
    return _named(expr, ActRef)


def _named(expr: Expr, kind: type[FactRef | ActRef]) -> dict[str, None]:
    found: dict[str, None] = {}
    pending = [expr]
    while pending:
        part = pending.pop()
        if part.__class__ is kind:
            found[part.name] = None
        else:
            pending.extend(reversed(children(part)))
    return found


def type_of(expr: Expr) -> Type:
    """
    Return the type of an expression's values; a `SetDisplay` of a choice is a set of it.
    """
    if isinstance(expr, Literal | FactRef | ActRef):
        return expr.type
    match expr:
        case Defined(body=body):
            return type_of(body)
        case Conditional(positive=positive, negative=negative):
            return _wider(type_of(positive), type_of(negative))
        case Arithmetic(left=left, right=right):
            return _wider(_unranged(type_of(left)), _unranged(type_of(right)))
        case Extreme(operands=operands):
            real = any(isinstance(type_of(operand), RealType) for operand in operands)
            return REAL if real else INT
        case Negate(operand) | Absolute(operand):
            return _unranged(type_of(operand))
        case Count():
            return INT
        case SetDisplay(element=element):
            from specl.model.types import SetType

            return SetType(element) if isinstance(element, ChoiceType) else element
    return BOOL


def _unranged(type_: Type) -> Type:
    return REAL if isinstance(type_, RealType) else INT


def _wider(left: Type, right: Type) -> Type:
    if left == right:
        return left
    return REAL if RealType in {type(left), type(right)} else INT
