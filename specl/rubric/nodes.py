"""
Expressions as a table that any language can run: rows of an operator and the places of its parts.

A row comes after all that it speaks of and no row stands twice, so whoever reads the table goes
through it once, without recursion. Numbers are texts, `7`, `0.5` or `1/3`, because JSON would
round them; what a row may hold is said at `Nodes`.
"""

from __future__ import annotations

import json
from typing import Any

import attrs

from specl.interpret.evaluate import choice_of
from specl.interpret.fold import fold
from specl.model import ChoiceType, Value
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
    type_of,
)
from specl.model.values import show_number

__all__ = ["Nodes"]

_WORDS: dict[type, str] = {
    Not: "not",
    And: "and",
    Or: "or",
    Implies: "implies",
    Iff: "iff",
    Member: "in",
    Overlaps: "overlaps",
    SetDisplay: "set",
    Negate: "negate",
    Count: "count",
    Absolute: "abs",
    Conditional: "if",
}


@attrs.define
class Nodes:
    """
    A table that grows as expressions are put into it.

    | row | its value |
    | --- | --- |
    | `["bool", b]`, `["number", "1/3"]`, `["text", t]`, `["values", [t, …]]` | a constant |
    | `["fact", name]`, `["act", name]` | of the scenario, of the reply |
    | `["not", i]`, `["and", i, …]`, `["or", i, …]`, `["implies", i, j]`, `["iff", i, j]` | a bool |
    | `["==", i, j]`, and `!= < <= > >=` | a bool; of two sets, `<=` is inclusion |
    | `["ranked", "<", i, j, [t, …]]`, and `<= > >=` | the same for an ordered choice |
    | `["in", i, j]`, `["overlaps", i, j]` | whether a set has a value, or two share one |
    | `["set", i, …]`, `["count", i]` | a set of values, how many a set has |
    | `["+", i, j]`, and `- *`; `["negate", i]`, `["abs", i]` | a number |
    | `["min", i, …]`, `["max", i, …]` | a number |
    | `["if", i, j, k]` | that of `j` where `i` holds, else that of `k` |

    Attributes:
        rows: The table, JSON-ready.
    """

    rows: list[list[Any]] = attrs.field(factory=list)
    _places: dict[str, int] = attrs.field(factory=dict, repr=False)

    def place(self, expr: Expr) -> int:
        """
        Put an expression into the table and return its place.

        Args:
            expr: A resolved expression, as deep as it likes.
        """
        return fold(expr, self._leaf, self._inner)

    def _leaf(self, node: Literal | FactRef | ActRef) -> int:
        match node:
            case Literal(value=value):
                return self._row(_constant(value))
            case FactRef(name=name):
                return self._row(["fact", name])
        return self._row(["act", node.name])

    def _inner(self, node: Expr, parts: list[int]) -> int:
        match node:
            case Defined():
                return parts[0]
            case Compare(operator, left) if _is_ranked(node):
                return self._row(["ranked", operator, *parts, list(choice_of(left).values)])
            case Compare(operator=word) | Arithmetic(operator=word) | Extreme(which=word):
                return self._row([word, *parts])
        return self._row([_WORDS[type(node)], *parts])

    def _row(self, row: list[Any]) -> int:
        key = json.dumps(row)
        found = self._places.setdefault(key, len(self.rows))
        if found == len(self.rows):
            self.rows.append(row)
        return found


def _is_ranked(node: Compare) -> bool:
    return node.operator not in {"==", "!="} and isinstance(type_of(node.left), ChoiceType)


def _constant(value: Value) -> list[Any]:
    if isinstance(value, bool):
        return ["bool", value]
    if isinstance(value, str):
        return ["text", value]
    if isinstance(value, frozenset):
        return ["values", sorted(value)]
    return ["number", show_number(value)]
