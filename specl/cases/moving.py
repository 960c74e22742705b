"""
To what a field of a scenario can be moved, and which facts that changes.

A whole number says where to. Even ones go through the values that a spec tells apart, the
quietest first; odd ones, where the field is a number, through all of its range.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import attrs

from specl.cases.field import Field
from specl.cases.regions import beside
from specl.logic.interval import Interval, interval_of
from specl.logic.total import Total
from specl.model import Fact, Scenario, Value

__all__ = ["Offer", "change", "offer_of"]

_FINEST = Fraction(1, 100)
_PLACES = 2**15
_FAR = 1_000
"""How far a number without bounds is moved at most."""


@attrs.frozen(eq=False)
class Offer:
    """
    What there is to move a field to.

    Attributes:
        values: Those that the spec tells apart, the quietest first.
        between: Where all its values lie, if it is a number.
    """

    field: Field
    values: Sequence[Value]
    between: Interval | None = None

    @property
    def moves(self) -> bool:
        """
        Tell whether there is anywhere to move to: not for whether a comparison holds.
        """
        if self.field.is_derived and not isinstance(self.field.subject, Total):
            return False
        return len(self.values) > 1 or self.between is not None

    def value(self, number: int, scenario: Scenario) -> Value:
        """
        Return another value than a scenario has, the one that a whole number stands for.

        Larger numbers begin again.
        """
        half, odd = divmod(number, 2)
        if odd and self.between is not None:
            return _within(self.between, half)
        now = None if self.field.is_derived else self.field.value_in(scenario)
        others = [value for value in self.values if value != now] or self.values
        return others[half % len(others)]


def offer_of(field: Field, facts: Mapping[str, Fact]) -> Offer:
    """
    Return what there is to move a field to.
    """
    if not field.is_derived and not field.regions:
        return Offer(field, field.samples)
    ends = [end for region in field.regions for end in _ends(region)]
    values = tuple(dict.fromkeys([*field.samples, *ends]))
    fact = facts.get(field.subject) if isinstance(field.subject, str) else None
    range_ = None if fact is None or field.is_complete else interval_of(fact.type)
    return Offer(field, values, range_)


def _within(range_: Interval, number: int) -> Fraction | int:
    """
    Return a number of a range, of those that go all through it in even steps.
    """
    low = range_.low if range_.low is not None else (range_.high or 0) - _FAR
    high = range_.high if range_.high is not None else low + 2 * _FAR
    step = Fraction(1) if range_.integer else _FINEST
    while (high - low) / step > _PLACES:
        step *= 10
    value = low + number % ((high - low) // step + 1) * step
    return int(value) if range_.integer else Fraction(value)


def _ends(region: Interval) -> list[Fraction | int]:
    """
    Return the ends of a region, or numbers next to them.
    """
    found: list[Fraction | int] = []
    if region.low is not None:
        found.append(beside(region, low=True) if region.low_strict else region.low)
    if region.high is not None:
        found.append(beside(region, low=False) if region.high_strict else region.high)
    return found


def change(
    facts: Mapping[str, Fact], scenario: Mapping[str, Value], field: Field, value: Value
) -> Mapping[str, Value] | None:
    """
    Return what to change of a scenario so that a field has a value; None: that is not simple.
    """
    if isinstance(field.subject, Total):
        return _moving_one(facts, scenario, field.subject, value)
    if isinstance(field.subject, tuple):
        name, member = field.subject
        held = scenario[name]
        assert isinstance(held, frozenset)
        return {name: held | {member} if value else held - {member}}
    return None if field.is_derived else {field.facts[0]: value}


def _moving_one(
    facts: Mapping[str, Fact], scenario: Mapping[str, Value], total: Total, value: Value
) -> Mapping[str, Value] | None:
    """
    Return a new value for one fact with which a sum is as wanted, if one fact can do it.
    """
    now = sum(factor * scenario[name] for name, factor in total.terms)  # type: ignore[operator, misc]
    for name, factor in total.terms:
        wanted = scenario[name] + Fraction(value - now, factor)  # type: ignore[operator]
        range_ = interval_of(facts[name].type)
        if range_.integer and wanted.denominator > 1:
            continue
        if (range_.low is None or range_.low <= wanted) and (
            range_.high is None or wanted <= range_.high
        ):
            return {name: int(wanted) if range_.integer else wanted}
    return None
