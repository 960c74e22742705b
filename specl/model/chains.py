"""
Pairs of names, one above the other, followed through chains and around circles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

__all__ = ["chains", "cycle_in"]


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
    path: dict[str, None] = {}
    pending: list[tuple[str, bool]] = [(start, False)]
    while pending:
        name, leaving = pending.pop()
        if leaving:
            path.popitem()
            done.add(name)
            continue
        if name in path:
            along = list(path)
            return tuple(along[along.index(name) :])
        if name in done:
            continue
        path[name] = None
        pending.append((name, True))
        pending.extend((lower, False) for lower in reversed(direct.get(name, [])))
    return None
