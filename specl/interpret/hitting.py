"""
Sets that have one element of each of some sets, and not all of any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

__all__ = ["bits_of", "hitting_set"]


def bits_of(mask: int) -> Iterator[int]:
    """
    Yield the single bits of a bit set, the lowest first.
    """
    while mask:
        lowest = mask & -mask
        yield lowest
        mask ^= lowest


def hitting_set(
    to_hit: Sequence[int], to_avoid: Sequence[int], chosen: int = 0, excluded: int = 0
) -> int | None:
    """
    Return a bit set that does, or None where none does.

    Args:
        to_hit: Sets to have one element of each.
        to_avoid: Sets not to have all of.
        chosen: Elements that it has in any case.
        excluded: Elements that it must not have.
    """
    for avoid in to_avoid:
        left = avoid & ~chosen
        if left & (left - 1) == 0:
            if not left:
                return None
            excluded |= left
    open_sets = [mask & ~excluded for mask in to_hit if not mask & chosen]
    if not open_sets:
        return chosen
    for bit in bits_of(min(open_sets, key=int.bit_count)):
        found = hitting_set(open_sets, to_avoid, chosen | bit, excluded)
        if found is not None:
            return found
        excluded |= bit
    return None
