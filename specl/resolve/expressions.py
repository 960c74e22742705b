"""
Expressions become resolved ones: every name means one thing, both sides of each operator agree.

A bare name that is no fact, act, define or parameter is a value of a choice; which choice,
the other side of its comparison says. So sides that consist of such names wait until the
rest is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from specl.model.expressions import (
    And,
    Conditional,
    Expr,
    Iff,
    Implies,
    Literal,
    Not,
    Or,
    SetDisplay,
)
from specl.model.types import BOOL, INT, REAL, TEXT, ChoiceType, SetType
from specl.resolve import problems
from specl.resolve.arithmetic import absolute, arithmetic, count, extreme, negate
from specl.resolve.atoms import clashes, resolve_name
from specl.resolve.bare import awaits_choice, common_choice
from specl.resolve.calls import call_define
from specl.resolve.comparisons import compare
from specl.resolve.context import Context, choice_of
from specl.resolve.earlier import earlier_fact
from specl.resolve.meaning import DisplayOf, Typed, typed_as
from specl.resolve.sharing import branch_type, element_type
from specl.syntax import nodes

__all__ = ["resolve_expression"]


def resolve_expression(
    node: nodes.Expression, context: Context, hint: ChoiceType | None = None
) -> Typed | None:
    """
    Resolve an expression.

    Args:
        node: The expression as written.
        context: Where it stands; problems and mentions are added there.
        hint: The choice whose values bare names may be, where that is known.

    Returns:
        The expression with its type, or None where an error in it has been reported.
    """
    while isinstance(node, nodes.Paren):
        node = node.inner
    match node:
        case nodes.Name():
            return resolve_name(node, context, hint)
        case nodes.Number():
            return _number(node)
        case nodes.Comparison():
            return _comparison(node, context)
        case nodes.Binary():
            return _binary(node, context)
        case nodes.Unary():
            return _unary(node, context)
        case nodes.SetExpr():
            return _set(node, context, hint)
        case nodes.String(value=text):
            return typed_as(Literal(text, TEXT), TEXT, node.span, text)
        case nodes.BoolExpr(value=truth):
            return typed_as(Literal(truth, BOOL), BOOL, node.span, truth)
        case nodes.Earlier():
            return earlier_fact(node, context)
        case nodes.Call():
            return _call(node, context)
        case nodes.IfExpr():
            return _conditional(node, context, hint)


def _number(node: nodes.Number) -> Typed:
    if node.real:
        return typed_as(Literal(node.value, REAL), REAL, node.span, node.value)
    literal = _whole(node.value.numerator)
    return typed_as(literal, INT, node.span, literal.value)


@lru_cache(maxsize=10_000)
def _whole(number: int) -> Literal:
    return Literal(number, INT)


def _unary(node: nodes.Unary, context: Context) -> Typed | None:
    operand = resolve_expression(node.operand, context)
    if operand is None:
        return None
    if node.operator == "-":
        return negate(operand, node.span, context)
    truth = context.wants_bool(operand, "`not`")
    return truth and context.join(Not(truth.expr), BOOL, node.span, truth)


def _binary(node: nodes.Binary, context: Context) -> Typed | None:
    match node.operator:
        case "and" | "or":
            return _logical(node, context)
        case "implies" | "iff":
            return _implication(node, context)
    return _sum(node, context)


def _logical(node: nodes.Binary, context: Context) -> Typed | None:
    """
    Resolve a chain of one operator, however long, as one node.
    """
    chain: list[nodes.Expression] = []
    left: nodes.Expression = node
    while isinstance(left, nodes.Binary) and left.operator == node.operator:
        chain.append(left.right)
        left = left.left
    operands = _bools([left, *reversed(chain)], f"`{node.operator}`", context)
    if operands is None:
        return None
    exprs = tuple(operand.expr for operand in operands)
    expr: Expr = And(exprs) if node.operator == "and" else Or(exprs)
    return context.join(expr, BOOL, node.span, *operands)


def _implication(node: nodes.Binary, context: Context) -> Typed | None:
    operands = _bools([node.left, node.right], f"`{node.operator}`", context)
    if operands is None:
        return None
    left, right = operands
    make = Implies if node.operator == "implies" else Iff
    return context.join(make(left.expr, right.expr), BOOL, node.span, left, right)


def _bools(
    operands: Sequence[nodes.Expression], place: str, context: Context
) -> list[Typed] | None:
    """
    Resolve operands that must be bools, all of them even where one is wrong.
    """
    found = [
        context.wants_bool(resolve_expression(operand, context), place) for operand in operands
    ]
    right = [operand for operand in found if operand is not None]
    return right if len(right) == len(found) else None


def _sum(node: nodes.Binary, context: Context) -> Typed | None:
    """
    Resolve arithmetic from its leftmost operand on, without recursion to the left.
    """
    chain: list[nodes.Binary] = []
    left: nodes.Expression = node
    while isinstance(left, nodes.Binary) and left.operator in {"+", "-", "*"}:
        chain.append(left)
        left = left.left
    total = resolve_expression(left, context)
    for step in reversed(chain):
        right = resolve_expression(step.right, context)
        if total is None or right is None:
            total = None
            continue
        assert step.operator in {"+", "-", "*"}
        total = arithmetic(step.operator, total, right, step.span, context)
    return total


def _comparison(node: nodes.Comparison, context: Context) -> Typed | None:
    operands = _operands(node.operands, context)
    pairs: list[Typed] = []
    for position, operator in enumerate(node.operators):
        left, right = operands[position], operands[position + 1]
        pair = compare(left, operator, right, context) if left and right else None
        if pair is not None:
            pairs.append(pair)
    if len(pairs) < len(node.operators):
        return None
    if len(pairs) == 1:
        return pairs[0]
    return context.join(And(tuple(pair.expr for pair in pairs)), BOOL, node.span, *pairs)


def _operands(operands: Sequence[nodes.Expression], context: Context) -> list[Typed | None]:
    """
    Resolve the operands of a comparison, bare values after what says which choice they are of.
    """
    waiting = [awaits_choice(operand, context) for operand in operands]
    if True in waiting:
        return _with_bare_values(operands, waiting, context)
    found = [resolve_expression(operand, context) for operand in operands]
    known = [typed for typed in found if typed is not None]
    if len(known) == len(found):
        hint = next((choice for typed in known if (choice := choice_of(typed.type))), None)
        if hint is not None:
            return [
                None if clashes(operand, hint, context) else typed
                for operand, typed in zip(operands, found, strict=True)
            ]
    return found


def _with_bare_values(
    operands: Sequence[nodes.Expression], waiting: Sequence[bool], context: Context
) -> list[Typed | None]:
    """
    Resolve operands of which some wait for the others to say which choice they are of.
    """
    found = [
        None if waits else resolve_expression(operand, context)
        for operand, waits in zip(operands, waiting, strict=True)
    ]
    known = [typed for typed, waits in zip(found, waiting, strict=True) if not waits]
    if not all(known):
        return found
    hint = next((choice for typed in known if typed and (choice := choice_of(typed.type))), None)
    if hint is None:
        hint = common_choice(
            [operand for operand, waits in zip(operands, waiting, strict=True) if waits], context
        )
    for position, waits in enumerate(waiting):
        if waits:
            found[position] = resolve_expression(operands[position], context, hint)
        elif hint is not None and clashes(operands[position], hint, context):
            found[position] = None
    return found


def _set(node: nodes.SetExpr, context: Context, hint: ChoiceType | None) -> Typed | None:
    if not node.elements:
        if hint is None:
            context.report(problems.Undetermined(node.span))
            return None
        return Typed(SetDisplay((), hint), SetType(hint), node.span, frozenset())
    if hint is None and awaits_choice(node, context):
        hint = common_choice([node], context)
    elements = _elements(node, context, hint)
    if elements is None:
        return None
    element = element_type(elements, context)
    if element is None:
        return None
    values = [typed.value for typed in elements]
    value = None if None in values else frozenset(values)
    type_ = SetType(element) if isinstance(element, ChoiceType) else DisplayOf(element)
    display = SetDisplay(tuple(typed.expr for typed in elements), element)
    return context.join(display, type_, node.span, *elements, value=value)  # type: ignore[arg-type]


def _elements(node: nodes.SetExpr, context: Context, hint: ChoiceType | None) -> list[Typed] | None:
    if hint is not None:
        found = [resolve_expression(element, context, hint) for element in node.elements]
    else:
        found = _operands(node.elements, context)
    right = [typed for typed in found if typed is not None]
    return right if len(right) == len(found) else None


def _conditional(node: nodes.IfExpr, context: Context, hint: ChoiceType | None) -> Typed | None:
    condition = context.wants_bool(resolve_expression(node.condition, context), "`if`")
    if hint is None:
        positive, negative = _operands((node.positive, node.negative), context)
    else:
        positive = resolve_expression(node.positive, context, hint)
        negative = resolve_expression(node.negative, context, hint)
    if condition is None or positive is None or negative is None:
        return None
    type_ = branch_type(positive, negative, context)
    if type_ is None:
        return None
    expr = Conditional(condition.expr, positive.expr, negative.expr)
    return context.join(expr, type_, node.span, condition, positive, negative)


def _call(node: nodes.Call, context: Context) -> Typed | None:
    name = node.function.text
    if name not in {"count", "min", "max", "abs"}:
        return _call_define(node, context)
    found = [resolve_expression(argument, context) for argument in node.arguments]
    arguments = [typed for typed in found if typed is not None]
    wanted = "one or more numbers" if name in {"min", "max"} else "one argument"
    if not found or (name in {"count", "abs"} and len(found) != 1):
        context.report(problems.BadArguments(node.span, name, wanted, len(found)))
        return None
    if len(arguments) < len(found):
        return None
    if name == "count":
        return count(arguments[0], node.span, context)
    if name == "abs":
        return absolute(arguments[0], node.span, context)
    return extreme("min" if name == "min" else "max", arguments, node.span, context)


def _call_define(node: nodes.Call, context: Context) -> Typed | None:
    return call_define(node, context, resolve_expression)
