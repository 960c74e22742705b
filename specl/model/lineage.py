"""
What is handed down from rule to rule along pairs: each rule has all that those above it give.

What is handed down is a bit set, so that a chain of thousands of rules takes one step a
pair; and a pair can be taken away again by going over those alone that lose by it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from heapq import heappop, heappush

from specl.text.record import record

__all__ = ["Lineage"]

_Pair = tuple[str, str]


@record
class Lineage:
    """
    Pairs of rules, the higher first, free of cycles.

    Attributes:
        times: How often each pair is said.
        uppers: For each rule those directly above it.
        lowers: For each rule those directly below it.
        place: For each rule its place in an order in which the higher comes first.
    """

    times: Mapping[_Pair, int]
    uppers: Mapping[str, list[str]]
    lowers: Mapping[str, list[str]]
    place: Mapping[str, int]

    @classmethod
    def of(cls, pairs: Iterable[_Pair]) -> Lineage:
        """
        Return the lineage that pairs make.
        """
        times = Counter(pairs)
        uppers: dict[str, list[str]] = defaultdict(list)
        lowers: dict[str, list[str]] = defaultdict(list)
        for higher, lower in times:
            uppers[lower].append(higher)
            lowers[higher].append(lower)
        return cls(times, uppers, lowers, _places(uppers, lowers))

    def handed_down(self, gives: Mapping[str, int]) -> dict[str, int]:
        """
        Return for each rule what those above it give, together.

        Args:
            gives: What each rule gives to all below it, as a bit set.
        """
        found: dict[str, int] = {}
        for rule in self.place:
            bits = 0
            for upper in self.uppers.get(rule, ()):
                bits |= found[upper] | gives.get(upper, 0)
            found[rule] = bits
        return found

    def left_without(
        self, dropped: Iterable[_Pair], gives: Mapping[str, int], handed: Mapping[str, int]
    ) -> dict[str, int]:
        """
        Return what is handed down to each rule that loses by the pairs taken away.

        Args:
            dropped: The pairs, each as often as it is taken away.
            gives: What each rule gives.
            handed: What was handed down before.
        """
        counted = Counter(dropped)
        gone = {pair for pair, times in counted.items() if times >= self.times[pair]}
        pending: list[tuple[int, str]] = []
        for _, lower in gone:
            heappush(pending, (self.place[lower], lower))
        found: dict[str, int] = {}
        while pending:
            _, rule = heappop(pending)
            bits = 0
            for upper in self.uppers[rule]:
                if (upper, rule) not in gone:
                    bits |= found.get(upper, handed[upper]) | gives.get(upper, 0)
            if bits != found.get(rule, handed[rule]):
                found[rule] = bits
                for lower in self.lowers.get(rule, ()):
                    heappush(pending, (self.place[lower], lower))
        return found


def _places(uppers: Mapping[str, list[str]], lowers: Mapping[str, list[str]]) -> dict[str, int]:
    waiting = {rule: len(above) for rule, above in uppers.items()}
    ready = [rule for rule in lowers if rule not in waiting]
    place: dict[str, int] = {}
    while ready:
        rule = ready.pop()
        place[rule] = len(place)
        for lower in lowers.get(rule, ()):
            waiting[lower] -= 1
            if not waiting[lower]:
                ready.append(lower)
    return place
