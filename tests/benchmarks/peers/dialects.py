"""
Conditions of rules in the words of other languages, so that their engines can decide them.

Ordered comparisons of choices become lists of values, chained comparisons conjunctions.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import attrs

from specl.model import ChoiceType, RealType, Rule
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

__all__ = ["CEDAR", "CEL", "REGO", "RULE_ENGINE", "SCALE", "Dialect", "plain"]

SCALE = 1_000
"""
What reals are multiplied with where an engine has whole numbers only.
"""


@attrs.frozen
class Dialect:
    """
    How a language writes conditions.

    Attributes:
        fact: What stands before the name of a fact.
        contains: A template for a list `{0}` that has a value `{1}`.
        real: How a real is written.
    """

    fact: str
    both: str
    either: str
    negation: str
    contains: str
    real: Callable[[Fraction], str]

    def condition(self, rule: Rule) -> str:
        """
        Return when a rule applies.
        """
        whens = [self.write(when.expr) for when in rule.when]
        unlesses = [self.negation.format(self.write(unless.expr)) for unless in rule.unless]
        return f" {self.both} ".join([*whens, *unlesses])

    def write(self, expr: Expr) -> str:
        """
        Return an expression in the language.
        """
        match expr:
            case FactRef(name):
                return f"{self.fact}{name}"
            case Literal(value):
                return json.dumps(value) if isinstance(value, str) else str(value)
            case Not(operand):
                return self.negation.format(self.write(operand))
            case And(operands):
                return f"({f' {self.both} '.join(map(self.write, operands))})"
            case Or(operands):
                return f"({f' {self.either} '.join(map(self.write, operands))})"
            case Arithmetic("+", left, right):
                return f"{self.write(left)} + {self.write(right)}"
            case Compare():
                return self._comparison(expr)
            case Member(element, SetDisplay(elements)):
                values = ", ".join(map(self.write, elements))
                return self.contains.format(f"[{values}]", self.write(element))
            case Member(element, set_):
                return self.contains.format(self.write(set_), self.write(element))
        raise NotImplementedError(f"no mix has {expr}")

    def _comparison(self, expr: Compare) -> str:
        type_ = type_of(expr.left)
        left = self.write(expr.left)
        if isinstance(type_, ChoiceType) and expr.operator not in {"==", "!="}:
            return self.contains.format(json.dumps(_values_meeting(expr, type_)), left)
        real = RealType in {type(type_of(expr.left)), type(type_of(expr.right))}
        sides = [self._real(side) if real else self.write(side) for side in (expr.left, expr.right)]
        return f" {expr.operator} ".join(sides)

    def _real(self, expr: Expr) -> str:
        return self.real(Fraction(expr.value)) if isinstance(expr, Literal) else self.write(expr)


def _values_meeting(expr: Compare, type_: ChoiceType) -> list[str]:
    """
    Return the values of a choice that an ordered comparison lets through.
    """
    assert isinstance(expr.right, Literal)
    bound = type_.rank[str(expr.right.value)]
    meets = {
        "<": lambda rank: rank < bound,
        "<=": lambda rank: rank <= bound,
        ">": lambda rank: rank > bound,
        ">=": lambda rank: rank >= bound,
    }[expr.operator]
    return [value for value, rank in type_.rank.items() if meets(rank)]


def plain(scenario: Mapping[str, Any], *, real: Callable[[Fraction], Any]) -> dict[str, Any]:
    """
    Return a scenario as JSON-ready data, its reals as an engine wants them.
    """
    return {
        name: sorted(value)
        if isinstance(value, frozenset)
        else real(value)
        if isinstance(value, Fraction)
        else value
        for name, value in scenario.items()
    }


def _whole(value: Fraction) -> str:
    return str(int(value * SCALE))


CEDAR = Dialect("context.", "&&", "||", "!({0})", "{0}.contains({1})", _whole)
CEL = Dialect("", "&&", "||", "!({0})", "{1} in {0}", lambda value: f"{float(value):f}")
RULE_ENGINE = Dialect("", "and", "or", "not ({0})", "{1} in {0}", lambda value: f"{float(value):f}")
REGO = Dialect("input.", "\n  ", "", "not {0}", "{1} in {0}", lambda value: f"{float(value):f}")
