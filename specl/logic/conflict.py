"""
A smallest part of what cannot hold together: none of it can be left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

__all__ = ["smallest_conflict"]

_T = TypeVar("_T")


def smallest_conflict(
    items: Sequence[_T], is_conflict: Callable[[Sequence[_T]], bool]
) -> tuple[_T, ...]:
    """
    Return some of a number of conflicting items that conflict too, though any fewer do not.

    Large parts are tried before single items, and the last before the first: put first what is
    to be kept where there is a choice.

    Args:
        items: They conflict.
        is_conflict: Whether some items, given in their order, are known to conflict. More of
            them conflict too.
    """
    kept = list(items)
    size = len(kept)
    while size:
        for start in reversed(range(0, len(kept), size)):
            fewer = kept[:start] + kept[start + size :]
            if is_conflict(fewer):
                kept = fewer
        size //= 2
    return tuple(kept)
