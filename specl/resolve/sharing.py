"""
The one type that the elements of a set, or the branches of an `if`, have in common.
"""

from __future__ import annotations

from collections.abc import Sequence

from specl.model.types import INT, REAL, RealType, SetType, Type
from specl.resolve import problems
from specl.resolve.arithmetic import is_number
from specl.resolve.context import Context
from specl.resolve.meaning import DisplayOf, Typed

__all__ = ["branch_type", "element_type"]


def element_type(elements: Sequence[Typed], context: Context) -> Type | None:
    """
    Return the type that all elements share; whole numbers beside reals are reals.
    """
    first = elements[0]
    for typed in elements:
        if isinstance(typed.type, SetType | DisplayOf):
            context.report(
                problems.Unsuitable(typed.span, str(typed.type), "`{…}`", "single values")
            )
            return None
        if typed.type != first.type and not (is_number(typed.type) and is_number(first.type)):
            left, right = str(first.type), str(typed.type)
            context.report(
                problems.Incomparable(first.span, left, typed.span, right, "elements of")
            )
            return None
    assert not isinstance(first.type, DisplayOf)
    if is_number(first.type):
        return REAL if any(isinstance(typed.type, RealType) for typed in elements) else INT
    return first.type


def branch_type(positive: Typed, negative: Typed, context: Context) -> Type | None:
    """
    Return the type of an `if` whose branches these are; a whole number beside a real is real.
    """
    left, right = positive.type, negative.type
    if isinstance(left, DisplayOf):
        context.report(problems.Unsuitable(positive.span, str(left), "a branch", "a value"))
    elif left == right:
        return left
    elif is_number(left) and is_number(right):
        return REAL if RealType in {type(left), type(right)} else INT
    else:
        context.report(
            problems.Incomparable(
                positive.span, str(left), negative.span, str(right), "the branches"
            )
        )
    return None
