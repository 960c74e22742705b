"""
Which norm outranks which: the strict partial order of the language's section "Meaning".

The order is kept as a rank for each norm (its level, then its strength) and, within one
rank, a bit set of the norms above each norm, closed under transitivity.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from specl.model.rules import DenyFirst, Norm, Ordering, Strength
from specl.text.record import record

__all__ = ["Priority", "chains", "cycle_in"]


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

    def outranks(self, higher: int, lower: int) -> bool:
        """
        Tell whether the norm at one position outranks the norm at another.
        """
        if self.rank[higher] != self.rank[lower]:
            return self.rank[higher] < self.rank[lower]
        return bool(self.above[lower] >> higher & 1)

    def downwards(self) -> list[int]:
        """
        Return all positions so that whatever outranks a norm comes before it.
        """
        return sorted(
            range(len(self.rank)),
            key=lambda position: (self.rank[position], self.above[position].bit_count(), position),
        )

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
        over = chains((ordering.higher, ordering.lower) for ordering in orderings)
        rank = tuple(
            2 * level_of[norm.rule] + (norm.strength is Strength.ADVISORY) for norm in norms
        )
        groups: dict[int, list[Norm]] = defaultdict(list)
        for norm in norms:
            groups[rank[norm.position]].append(norm)
        denials = [(levels.index(deny.level), deny.rules) for deny in deny_first]
        above = [0] * len(norms)
        prohibiting = {norm.rule for norm in norms if norm.is_prohibition}
        for index, group in groups.items():
            scopes = [rules for level, rules in denials if 2 * level == index]
            _order_group(group, over, scopes, prohibiting, above)
        return cls(rank, tuple(above))


def chains(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """
    Return for each name all that it stands above, directly or through a chain.
    """
    direct: dict[str, dict[str, None]] = defaultdict(dict)
    for higher, lower in pairs:
        direct[higher][lower] = None
    return {start: _reachable(start, direct) for start in direct}


def _reachable(start: str, direct: Mapping[str, Mapping[str, None]]) -> frozenset[str]:
    seen: set[str] = set()
    pending = list(direct[start])
    while pending:
        current = pending.pop()
        if current not in seen:
            seen.add(current)
            pending.extend(direct.get(current, ()))
    return frozenset(seen)


def cycle_in(pairs: Iterable[tuple[str, str]]) -> tuple[str, ...] | None:
    """
    Return the names along a cycle of pairs, each above the next, or None.
    """
    direct: dict[str, list[str]] = defaultdict(list)
    for higher, lower in pairs:
        direct[higher].append(lower)
    done: set[str] = set()
    for start in list(direct):
        found = _cycle_from(start, direct, done)
        if found is not None:
            return found
    return None


def _cycle_from(
    start: str, direct: Mapping[str, list[str]], done: set[str]
) -> tuple[str, ...] | None:
    path: list[str] = []
    pending: list[tuple[str, bool]] = [(start, False)]
    while pending:
        name, leaving = pending.pop()
        if leaving:
            path.pop()
            done.add(name)
            continue
        if name in path:
            return tuple(path[path.index(name) :])
        if name in done:
            continue
        path.append(name)
        pending.append((name, True))
        pending.extend((lower, False) for lower in reversed(direct.get(name, [])))
    return None


def _order_group(
    group: list[Norm],
    over: Mapping[str, frozenset[str]],
    scopes: list[frozenset[str] | None],
    prohibiting: set[str],
    above: list[int],
) -> None:
    """
    Fill in what outranks what among norms of one level and strength.
    """
    by_rule: dict[str, int] = defaultdict(int)
    for norm in group:
        by_rule[norm.rule] |= 1 << norm.position
    overridden_by: dict[str, int] = defaultdict(int)
    for higher, lowers in over.items():
        for lower in lowers & by_rule.keys():
            overridden_by[lower] |= by_rule.get(higher, 0)
    direct = {norm.position: overridden_by[norm.rule] for norm in group}
    for norm in group:
        for scope in scopes:
            if not norm.is_prohibition and not over.get(norm.rule, frozenset()) & prohibiting:
                direct[norm.position] |= _prohibitions_over(norm, group, over, scope)
    _close(direct, above)


def _prohibitions_over(
    norm: Norm,
    group: list[Norm],
    over: Mapping[str, frozenset[str]],
    scope: frozenset[str] | None,
) -> int:
    """
    Return the prohibitions that `must not > must` puts above a norm.
    """
    if scope is not None and norm.rule not in scope:
        return 0
    found = 0
    for other in group:
        unordered = (
            other.rule != norm.rule
            and other.rule not in over.get(norm.rule, ())
            and norm.rule not in over.get(other.rule, ())
        )
        if other.is_prohibition and unordered and (scope is None or other.rule in scope):
            found |= 1 << other.position
    return found


def _close(direct: Mapping[int, int], above: list[int]) -> None:
    """
    Close an acyclic relation under transitivity, writing into `above`.
    """
    closed: dict[int, int] = {}

    for start in direct:
        pending = [start]
        while pending:
            position = pending[-1]
            if position in closed:
                pending.pop()
                continue
            missing = [p for p in _bits(direct[position]) if p not in closed]
            if missing:
                pending.extend(missing)
                continue
            closed[position] = direct[position]
            for higher in _bits(direct[position]):
                closed[position] |= closed[higher]
            pending.pop()
    for position, bits in closed.items():
        above[position] = bits


def _bits(bits: int) -> Iterable[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
