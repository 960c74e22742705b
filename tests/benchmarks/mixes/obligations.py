"""
The acts of random specs and what rules ask of them.

What is asked of one act clashes in pairs only: bool acts are shown or not, choices have one
value, numbers lie below or above a bound.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import attrs

from tests.benchmarks.mixes.vocabulary import values_of

__all__ = ["Acts"]


@attrs.frozen
class Acts:
    """
    Names of acts with their types.
    """

    types: dict[str, str]

    @classmethod
    def usual(cls) -> Acts:
        """
        Return 36 acts: 18 bool, 9 choices, 9 whole numbers.
        """
        return cls.of({"bool": 18, "manner": 9, "int 0..1000": 9})

    @classmethod
    def of(cls, counts: dict[str, int]) -> Acts:
        """
        Return so many acts of each type.
        """
        words = {"bool": "shows", "manner": "manner", "int 0..1000": "length"}
        return cls(
            {
                f"{words[type_]}_{index:02}": type_
                for type_, count in counts.items()
                for index in range(1, count + 1)
            }
        )

    @property
    def names(self) -> list[str]:
        """
        Return the acts.
        """
        return list(self.types)

    def declarations(self) -> Iterator[str]:
        """
        Yield the acts as text.
        """
        for name, type_ in self.types.items():
            asked = name.replace("_", " ")
            yield f'act {name}: {type_} "What does the reply have of {asked}?"'

    def clashing(self, random: Random, act: str, count: int) -> list[str]:
        """
        Return so many norms about an act, each of which clashes with the next.
        """
        type_ = self.types[act]
        if type_ == "bool":
            turn = random.randrange(2)
            return [f"must not {act}" if (i + turn) % 2 else f"must {act}" for i in range(count)]
        if type_ == "manner":
            found = random.sample(values_of(type_), 2)
            return [f"must {act} == {found[i % 2]}" for i in range(count)]
        return self._bounds(random, act, count)

    def _bounds(self, random: Random, act: str, count: int) -> list[str]:
        turn = random.randrange(2)
        below = [f"must {act} <= {random.randrange(50, 450, 10)}" for _ in range(count)]
        above = [f"must {act} >= {random.randrange(500, 950, 10)}" for _ in range(count)]
        return [above[i] if (i + turn) % 2 else below[i] for i in range(count)]

    def settled(self, random: Random, act: str) -> list[str]:
        """
        Return two norms that clash, and one that clashes with the second wherever it stands.

        Whatever defeats the last one clashes with one of the first two as well, so that
        these can never be in force together where all three apply.
        """
        if self.types[act] == "int 0..1000":
            low, high = random.randrange(50, 450, 10), random.randrange(500, 950, 10)
            return [f"must {act} >= {high}", f"must {act} <= {low}", f"must {act} >= {low + 20}"]
        one, other = self.clashing(random, act, 2)
        return [one, other, one]

    def any(self, random: Random, act: str) -> str:
        """
        Return a norm about an act.
        """
        return self.clashing(random, act, 1)[0]
