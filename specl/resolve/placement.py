"""
Where each rule stands after all caps, and which rules a cap has brought together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import attrs

from specl.resolve.levels import Authority, Stage
from specl.resolve.naming import Entity

__all__ = ["Placement", "place_rules"]


@attrs.frozen
class Placement:
    """
    Where rules stand.

    Attributes:
        own: For each rule the level that it names, by index.
        final: For each rule the level that it has after all caps.
        kept: Pairs of rules that a cap brought to one level, the higher first.
    """

    own: Mapping[Entity, int]
    final: Mapping[Entity, int]
    kept: Sequence[tuple[Entity, Entity]]


def place_rules(own: Mapping[Entity, int], authority: Authority) -> Placement:
    """
    Lower rules to their caps, remembering the order of those that meet there.

    Args:
        own: The index of the level that each rule names; -1 for none.
        authority: The caps.
    """
    current = dict(own)
    kept: dict[tuple[Entity, Entity], None] = {}
    for stage in authority.stages:
        lowered = [rule for rule in current if rule.unit in stage.units]
        kept.update(dict.fromkeys(_met(lowered, current, stage)))
        for rule in lowered:
            current[rule] = max(current[rule], stage.level)
    return Placement(own, current, tuple(kept))


def _met(
    rules: list[Entity], current: Mapping[Entity, int], stage: Stage
) -> Iterator[tuple[Entity, Entity]]:
    """
    Yield the pairs of neighbouring levels that a cap makes one; chains give the rest.
    """
    groups: dict[int, list[Entity]] = defaultdict(list)
    for rule in rules:
        if 0 <= current[rule] <= stage.level:
            groups[current[rule]].append(rule)
    levels = sorted(groups)
    for above, below in pairwise(levels):
        for higher in groups[above]:
            for lower in groups[below]:
                yield higher, lower
