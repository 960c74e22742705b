"""
The order in which a judge reads criteria: the priority of their norms, then the source.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from heapq import heapify, heappop, heappush

from specl.model import Norm, Spec
from specl.rubric.model import Tier

__all__ = ["by_priority", "criterion_id", "tiers"]


def criterion_id(norm: Norm) -> str:
    """
    Return a norm's id: `rule.index`, with `.part` where it has several parts.
    """
    parts = f".{norm.part}" if norm.parts > 1 else ""
    return f"{norm.rule}.{norm.index}{parts}"


def by_priority(spec: Spec, norms: Sequence[Norm]) -> list[Norm]:
    """
    Return norms so that whatever outranks one comes before it, near ones as in the source.
    """
    return [norm for tier in _ranks(spec, norms) for norm in _downwards(spec, tier)]


def tiers(spec: Spec, norms: Sequence[Norm]) -> tuple[Tier, ...]:
    """
    Return the levels and strengths that some norms have, the highest first.

    Args:
        spec: The spec that the norms are of.
        norms: Norms as `by_priority` returns them.
    """
    denying = {deny.level for deny in spec.deny_first}
    return tuple(
        Tier(
            level=spec.rules[tier[0].rule].level,
            strength=tier[0].strength,
            criteria=tuple(criterion_id(norm) for norm in tier),
            before=tuple(_before(spec, tier)),
            deny_first=spec.rules[tier[0].rule].level in denying,
        )
        for tier in _ranks(spec, norms)
    )


def _ranks(spec: Spec, norms: Sequence[Norm]) -> list[list[Norm]]:
    """
    Return norms by level and strength, the highest first, each group in the given order.
    """
    groups: dict[int, list[Norm]] = defaultdict(list)
    for norm in norms:
        groups[spec.priority.rank[norm.position]].append(norm)
    return [groups[rank] for rank in sorted(groups)]


def _downwards(spec: Spec, tier: Sequence[Norm]) -> Iterator[Norm]:
    """
    Yield the norms of one tier: always the first of the source that nothing left outranks.
    """
    norm_at = {norm.position: norm for norm in tier}
    present = sum(1 << position for position in norm_at)
    waiting: dict[int, int] = {}
    below: dict[int, list[int]] = defaultdict(list)
    for position in norm_at:
        higher = _places(spec.priority.above[position] & present)
        waiting[position] = len(higher)
        for each in higher:
            below[each].append(position)
    ready = [position for position, count in waiting.items() if not count]
    heapify(ready)
    while ready:
        position = heappop(ready)
        yield norm_at[position]
        for lower in below[position]:
            waiting[lower] -= 1
            if not waiting[lower]:
                heappush(ready, lower)


def _before(spec: Spec, tier: Sequence[Norm]) -> Iterator[tuple[str, str]]:
    """
    Yield which norm of a tier goes directly before which, chains left out.
    """
    above = spec.priority.above
    norm_at = {norm.position: norm for norm in tier}
    present = sum(1 << position for position in norm_at)
    for norm in tier:
        higher = above[norm.position] & present
        direct = higher
        for position in _places(higher):
            direct &= ~above[position]
        for position in _places(direct):
            yield criterion_id(norm_at[position]), criterion_id(norm)


def _places(bits: int) -> list[int]:
    """
    Return the places of the bits that are set, the lowest first.
    """
    found = []
    while bits:
        lowest = bits & -bits
        found.append(lowest.bit_length() - 1)
        bits ^= lowest
    return found
