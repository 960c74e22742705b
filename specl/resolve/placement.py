"""
Where each rule stands after all caps, and which rules a cap has brought together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, product

from specl.resolve.levels import Authority, Stage
from specl.resolve.naming import Entity
from specl.text.record import record

__all__ = ["Kept", "Placement", "place_rules"]


@record
class Kept:
    """
    Two rules that a cap brought to one level, and the levels that they had before.
    """

    higher: Entity
    lower: Entity
    above: int
    below: int


@record
class Placement:
    """
    Where rules stand, by the index of a level; -1 where a rule has none.

    Attributes:
        final: For each rule the level that it has after all caps.
        seen: For the units of each cap the levels before it took hold: those that the
            clauses of these units speak of.
        kept: The order that caps keep.
    """

    final: Mapping[Entity, int]
    seen: Mapping[frozenset[str], Mapping[Entity, int]]
    kept: Sequence[Kept]


def place_rules(own: Mapping[Entity, int], authority: Authority) -> Placement:
    """
    Lower rules to their caps, remembering the order of those that meet there.

    Args:
        own: The index of the level that each rule names; -1 for none.
        authority: The caps.
    """
    current = dict(own)
    seen: dict[frozenset[str], Mapping[Entity, int]] = {}
    kept: list[Kept] = []
    for stage in authority.stages:
        lowered = [rule for rule in current if rule.unit in stage.units]
        seen.setdefault(stage.units, dict(current))
        kept += _met(lowered, current, stage)
        for rule in lowered:
            current[rule] = max(current[rule], stage.level)
    return Placement(current, seen, kept)


def _met(rules: list[Entity], current: Mapping[Entity, int], stage: Stage) -> Iterator[Kept]:
    """
    Yield the pairs of neighbouring levels that a cap makes one; chains give the rest.
    """
    groups: dict[int, list[Entity]] = defaultdict(list)
    for rule in rules:
        if 0 <= current[rule] <= stage.level:
            groups[current[rule]].append(rule)
    for above, below in pairwise(sorted(groups)):
        for higher, lower in product(groups[above], groups[below]):
            yield Kept(higher, lower, above, below)
