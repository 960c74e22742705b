"""
Comparisons of resolved operands: both sides of one type, constants inside the other's range.
"""

from __future__ import annotations

from typing import cast

from specl.model.expressions import (
    Compare,
    CompareOperator,
    Expr,
    Member,
    Not,
    Overlaps,
    SetDisplay,
)
from specl.model.types import BOOL, ChoiceType, IntType, RealType, SetType, Type
from specl.model.values import show_value
from specl.resolve import problems
from specl.resolve.arithmetic import is_number, widened
from specl.resolve.context import Context
from specl.resolve.meaning import DisplayOf, Typed
from specl.resolve.written import written

__all__ = ["compare", "fits", "is_within"]

_ORDERED = frozenset({"<", "<=", ">", ">="})
_NUMBERS = (IntType, RealType)


def compare(left: Typed, operator: str, right: Typed, context: Context) -> Typed | None:
    """
    Compare two operands.

    Args:
        left: The left side.
        operator: As written, such as `<=`, `not in` or `has any`.
        right: The right side.
        context: Where problems go.

    Returns:
        A bool, or None after an error.
    """
    if operator in _ORDERED:
        return _ordered(left, operator, right, context)
    match operator:
        case "in":
            return _member(left, right, operator, context)
        case "not in":
            inside = _member(left, right, operator, context)
            span = left.span.to(right.span)
            return inside and context.join(Not(inside.expr), BOOL, span, inside)
        case "has":
            return _member(right, left, operator, context)
        case "has any" | "has all":
            return _sets(left, operator, right, context)
    return _plain(left, operator, right, context)


def fits(wanted: Type, given: Type | DisplayOf) -> bool:
    """
    Tell whether a value of one type can stand where another type is wanted.
    """
    if isinstance(wanted, RealType):
        return is_number(given)
    if isinstance(wanted, IntType):
        return isinstance(given, IntType)
    return wanted == given


def is_within(value: object, type_: Type | DisplayOf) -> bool:
    """
    Tell whether a number lies in the range of a type, where it has one.
    """
    if not isinstance(type_, _NUMBERS) or type_.low is None or type_.high is None:
        return True
    return bool(type_.low <= value <= type_.high)  # type: ignore[operator]


def _plain(left: Typed, operator: str, right: Typed, context: Context) -> Typed | None:
    """
    Compare two operands of types that meet.
    """
    for side in (left, right):
        if isinstance(side.type, DisplayOf):
            problem = problems.Unsuitable(
                side.span, str(side.type), f"`{operator}`", "a value or a set of a choice"
            )
            context.report(problem)
            return None
    if not _meet(left.type, right.type):
        _report_incomparable(left, right, context)
        return None
    if not (_in_range(left, right, context) and _in_range(right, left, context)):
        return None
    if left.type.__class__ is not right.type.__class__:
        left, right = widened(left, right.type), widened(right, left.type)
    expr = Compare(cast("CompareOperator", operator), left.expr, right.expr)
    return _join(expr, left, right, context)


def _ordered(left: Typed, operator: str, right: Typed, context: Context) -> Typed | None:
    for side in (left, right):
        if not _has_order(side.type):
            is_choice = isinstance(side.type, ChoiceType)
            if not _meet(left.type, right.type):
                _report_incomparable(left, right, context)
            else:
                context.report(problems.Unordered(side.span, str(side.type), operator, is_choice))
            return None
    return _plain(left, operator, right, context)


def _has_order(type_: Type | DisplayOf) -> bool:
    if isinstance(type_, ChoiceType):
        return type_.ordered
    return is_number(type_) or isinstance(type_, SetType)


def _meet(left: Type | DisplayOf, right: Type | DisplayOf) -> bool:
    return (is_number(left) and is_number(right)) or left == right


def _member(element: Typed, set_: Typed, operator: str, context: Context) -> Typed | None:
    if not isinstance(set_.type, SetType | DisplayOf):
        context.report(problems.Unsuitable(set_.span, str(set_.type), f"`{operator}`", "a set"))
        return None
    inner: Type = set_.type.element
    if isinstance(element.type, DisplayOf | SetType) or not _meet(element.type, inner):
        _report_incomparable(element, set_, context)
        return None
    expr = set_.expr
    if isinstance(expr, SetDisplay):
        if not _elements_in_range(element, set_, context):
            return None
        expr = _widened_display(expr, element.type)
    return _join(Member(widened(element, inner).expr, expr), element, set_, context)


def _elements_in_range(element: Typed, set_: Typed, context: Context) -> bool:
    """
    Check the constants of `{1, 2}` against the range of what is looked for in it.
    """
    if not isinstance(set_.value, frozenset):
        return True
    wrong = [
        value
        for value in sorted(set_.value)
        if is_number(element.type) and not is_within(value, element.type)
    ]
    for value in wrong:
        what = f"`{written(element.span)}`"
        context.report(
            problems.OutOfRange(set_.span, show_value(value), element.span, what, str(element.type))
        )
    return not wrong


def _widened_display(display: SetDisplay, type_: Type) -> SetDisplay:
    return SetDisplay(display.elements, type_) if isinstance(type_, RealType) else display


def _sets(left: Typed, operator: str, right: Typed, context: Context) -> Typed | None:
    for side in (left, right):
        if not isinstance(side.type, SetType):
            context.report(
                problems.Unsuitable(side.span, str(side.type), f"`{operator}`", "sets of a choice")
            )
            return None
    if left.type != right.type:
        _report_incomparable(left, right, context)
        return None
    expr: Expr = (
        Overlaps(left.expr, right.expr)
        if operator == "has any"
        else Compare(">=", left.expr, right.expr)
    )
    return _join(expr, left, right, context)


def _in_range(constant: Typed, other: Typed, context: Context) -> bool:
    """
    Check a constant against the declared range of the other side.
    """
    if constant.value is None or other.value is not None or not is_number(other.type):
        return True
    if is_within(constant.value, other.type):
        return True
    what = f"`{written(other.span)}`"
    shown = show_value(constant.value)
    context.report(problems.OutOfRange(constant.span, shown, other.span, what, str(other.type)))
    return False


def _report_incomparable(left: Typed, right: Typed, context: Context) -> None:
    context.report(
        problems.Incomparable(left.span, str(left.type), right.span, str(right.type), "values of")
    )


def _join(expr: Expr, left: Typed, right: Typed, context: Context) -> Typed | None:
    return context.join(expr, BOOL, left.span.to(right.span), left, right)
