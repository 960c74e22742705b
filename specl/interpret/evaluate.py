"""
The value of an expression in one scenario and one reply profile, exact.

Every operator is total: where the parts have values, so has the whole.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from specl.interpret.fold import fold
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
from specl.model.ruling import Profile, Scenario
from specl.model.types import ChoiceType, Value

__all__ = ["apply", "choice_of", "evaluate"]

_NOTHING: Profile = MappingProxyType({})
_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_ARITHMETIC: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}


def evaluate(expr: Expr, scenario: Scenario, profile: Profile = _NOTHING) -> Value:
    """
    Return the value of an expression.

    Args:
        expr: A resolved expression, as deep as it likes.
        scenario: A value for every fact that it mentions.
        profile: A value for every act that it mentions.

    Raises:
        KeyError: A fact or act that it mentions has no value.

    >>> from specl.model.types import BOOL
    >>> evaluate(Not(FactRef("minor", BOOL)), {"minor": False})
    True
    """

    def leaf(node: Literal | FactRef | ActRef) -> Value:
        match node:
            case Literal(value=value):
                return value
            case FactRef(name=name):
                return scenario[name]
        return profile[node.name]

    value: Value = fold(expr, leaf, apply)
    return value


def apply(node: Expr, parts: list[Any]) -> Value:
    """
    Return the value of a node whose parts have these values.
    """
    match node:
        case And():
            return all(parts)
        case Or():
            return any(parts)
        case Not():
            return not parts[0]
        case Compare():
            return _compare(node, parts[0], parts[1])
        case Implies():
            return not parts[0] or bool(parts[1])
        case Iff():
            return bool(parts[0] == parts[1])
        case Member():
            return bool(parts[0] in parts[1])
        case Conditional():
            return parts[1] if parts[0] else parts[2]  # type: ignore[no-any-return]
        case Defined():
            return parts[0]  # type: ignore[no-any-return]
    return _apply_to_many(node, parts)


def _apply_to_many(node: Expr, parts: list[Any]) -> Value:
    """
    Return the value of a node about sets or numbers.
    """
    match node:
        case SetDisplay():
            return frozenset(parts)
        case Overlaps():
            return bool(parts[0] & parts[1])
        case Count():
            return len(parts[0])
        case Arithmetic():
            return _ARITHMETIC[node.operator](parts[0], parts[1])  # type: ignore[no-any-return]
        case Negate():
            return -parts[0]  # type: ignore[no-any-return]
        case Extreme(which=which):
            return min(parts) if which == "min" else max(parts)  # type: ignore[no-any-return]
        case Absolute():
            return abs(parts[0])  # type: ignore[no-any-return]
    raise TypeError(f"not an expression: {type(node).__name__}")


def _compare(node: Compare, left: Any, right: Any) -> bool:
    if node.operator not in {"==", "!="} and isinstance(left, str):
        rank = choice_of(node.left).rank
        left, right = rank[left], rank[right]
    return _COMPARISONS[node.operator](left, right)


def choice_of(expr: Expr) -> ChoiceType:
    """
    Return the choice that an expression's values are of.

    Raises:
        TypeError: They are of no choice.
    """
    while True:
        match expr:
            case Literal(type=ChoiceType() as type_):
                return type_
            case FactRef(type=ChoiceType() as type_) | ActRef(type=ChoiceType() as type_):
                return type_
            case Defined(body=part) | Conditional(positive=part):
                expr = part
            case _:
                raise TypeError(f"no value of a choice: {type(expr).__name__}")
