"""
Which norm outranks which: the strict partial order of the language's section "Meaning".

The order is kept as a rank for each norm (its level, then its strength) and, within one
rank, a bit set of the norms above each norm, closed under transitivity.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_

import attrs

from specl.model.lineage import Lineage
from specl.model.rules import DenyFirst, Norm, Ordering, Strength
from specl.text.record import record

__all__ = ["Priority"]


@record
class Priority:
    """
    The order of a spec's norms by their positions.

    Attributes:
        rank: For each norm the place of its level and strength, 0 the highest.
        above: For each norm a bit set of the positions of same-rank norms that outrank it.
    """

    rank: tuple[int, ...]
    above: tuple[int, ...]
    _grounds: _Grounds = attrs.field(eq=False, repr=False)

    def outranks(self, higher: int, lower: int) -> bool:
        """
        Tell whether the norm at one position outranks the norm at another.
        """
        if self.rank[higher] != self.rank[lower]:
            return self.rank[higher] < self.rank[lower]
        return bool(self.above[lower] >> higher & 1)

    def downwards(self, positions: Iterable[int] | None = None) -> list[int]:
        """
        Return positions, all unless given, so that whatever outranks a norm comes before it.
        """
        return sorted(
            range(len(self.rank)) if positions is None else positions,
            key=lambda position: (self.rank[position], self.above[position].bit_count(), position),
        )

    def without(self, dropped: Iterable[Ordering]) -> dict[int, int] | None:
        """
        Return what `above` is for the norms that fewer norms outrank when pairs are taken away.

        The work is in proportion to the rules that lose by it, not to the spec.

        Args:
            dropped: Some of the orderings that the priority was made of, each as often as it
                is taken away; a pair that another ordering says as well stays.

        Returns:
            The new bit set by position, of those alone for which it is another; None where
            the pairs keep rules from coming below prohibitions by `must not > must`, so that
            more may change than is taken away.
        """
        return self._grounds.without(dropped, self)

    @classmethod
    def of(
        cls,
        norms: Sequence[Norm],
        *,
        level_of: Mapping[str, int],
        orderings: Iterable[Ordering],
        deny_first: Iterable[DenyFirst],
        levels: Sequence[str],
    ) -> Priority:
        """
        Work out the order from what a spec declares.

        Args:
            norms: All norms, each at its own position.
            level_of: The index of each rule's level, 0 the highest.
            orderings: Pairs of rules, free of cycles.
            deny_first: The levels at which prohibitions go first.
            levels: The names of the levels, highest first.
        """
        rank = tuple(
            2 * level_of[norm.rule] + (norm.strength is Strength.ADVISORY) for norm in norms
        )
        denials = tuple((2 * levels.index(deny.level), deny.rules) for deny in deny_first)
        grounds = _Grounds.of(norms, rank, orderings, denials)
        above = [0] * len(norms)
        for rule, bits in grounds.handed.items():
            for position in _positions(grounds.own.get(rule, 0)):
                above[position] = bits & grounds.of_rank[rank[position]]
        for position, bits in grounds.denied.items():
            above[position] |= bits
        return cls(rank, tuple(above), grounds)


_Denial = tuple[int, frozenset[str] | None]


@record
class _Grounds:
    """
    Why norms outrank others of their rank, all norms as bit sets of positions.

    Attributes:
        lineage: Which rules go before which.
        of_rank: The norms of each rank.
        own: The norms of each rule.
        denied: For each norm that `must not > must` sets lower, the norms put above it.
        handed: For each rule of the lineage, what stands above all its norms, of any rank.
        prohibiting: The rules that have a `must not`.
        denying: The norms of the ranks in which prohibitions go first.
    """

    lineage: Lineage
    of_rank: Mapping[int, int]
    own: Mapping[str, int]
    denied: Mapping[int, int]
    gives: Mapping[str, int]
    handed: Mapping[str, int]
    prohibiting: frozenset[str]
    denying: int

    @classmethod
    def of(
        cls,
        norms: Sequence[Norm],
        rank: Sequence[int],
        orderings: Iterable[Ordering],
        denials: Sequence[_Denial],
    ) -> _Grounds:
        """
        Return the grounds of a spec's order.
        """
        of_rank: dict[int, int] = defaultdict(int)
        own: dict[str, int] = defaultdict(int)
        for norm in norms:
            of_rank[rank[norm.position]] |= 1 << norm.position
            own[norm.rule] |= 1 << norm.position
        lineage = Lineage.of((ordering.higher, ordering.lower) for ordering in orderings)
        handed = lineage.handed_down(own)
        denied: dict[int, int] = {}
        gives = own
        if denials:
            denied = _denied(norms, rank, handed, own, of_rank, denials)
            gives = own.copy()
            for position, bits in denied.items():
                gives[norms[position].rule] |= bits
            handed = lineage.handed_down(gives)
        return cls(
            lineage=lineage,
            of_rank=of_rank,
            own=own,
            denied=denied,
            gives=gives,
            handed=handed,
            prohibiting=frozenset(norm.rule for norm in norms if norm.is_prohibition),
            denying=_united(of_rank[index] for index, _ in denials),
        )

    def without(self, dropped: Iterable[Ordering], before: Priority) -> dict[int, int] | None:
        """
        Return what `Priority.without` does.
        """
        pairs = ((ordering.higher, ordering.lower) for ordering in dropped)
        left = self.lineage.left_without(pairs, self.gives, self.handed)
        changed: dict[int, int] = {}
        for rule, bits in left.items():
            if rule in self.prohibiting and self.handed[rule] & ~bits & self.denying:
                return None
            for position in _positions(self.own.get(rule, 0)):
                same_rank = self.of_rank[before.rank[position]]
                now = bits & same_rank | self.denied.get(position, 0)
                if now != before.above[position]:
                    changed[position] = now
        return changed


def _denied(  # noqa: PLR0913, PLR0917 - one place puts together what the grounds are made of
    norms: Sequence[Norm],
    rank: Sequence[int],
    handed: Mapping[str, int],
    own: Mapping[str, int],
    of_rank: Mapping[int, int],
    denials: Sequence[_Denial],
) -> dict[int, int]:
    """
    Return the norms that `must not > must` puts above others, with all that is above those.

    A rule that goes before some rule with a prohibition is spared, and so is all above it:
    nothing that goes before a prohibition is itself set lower.
    """
    prohibitions = [norm for norm in norms if norm.is_prohibition]
    spared = _united(handed.get(norm.rule, 0) for norm in prohibitions)
    found: dict[int, int] = defaultdict(int)
    for index, scope in denials:
        first = [
            norm
            for norm in prohibitions
            if rank[norm.position] == index and (scope is None or norm.rule in scope)
        ]
        heads = _united(1 << norm.position for norm in first)
        over = _united(handed.get(norm.rule, 0) for norm in first) & of_rank[index]
        for position in _positions(of_rank[index] & ~spared):
            norm = norms[position]
            if not norm.is_prohibition and (scope is None or norm.rule in scope):
                found[position] |= heads & ~own[norm.rule] | over
    return found


def _united(several: Iterable[int]) -> int:
    return reduce(or_, several, 0)


def _positions(bits: int) -> Iterable[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
