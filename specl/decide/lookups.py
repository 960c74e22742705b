"""
One look at a scenario, and what it leaves possible.

A look reads one fact, or one sum of facts, and gives a bit set of all rows whose wishes it
does not disappoint. The sets are worked out beforehand, so that a look costs the same
however many rows there are to it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import lcm
from operator import itemgetter

import attrs

from specl.decide.literals import Member, OneOf, Opaque, ValueOf, facts_in
from specl.decide.terms import Cuts, Term
from specl.logic.formula import Formula
from specl.logic.truth import truth
from specl.model import Scenario, Value

__all__ = ["ByNumber", "BySet", "ByTest", "ByValue", "Look", "Wish"]

Wish = tuple[int, OneOf]
"""
A bit set of rows, and the values that all of them want.
"""

_KEPT = 4_096


@attrs.frozen(eq=False)
class ByValue:
    """
    The value of a bool, a choice or a text.

    Attributes:
        table: What each value leaves that some row speaks of.
        otherwise: What every other value leaves.
    """

    fact: str
    table: Mapping[Value, int]
    otherwise: int

    @classmethod
    def of(cls, column: ValueOf, wishes: Iterable[Wish], everything: int) -> ByValue:
        """
        Work out what each value leaves of all rows.
        """
        table, otherwise = tabled(wishes, everything)
        return cls(column.fact, table, otherwise)

    def remaining(self, scenario: Scenario) -> int:
        """
        Return the rows that one look at a scenario leaves.
        """
        return self.table.get(scenario[self.fact], self.otherwise)


def tabled(wishes: Iterable[Wish], everything: int) -> tuple[dict[Value, int], int]:
    """
    Return what each value that is spoken of leaves of all rows, and what any other leaves.
    """
    wishes = list(wishes)
    otherwise = everything
    for rows, allowed in wishes:
        if allowed.inside:
            otherwise &= ~rows
    table = {value: otherwise for _, allowed in wishes for value in allowed.values}
    for rows, allowed in wishes:
        for value in allowed.values:
            table[value] = table[value] | rows if allowed.inside else table[value] & ~rows
    return table, otherwise


class _Sets(dict[frozenset[str], int]):
    """
    What each set of values leaves, worked out when a set is first met.
    """

    def __init__(self, members: Mapping[str, tuple[int, int]], everything: int) -> None:
        super().__init__()
        self.members = members
        self.everything = everything

    def __missing__(self, found: frozenset[str]) -> int:
        left = self.everything
        for value, (without, having) in self.members.items():
            left &= having if value in found else without
        if len(self) >= _KEPT:
            self.clear()
        self[found] = left
        return left


@attrs.frozen(eq=False)
class BySet:
    """
    The members of a set.

    Attributes:
        sets: What each set leaves.
    """

    fact: str
    sets: Mapping[frozenset[str], int]

    @classmethod
    def of(cls, fact: str, members: Mapping[Member, Iterable[Wish]], everything: int) -> BySet:
        """
        Work out what having and not having each member leaves of all rows.
        """
        found = {}
        for member, wishes in members.items():
            table, otherwise = tabled(wishes, everything)
            found[member.value] = otherwise, table.get(True, otherwise)
        return cls(fact, _Sets(found, everything))

    def remaining(self, scenario: Scenario) -> int:
        """
        Return the rows that one look at a scenario leaves.
        """
        return self.sets[scenario[self.fact]]  # type: ignore[index] # a set by its type


@attrs.frozen(eq=False)
class ByNumber:
    """
    A sum of facts, among the places where what is possible changes.

    Numbers have codes, whole numbers in the same order: of a whole term the number itself,
    of another one twice the number times `scale`, odd in between. Codes are exact.

    Attributes:
        scale: What makes all places of a term that is not whole, times it, whole; else 0.
        places: The codes from which on the next of `left` holds, ascending.
        left: What remains below the first place, from there to the second, and so on.
    """

    term: Term
    scale: int
    places: Sequence[int]
    left: Sequence[int]

    @classmethod
    def of(cls, term: Term, wishes: Iterable[tuple[int, Cuts]], everything: int) -> ByNumber:
        """
        Work out what remains between each place and the next.
        """
        changes: dict[int, int] = {}
        wishes = list(wishes)
        scale = scale_of(term, (cuts for _, cuts in wishes))
        left = everything
        for rows, cuts in wishes:
            if not cuts.first:
                left &= ~rows
            for place in codes_of(cuts, scale):
                changes[place] = changes.get(place, 0) ^ rows
        places = sorted(changes)
        remaining = [left]
        for place in places:
            left ^= changes[place]
            remaining.append(left)
        return cls(term, scale, tuple(places), tuple(remaining))

    def remaining(self, scenario: Scenario) -> int:
        """
        Return the rows that one look at a scenario leaves.
        """
        return self.left[bisect_right(self.places, code_in(self.term, self.scale, scenario))]


def scale_of(term: Term, wishes: Iterable[Cuts]) -> int:
    """
    Return what makes all places of some sets whole, 0 for a term that is whole itself.
    """
    if term.whole:
        return 0
    return lcm(*(number.denominator for cuts in wishes for number, _ in cuts.places))


def codes_of(cuts: Cuts, scale: int) -> list[int]:
    """
    Return the codes from which on membership in a set of numbers changes.
    """
    if not scale:
        return [int(number) for number, _ in cuts.places]
    return [2 * int(number * scale) + after for number, after in cuts.places]


def code_in(term: Term, scale: int, scenario: Scenario) -> int:
    """
    Return the code of what a term comes to in a scenario.
    """
    total = sum(factor * scenario[name] for name, factor in term.parts)  # type: ignore[operator, misc]
    if not scale:
        return total
    above, below = total.as_integer_ratio()
    return above * scale // below - (-above * scale // below)


@attrs.frozen(eq=False)
class ByTest:
    """
    The truth of a formula, by the reference; equal values are asked about once.

    Attributes:
        left: What remains where it is false, and where it is true.
    """

    left: tuple[int, int]
    holds: Callable[[Scenario], bool]

    @classmethod
    def of(cls, column: Opaque, wishes: Iterable[Wish], everything: int) -> ByTest:
        """
        Work out what both outcomes leave of all rows.
        """
        table, otherwise = tabled(wishes, everything)
        return cls((otherwise, table.get(True, otherwise)), test_of(column.formula))

    def remaining(self, scenario: Scenario) -> int:
        """
        Return the rows that one look at a scenario leaves.
        """
        return self.left[self.holds(scenario)]


def test_of(formula: Formula) -> Callable[[Scenario], bool]:
    """
    Return a function that tells whether a formula holds in a scenario.
    """
    names = facts_in(formula)
    if not names:
        return lambda scenario: truth(formula, scenario, {}, {})
    key = itemgetter(*names)
    known: dict[object, bool] = {}

    def holds(scenario: Scenario) -> bool:
        values = key(scenario)
        found = known.get(values)
        if found is None:
            if len(known) >= _KEPT:
                known.clear()
            found = known[values] = truth(formula, scenario, {}, {})
        return found

    return holds


Look = ByValue | BySet | ByNumber | ByTest
