"""
The column that a comparison speaks of: a number, or a sum of several with whole factors.
"""

from __future__ import annotations

from collections.abc import Hashable

from specl.logic.formula import Atom, Test
from specl.logic.interval import Sum, Threshold, comparison_of
from specl.logic.samples import Number, plain
from specl.logic.total import total_of
from specl.model.expressions import CompareOperator

__all__ = ["fact_of", "placed_of"]


def placed_of(atom: Atom) -> tuple[Hashable, CompareOperator, Number] | None:
    """
    Return a comparison's column, operator and constant; None for other atoms.
    """
    if not isinstance(atom, Test):
        return None
    comparison = comparison_of(atom)
    match comparison:
        case Threshold(fact, operator, value):
            return fact.name, operator, plain(value)
        case Sum():
            return total_of(comparison)
    return None


def fact_of(column: Hashable) -> str:
    """
    Return the fact that a column, not of a sum, belongs to.
    """
    return column if isinstance(column, str) else column[0]  # type: ignore[index]
