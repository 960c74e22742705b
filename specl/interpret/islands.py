"""
Norms grouped so that whatever bears on one another stands in one group.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeVar

__all__ = ["islands"]


class _HasBit(Protocol):
    @property
    def bit(self) -> int: ...


Item = TypeVar("Item", bound=_HasBit)


def islands(items: Sequence[Item], reach: Mapping[int, frozenset[int]]) -> list[list[Item]]:
    """
    Return items in groups that share no variable with each other, each in the order given.

    Args:
        items: What to group.
        reach: For the bit of each item the variables that it bears on.
    """
    parent: dict[int, int] = {}
    for variables in reach.values():
        roots = [_root(parent, variable) for variable in sorted(variables)]
        for root in roots[1:]:
            parent[_root(parent, root)] = _root(parent, roots[0])
    groups: dict[int, list[Item]] = {}
    for item in items:
        first = min(reach[item.bit], default=None)
        group = -1 - item.bit if first is None else _root(parent, first)
        groups.setdefault(group, []).append(item)
    return list(groups.values())


def _root(parent: dict[int, int], variable: int) -> int:
    root = variable
    while parent.setdefault(root, root) != root:
        root = parent[root]
    while parent[variable] != root:
        parent[variable], variable = root, parent[variable]
    return root
