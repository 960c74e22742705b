"""
The conditions of rules as they are written, read for what they ask of each column.

Most conditions are made of comparisons with constants, joined by `and`, `or` and `not`. Such
a rule is *plain*: a box around where its conditions hold is made straight from what it says,
the same box that `Regions.hull` makes from its formula, and the formula itself is put together
from literals that all rules share. No other rule is read here; its formula says what it is.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Final

from specl.logic.formula import And, Formula, conj, disj
from specl.logic.keys import key_of
from specl.logic.literals import SHORT, Place, place_of
from specl.logic.normal import formula_of
from specl.logic.regions import Box, Regions
from specl.logic.samples import Number
from specl.logic.size import LARGEST, require_small
from specl.model import Condition, Fact, Rule
from specl.model.expressions import And as AllOf
from specl.model.expressions import (
    Compare,
    Defined,
    Expr,
    FactRef,
    Implies,
    Member,
    Not,
)
from specl.model.expressions import Or as AnyOf
from specl.text.record import record

__all__ = ["Reading", "Readings", "holding", "hulls"]


class _Either(tuple["_Part", ...]):
    """
    Parts one of which holds; a tuple is parts all of which hold.
    """

    __slots__ = ()


_Part = Place | tuple["_Part", ...]


_LITERALS: Final = frozenset({Compare, FactRef, Member})


class _OddError(Exception):
    """
    A rule is not plain.
    """


@record
class Reading:
    """
    A plain rule.

    Attributes:
        parts: What holds where its conditions do.
        numbers: The literals of numbers in that.
    """

    parts: tuple[_Part, ...]
    numbers: tuple[Place, ...]

    def formula(self) -> Formula:
        """
        Return when the conditions hold.
        """
        formulas = [_formula(part) for part in self.parts]
        if len(formulas) > 1 and _are_different(self.parts):
            return And(tuple(each for one in formulas for each in _conjuncts(one)))
        return conj(formulas)


class Readings:
    """
    What was read of some rules, and the literals that they share.
    """

    def __init__(self) -> None:
        self._asserted: dict[object, Place] = {}
        self._denied: dict[object, Place] = {}
        self._rules: dict[int, tuple[Rule, Reading | None]] = {}
        self._met: list[Place] = []
        self._steps = 0

    def of(self, rule: Rule) -> Reading | None:
        """
        Return what was read of a rule; None where it is not plain.
        """
        known = self._rules.get(id(rule))
        if known is None:
            known = self._rules[id(rule)] = rule, self._read(rule)
        return known[1]

    def formula(self, rule: Rule) -> Formula:
        """
        Return when a rule's own conditions hold.
        """
        reading = self.of(rule)
        return holding(rule.when, rule.unless) if reading is None else reading.formula()

    def require_small(self, rule: Rule) -> None:
        """
        Make sure that a rule's conditions can be taken apart.

        Raises:
            TooLargeError: They would become too large.
        """
        if self.of(rule) is None:
            for condition in (*rule.when, *rule.unless):
                require_small(condition.expr)

    def _read(self, rule: Rule) -> Reading | None:
        self._met, self._steps = [], 0
        found: list[_Part] = []
        try:
            for condition in rule.when:
                self._gather((condition.expr,), True, found)
            for condition in rule.unless:
                self._gather((condition.expr,), False, found)
        except _OddError:
            return None
        met = self._met
        if self._steps + 2 * SHORT * len(met) > LARGEST or _is_contrary(met):
            return None
        return Reading(tuple(found), tuple([each for each in met if each.mask is None]))

    def _gather(self, exprs: Iterable[Expr], positive: bool, found: list[_Part]) -> None:
        """
        Add to a list what holds where all of some expressions do, or none does.
        """
        places = self._asserted if positive else self._denied
        for expr in exprs:
            kind = expr.__class__
            if kind in _LITERALS:
                key = key_of(expr)
                place = places.get(key)
                if place is None:
                    place = places[key] = self._placed(expr, positive)
                self._met.append(place)
                found.append(place)
            elif kind is AllOf or kind is AnyOf:
                operands: tuple[Expr, ...] = expr.operands  # type: ignore[union-attr]
                if (kind is AllOf) is positive:
                    self._gather(operands, positive, found)
                else:
                    found.append(self._either((each, positive) for each in operands))
            else:
                self._unfold(expr, positive, found)

    def _unfold(self, expr: Expr, positive: bool, found: list[_Part]) -> None:
        self._steps += 1
        match expr:
            case Not(operand):
                self._gather((operand,), not positive, found)
            case Defined(body=body):
                self._gather((body,), positive, found)
            case Implies(left, right) if positive:
                found.append(self._either(((left, False), (right, True))))
            case Implies(left, right):
                self._gather((left,), True, found)
                self._gather((right,), False, found)
            case _:
                raise _OddError

    def _either(self, alternatives: Iterable[tuple[Expr, bool]]) -> _Either:
        parts = []
        for expr, positive in alternatives:
            inner: list[_Part] = []
            self._gather((expr,), positive, inner)
            parts.append(inner[0] if len(inner) == 1 else tuple(inner))
        return _Either(parts)

    def _placed(self, expr: Expr, positive: bool) -> Place:
        place = place_of(expr, positive)
        if place is None:
            raise _OddError
        return place


def _is_contrary(places: Sequence[Place]) -> bool:
    """
    Tell whether something is said to be so and said not to be so.

    Formulas in which this is said become shorter, down to true or false.
    """
    if len({place.column for place in places}) == len(places):
        return False
    signs: dict[object, bool] = {}
    signed = (place for place in places if place.is_sign)
    return any(signs.setdefault(each.column, each.positive) is not each.positive for each in signed)


def holding(when: Iterable[Condition], unless: Iterable[Condition]) -> Formula:
    """
    Return that all of some conditions hold and none of some others does.
    """
    return conj(
        (
            *(formula_of(condition.expr) for condition in when),
            *(formula_of(condition.expr, False) for condition in unless),
        )
    )


def hulls(
    facts: Mapping[str, Fact], readings: Sequence[Reading | None], formulas: Sequence[Formula]
) -> tuple[Regions, list[Box | None]]:
    """
    Return the columns that suit some rules, and a box around where the conditions of each hold.

    Args:
        facts: The facts.
        readings: What was read of the rules that are plain; None for one that is not.
        formulas: When the others hold, in their order, and what else the columns are to suit.
    """
    numbers = dict.fromkeys(each for one in readings if one is not None for each in one.numbers)
    cuts: dict[Hashable, set[Number]] = {}
    for place in numbers:
        cuts.setdefault(place.column, set()).add(place.constant)
    regions = Regions(facts)
    regions.cut(cuts)
    regions.learn(formulas)
    for place in numbers:
        place.left = regions.narrowed(place.column, place.operator, place.constant)
    others = iter(formulas)
    return regions, [
        regions.hull(next(others)) if reading is None else _within(reading.parts)
        for reading in readings
    ]


def _within(parts: Iterable[_Part]) -> Box | None:
    """
    Return what `Regions.hull` does for the formula of all of some parts.
    """
    box: Box = {}
    for part in parts:
        if isinstance(part, Place):
            mask, column = part.left, part.column
            if mask is None:
                continue
            left = mask & box.get(column, -1)
            if not left:
                return None
            box[column] = left
        elif not _meet(box, _about(part) if isinstance(part, _Either) else _within(part)):
            return None
    return box


def _meet(box: Box, other: Box | None) -> bool:
    """
    Narrow a box to where another one is too, and tell whether anything is left.
    """
    for column, mask in (other or {}).items():
        left = mask & box.get(column, -1)
        if not left:
            return False
        box[column] = left
    return other is not None


def _about(alternatives: _Either) -> Box | None:
    box: Box | None = None
    for part in alternatives:
        other = _within((part,) if isinstance(part, Place | _Either) else part)
        if other is None:
            continue
        if box is None:
            box = other
        else:
            box = {column: box[column] | other[column] for column in box if column in other}
    return box


def _are_different(parts: Iterable[_Part]) -> bool:
    """
    Tell whether some parts are all literals, and no two of one choice or the same otherwise.

    Their formulas then have nothing in common, and need not be compared to be joined.
    """
    seen = set()
    for part in parts:
        if not isinstance(part, Place):
            return False
        key = part.column, part.operator, part.constant
        if key in seen:
            return False
        seen.add(key)
    return True


def _conjuncts(formula: Formula) -> tuple[Formula, ...]:
    return formula.parts if isinstance(formula, And) else (formula,)


def _formula(part: _Part) -> Formula:
    if isinstance(part, Place):
        return part.formula
    return (disj if isinstance(part, _Either) else conj)(map(_formula, part))
