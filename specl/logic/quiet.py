"""
Scenarios in which as little as possible holds beside what is asked for.

The *quiet* value of a fact is the one that the fewest conditions admit. A box is turned into a
scenario by giving every fact the quietest value that the box leaves it. Such a scenario often
is one in which a rule applies and nothing stands against it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from fractions import Fraction
from itertools import accumulate, chain

import attrs

from specl.logic.batch import Batch
from specl.logic.clauses import bits_of
from specl.logic.formula import Formula
from specl.logic.regions import Box, Regions, Total, fact_of, runs
from specl.logic.repair import Repair
from specl.model import Fact, Value
from specl.model.types import SetType, TextType
from specl.text.record import mutable

__all__ = ["Quiet"]


@mutable
class Quiet:
    """
    The quiet values of a spec's facts.

    Attributes:
        facts: All of them.
        boxes: Around the conditions that are to hold as seldom as possible.
        background: What every scenario satisfies; it mentions no definition.
        base: Every fact at its quietest, as far as the background lets it.
    """

    facts: Mapping[str, Fact]
    regions: Regions
    boxes: Iterable[Box]
    background: Formula
    base: dict[str, Value] = attrs.field(factory=dict)
    _orders: dict[Hashable, list[int]] = attrs.field(factory=dict)
    _admitting: dict[Hashable, dict[int, int]] | None = None

    def __attrs_post_init__(self) -> None:
        self.base.update(self._changed({}, self.facts))
        self.base.update(Repair(self.regions, self.base, self.background).repaired({}, {}) or {})

    def changes(self, box: Box) -> dict[str, Value]:
        """
        Return the values in which a quiet scenario of a box differs from the base.
        """
        names = dict.fromkeys(fact_of(column) for column in box if not isinstance(column, Total))
        found = self._changed(box, names)
        for column in box:
            if isinstance(column, Total):
                self._move(found, self.base, box, column)
        return {name: value for name, value in found.items() if value != self.base[name]}

    def near(self, scenario: Mapping[str, Value], box: Box) -> dict[str, Value]:
        """
        Return the values in which a scenario of a box, near another one, differs from that.
        """
        regions = self.regions
        names = dict.fromkeys(
            fact_of(column)
            for column, mask in box.items()
            if not isinstance(column, Total) and not regions.has(column, scenario, mask)
        )
        found = {}
        for name in names:
            value = self._value(box, name)
            held = scenario[name]
            if isinstance(value, frozenset) and isinstance(held, frozenset):
                value = frozenset(
                    each
                    for each in held | value
                    if box.get((name, each), 3) == 2
                    or (box.get((name, each), 3) == 3 and each in held)
                )
            found[name] = value
        return found

    def towards(self, scenario: Mapping[str, Value], box: Box) -> dict[str, Value]:
        """
        Return what `near` does, and changes of single facts that bring sums into a box too.
        """
        found = self.near(scenario, box)
        for column in box:
            if isinstance(column, Total):
                self._move(found, scenario, box, column)
        return found

    def _changed(self, box: Box, names: Iterable[str]) -> dict[str, Value]:
        return {name: self._value(box, name) for name in names}

    def _value(self, box: Box, name: str) -> Value:
        type_ = self.facts[name].type
        if isinstance(type_, SetType):
            columns = ((name, value) for value in type_.element.values)
            return frozenset(
                column[1] for column in columns if self._quietest(column, box.get(column, 3))
            )
        if isinstance(type_, TextType):
            return ""
        value = self.regions.sample(name, self._quietest(name, box.get(name, -1)))
        assert value is not None
        return value

    def _quietest(self, column: Hashable, mask: int) -> int:
        order = self._orders.get(column)
        if order is None:
            order = self._orders[column] = self._ordered(column)
        if mask >> order[0] & 1:
            return order[0]
        return next(region for region in order if mask >> region & 1)

    def _ordered(self, column: Hashable) -> list[int]:
        """
        Return the regions of a column, those that the fewest boxes admit first.
        """
        if self._admitting is None:
            self._admitting = self._count()
        whole, masks = self.regions.all_of(column), self._admitting.get(column)
        if whole == 3:
            return [1, 0] if masks and masks.get(1, 0) > masks.get(2, 0) else [0, 1]
        found = list(bits_of(whole))
        if masks:
            found.sort(key=_admissions(masks, whole.bit_length()).__getitem__)
        return found

    def _count(self) -> dict[Hashable, dict[int, int]]:
        """
        Return for each column how many boxes leave it which regions.
        """
        found: dict[Hashable, dict[int, int]] = {}
        narrowed = Counter(chain.from_iterable(box.items() for box in self.boxes))
        for (column, mask), number in narrowed.items():
            found.setdefault(column, {})[mask] = number
        return found

    def _move(
        self, found: dict[str, Value], scenario: Mapping[str, Value], box: Box, total: Total
    ) -> None:
        """
        Change one fact of a sum, if one can be changed, so that the sum lies where it is to lie.
        """
        mask = box[total]
        values = {
            name: Fraction(found.get(name, scenario[name]))  # type: ignore[arg-type]
            for name, _ in total.terms
        }
        now = sum((factor * values[name] for name, factor in total.terms), Fraction(0))
        if mask >> self.regions.region_of(total, now) & 1:
            return
        for aim in self.regions.samples_of(total, mask):
            for name, factor in reversed(total.terms):
                moved = values[name] + Fraction(aim - now) / factor
                value = self.regions.fitting(name, moved, box.get(name, -1))
                if value is not None:
                    found[name] = value
                    return

    def batch(self, boxes: Iterable[Box], definitions: Mapping[str, Formula]) -> Batch:
        """
        Return quiet scenarios of some boxes, those that the background admits or can be made to.

        Args:
            boxes: What the scenarios are to have.
            definitions: What names stand for in formulas that will be asked about.
        """
        made = [(self.changes(box), box) for box in boxes]
        first = Batch(self.base, [changes for changes, _ in made], definitions)
        refused = ~first.holding(self.background)
        if not refused & (1 << len(made)) - 1:
            return first
        repair = Repair(self.regions, self.base, self.background)
        kept = [
            repair.repaired(changes, box) if refused >> place & 1 else changes
            for place, (changes, box) in enumerate(made)
        ]
        return Batch(self.base, [each for each in kept if each is not None], definitions)


def _admissions(masks: Mapping[int, int], size: int) -> list[int]:
    """
    Return for each region how many of some masks, each with its number, admit it.
    """
    changes = [0] * (size + 1)
    for mask, number in masks.items():
        for first, length in runs(mask):
            changes[first] += number
            changes[first + length] -= number
    return list(accumulate(changes))
