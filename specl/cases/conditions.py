"""
What decides whether a rule's conditions hold: each comparison by itself, and each bound.

A comparison decides where the conditions would come out otherwise if it alone did. A pair of
cases shows that, one with the comparison true and one with it false; and where it is between
numbers, cases on both sides of its bound.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate

import attrs

from specl.cases.bounds import beside_bound
from specl.logic.formula import FALSE, TRUE, And, Atom, Formula, Leaf, conj, disj, negate
from specl.logic.literals import place_of
from specl.logic.normal import formula_of
from specl.model import Rule
from specl.model.expressions import And as Both
from specl.model.expressions import Defined, Expr, Iff, Implies, Literal, Not
from specl.model.expressions import Or as Either
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


def decisions_of(rules: Iterable[Rule]) -> Iterator[tuple[Rule, Side]]:
    """
    Yield for each comparison in some rules' conditions the cases that show it deciding.
    """
    known: dict[Expr, _Compared] = {}
    for rule in rules:
        condition = _condition(rule)
        if condition is not None:
            for side in _Parts.of(condition, known).sides():
                yield rule, side


def _condition(rule: Rule) -> Expr | None:
    """
    Return all that has to hold for a rule to apply, as far as the rule itself says.
    """
    parts: list[Expr] = [condition.expr for condition in rule.when]
    parts += [Not(condition.expr) for condition in rule.unless]
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else Both(tuple(parts))


@attrs.frozen(eq=False)
class _Compared:
    """
    A comparison, one and the same wherever rules make it.

    Attributes:
        shown: The comparison as the language writes it.
        sides: The formulas that it is false, and that it is true.
        bounds: The places next to its bound: how they read, whether it holds, and when.
    """

    shown: str
    sides: tuple[Formula, Formula]
    bounds: tuple[tuple[str, bool, Formula], ...]

    @classmethod
    def of(cls, expr: Expr) -> _Compared:
        place = place_of(expr, True)
        formula = formula_of(expr) if place is None else place.formula
        return cls(show(expr), (negate(formula), formula), tuple(beside_bound(formula)))


_Literals = Mapping[int, _Compared]
"""The comparisons of a condition, by the identity of the expressions that make them."""


@attrs.define(eq=False, repr=False)
class _Parts:
    """
    A condition, and the comparisons that it is made of.

    Attributes:
        parts: What has to hold all together, and where each does.
        literals: The comparisons.
        within: For each comparison the parts that it stands in.
        whole: Where the condition holds.
        starts: Where each part begins in the whole; empty where that is not just its parts.
        only: For each atom of the whole the one part that has it, or -1.
    """

    parts: Sequence[Part]
    literals: _Literals
    within: Mapping[_Compared, list[int]]
    whole: Formula
    starts: Sequence[int] = ()
    only: Mapping[Atom, int] = attrs.field(factory=dict)

    @classmethod
    def of(cls, condition: Expr, known: dict[Expr, _Compared]) -> _Parts:
        """
        Return the parts of a condition.

        Args:
            condition: The condition.
            known: Comparisons of this and other conditions; it is filled in.
        """
        exprs = list(conjuncts(condition))
        literals: dict[int, _Compared] = {}
        within: dict[_Compared, list[int]] = {}
        for place, expr in enumerate(exprs):
            for each in _literals(expr):
                compared = known.get(each)
                if compared is None:
                    compared = known[each] = _Compared.of(each)
                literals[id(each)] = compared
                places = within.setdefault(compared, [])
                if place not in places:
                    places.append(place)
        parts = [Part(expr, _joined(expr, literals, positive=True)) for expr in exprs]
        whole = conj(part.when for part in parts)
        return cls(parts, literals, within, whole, *_layout(parts, whole))

    def sides(self) -> Iterator[Side]:
        """
        Yield for each comparison the cases that show it deciding.
        """
        for compared, (first, *more) in self.within.items():
            decided, around = self._decided_by(compared, first, more)
            for holds in (True, False):
                here = compared.sides[holds]
                yield Side(compared.shown, None, holds, decided(here), here, around)
            for text, holds, near in compared.bounds:
                yield Side(compared.shown, text, holds, decided(near), near, around)

    def _decided_by(
        self, compared: _Compared, first: int, more: Sequence[int]
    ) -> tuple[Callable[[Formula], Formula], tuple[Part, ...]]:
        """
        Return what turns a formula into where it holds and one comparison decides.

        What has to hold besides the formula comes with it.
        """
        flips = self._flips(compared, first, more)
        if flips is TRUE and not more:
            around = (*self.parts[:first], *self.parts[first + 1 :])
            return partial(self._with, first), around
        before = self.parts[:first]
        after = [
            part for place, part in enumerate(self.parts) if place > first and place not in more
        ]
        turned = Part(self._together(first, more), flips, decided=True)
        ends = [part.when for part in before], [flips, *(part.when for part in after)]
        return (
            lambda formula: conj((*ends[0], formula, *ends[1])),
            (*before, turned, *after),
        )

    def _with(self, place: int, formula: Formula) -> Formula:
        """
        Return the condition with a formula in place of one of its parts.
        """
        if formula is self.parts[place].when:
            return self.whole
        new = _opened(formula)
        if self.starts and all(self._is_apart(place, each) for each in new):
            assert isinstance(self.whole, And)
            before, after = self.starts[place], self.starts[place + 1]
            parts = (*self.whole.parts[:before], *new, *self.whole.parts[after:])
            return And(parts) if len(parts) > 1 else formula
        each = [part.when for part in self.parts]
        return conj((*each[:place], formula, *each[place + 1 :]))

    def _is_apart(self, place: int, formula: Formula) -> bool:
        """
        Tell whether a formula neither repeats nor contradicts the parts but for one.
        """
        return isinstance(formula, Leaf) and self.only.get(formula.atom, place) == place

    def _flips(self, compared: _Compared, first: int, more: Sequence[int]) -> Formula:
        """
        Return where the parts with one comparison come out otherwise if it did.
        """
        part = self._together(first, more)
        inner = part.operand if isinstance(part, Not) else part
        if self.literals.get(id(inner)) is compared:
            return TRUE
        return disj(_flips(part, self.literals, compared, holds=holds) for holds in (True, False))

    def _together(self, first: int, more: Sequence[int]) -> Expr:
        """
        Return the parts in which a comparison stands.
        """
        part = self.parts[first].expr
        return Both((part, *(self.parts[place].expr for place in more))) if more else part


def _layout(parts: Sequence[Part], whole: Formula) -> tuple[Sequence[int], Mapping[Atom, int]]:
    """
    Return where parts begin in the whole, and for each of its atoms which alone has it, or -1.

    There is none where the whole is not just the parts, one after the other.
    """
    opened = [_opened(part.when) for part in parts]
    starts = [0, *accumulate(map(len, opened))]
    if not isinstance(whole, And) or len(whole.parts) < starts[-1]:
        return (), {}
    only: dict[Atom, int] = {}
    for place, each in enumerate(opened):
        for formula in each:
            if isinstance(formula, Leaf) and only.setdefault(formula.atom, place) != place:
                only[formula.atom] = -1
    return starts, only


def _opened(formula: Formula) -> tuple[Formula, ...]:
    return formula.parts if isinstance(formula, And) else (formula,)


def _flips(part: Expr, literals: _Literals, compared: _Compared, *, holds: bool) -> Formula:
    """
    Return where a condition holds with a comparison being so, and fails with it being otherwise.
    """
    here = _joined(part, literals, positive=True, assumed=(compared, holds))
    if here is FALSE:
        return FALSE
    return conj((here, _joined(part, literals, positive=False, assumed=(compared, not holds))))


def conjuncts(condition: Expr) -> Iterator[Expr]:
    """
    Yield what has to hold all together for a condition to hold, in the order of the text.
    """
    pending = [condition]
    while pending:
        current = pending.pop()
        match current:
            case Both(operands):
                pending.extend(reversed(operands))
            case Defined(body=body):
                pending.append(body)
            case Not(Not(operand)):
                pending.append(operand)
            case Not(Either(operands)):
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
            case Both(operands) | Either(operands):
                pending.extend(reversed(operands))
            case Implies(left, right) | Iff(left, right):
                pending += [right, left]
            case Defined(body=body):
                pending.append(body)
            case Literal():
                pass
            case _:
                yield current


def _joined(
    expr: Expr,
    literals: _Literals,
    *,
    positive: bool,
    assumed: tuple[_Compared | None, bool] = (None, True),
) -> Formula:
    """
    Return a condition, asserted or denied, one of its comparisons being what it is assumed to be.
    """
    compared = literals.get(id(expr))
    if compared is not None:
        if compared is not assumed[0]:
            return compared.sides[positive]
        return TRUE if assumed[1] is positive else FALSE

    def part(operand: Expr, *, holds: bool) -> Formula:
        return _joined(operand, literals, positive=holds, assumed=assumed)

    match expr:
        case Not(operand):
            return part(operand, holds=not positive)
        case Defined(body=body):
            return part(body, holds=positive)
        case Both(operands) | Either(operands):
            join = conj if isinstance(expr, Both) is positive else disj
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
    assert isinstance(expr, Literal)
    return TRUE if bool(expr.value) is positive else FALSE
