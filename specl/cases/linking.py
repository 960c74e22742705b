"""
Facts on which a sum or another comparison depends, with values that suit a box.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice, product
from math import prod
from types import MappingProxyType

import attrs

from specl.cases.field import Field
from specl.cases.grid import Grid
from specl.cases.totals import UnsureError, can_reach, hull_of, total_in, values_for
from specl.logic.interval import Interval
from specl.logic.total import Total
from specl.logic.truth import atom_holds
from specl.model import Value

__all__ = ["NOTHING", "Group", "Linked", "Linking"]

_TRIED = 500
NOTHING: Mapping[str, Value] = MappingProxyType({})

Linked = tuple[int, Mapping[str, Value]]
"""Bits of some facts, and those facts whose value is not the one that stands for its region."""


@attrs.frozen(eq=False)
class Group:
    """
    Fields of a box that depend on the same facts.

    Attributes:
        bits: All bits of the fields and of the facts.
        of_facts: Those of the facts.
    """

    fields: tuple[Field, ...]
    bits: int
    of_facts: int

    def joined(self, other: Group) -> Group:
        """
        Return both as one.
        """
        fields = (*self.fields, *other.fields)
        return Group(fields, self.bits | other.bits, self.of_facts | other.of_facts)


@attrs.define(eq=False, repr=False)
class Linking:
    """
    Chooses the values of facts that meet in fields of one grid.
    """

    grid: Grid
    _by_fact: dict[str, list[Field]] = attrs.field(factory=dict)
    _hulls: dict[tuple[Field, int], Interval] = attrs.field(factory=dict)
    _left: dict[tuple[Field, int], Sequence[int | Fraction]] = attrs.field(factory=dict)

    def __attrs_post_init__(self) -> None:
        for field in self.grid.fields:
            if not field.is_derived:
                self._by_fact.setdefault(field.facts[0], []).append(field)

    def group(self, field: Field) -> Group:
        """
        Return the group of one field whose value follows from those of facts.
        """
        span = self.grid.span
        facts = sum(span(each) for name in field.facts for each in self._by_fact[name])
        return Group((field,), span(field) | facts, facts)

    def is_within_reach(self, box: int, field: Field) -> bool:
        """
        Tell whether a field, whatever others ask for, could come out as a box wants it.
        """
        if not isinstance(field.subject, Total):
            return True
        parts = [
            (self._hull(box, self._by_fact[name][0]), factor)
            for name, factor in field.subject.terms
        ]
        return can_reach(self._hull(box, field), parts)

    def linked(self, box: int, bits: int, group: Group) -> Linked | None:
        """
        Return the bits and values of the facts on which some fields of a box depend.

        Raises:
            UnsureError: There may be some, but none were found.
        """
        sums = [field for field in group.fields if isinstance(field.subject, Total)]
        others = [field for field in group.fields if field not in sums]
        values = self._summed(box, bits, sums)
        if values is None:
            return None
        found = self._with(box, bits, values)
        if found is None:
            raise UnsureError
        if all(box & self.outcome(found, values, field) for field in others):
            return found & group.of_facts, values
        return self._tried(box, bits, group)

    def _with(self, box: int, bits: int, values: Mapping[str, Value]) -> int | None:
        """
        Return bits with those of some values put in; None where the box lacks one of these.
        """
        for name, value in values.items():
            (field,) = self._by_fact[name]
            bit = 1 << self.grid.shift[field] + field.index(value)
            if not box & bit:
                return None
            bits = bits & ~self.grid.span(field) | bit
        return bits

    def outcome(self, bits: int, values: Mapping[str, Value], field: Field) -> int:
        """
        Return what a comparison of several facts comes to, as its bit.
        """
        if isinstance(field.subject, Total):
            now = {name: values.get(name, self._sample(bits, name)) for name in field.facts}
            return self._outcome(field, now)  # type: ignore[arg-type]
        holds = atom_holds(field.subject, self.grid.scenario(bits, values))
        return 1 << self.grid.shift[field] + field.samples.index(holds)

    def _summed(self, box: int, bits: int, sums: Sequence[Field]) -> Mapping[str, Value] | None:
        """
        Return values with which sums come out as a box wants them; None where there are none.

        Raises:
            UnsureError: There may be some, but none were found.
        """
        names = dict.fromkeys(name for field in sums for name in field.facts)
        now = {name: self._sample(bits, name) for name in names}
        if all(box & self._outcome(field, now) for field in sums):
            return NOTHING
        found = values_for(
            [(_total(field), self._hull(box, field)) for field in sums],
            {name: self._hull(box, self._by_fact[name][0]) for name in names},
            {name: self._samples(box, name) for name in names},
        )
        if found is None:
            return None
        if not all(box & self._outcome(field, found) for field in sums):
            raise UnsureError
        return {name: value for name, value in found.items() if value != now[name]}

    def _sample(self, bits: int, name: str) -> int | Fraction:
        (field,) = self._by_fact[name]
        part = self.grid.part(bits, field)
        return field.samples[part.bit_length() - 1]  # type: ignore[return-value]

    def _samples(self, box: int, name: str) -> Sequence[int | Fraction]:
        """
        Return what a box leaves of a number, one for each region, the quietest first.
        """
        (field,) = self._by_fact[name]
        part = self.grid.part(box, field)
        key = field, part
        if key not in self._left:
            left = (sample for place, sample in enumerate(field.samples) if part >> place & 1)
            self._left[key] = tuple(left)  # type: ignore[arg-type]
        return self._left[key]

    def _outcome(self, field: Field, values: Mapping[str, Fraction | int]) -> int:
        """
        Return what a sum comes to, as its bit.
        """
        return 1 << self.grid.shift[field] + field.index(total_in(_total(field), values))

    def _hull(self, box: int, field: Field) -> Interval:
        """
        Return the smallest interval around what a box leaves of a number or a sum.
        """
        part = box >> self.grid.shift[field] & self.grid.mask[field]
        found = self._hulls.get((field, part))
        if found is None:
            left = [region for place, region in enumerate(field.regions) if part >> place & 1]
            found = self._hulls[field, part] = hull_of(left)
        return found

    def _tried(self, box: int, bits: int, group: Group) -> Linked | None:
        """
        Try the values of facts that meet in comparisons, all of them where these are few.

        Raises:
            UnsureError: Those tried are not all there are.
        """
        names = dict.fromkeys(name for field in group.fields for name in field.facts)
        fields = [field for name in names for field in self._by_fact[name]]
        for tried in islice(product(*(self._open_bits(box, field) for field in fields)), _TRIED):
            point = bits & ~group.of_facts | sum(tried)
            if all(box & self.outcome(point, NOTHING, field) for field in group.fields):
                return point & group.of_facts, NOTHING
        sizes = [self.grid.part(box, field).bit_count() for field in fields]
        if prod(sizes) > _TRIED or not all(field.is_complete for field in fields):
            raise UnsureError
        return None

    def _open_bits(self, box: int, field: Field) -> Iterator[int]:
        """
        Yield the values that a box leaves of a field, as bits.
        """
        part, shift = self.grid.part(box, field), self.grid.shift[field]
        return (1 << shift + place for place in range(field.width) if part >> place & 1)


def _total(field: Field) -> Total:
    assert isinstance(field.subject, Total)
    return field.subject
