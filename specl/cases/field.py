"""
One thing that a box speaks of, with the values that need to be told apart.

A field is one fact, one member of a set, one sum of several facts, or one comparison of some
other kind.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from fractions import Fraction

import attrs

from specl.cases.regions import Cut, cuts_of, lies_in, regions_of, sample_of
from specl.logic.formula import Atom, Test
from specl.logic.interval import Interval, Threshold, comparison_of, interval_of
from specl.logic.total import Total
from specl.model import Fact, Scenario, Value
from specl.model.expressions import Literal, walk
from specl.model.types import BoolType, ChoiceType, IntType, SetType, TextType, is_numeric

__all__ = ["EITHER", "Field", "Subject", "fields_of"]

ENUMERATED = 64
EITHER: tuple[Value, ...] = (False, True)

Subject = str | tuple[str, str] | Total | Atom


@attrs.frozen(eq=False)
class Field:
    """
    One thing that a box speaks of.

    Attributes:
        subject: A fact, a member of a set, a sum, or an atom of another kind.
        samples: One value for each of its bits, the quietest first; nothing for a sum.
        regions: What each bit stands for, where these are numbers.
        facts: The facts that it depends on.
        is_complete: Whether the samples are all the values there are.
    """

    subject: Subject
    samples: tuple[Value, ...]
    regions: tuple[Interval, ...]
    facts: tuple[str, ...]
    is_complete: bool = True
    _rising: list[int] = attrs.field(init=False, factory=list)
    _starts: list[tuple[int | Fraction, bool]] = attrs.field(init=False, factory=list)

    @property
    def is_derived(self) -> bool:
        """
        Tell whether its value follows from those of several facts.
        """
        return not isinstance(self.subject, str | tuple)

    @property
    def width(self) -> int:
        """
        Return how many values it tells apart.
        """
        return len(self.regions or self.samples)

    def index(self, value: Value) -> int:
        """
        Return which of its bits stands for a value.
        """
        if not self.regions:
            return self.samples.index(value)
        if not self._rising:
            self._rising.extend(sorted(range(self.width), key=self._start))
            self._starts.extend(self._start(place)[1:] for place in self._rising[1:])
        assert isinstance(value, int | Fraction)
        place = self._rising[bisect_right(self._starts, (value, False))]
        assert lies_in(value, self.regions[place])
        return place

    def _start(self, place: int) -> tuple[bool, int | Fraction, bool]:
        """
        Return where a region begins: what lies below all others comes first.
        """
        region = self.regions[place]
        return region.low is not None, region.low or 0, region.low_strict

    def value_in(self, scenario: Scenario) -> Value:
        """
        Return what a scenario makes of the field of a fact or of a member of a set.
        """
        held = scenario[self.facts[0]]
        if isinstance(self.subject, tuple):
            return isinstance(held, frozenset) and self.subject[1] in held
        return held

    def ordered(self, order: Sequence[int]) -> Field:
        """
        Return the field with its values in another order.
        """
        return attrs.evolve(
            self,
            samples=tuple(self.samples[i] for i in order) if self.samples else (),
            regions=tuple(self.regions[i] for i in order) if self.regions else (),
        )


def fields_of(fact: Fact, atoms: Sequence[Atom]) -> list[Field]:
    """
    Return the fields of a fact about which some atoms speak, its values in their own order.
    """
    name = (fact.name,)
    match fact.type:
        case BoolType():
            return [Field(fact.name, EITHER, (), name)]
        case ChoiceType(values):
            return [Field(fact.name, values, (), name)]
        case SetType(element):
            if len(element.values) <= 6 and any(isinstance(atom, Test) for atom in atoms):
                return [Field(fact.name, _subsets(element.values), (), name)]
            return [Field((fact.name, value), EITHER, (), name) for value in element.values]
        case TextType():
            return [Field(fact.name, _texts(fact, atoms), (), name, is_complete=False)]
    assert is_numeric(fact.type)
    regions = regions_of(interval_of(fact.type), _cuts(fact, atoms))
    every = all(region.low == region.high is not None for region in regions)
    samples = tuple(map(sample_of, regions))
    return [Field(fact.name, samples, regions, name, is_complete=every)]


def _subsets(members: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    every = [
        frozenset(member for place, member in enumerate(members) if mask >> place & 1)
        for mask in range(2 ** len(members))
    ]
    return tuple(sorted(every, key=len))


def _texts(fact: Fact, atoms: Sequence[Atom]) -> tuple[str, ...]:
    """
    Return the texts that a fact is compared with, its default, and one that is none of these.
    """
    found = {"" if fact.default is None else str(fact.default): None}
    for atom in atoms:
        for part in walk(atom.expr) if isinstance(atom, Test) else ():
            if isinstance(part, Literal) and isinstance(part.value, str):
                found[part.value] = None
    other = "another text"
    while other in found:
        other += "'"
    return (*found, other)


def _cuts(fact: Fact, atoms: Sequence[Atom]) -> set[Cut]:
    """
    Return where the range of a number is cut: at each bound, and at its default.
    """
    integer = isinstance(fact.type, IntType)
    found: set[Cut] = set()
    if fact.default is not None:
        found.update(cuts_of("==", Fraction(fact.default), integer=integer))  # type: ignore[arg-type]
    others = False
    for atom in atoms:
        comparison = comparison_of(atom) if isinstance(atom, Test) else None
        if isinstance(comparison, Threshold):
            found.update(cuts_of(comparison.operator, comparison.value, integer=integer))
        else:
            others = True
    if others and isinstance(fact.type, IntType):
        found.update(_everywhere(fact.type))
    return found


def _everywhere(type_: IntType) -> Iterable[Cut]:
    if type_.low is None or type_.high is None or type_.high - type_.low >= ENUMERATED:
        return ()
    return ((Fraction(number), False) for number in range(type_.low, type_.high + 1))
