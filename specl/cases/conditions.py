"""
What decides whether a rule's conditions hold: each comparison by itself, and each bound.

A comparison decides where the conditions would come out otherwise if it alone did. A pair of
cases shows that, one with the comparison true and one with it false; and where it is between
numbers, cases on both sides of its bound.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

import attrs

from specl.cases.bounds import beside_bound
from specl.logic.formula import FALSE, TRUE, Formula, conj, disj, negate
from specl.logic.normal import formula_of
from specl.model import Rule
from specl.model.expressions import (
    And,
    Defined,
    Expr,
    Iff,
    Implies,
    Literal,
    Not,
    Or,
)
from specl.model.show import show
from specl.text.record import record

__all__ = ["Part", "Side", "conjuncts", "decisions_of"]


@record
class Part:
    """
    A part of a condition that has to hold, or has to be decided by one comparison in it.
    """

    expr: Expr
    when: Formula
    decided: bool = False


@record
class Side:
    """
    One of the cases that show a comparison deciding.

    Attributes:
        compared: The comparison as the language writes it.
        at: Where its numbers are, such as `refund == 500`; None where it is about the
            comparison itself.
        holds: Whether the comparison is true here.
        when: Where this is the case.
        itself: Where the comparison is as it is here, whether it decides or not.
        around: What has to hold besides, so that it decides.
    """

    compared: str
    at: str | None
    holds: bool
    when: Formula
    itself: Formula
    around: tuple[Part, ...]


def decisions_of(rule: Rule) -> Iterator[Side]:
    """
    Yield for each comparison in a rule's conditions the cases that show it deciding.
    """
    condition = _condition(rule)
    if condition is None:
        return
    parts = _Parts.of(condition)
    for compared, sides in parts.literals.items():
        decided, around = parts.decided_by(compared)
        shown = show(compared)
        for holds in (True, False):
            here = sides[holds]
            yield Side(shown, None, holds, decided(here), here, around)
        for text, holds, near in beside_bound(sides[True]):
            yield Side(shown, text, holds, decided(near), near, around)


def _condition(rule: Rule) -> Expr | None:
    """
    Return all that has to hold for a rule to apply, as far as the rule itself says.
    """
    parts: list[Expr] = [condition.expr for condition in rule.when]
    parts += [Not(condition.expr) for condition in rule.unless]
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else And(tuple(parts))


_Literals = Mapping[Expr, tuple[Formula, Formula]]


@attrs.define(eq=False, repr=False)
class _Parts:
    """
    A condition, and the comparisons that it is made of.

    Attributes:
        parts: What has to hold all together, and where each does.
        literals: For each comparison the formula that it is false, and that it is true.
        within: For each comparison the parts that it stands in.
        whole: Where the condition holds.
    """

    parts: list[tuple[Expr, Formula]]
    literals: _Literals
    within: Mapping[Expr, list[int]]
    whole: Formula

    @classmethod
    def of(cls, condition: Expr) -> _Parts:
        parts = list(conjuncts(condition))
        within: dict[Expr, list[int]] = {}
        for place, part in enumerate(parts):
            for each in dict.fromkeys(_literals(part)):
                within.setdefault(each, []).append(place)
        formulas = {each: formula_of(each) for each in within}
        literals = {each: (negate(formula), formula) for each, formula in formulas.items()}
        held = [(part, _joined(part, literals, positive=True)) for part in parts]
        return cls(held, literals, within, conj(holds for _, holds in held))

    def decided_by(self, compared: Expr) -> tuple[Callable[[Formula], Formula], tuple[Part, ...]]:
        """
        Return what turns a formula into where it holds and one comparison decides.

        What has to hold besides the formula comes with it.
        """
        first, *more = self.within[compared]
        flips = self._flips(compared, first, more)
        around = [
            Part(expr, holds)
            for place, (expr, holds) in enumerate(self.parts)
            if place != first and place not in more
        ]
        if flips is TRUE and not more:
            return partial(self._with, first), tuple(around)
        turned = Part(self._together(first, more), flips, decided=True)
        before, after = around[:first], around[first:]
        ends = [part.when for part in before], [flips, *(part.when for part in after)]
        return (
            lambda formula: conj((*ends[0], formula, *ends[1])),
            (*before, turned, *after),
        )

    def _with(self, place: int, formula: Formula) -> Formula:
        """
        Return the condition with a formula in place of one of its parts.
        """
        if formula is self.parts[place][1]:
            return self.whole
        parts = [holds for _, holds in self.parts]
        return conj((*parts[:place], formula, *parts[place + 1 :]))

    def _flips(self, compared: Expr, first: int, more: Sequence[int]) -> Formula:
        """
        Return where the parts with one comparison come out otherwise if it did.
        """
        part = self._together(first, more)
        if compared is part or compared is getattr(part, "operand", None):
            return TRUE
        true = {**self.literals, compared: (FALSE, TRUE)}
        false = {**self.literals, compared: (TRUE, FALSE)}
        return disj((_flips(part, true, false), _flips(part, false, true)))

    def _together(self, first: int, more: Sequence[int]) -> Expr:
        """
        Return the parts in which a comparison stands.
        """
        part = self.parts[first][0]
        return And((part, *(self.parts[place][0] for place in more))) if more else part


def _flips(part: Expr, here: _Literals, there: _Literals) -> Formula:
    """
    Return where a condition holds with some comparisons and fails with some others.
    """
    holds = _joined(part, here, positive=True)
    return FALSE if holds is FALSE else conj((holds, _joined(part, there, positive=False)))


def conjuncts(condition: Expr) -> Iterator[Expr]:
    """
    Yield what has to hold all together for a condition to hold, in the order of the text.
    """
    pending = [condition]
    while pending:
        current = pending.pop()
        match current:
            case And(operands):
                pending.extend(reversed(operands))
            case Defined(body=body):
                pending.append(body)
            case Not(Not(operand)):
                pending.append(operand)
            case Not(Or(operands)):
                pending.extend(Not(operand) for operand in reversed(operands))
            case _:
                yield current


def _literals(expr: Expr) -> Iterator[Expr]:
    """
    Yield the parts of a condition that no `and`, `or` and the like take apart.
    """
    pending = [expr]
    while pending:
        current = pending.pop()
        match current:
            case Not(operand):
                pending.append(operand)
            case And(operands) | Or(operands):
                pending.extend(reversed(operands))
            case Implies(left, right) | Iff(left, right):
                pending += [right, left]
            case Defined(body=body):
                pending.append(body)
            case Literal():
                pass
            case _:
                yield current


def _joined(expr: Expr, literals: _Literals, *, positive: bool) -> Formula:
    """
    Return a condition, asserted or denied, its comparisons being what they are said to be.
    """

    def part(operand: Expr, *, holds: bool) -> Formula:
        return _joined(operand, literals, positive=holds)

    match expr:
        case Not(operand):
            return part(operand, holds=not positive)
        case Defined(body=body):
            return part(body, holds=positive)
        case And(operands) | Or(operands):
            join = conj if isinstance(expr, And) is positive else disj
            return join(part(operand, holds=positive) for operand in operands)
        case Implies(left, right):
            join = disj if positive else conj
            return join((part(left, holds=not positive), part(right, holds=positive)))
        case Iff(left, right):
            return conj(
                (
                    disj((part(left, holds=False), part(right, holds=positive))),
                    disj((part(left, holds=True), part(right, holds=not positive))),
                )
            )
        case Literal(value):
            return TRUE if bool(value) is positive else FALSE
    return literals[expr][positive]
