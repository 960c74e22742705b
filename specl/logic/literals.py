"""
Literals of conditions: comparisons and the like, each with the column that it narrows.

What a literal of a bool, a choice or a member of a set admits is known at once; what one of
a number admits depends on where its column is cut.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache

from specl.logic.formula import Formula, Has, Holds, Is, Leaf, Test, conj, literal
from specl.logic.placing import placed_quickly
from specl.logic.samples import Number
from specl.logic.size import size_of
from specl.model.expressions import (
    Compare,
    CompareOperator,
    Expr,
    FactRef,
    Literal,
    Member,
    SetDisplay,
    type_of,
)
from specl.model.operators import COMPLEMENT, MIRROR
from specl.model.types import BoolType, ChoiceType, is_numeric

__all__ = ["SHORT", "Place", "place_of"]

SHORT = 100
"""The largest literal, by `size_of`, that is given a place."""


class Place:
    """
    A literal by the column that it narrows.

    There is one for all occurrences of a literal in a spec, so that what is found out about
    it is found out once.

    Attributes:
        column: The column, as `Regions` has it.
        mask: The regions that it admits; None for one of a number.
        operator: For one of a number, how it compares the column.
        constant: With what it compares the column.
        values: For one of a choice, the values of the choice.
        left: The regions that are left to the column where they were last looked at; None
            where it narrows nothing.
    """

    __slots__ = (
        "_formula",
        "column",
        "constant",
        "expr",
        "left",
        "mask",
        "operator",
        "positive",
        "values",
    )

    def __init__(  # noqa: PLR0913, PLR0917 - one for all kinds: very many are made
        self,
        column: Hashable,
        expr: Expr,
        positive: bool,
        mask: int | None,
        operator: CompareOperator = "==",
        constant: Number = 0,
        values: tuple[str, ...] = (),
    ) -> None:
        self.column = column
        self.expr = expr
        self.positive = positive
        self.mask = self.left = mask
        self.operator = operator
        self.constant = constant
        self.values = values
        self._formula: Formula | None = None

    @property
    def is_sign(self) -> bool:
        """
        Tell whether it says of something that it is so, or that it is not.
        """
        return self.mask is not None and not self.values

    @property
    def formula(self) -> Formula:
        """
        Return the literal as a formula, the one that `formula_of` gives.
        """
        if self._formula is None:
            self._formula = self._as_formula()
        return self._formula

    def _as_formula(self) -> Formula:
        if self.mask is None:
            return literal(Test(_agreed(self.expr, positive=self.positive)))
        if isinstance(self.column, tuple):
            name, value = self.column
            return literal(Has(name, value, act=False), self.positive)
        name = str(self.column)
        if self.is_sign:
            return literal(Holds(name, act=False), self.positive)
        denied = (v for place, v in enumerate(self.values) if not self.mask >> place & 1)
        return conj(_denial(name, value) for value in denied)


@lru_cache(maxsize=10_000)
def _denial(name: str, value: str) -> Leaf:
    return literal(Is(name, value, act=False), positive=False)


def _agreed(expr: Expr, *, positive: bool) -> Compare:
    """
    Return what a comparison says, asserted or denied, as a comparison.
    """
    assert isinstance(expr, Compare)
    return expr if positive else Compare(COMPLEMENT[expr.operator], expr.left, expr.right)


def place_of(expr: Expr, positive: bool) -> Place | None:
    """
    Return the place of a literal, asserted or denied; None for other expressions.

    Nothing has a place that always or never holds for all that its type says.
    """
    match expr:
        case Compare():
            return _compared(expr, positive)
        case FactRef(name, BoolType()):
            return Place(name, expr, positive, 2 if positive else 1)
        case Member(Literal(value), FactRef(name)):
            return Place((name, value), expr, positive, 2 if positive else 1)
        case Member(FactRef(name, ChoiceType() as type_), SetDisplay(elements)):
            if all(isinstance(each, Literal) for each in elements) and len(elements) < SHORT // 2:
                wanted = {each.value for each in elements}  # type: ignore[union-attr]
                found = sum(1 << r for value, r in type_.rank.items() if value in wanted)
                return _chosen(name, type_, found, expr, positive)
    return None


def _compared(expr: Compare, positive: bool) -> Place | None:
    """
    Return the place of a comparison with a constant: of a choice, a number or a sum of several.
    """
    left, operator, right = expr.left, expr.operator, expr.right
    if left.__class__ is Literal and right.__class__ is FactRef:
        left, operator, right = right, MIRROR[operator], left
    if isinstance(left, FactRef) and isinstance(right, Literal):
        type_ = left.type
        if type_.__class__ is ChoiceType:
            mask = _ranked(type_, operator, str(right.value))
            return _chosen(left.name, type_, mask, expr, positive)
        if not is_numeric(type_):
            return None
    elif not is_numeric(type_of(left)) or size_of(expr) > SHORT:
        return None
    placed = placed_quickly(operator, left, right)
    if placed is None:
        return None
    column, operator, constant = placed
    asked = operator if positive else COMPLEMENT[operator]
    return Place(column, expr, positive, None, asked, constant)


def _chosen(name: str, type_: ChoiceType, mask: int, expr: Expr, positive: bool) -> Place | None:
    whole = (1 << len(type_.values)) - 1
    left = mask if positive else whole & ~mask
    if left in {0, whole}:
        return None
    return Place(name, expr, positive, left, values=type_.values)


def _ranked(type_: ChoiceType, operator: CompareOperator, value: str) -> int:
    """
    Return the values of a choice that compare with one as an operator says.
    """
    here = 1 << type_.rank[value]
    match operator:
        case "==":
            return here
        case "<":
            return here - 1
        case "<=":
            return 2 * here - 1
    whole = (1 << len(type_.values)) - 1
    return whole & ~_ranked(type_, COMPLEMENT[operator], value)
