"""
Every value of a type, every scenario, every reply, and what an expression comes to in them.

Written apart from the interpreter, as plainly as can be: types are finite, expressions
are small, and recursion is good enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, product
from typing import Any

from specl.model import BoolType, ChoiceType, IntType, SetType, Type
from specl.model import expressions as x


def all_values(type_: Type) -> list[Any]:
    """
    Return every value of a finite type.
    """
    if isinstance(type_, BoolType):
        return [False, True]
    if isinstance(type_, ChoiceType):
        return list(type_.values)
    if isinstance(type_, IntType):
        assert type_.low is not None
        assert type_.high is not None
        return list(range(type_.low, type_.high + 1))
    assert isinstance(type_, SetType)
    members = type_.element.values
    sizes = range(len(members) + 1)
    return [frozenset(chosen) for size in sizes for chosen in combinations(members, size)]


def all_assignments(named: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """
    Yield every way of giving facts, or acts, a value.
    """
    for values in product(*(all_values(one.type) for one in named.values())):
        yield dict(zip(named, values, strict=True))


def value_of(expr: x.Expr, facts: Mapping[str, Any], acts: Mapping[str, Any]) -> Any:
    """
    Return what an expression comes to.
    """

    def value(part: x.Expr) -> Any:
        return value_of(part, facts, acts)

    if isinstance(expr, x.Literal):
        return expr.value
    if isinstance(expr, x.FactRef):
        return facts[expr.name]
    if isinstance(expr, x.ActRef):
        return acts[expr.name]
    if isinstance(expr, x.Defined):
        return value(expr.body)
    if isinstance(expr, x.Not):
        return not value(expr.operand)
    if isinstance(expr, x.And):
        return all(value(part) for part in expr.operands)
    if isinstance(expr, x.Or):
        return any(value(part) for part in expr.operands)
    if isinstance(expr, x.Implies):
        return value(expr.right) if value(expr.left) else True
    if isinstance(expr, x.Iff):
        return value(expr.left) is value(expr.right)
    if isinstance(expr, x.Conditional):
        return value(expr.positive) if value(expr.condition) else value(expr.negative)
    if isinstance(expr, x.Compare):
        return _compared(expr, value(expr.left), value(expr.right))
    return _of_sets_and_numbers(expr, value)


def _compared(expr: x.Compare, left: Any, right: Any) -> bool:
    if expr.operator == "==":
        return left == right
    if expr.operator == "!=":
        return left != right
    type_ = x.type_of(expr.left)
    if isinstance(type_, ChoiceType):
        left, right = type_.values.index(left), type_.values.index(right)
    outcomes = {
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
    }
    return outcomes[expr.operator]


def _of_sets_and_numbers(expr: x.Expr, value: Any) -> Any:
    if isinstance(expr, x.Member):
        return value(expr.element) in value(expr.set)
    if isinstance(expr, x.Overlaps):
        return len(value(expr.left) & value(expr.right)) > 0
    if isinstance(expr, x.SetDisplay):
        return frozenset(value(part) for part in expr.elements)
    if isinstance(expr, x.Count):
        return len(value(expr.set))
    if isinstance(expr, x.Negate):
        return -value(expr.operand)
    if isinstance(expr, x.Absolute):
        return abs(value(expr.operand))
    if isinstance(expr, x.Extreme):
        return (min if expr.which == "min" else max)(value(part) for part in expr.operands)
    assert isinstance(expr, x.Arithmetic)
    left, right = value(expr.left), value(expr.right)
    return {"+": left + right, "-": left - right, "*": left * right}[expr.operator]
