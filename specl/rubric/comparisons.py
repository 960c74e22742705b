"""
Comparisons, memberships and the values that they hold against each other, in words.
"""

from __future__ import annotations

from specl.model import ChoiceType, SetType, TextType
from specl.model.expressions import (
    Absolute,
    ActRef,
    Arithmetic,
    CompareOperator,
    Conditional,
    Count,
    Defined,
    Expr,
    Extreme,
    FactRef,
    Literal,
    Negate,
    SetDisplay,
)
from specl.model.operators import COMPLEMENT, MIRROR
from specl.model.show import show
from specl.model.values import show_value
from specl.rubric.vocabulary import Vocabulary, listed, one_line

__all__ = ["comparison", "membership", "overlap"]

_DEEPEST = 8

_NUMBERS: dict[CompareOperator, str] = {
    "==": "is", "!=": "is not", "<": "is less than", "<=": "is at most",
    ">": "is more than", ">=": "is at least",
}  # fmt: skip
_CHOICES: dict[CompareOperator, str] = _NUMBERS | {"<": "is below", ">": "is above"}
_SETS: dict[tuple[CompareOperator, bool], str] = {
    ("==", True): "is exactly", ("==", False): "is not exactly",
    ("!=", True): "is not exactly", ("!=", False): "is exactly",
    ("<=", True): "holds nothing beyond", ("<=", False): "holds something beyond",
    (">=", True): "holds all of", (">=", False): "does not hold all of",
    ("<", True): "is a part, smaller than the whole, of",
    ("<", False): "is not a part, smaller than the whole, of",
    (">", True): "holds more than all of", (">", False): "does not hold more than all of",
}  # fmt: skip


def comparison(
    vocabulary: Vocabulary, operator: CompareOperator, left: Expr, right: Expr, *, holds: bool
) -> str:
    """
    Return a clause that says how two numbers, choices, texts or sets compare.
    """
    if _is_constant(left) and not _is_constant(right):
        left, right, operator = right, left, MIRROR[operator]
    subject = _term(vocabulary, left, 0)
    kind = _kind(left)
    if kind is SetType:
        return f"{subject} {_set_relation(vocabulary, operator, right, holds=holds)}"
    verbs = _CHOICES if kind is ChoiceType else _NUMBERS
    wanted = _sharpened(operator if holds else COMPLEMENT[operator], right)
    return f"{subject} {verbs[wanted]} {_term(vocabulary, right, 0)}"


def _sharpened(operator: CompareOperator, right: Expr) -> CompareOperator:
    """
    Return `==` for `at least` the highest or `at most` the lowest of a choice, `!=` likewise.
    """
    if isinstance(right, Literal) and isinstance(right.type, ChoiceType):
        if right.value == right.type.values[-1]:
            return {">=": "==", "<": "!="}.get(operator, operator)  # type: ignore[return-value]
        if right.value == right.type.values[0]:
            return {"<=": "==", ">": "!="}.get(operator, operator)  # type: ignore[return-value]
    return operator


def membership(vocabulary: Vocabulary, element: Expr, set_: Expr, *, holds: bool) -> str:
    """
    Return a clause that says that a value is in a set, or is not.
    """
    values = _values(vocabulary, set_)
    if values is None:
        if isinstance(element, Literal):
            verb = "includes" if holds else "does not include"
            return f"{_term(vocabulary, set_, 0)} {verb} {_term(vocabulary, element, 0)}"
        verb = "is among" if holds else "is not among"
        return f"{_term(vocabulary, element, 0)} {verb} {_term(vocabulary, set_, 0)}"
    if not values:
        return "in no case" if holds else "in any case"
    subject = _term(vocabulary, element, 0)
    if holds:
        return f"{subject} is {listed(values, 'or')}"
    return f"{subject} is {'not' if len(values) == 1 else 'none of'} {listed(values, 'and')}"


def overlap(vocabulary: Vocabulary, left: Expr, right: Expr, *, holds: bool) -> str:
    """
    Return a clause that says that two sets share a value, or share none.
    """
    subject, values = _term(vocabulary, left, 0), _values(vocabulary, right)
    if values is None:
        what = "something" if holds else "nothing"
        return f"{subject} and {_term(vocabulary, right, 0)} have {what} in common"
    return f"{subject} includes {'at least one' if holds else 'none'} of {listed(values, 'and')}"


def _set_relation(
    vocabulary: Vocabulary, operator: CompareOperator, right: Expr, *, holds: bool
) -> str:
    values = _values(vocabulary, right)
    if values == [] and operator in {"==", "!=", "<=", ">"}:
        is_empty = holds is (operator in {"==", "<="})
        return "is empty" if is_empty else "is not empty"
    if values is None:
        return f"{_SETS[operator, holds]} {_term(vocabulary, right, 0)}"
    return f"{_SETS[operator, holds]} {listed(values, 'and')}"


def _values(vocabulary: Vocabulary, expr: Expr) -> list[str] | None:
    """
    Return the values of a set that is written out, or None for any other.
    """
    match expr:
        case Defined(body=body):
            return _values(vocabulary, body)
        case SetDisplay(elements):
            return [_term(vocabulary, element, 0) for element in elements]
        case Literal(frozenset() as values):
            return sorted(values)
    return None


def _is_constant(expr: Expr) -> bool:
    return isinstance(expr, Literal) or (
        isinstance(expr, SetDisplay) and all(isinstance(each, Literal) for each in expr.elements)
    )


def _kind(expr: Expr) -> type:
    """
    Return what sort of value a term has, without looking into sums of any depth.
    """
    match expr:
        case Defined(body=inner) | Conditional(positive=inner):
            return _kind(inner)
        case Literal() | FactRef() | ActRef():
            return type(expr.type)
        case SetDisplay():
            return SetType
    return int


def _term(vocabulary: Vocabulary, expr: Expr, depth: int) -> str:
    """
    Return what a value is, in words that a comparison can stand between.
    """
    if depth > _DEEPEST:
        return f"`{show(expr)}`"
    match expr:
        case FactRef() | ActRef():
            return vocabulary.noun(expr)
        case Literal():
            return _constant(expr)
        case Defined(body=body):
            return _term(vocabulary, body, depth)
        case SetDisplay(elements):
            shown = [_term(vocabulary, each, depth + 1) for each in elements]
            return listed(shown, "and") or "nothing"
        case Count(operand):
            return f"the number of values in {_term(vocabulary, operand, depth + 1)}"
    return _calculation(vocabulary, expr, depth + 1)


def _constant(literal: Literal) -> str:
    if isinstance(literal.type, TextType):
        return f"the text “{one_line(str(literal.value))}”"
    if isinstance(literal.value, frozenset):
        return listed(sorted(literal.value), "and") or "nothing"
    return show_value(literal.value)


def _calculation(vocabulary: Vocabulary, expr: Expr, depth: int) -> str:
    match expr:
        case Arithmetic(operator, left, right):
            word = {"+": "plus", "-": "minus", "*": "times"}[operator]
            return (
                f"{_operand(vocabulary, left, depth)} {word} {_operand(vocabulary, right, depth)}"
            )
        case Negate(operand):
            return f"minus {_operand(vocabulary, operand, depth)}"
        case Absolute(operand):
            return f"the absolute value of {_operand(vocabulary, operand, depth)}"
        case Extreme(which, operands):
            terms = listed([_operand(vocabulary, each, depth) for each in operands], "and")
            return f"the {'smallest' if which == 'min' else 'largest'} of {terms}"
    return f"the value of `{show(expr)}`"


def _operand(vocabulary: Vocabulary, expr: Expr, depth: int) -> str:
    said = _term(vocabulary, expr, depth)
    simple = FactRef | ActRef | Literal | Defined | Count
    return said if isinstance(expr, simple) else f"({said})"
