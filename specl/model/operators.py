"""
What the operators of comparisons have to do with each other.
"""

from __future__ import annotations

from collections.abc import Mapping

from specl.model.expressions import CompareOperator

__all__ = ["COMPLEMENT", "MIRROR"]

COMPLEMENT: Mapping[CompareOperator, CompareOperator] = {
    "==": "!=",
    "!=": "==",
    "<": ">=",
    "<=": ">",
    ">": "<=",
    ">=": "<",
}
"""What holds of two values of an ordered type where the operator does not."""

MIRROR: Mapping[CompareOperator, CompareOperator] = {
    "==": "==",
    "!=": "!=",
    "<": ">",
    "<=": ">=",
    ">": "<",
    ">=": "<=",
}
"""What says the same with the sides exchanged."""
