"""
Expressions become resolved ones: every name means one thing, both sides of each operator agree.

A bare name that is no fact, act, define or parameter is a value of a choice; which choice,
the other side of its comparison says. So sides that consist of such names wait until the
rest is known.
"""

from __future__ import annotations

from collections.abc import Sequence

from specl.model.expressions import (
    ActRef,
    And,
    Conditional,
    Expr,
    FactRef,
    Iff,
    Implies,
    Literal,
    Not,
    Or,
    SetDisplay,
)
from specl.model.rules import Act, Fact
from specl.model.types import BOOL, INT, REAL, TEXT, BoolType, ChoiceType, RealType, SetType, Type
from specl.resolve.calls import call_define, use_define
from specl.resolve.choices import choices_with
from specl.resolve.comparisons import compare
from specl.resolve.context import Context, choice_of
from specl.resolve.earlier import earlier_fact
from specl.resolve.meaning import DisplayOf, Mention, Typed
from specl.resolve.name_problems import AmbiguousValue, UnknownName, ValueClash
from specl.resolve.naming import Entity
from specl.resolve.arithmetic import absolute, arithmetic, count, extreme, is_number, negate
from specl.resolve.scope import Lost
from specl.resolve.type_problems import (
    BadArguments,
    Incomparable,
    NoSuchValue,
    Undetermined,
    Unsuitable,
)
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
            return _name(node, context, hint)
        case nodes.Number(value, real):
            number = value if real else int(value)
            type_ = REAL if real else INT
            return Typed(Literal(number, type_), type_, node.span, number)
        case nodes.String(value=text):
            return Typed(Literal(text, TEXT), TEXT, node.span, text)
        case nodes.BoolExpr(value=truth):
            return Typed(Literal(truth, BOOL), BOOL, node.span, truth)
        case nodes.Earlier():
            return earlier_fact(node, context)
        case nodes.Unary():
            return _unary(node, context)
        case nodes.Binary():
            return _binary(node, context)
        case nodes.Comparison():
            return _comparison(node, context)
        case nodes.SetExpr():
            return _set(node, context, hint)
        case nodes.Call():
            return _call(node, context)
        case nodes.IfExpr():
            return _conditional(node, context, hint)


# Names


def _name(node: nodes.Name, context: Context, hint: ChoiceType | None) -> Typed | None:
    if node.text in context.bindings:
        bound = context.bindings[node.text]
        if hint is not None and node.text in hint.values:
            context.report(ValueClash(node.text, str(hint), "parameter", node.span, None))
            return None
        return Typed(bound.expr, bound.type, node.span, bound.value, bound.open, bound.depth, bound.size)
    found = context.program.find(context.scope, node.text, "value")
    if isinstance(found, Lost):
        return None
    if found is None:
        return _value(node, context, hint)
    if hint is not None and node.text in hint.values:
        _report_clash(node, found, context, hint)
        return None
    return _meaning(node, found, context)


def _report_clash(node: nodes.Name, found: Entity, context: Context, hint: ChoiceType) -> None:
    own = context.program.scopes[found.unit].own
    kind = own.kind_of(found.name, "value") or "name"
    span = own.values[found.name].name.span
    context.report(ValueClash(node.text, str(hint), kind, node.span, span))


def _meaning(node: nodes.Name, found: Entity, context: Context) -> Typed | None:
    meaning = context.program.values.get(found)
    if isinstance(meaning, Fact):
        context.mentions.append(Mention(found, meaning.name, False, node.span))
        return Typed(FactRef(meaning.name, meaning.type), meaning.type, node.span)
    if isinstance(meaning, Act):
        context.mentions.append(Mention(found, meaning.name, True, node.span))
        return Typed(ActRef(meaning.name, meaning.type), meaning.type, node.span)
    return None if meaning is None else use_define(node, meaning, context)


def _value(node: nodes.Name, context: Context, hint: ChoiceType | None) -> Typed | None:
    """
    Resolve a name that can only be a value of a choice.
    """
    choices = [hint] if hint is not None else choices_with(node.text, context)
    if len(choices) == 1 and node.text in choices[0].values:
        return Typed(Literal(node.text, choices[0]), choices[0], node.span, node.text)
    names = tuple(context.scope.names("value"))
    if hint is not None:
        context.report(NoSuchValue(node.text, node.span, str(hint), hint.values, names))
    elif choices:
        shown = tuple(str(choice) for choice in choices)
        context.report(AmbiguousValue(node.text, node.span, shown))
    elif not context.scope.own.lost_values:
        _report_unknown(node, context, (*names, *context.bindings))
    return None


def _report_unknown(node: nodes.Name, context: Context, candidates: tuple[str, ...]) -> None:
    reason = ""
    for space in ("law", "type"):
        found = context.scope.find(node.text, space)
        if isinstance(found, Entity):
            kind = context.program.scopes[found.unit].own.kind_of(found.name, space)
            reason = f"`{node.text}` is a {kind}, which has no value"
    context.report(
        UnknownName(node.text, node.span, "fact, act or define", candidates, reason=reason)
    )


# Operators


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
        total = arithmetic(step.operator, total, right, step.span, context)  # type: ignore[arg-type]
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
    waiting = [_is_bare(operand, context) for operand in operands]
    found = [
        None if waits else resolve_expression(operand, context)
        for operand, waits in zip(operands, waiting, strict=True)
    ]
    known = [typed for typed, waits in zip(found, waiting, strict=True) if not waits]
    if None in known:
        return found
    hint = next((choice for typed in known if typed and (choice := choice_of(typed.type))), None)
    if hint is None:
        hint = _common_choice([operand for operand, waits in zip(operands, waiting, strict=True) if waits], context)
    for position, waits in enumerate(waiting):
        if waits:
            found[position] = resolve_expression(operands[position], context, hint)
    return found


def _is_bare(node: nodes.Expression, context: Context) -> bool:
    """
    Tell whether an expression consists of values of a choice alone.
    """
    while isinstance(node, nodes.Paren):
        node = node.inner
    match node:
        case nodes.Name(text):
            known = text in context.bindings or context.scope.find(text, "value") is not None
            return "." not in text and not known
        case nodes.SetExpr(elements):
            return all(_is_bare(element, context) for element in elements)
        case nodes.IfExpr():
            return _is_bare(node.positive, context) and _is_bare(node.negative, context)
    return False


def _common_choice(
    operands: Sequence[nodes.Expression], context: Context
) -> ChoiceType | None:
    """
    Return the one visible choice that has all values written in some operands, if any.
    """
    names = {name for operand in operands for name in _bare_names(operand)}
    if not names:
        return None
    common = [choices_with(name, context) for name in sorted(names)]
    shared = [choice for choice in common[0] if all(choice in others for others in common)]
    return shared[0] if len(shared) == 1 else None


def _bare_names(node: nodes.Expression) -> list[str]:
    while isinstance(node, nodes.Paren):
        node = node.inner
    match node:
        case nodes.Name(text):
            return [text]
        case nodes.SetExpr(elements):
            return [name for element in elements for name in _bare_names(element)]
        case nodes.IfExpr():
            return [*_bare_names(node.positive), *_bare_names(node.negative)]
    return []


# Sets and branches


def _set(node: nodes.SetExpr, context: Context, hint: ChoiceType | None) -> Typed | None:
    if not node.elements:
        if hint is None:
            context.report(Undetermined(node.span))
            return None
        return Typed(SetDisplay((), hint), SetType(hint), node.span, frozenset())
    if hint is None and _is_bare(node, context):
        hint = _common_choice([node], context)
    elements = _elements(node, context, hint)
    if elements is None:
        return None
    element = _element_type(elements, context)
    if element is None:
        return None
    values = [typed.value for typed in elements]
    value = None if None in values else frozenset(values)
    type_ = SetType(element) if isinstance(element, ChoiceType) else DisplayOf(element)
    display = SetDisplay(tuple(typed.expr for typed in elements), element)
    return context.join(display, type_, node.span, *elements, value=value)  # type: ignore[arg-type]


def _elements(
    node: nodes.SetExpr, context: Context, hint: ChoiceType | None
) -> list[Typed] | None:
    if hint is not None:
        found = [resolve_expression(element, context, hint) for element in node.elements]
    else:
        found = _operands(node.elements, context)
    right = [typed for typed in found if typed is not None]
    return right if len(right) == len(found) else None


def _element_type(elements: Sequence[Typed], context: Context) -> Type | None:
    """
    Return the type that all elements share; whole numbers beside reals are reals.
    """
    first = elements[0]
    for typed in elements:
        if isinstance(typed.type, SetType | DisplayOf):
            context.report(Unsuitable(typed.span, str(typed.type), "`{…}`", "single values"))
            return None
        if typed.type != first.type and not (is_number(typed.type) and is_number(first.type)):
            left, right = str(first.type), str(typed.type)
            context.report(Incomparable(first.span, left, typed.span, right, "elements of"))
            return None
    assert not isinstance(first.type, DisplayOf)
    if is_number(first.type):
        return REAL if any(isinstance(typed.type, RealType) for typed in elements) else INT
    return first.type


def _conditional(
    node: nodes.IfExpr, context: Context, hint: ChoiceType | None
) -> Typed | None:
    condition = context.wants_bool(resolve_expression(node.condition, context), "`if`")
    if hint is None:
        positive, negative = _operands((node.positive, node.negative), context)
    else:
        positive = resolve_expression(node.positive, context, hint)
        negative = resolve_expression(node.negative, context, hint)
    if condition is None or positive is None or negative is None:
        return None
    type_ = _branch_type(positive, negative, context)
    if type_ is None:
        return None
    expr = Conditional(condition.expr, positive.expr, negative.expr)
    return context.join(expr, type_, node.span, condition, positive, negative)


def _branch_type(positive: Typed, negative: Typed, context: Context) -> Type | None:
    left, right = positive.type, negative.type
    if isinstance(left, DisplayOf):
        context.report(Unsuitable(positive.span, str(left), "a branch", "a value"))
    elif left == right:
        return left
    elif is_number(left) and is_number(right):
        return REAL if RealType in {type(left), type(right)} else INT
    else:
        context.report(
            Incomparable(positive.span, str(left), negative.span, str(right), "the branches")
        )
    return None


# Calls


def _call(node: nodes.Call, context: Context) -> Typed | None:
    name = node.function.text
    if name not in {"count", "min", "max", "abs"}:
        return _call_define(node, context)
    found = [resolve_expression(argument, context) for argument in node.arguments]
    arguments = [typed for typed in found if typed is not None]
    wanted = "one or more numbers" if name in {"min", "max"} else "one argument"
    if not found or (name in {"count", "abs"} and len(found) != 1):
        context.report(BadArguments(node.span, name, wanted, len(found)))
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
