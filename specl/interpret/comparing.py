"""
Comparisons of symbols as formulas: equality, order, membership and inclusion.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from specl.interpret.evaluate import choice_of
from specl.interpret.formula import Formula, Formulas
from specl.interpret.symbols import Cases, Display, Linear, Members, Symbol, is_settled
from specl.model.expressions import Compare

__all__ = ["compare", "equal", "in_set", "linear", "members", "overlaps"]

_ORDER: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def compare(node: Compare, left: Symbol, right: Symbol, formulas: Formulas) -> Formula:
    """
    Return what a comparison of two symbols, not both of them plain values, says.
    """
    if node.operator == "==":
        return equal(left, right, formulas)
    if node.operator == "!=":
        return equal(left, right, formulas).negation
    if node.operator in {">", ">="}:
        return _below(node, right, left, formulas, strict=node.operator == ">")
    return _below(node, left, right, formulas, strict=node.operator == "<")


def equal(left: Symbol, right: Symbol, formulas: Formulas) -> Formula:
    """
    Return that two symbols have one value.
    """
    if is_settled(left) and is_settled(right):
        return formulas.constant(left == right)
    if _is_set(left) or _is_set(right):
        forth = _included(left, right, formulas)
        return formulas.both((forth, _included(right, left, formulas)))
    if isinstance(left, Cases) or isinstance(right, Cases):
        return _related(left, right, operator.eq, formulas)
    if isinstance(left, Linear) or isinstance(right, Linear):
        gap = linear(left).plus(linear(right), Fraction(-1))
        low = formulas.at_most(gap.terms, -gap.constant)
        opposite = {index: -factor for index, factor in gap.terms.items()}
        return formulas.both((low, formulas.at_most(opposite, gap.constant)))
    return formulas.iff(_truth(left, formulas), _truth(right, formulas))


def in_set(element: Symbol, container: Symbol, formulas: Formulas) -> Formula:
    """
    Return that a set has an element.
    """
    if isinstance(container, Display):
        return formulas.either(equal(element, one, formulas) for one in container.elements)
    if isinstance(container, frozenset):
        values = sorted(container, key=repr)
        return formulas.either(equal(element, value, formulas) for value in values)
    assert isinstance(container, Members)
    return formulas.either(
        formulas.both((equal(element, value, formulas), contained))
        for value, contained in container.contains.items()
    )


def overlaps(left: Symbol, right: Symbol, formulas: Formulas) -> Formula:
    """
    Return that two sets share a member.
    """
    one, other = members(left, right, formulas), members(right, left, formulas)
    return formulas.either(
        formulas.both((contained, other.contains[value]))
        for value, contained in one.contains.items()
    )


def members(symbol: Symbol, beside: Symbol, formulas: Formulas) -> Members:
    """
    Return a set symbol as members, those that the set beside it speaks of among them.
    """
    values = dict.fromkeys((*_possible(symbol), *_possible(beside)))
    if isinstance(symbol, Members):
        return Members({value: symbol.contains.get(value, formulas.false) for value in values})
    assert isinstance(symbol, frozenset)
    return Members({value: formulas.constant(value in symbol) for value in values})


def _possible(symbol: Symbol) -> list[str]:
    if isinstance(symbol, Members):
        return list(symbol.contains)
    assert isinstance(symbol, frozenset)
    return sorted(symbol)


def linear(symbol: Symbol) -> Linear:
    """
    Return a number symbol, plain or not, as a sum.
    """
    if isinstance(symbol, Linear):
        return symbol
    assert isinstance(symbol, int | Fraction)
    return Linear({}, Fraction(symbol))


def _is_set(symbol: Symbol) -> bool:
    return isinstance(symbol, Members | frozenset)


def _truth(symbol: Symbol, formulas: Formulas) -> Formula:
    return formulas.constant(symbol) if isinstance(symbol, bool) else symbol  # type: ignore[return-value]


def _below(
    node: Compare, low: Symbol, high: Symbol, formulas: Formulas, *, strict: bool
) -> Formula:
    if _is_set(low) or _is_set(high):
        included = _included(low, high, formulas)
        if not strict:
            return included
        return formulas.both((included, _included(high, low, formulas).negation))
    if isinstance(low, Linear) or isinstance(high, Linear):
        gap = linear(low).plus(linear(high), Fraction(-1))
        return formulas.at_most(gap.terms, -gap.constant, strict=strict)
    rank = choice_of(node.left).rank
    relation = _ORDER["<" if strict else "<="]
    return _related(low, high, lambda one, other: relation(rank[one], rank[other]), formulas)


def _included(left: Symbol, right: Symbol, formulas: Formulas) -> Formula:
    """
    Return that every member of one set is in another.
    """
    one, other = members(left, right, formulas), members(right, left, formulas)
    return formulas.both(
        formulas.either((contained.negation, other.contains[value]))
        for value, contained in one.contains.items()
    )


def _related(
    left: Symbol, right: Symbol, relation: Callable[[Any, Any], bool], formulas: Formulas
) -> Formula:
    """
    Return that the values of two symbols of a choice stand in a relation.
    """
    if not isinstance(left, Cases):
        assert isinstance(right, Cases)
        fitting = (formula for value, formula in right.when.items() if relation(left, value))
        return formulas.either(fitting)
    if not isinstance(right, Cases):
        fitting = (formula for value, formula in left.when.items() if relation(value, right))
        return formulas.either(fitting)
    return formulas.either(
        formulas.both((formula, _related(value, right, relation, formulas)))
        for value, formula in left.when.items()
    )
