"""
What keeps the rules about one act apart: cells of one or two facts, no two of which overlap.

Beside the cells that are handed out there is always a quiet one that no rule speaks of, so
that any group of rules can be kept silent whatever holds elsewhere.
"""

from __future__ import annotations

from random import Random

import attrs

from tests.benchmarks.mixes.vocabulary import Vocabulary, values_of

__all__ = ["Cells", "Spare"]


@attrs.define
class Cells:
    """
    Conditions no two of which hold together, and the facts that they are about.
    """

    facts: tuple[str, ...]
    texts: list[str]

    def take(self) -> str:
        """
        Return a cell that was not handed out before.
        """
        return self.texts.pop()


@attrs.define
class Spare:
    """
    The facts from which the groups of one act can still draw their cells.
    """

    random: Random
    vocabulary: Vocabulary
    amounts: list[str] = attrs.field(init=False)
    sums: list[str] = attrs.field(init=False)
    kinds: list[str] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        words = self.vocabulary
        self.amounts = self._shuffled(words.amounts)
        self.sums = self._shuffled(words.sums)
        self.kinds = self._shuffled(words.kinds)

    def _shuffled(self, names: object) -> list[str]:
        listed = list(names)  # type: ignore[call-overload]
        return self.random.sample(listed, len(listed))

    def cells(self, count: int) -> Cells:
        """
        Return at least so many cells, a fifth of them sums of two facts.
        """
        drawn = self.random.random()
        if drawn < 0.2 and len(self.amounts) > 2:
            one, other = self.amounts.pop(), self.amounts.pop()
            return self._whole(f"{one} + {other}", (one, other), count, 1_800)
        if drawn < 0.45 and len(self.kinds) > 2:
            found = self._of_kinds(count)
            if found is not None:
                return found
        if (drawn < 0.55 and self.sums) or not self.amounts:
            return self._real(self.sums.pop(), count)
        amount = self.amounts.pop()
        return self._whole(amount, (amount,), count, 900)

    def _whole(self, term: str, facts: tuple[str, ...], count: int, top: int) -> Cells:
        width = top // count
        texts = [f"{width * i} <= {term} <= {width * (i + 1) - 1}" for i in range(count)]
        return self._mixed(facts, texts)

    def _real(self, fact: str, count: int) -> Cells:
        width = 9_000 // count
        texts = [f"{width * i} <= {fact} < {width * (i + 1)}" for i in range(count)]
        return self._mixed((fact,), texts)

    def _of_kinds(self, count: int) -> Cells | None:
        """
        Return a cell for each pair of values but the last, if these are enough.
        """
        one, other = self.kinds[-1], self.kinds[-2]
        firsts = values_of(self.vocabulary.kinds[one])
        if len(firsts) > count:
            self.kinds.pop()
            return self._mixed((one,), [f"{one} == {value}" for value in firsts[:-1]])
        seconds = values_of(self.vocabulary.kinds[other])
        if len(firsts) * len(seconds) <= count:
            return None
        del self.kinds[-2:]
        pairs = [f"{one} == {a} and {other} == {b}" for a in firsts for b in seconds]
        return self._mixed((one, other), pairs[:-1])

    def _mixed(self, facts: tuple[str, ...], texts: list[str]) -> Cells:
        return Cells(facts, self.random.sample(texts, len(texts)))
