"""
Numeric expressions taken apart into linear forms, case by case.

`min`, `max`, `abs`, `if` and `count` over acts are lifted: an expression becomes a list of
cases, each a guard and a linear form, whose guards exclude one another and leave nothing out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import TypeVar

import attrs

from specl.interpret import evaluate
from specl.logic.formula import (
    FALSE,
    TRUE,
    Bound,
    Formula,
    Test,
    conj,
    disj,
    literal,
    negate,
)
from specl.logic.size import TooLargeError
from specl.model.expressions import (
    Absolute,
    ActRef,
    Arithmetic,
    Compare,
    CompareOperator,
    Conditional,
    Count,
    Defined,
    Expr,
    Extreme,
    Literal,
    Negate,
    acts_of,
    facts_of,
)
from specl.model.types import REAL
from specl.text.record import record

__all__ = ["Case", "Linear", "TooLargeError", "cases_of", "relation"]

CASES = 4096
Key = TypeVar("Key")


@record
class Linear:
    """
    `sum of acts + sum of terms over facts + constant`, without zero coefficients.
    """

    acts: Mapping[str, Fraction] = attrs.field(factory=dict)
    facts: Mapping[Expr, Fraction] = attrs.field(factory=dict)
    constant: Fraction = Fraction(0)

    def plus(self, other: Linear, factor: Fraction | int = 1) -> Linear:
        """
        Return the sum of this form and `factor` times another.
        """
        return Linear(
            _sum(self.acts, other.acts, Fraction(factor)),
            _sum(self.facts, other.facts, Fraction(factor)),
            self.constant + factor * other.constant,
        )

    def times(self, factor: Fraction | int) -> Linear:
        """
        Return this form, multiplied by a constant.
        """
        if factor == 1:
            return self
        if factor == 0:
            return Linear()
        return Linear(
            {name: factor * value for name, value in self.acts.items()},
            {term: factor * value for term, value in self.facts.items()},
            factor * self.constant,
        )


def _sum(
    left: Mapping[Key, Fraction], right: Mapping[Key, Fraction], factor: Fraction
) -> Mapping[Key, Fraction]:
    total = dict(left)
    for key, value in right.items():
        total[key] = total.get(key, Fraction(0)) + factor * value
    return {key: value for key, value in total.items() if value}


@record
class Case:
    """
    Where its guard holds, the expression is the linear form.
    """

    guard: Formula
    form: Linear


def relation(form: Linear, operator: CompareOperator) -> Formula:
    """
    Return the formula `form operator 0`.
    """
    match operator:
        case "<=":
            return _bound(form, strict=False)
        case "<":
            return _bound(form, strict=True)
        case ">=":
            return _bound(form.times(-1), strict=False)
        case ">":
            return _bound(form.times(-1), strict=True)
        case "==":
            return conj((_bound(form, strict=False), _bound(form.times(-1), strict=False)))
        case "!=":
            return disj((_bound(form, strict=True), _bound(form.times(-1), strict=True)))


def _bound(form: Linear, *, strict: bool) -> Formula:
    if form.acts:
        scale = abs(form.acts[min(form.acts)])
        scaled = form.times(1 / scale)
        return literal(
            Bound(
                tuple(sorted(scaled.acts.items())),
                tuple(scaled.facts.items()),
                scaled.constant,
                strict,
            )
        )
    if not form.facts:
        holds = form.constant < 0 if strict else form.constant <= 0
        return TRUE if holds else FALSE
    return literal(
        Test(Compare("<" if strict else "<=", expr_of(form), Literal(Fraction(0), REAL)))
    )


def expr_of(form: Linear) -> Expr:
    """
    Return an expression for a form without acts.
    """
    total: Expr | None = Literal(form.constant, REAL) if form.constant or not form.facts else None
    for term, factor in form.facts.items():
        scaled: Expr = term if factor == 1 else Arithmetic("*", Literal(factor, REAL), term)
        total = scaled if total is None else Arithmetic("+", total, scaled)
    assert total is not None
    return total


def cases_of(expr: Expr, truth: Callable[[Expr, bool], Formula]) -> list[Case]:
    """
    Return the cases of a numeric expression.

    Args:
        expr: Over facts and acts.
        truth: Turns a bool expression, asserted or denied, into a formula.

    Raises:
        TooLargeError: There are more than 4,096 cases.
    """
    match expr:
        case Defined(body=body):
            return cases_of(body, truth)
        case Literal(value):
            return [Case(TRUE, Linear(constant=Fraction(value)))]  # type: ignore[arg-type]
        case ActRef(name):
            return [Case(TRUE, Linear({name: Fraction(1)}))]
        case Negate(operand):
            return [Case(case.guard, case.form.times(-1)) for case in cases_of(operand, truth)]
        case Arithmetic():
            return _arithmetic(expr, truth)
    if not acts_of(expr):
        return [Case(TRUE, _fact_form(expr))]
    match expr:
        case Conditional(condition, positive, negative):
            return _limited(
                Case(conj((truth(condition, holds), case.guard)), case.form)
                for holds, branch in ((True, positive), (False, negative))
                for case in cases_of(branch, truth)
            )
        case Extreme(which, operands):
            return _extreme(which, operands, truth)
        case Absolute(operand):
            return _absolute(cases_of(operand, truth))
        case Count(set_):
            return _count(set_, truth)
    raise TypeError(f"not a numeric expression: {expr!r}")


def _fact_form(expr: Expr) -> Linear:
    if not facts_of(expr):
        return Linear(constant=Fraction(evaluate(expr, {}, {})))  # type: ignore[arg-type]
    return Linear(facts={expr: Fraction(1)})


def _limited(cases: Iterable[Case]) -> list[Case]:
    found = []
    for case in cases:
        if case.guard != FALSE:
            found.append(case)
        if len(found) > CASES:
            raise TooLargeError
    return found


def _arithmetic(expr: Arithmetic, truth: Callable[[Expr, bool], Formula]) -> list[Case]:
    left, right = cases_of(expr.left, truth), cases_of(expr.right, truth)
    return _limited(
        Case(conj((a.guard, b.guard)), _combine(expr.operator, a.form, b.form))
        for a in left
        for b in right
    )


def _combine(operator: str, left: Linear, right: Linear) -> Linear:
    if operator == "+":
        return left.plus(right)
    if operator == "-":
        return left.plus(right, -1)
    if not left.acts and not left.facts:
        return right.times(left.constant)
    return left.times(right.constant)


def _extreme(
    which: str, operands: tuple[Expr, ...], truth: Callable[[Expr, bool], Formula]
) -> list[Case]:
    best = cases_of(operands[0], truth)
    operator: CompareOperator = ">=" if which == "max" else "<="
    for operand in operands[1:]:
        rivals = cases_of(operand, truth)
        best = _limited(
            Case(conj((a.guard, b.guard, guard)), form)
            for a in best
            for b in rivals
            for kept in (relation(a.form.plus(b.form, -1), operator),)
            for guard, form in ((kept, a.form), (negate(kept), b.form))
        )
    return best


def _absolute(cases: list[Case]) -> list[Case]:
    return _limited(
        Case(conj((case.guard, guard)), form)
        for case in cases
        for kept in (relation(case.form, ">="),)
        for guard, form in ((kept, case.form), (negate(kept), case.form.times(-1)))
    )


def _count(set_: Expr, truth: Callable[[Expr, bool], Formula]) -> list[Case]:
    from specl.logic.normal import members_of

    counts: dict[int, Formula] = {0: TRUE}
    members = members_of(set_, truth)
    if 2 ** len(members) > CASES:
        raise TooLargeError
    for holds in members.values():
        longer: dict[int, list[Formula]] = {}
        for count, guard in counts.items():
            longer.setdefault(count, []).append(conj((guard, negate(holds))))
            longer.setdefault(count + 1, []).append(conj((guard, holds)))
        counts = {count: disj(guards) for count, guards in longer.items()}
    return _limited(
        Case(guard, Linear(constant=Fraction(count))) for count, guard in sorted(counts.items())
    )
