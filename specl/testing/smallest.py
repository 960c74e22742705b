"""
From a scenario in which a policy is at fault to the smallest one that shows the same.

A scenario is smaller than another if fewer of its facts are away from their quiet values; with
as many, if some of these are closer to them and the others as they were. When the search goes to
its end, these hold:

- no choice of the facts away can be put back, alone or together (of more than ten, none alone):
  there the policy is not at fault;
- where two facts or more are away, none of the scenarios that move one fact, or two, to a value
  that the spec tells apart shows the fault with fewer;
- no value left is one step too far: a number could not be closer by 1, or by a hundredth where it
  is no whole one, a choice could not have an earlier value, and no member of a set could be left.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations
from math import ceil

import attrs

from specl.cases.drawing import Drawing
from specl.model import Fact, Value
from specl.model.types import ChoiceType, IntType, SetType, is_numeric
from specl.testing.attempts import Attempt, Attempts
from specl.text.record import record

__all__ = ["Smallest", "smallest"]

_TOGETHER = 10
"""Of how many facts away each choice is put back together."""

_ONE = Fraction(1)
_HUNDREDTH = Fraction(1, 100)


@record
class Smallest:
    """
    A scenario in which a policy is at fault, made as small as could be.

    Attributes:
        attempt: What the policy did in it.
        away: The facts that have another value than the quiet one.
        proven: Whether the search for a smaller one went to its end.
    """

    attempt: Attempt
    away: Mapping[str, Value]
    proven: bool


class _Enough(Exception):  # noqa: N818 - no error: the search ends
    """
    As many scenarios were tried as may be.
    """


def smallest(attempts: Attempts, drawing: Drawing, found: Attempt, *, limit: int) -> Smallest:
    """
    Return the smallest scenario that could be found in which a policy has the same fault.

    Args:
        attempts: What asks the policy.
        drawing: What knows the quiet values, and which scenarios can exist.
        found: Where the policy is at fault.
        limit: In how many more scenarios the policy may be asked.
    """
    search = _Search(attempts, drawing, found, len(attempts.made) + limit)
    proven = True
    try:
        search.run()
    except _Enough:
        proven = False
    away = {name: search.facts[name] for name in drawing.away(search.facts)}
    return Smallest(search.best, away, proven)


@attrs.define(eq=False, repr=False)
class _Search:
    """
    The work of `smallest`.

    Attributes:
        best: The smallest attempt so far.
        most: How many attempts there may be in the end.
    """

    attempts: Attempts
    drawing: Drawing
    best: Attempt
    most: int

    @property
    def facts(self) -> Mapping[str, Value]:
        return self.best.facts

    @property
    def away(self) -> tuple[str, ...]:
        return self.drawing.away(self.facts)

    def run(self) -> None:
        """
        Make the best attempt smaller as long as it can be done.

        Raises:
            _Enough: There was an end to attempts before.
        """
        before = None
        while before is not self.best:
            before = self.best
            self._put_back_one_by_one()
            self._put_back_together()
            for name in self.away:
                self._bring_closer(name)
            if before is self.best:
                self._move_fewer()

    def _takes(self, facts: Mapping[str, Value]) -> bool:
        """
        Make a scenario the best one if it can exist and shows the same fault.
        """
        if not self.drawing.holds(facts):
            return False
        if not self.attempts.knows(facts) and len(self.attempts.made) >= self.most:
            raise _Enough
        attempt = self.attempts.at(facts)
        if attempt.fault != self.best.fault:
            return False
        self.best = attempt
        return True

    def _put_back_one_by_one(self) -> None:
        before = None
        while before is not self.best:
            before = self.best
            for name in self.away:
                if name in self.away:
                    self._takes(self.drawing.put_back(self.facts, name))

    def _put_back_together(self) -> None:
        """
        Keep the fewest of the facts away, where these are few enough to try each choice.
        """
        facts, away = self.facts, self.away
        if len(away) > _TOGETHER:
            return
        for size in range(len(away)):
            for kept in combinations(away, size):
                if self._takes({**self.drawing.quiet, **{name: facts[name] for name in kept}}):
                    return

    def _move_fewer(self) -> None:
        """
        Look for scenarios that move one fact or two, and so leave fewer away.
        """
        for moves in _few_moves(self.drawing, min(len(self.away) - 1, 2)):
            facts = self.drawing.scenario((), moves)
            if len(self.drawing.away(facts)) < len(self.away) and self._takes(facts):
                return

    def _bring_closer(self, name: str) -> None:
        """
        Bring the value of a fact as close to its quiet value as the fault allows.
        """
        fact, quiet = self.drawing.ground.world.spec.facts[name], self.drawing.quiet[name]
        for value in _closer(fact, self.facts[name], quiet):
            if self._takes({**self.facts, name: value}):
                break
        if is_numeric(fact.type):
            self._halve(name, quiet, _ONE if isinstance(fact.type, IntType) else _HUNDREDTH)
        elif isinstance(fact.type, SetType):
            self._leave_members(name, quiet)

    def _halve(self, name: str, quiet: Value, step: Fraction) -> None:
        """
        Bring a number closer by halves until one step less is too little.
        """
        home, near = _number(quiet), 0
        while True:
            value = _number(self.facts[name])
            way = 1 if value > home else -1
            far = ceil(abs(value - home) / step)
            middle = (near + far) // 2
            is_last = far - near <= 1
            moved = value - way * step if is_last else home + way * middle * step
            if is_last and way * (moved - home) <= 0:
                return
            if not self._takes({**self.facts, name: int(moved) if step == 1 else moved}):
                if is_last:
                    return
                near = middle

    def _leave_members(self, name: str, quiet: Value) -> None:
        """
        Give up each difference between two sets that is not needed.
        """
        held = self.facts[name]
        assert isinstance(held, frozenset)
        assert isinstance(quiet, frozenset)
        for member in sorted(held ^ quiet):
            now = self.facts[name]
            assert isinstance(now, frozenset)
            self._takes({**self.facts, name: now ^ {member}})


def _number(value: Value) -> Fraction:
    assert isinstance(value, int | Fraction)
    return Fraction(value)


def _few_moves(drawing: Drawing, most: int) -> Iterator[tuple[tuple[int, int], ...]]:
    """
    Yield all ways to move one field, then two, to values that the spec tells apart.
    """
    single = [
        (place, 2 * number)
        for place, offer in enumerate(drawing.offers)
        for number in range(len(offer.values))
    ]
    for size in range(1, most + 1):
        for moves in combinations(single, size):
            if len({place for place, _ in moves}) == size:
                yield moves


def _closer(fact: Fact, value: Value, quiet: Value) -> Iterator[Value]:
    """
    Yield the values of a choice that come before one, in the order of their closeness.
    """
    if not isinstance(fact.type, ChoiceType):
        return
    order = fact.type.values
    home = order.index(str(quiet))
    if fact.type.ordered:
        order = tuple(sorted(order, key=lambda each: abs(order.index(each) - home)))
    for each in order:
        if each == value:
            return
        if each != quiet:
            yield each
