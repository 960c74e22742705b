"""
Expressions of the language as formulas in negation normal form.

Choices and sets are taken apart value by value, in the form that suits the polarity, so
that no comparison needs more clauses than its type has values. Comparisons of numbers
become `Bound`s where they mention acts and `Test`s where they speak of facts only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import combinations
from math import comb

from specl.logic.formula import (
    FALSE,
    TRUE,
    Formula,
    Has,
    Holds,
    Is,
    SameText,
    Test,
    conj,
    disj,
    literal,
    negate,
)
from specl.logic.linear import CASES, Linear, cases_of, relation
from specl.logic.size import TooLargeError
from specl.model.expressions import (
    ActRef,
    And,
    Compare,
    CompareOperator,
    Conditional,
    Count,
    Defined,
    Expr,
    FactRef,
    Iff,
    Implies,
    Literal,
    Member,
    Not,
    Or,
    Overlaps,
    SetDisplay,
    acts_of,
    facts_of,
    type_of,
    walk,
)
from specl.model.operators import COMPLEMENT, MIRROR
from specl.model.types import INT, BoolType, ChoiceType, SetType, TextType

__all__ = ["formula_of", "members_of"]


def formula_of(expr: Expr, positive: bool = True) -> Formula:
    """
    Return a bool expression, asserted or denied, as a formula.

    Raises:
        TooLargeError: A numeric part falls into too many cases.
    """
    match expr:
        case Literal(value):
            return TRUE if bool(value) is positive else FALSE
        case FactRef(name) | ActRef(name):
            return literal(Holds(name, isinstance(expr, ActRef)), positive)
        case Defined(body=body):
            return formula_of(body, positive)
        case Not(operand):
            return formula_of(operand, not positive)
        case And(operands) | Or(operands):
            join = conj if isinstance(expr, And) is positive else disj
            return join(formula_of(operand, positive) for operand in operands)
        case Implies(left, right):
            join = disj if positive else conj
            return join((formula_of(left, not positive), formula_of(right, positive)))
        case Iff(left, right):
            return _iff(left, right, positive)
        case Compare(operator, left, right):
            return _compare(operator, left, right, positive)
        case Member(element, set_):
            return _member(element, set_, positive)
        case Overlaps(left, right):
            return _overlaps(left, right, positive)
        case Conditional(condition, then, otherwise):
            return conj(
                (
                    disj((formula_of(condition, False), formula_of(then, positive))),
                    disj((formula_of(condition, True), formula_of(otherwise, positive))),
                )
            )
    raise TypeError(f"not a bool expression: {expr!r}")


def _iff(left: Expr, right: Expr, positive: bool) -> Formula:
    return conj(
        (
            disj((formula_of(left, False), formula_of(right, positive))),
            disj((formula_of(left, True), formula_of(right, not positive))),
        )
    )


def _compare(operator: CompareOperator, left: Expr, right: Expr, positive: bool = True) -> Formula:
    type_ = type_of(left)
    if isinstance(type_, SetType):
        compared = _compare_sets(operator, left, right)
        return compared if positive else negate(compared)
    if not positive:
        operator = COMPLEMENT[operator]
    match type_:
        case BoolType():
            return _iff(left, right, operator == "==")
        case ChoiceType():
            return _compare_choices(type_, operator, left, right)
        case TextType():
            return _compare_texts(left, right, operator == "==")
    return _compare_numbers(operator, left, right)


def values_of(expr: Expr) -> dict[str, Formula]:
    """
    Return for each value of a choice expression the formula that it has this value.
    """
    type_ = type_of(expr)
    assert isinstance(type_, ChoiceType)
    match expr:
        case Literal(value):
            return {each: TRUE if each == value else FALSE for each in type_.values}
        case FactRef(name) | ActRef(name):
            act = isinstance(expr, ActRef)
            return {each: literal(Is(name, each, act)) for each in type_.values}
        case Defined(body=body):
            return values_of(body)
        case Conditional(condition, then, otherwise):
            return _merged(condition, values_of(then), values_of(otherwise))
    raise TypeError(f"not a choice expression: {expr!r}")


def members_of(
    expr: Expr, truth: Callable[[Expr, bool], Formula] = formula_of
) -> dict[str, Formula]:
    """
    Return for each value of a set expression's choice the formula that the set contains it.
    """
    type_ = type_of(expr)
    assert isinstance(type_, SetType)
    values = type_.element.values
    match expr:
        case Literal(value):
            return {each: TRUE if each in value else FALSE for each in values}  # type: ignore[operator]
        case FactRef(name) | ActRef(name):
            return {each: literal(Has(name, each, isinstance(expr, ActRef))) for each in values}
        case Defined(body=body):
            return members_of(body, truth)
        case SetDisplay(elements):
            rows = [values_of(element) for element in elements]
            return {each: disj(row[each] for row in rows) for each in values}
        case Conditional(condition, then, otherwise):
            return _merged(condition, members_of(then, truth), members_of(otherwise, truth))
    raise TypeError(f"not a set expression: {expr!r}")


def _merged(
    condition: Expr, then: dict[str, Formula], otherwise: dict[str, Formula]
) -> dict[str, Formula]:
    holds, fails = formula_of(condition, True), formula_of(condition, False)
    return {
        value: conj((disj((fails, then[value])), disj((holds, otherwise[value])))) for value in then
    }


def _compare_choices(
    type_: ChoiceType, operator: CompareOperator, left: Expr, right: Expr
) -> Formula:
    if _goes_first(right, left):
        left, right, operator = right, left, MIRROR[operator]
    if isinstance(right, Literal) and isinstance(left, FactRef | ActRef):
        rank, place = type_.rank, type_.rank[str(right.value)]
        denied = (v for v in type_.values if not _ranks(rank[v], operator, place))
        return conj(literal(Is(left.name, v, isinstance(left, ActRef)), False) for v in denied)
    sides, others = values_of(left), values_of(right)
    if operator in {"==", "!="}:
        wanted = others if operator == "==" else {v: negate(each) for v, each in others.items()}
        return conj(disj((negate(holds), wanted[value])) for value, holds in sides.items())
    rank = type_.rank
    return conj(
        disj(
            (
                negate(holds),
                disj(
                    others[other]
                    for other in type_.values
                    if _ranks(rank[value], operator, rank[other])
                ),
            )
        )
        if not isinstance(right, Literal)
        else (TRUE if _ranks(rank[value], operator, rank[str(right.value)]) else negate(holds))
        for value, holds in sides.items()
    )


def _goes_first(one: Expr, other: Expr) -> bool:
    """
    Tell whether a choice is better taken apart before another that it is compared with.

    A constant goes last. What speaks of facts only goes before what speaks of acts: "where
    the fact has this value, the act has one of those" is one clause for each value, and the
    clauses of two comparisons resolve to as many, not to every way of picking from both.
    """
    if isinstance(one, Literal) or isinstance(other, Literal):
        return isinstance(other, Literal) and not isinstance(one, Literal)
    return bool(acts_of(other)) and not acts_of(one)


def _ranks(left: int, operator: CompareOperator, right: int) -> bool:
    match operator:
        case "==":
            return left == right
        case "!=":
            return left != right
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
        case ">=":
            return left >= right


def _compare_sets(operator: CompareOperator, left: Expr, right: Expr) -> Formula:
    if operator in {">", ">="}:
        left, right, operator = right, left, MIRROR[operator]
    sides, others = members_of(left), members_of(right)
    within = conj(disj((negate(sides[each]), others[each])) for each in sides)
    around = conj(disj((sides[each], negate(others[each]))) for each in sides)
    match operator:
        case "<=":
            return within
        case "==":
            return conj((within, around))
        case "!=":
            return disj((negate(within), negate(around)))
        case _:
            return conj((within, negate(around)))


def _compare_texts(left: Expr, right: Expr, positive: bool) -> Formula:
    return conj(
        disj((negate(guard), _same_text(one, other, positive)))
        for guard, one, other in (
            (conj((first, second)), one, other)
            for first, one in _text_cases(left)
            for second, other in _text_cases(right)
        )
    )


def _text_cases(expr: Expr) -> list[tuple[Formula, Expr]]:
    match expr:
        case Defined(body=body):
            return _text_cases(body)
        case Conditional(condition, then, otherwise):
            return [
                (conj((formula_of(condition, holds), guard)), case)
                for holds, branch in ((True, then), (False, otherwise))
                for guard, case in _text_cases(branch)
            ]
    return [(TRUE, expr)]


def _same_text(left: Expr, right: Expr, positive: bool) -> Formula:
    if left == right:
        return TRUE if positive else FALSE
    if isinstance(left, Literal) and isinstance(right, Literal):
        return FALSE if positive else TRUE
    if acts_of(left) or acts_of(right):
        return literal(SameText(left, right), positive)
    return literal(Test(Compare("==", left, right)), positive)


def _compare_numbers(operator: CompareOperator, left: Expr, right: Expr) -> Formula:
    if isinstance(left, ActRef) and isinstance(right, Literal):
        constant = Fraction(right.value)  # type: ignore[arg-type]
        return relation(Linear({left.name: Fraction(1)}, {}, -constant), operator)
    if not acts_of(left) and not acts_of(right):
        test = Compare(operator, left, right)
        if facts_of(left) or facts_of(right):
            return literal(Test(test))
    counted = _compare_count(operator, left, right)
    if counted is not None:
        return counted
    return conj(
        disj(
            (
                negate(conj((one.guard, other.guard))),
                relation(one.form.plus(other.form, -1), operator),
            )
        )
        for one in cases_of(left, formula_of)
        for other in cases_of(right, formula_of)
    )


def _compare_count(operator: CompareOperator, left: Expr, right: Expr) -> Formula | None:
    """
    Return `count(acts) operator term` by cardinality clauses, or None for other shapes.
    """
    if isinstance(right, Count) and acts_of(right):
        left, right, operator = right, left, MIRROR[operator]
    if not isinstance(left, Count) or not acts_of(left) or _counts_acts(right):
        return None
    members = tuple(members_of(left.set).values())
    match operator:
        case "<=":
            return _at_most(members, right, strict=False)
        case "<":
            return _at_most(members, right, strict=True)
        case ">=":
            return _at_least(members, right, strict=False)
        case ">":
            return _at_least(members, right, strict=True)
        case "==":
            most = _at_most(members, right, strict=False)
            return conj((most, _at_least(members, right, strict=False)))
        case "!=":
            less = _at_most(members, right, strict=True)
            return disj((less, _at_least(members, right, strict=True)))


def _counts_acts(expr: Expr) -> bool:
    return any(isinstance(part, Count) and bool(acts_of(part)) for part in walk(expr))


def _at_most(members: tuple[Formula, ...], most: Expr, *, strict: bool) -> Formula:
    """
    Return that the members do not reach a count that `most` lies below.
    """
    operator: CompareOperator = "<=" if strict else "<"
    return conj(
        disj((*(negate(member) for member in some), negate(_compare_to(most, operator, size))))
        for size in range(len(members) + 1)
        for some in _subsets(members, size, _compare_to(most, operator, size))
    )


def _at_least(members: tuple[Formula, ...], least: Expr, *, strict: bool) -> Formula:
    """
    Return that the members miss no count that `least` lies above.
    """
    operator: CompareOperator = ">=" if strict else ">"
    return conj(
        disj((*some, negate(_compare_to(least, operator, len(members) - size))))
        for size in range(len(members) + 1)
        for some in _subsets(members, size, _compare_to(least, operator, len(members) - size))
    )


def _compare_to(expr: Expr, operator: CompareOperator, number: int) -> Formula:
    return _compare_numbers(operator, expr, Literal(number, INT))


def _subsets(
    members: tuple[Formula, ...], size: int, guard: Formula
) -> Iterable[tuple[Formula, ...]]:
    if guard == FALSE:
        return ()
    if comb(len(members), size) > CASES:
        raise TooLargeError
    return combinations(members, size)


def _member(element: Expr, set_: Expr, positive: bool) -> Formula:
    type_ = type_of(element)
    if isinstance(type_, ChoiceType):
        values, members = values_of(element), members_of(set_)
        return conj(
            disj((negate(values[each]), members[each] if positive else negate(members[each])))
            for each in type_.values
        )
    while isinstance(set_, Defined):
        set_ = set_.body
    assert isinstance(set_, SetDisplay)
    found = [_compare("==" if positive else "!=", element, each) for each in set_.elements]
    return disj(found) if positive else conj(found)


def _overlaps(left: Expr, right: Expr, positive: bool) -> Formula:
    sides, others = members_of(left), members_of(right)
    if positive:
        return disj(conj((sides[each], others[each])) for each in sides)
    return conj(disj((negate(sides[each]), negate(others[each]))) for each in sides)
