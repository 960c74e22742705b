"""
Conditions as plain Python functions, put together from a function for each part.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from specl.model import ChoiceType, Rule
from specl.model.expressions import (
    And,
    Arithmetic,
    Compare,
    Expr,
    FactRef,
    Literal,
    Member,
    Not,
    Or,
    SetDisplay,
    type_of,
)

__all__ = ["compiled"]

_Test = Callable[[Mapping[str, Any]], Any]
_OPERATORS = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def compiled(rule: Rule) -> _Test:
    """
    Return a function that tells of a scenario whether a rule applies.
    """
    whens = [_function(when.expr) for when in rule.when]
    unlesses = [_function(unless.expr) for unless in rule.unless]
    if not unlesses:
        return _all(whens)
    holds = _all(whens)
    return lambda facts: holds(facts) and not any(test(facts) for test in unlesses)


def _all(tests: list[_Test]) -> _Test:
    if len(tests) == 1:
        return tests[0]
    if len(tests) == 2:
        one, other = tests
        return lambda facts: one(facts) and other(facts)
    return lambda facts: all(test(facts) for test in tests)


def _function(expr: Expr) -> _Test:
    match expr:
        case FactRef(name):
            return lambda facts: facts[name]
        case Literal(value):
            constant = int(value) if isinstance(value, Fraction) else value
            return lambda _: constant
        case Not(operand):
            test = _function(operand)
            return lambda facts: not test(facts)
        case And(operands):
            return _all([_function(each) for each in operands])
        case Or(operands):
            tests = [_function(each) for each in operands]
            return lambda facts: any(test(facts) for test in tests)
        case Arithmetic("+", left, right):
            one, other = _function(left), _function(right)
            return lambda facts: one(facts) + other(facts)
        case Compare():
            return _comparison(expr)
        case Member(Literal(value), FactRef(name)):
            return lambda facts: value in facts[name]
        case Member(FactRef(name), SetDisplay(elements)):
            values = {each.value for each in elements if isinstance(each, Literal)}
            return lambda facts: facts[name] in values
    raise NotImplementedError(f"no mix has {expr}")


def _comparison(expr: Compare) -> _Test:
    type_, compare = type_of(expr.left), _OPERATORS[expr.operator]
    if isinstance(type_, ChoiceType) and expr.operator not in {"==", "!="}:
        rank, left, right = type_.rank, _function(expr.left), _function(expr.right)
        return lambda facts: compare(rank[left(facts)], rank[right(facts)])
    match expr.left, expr.right:
        case FactRef(name), Literal(value):
            constant = int(value) if isinstance(value, Fraction) else value
            return lambda facts: compare(facts[name], constant)
    one, other = _function(expr.left), _function(expr.right)
    return lambda facts: compare(one(facts), other(facts))
