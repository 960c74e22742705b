"""
The nearest spelling to a name that does not exist.
"""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["nearest"]


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """
    Return the candidate that a misspelt name most likely meant, or None.

    Args:
        name: What the user wrote.
        candidates: The names that would have meant something.

    Returns:
        The closest candidate; the first in alphabetical order among equals.
    """
    from difflib import get_close_matches

    ordered = sorted(set(candidates) - {name})
    last_parts = {candidate.rpartition(".")[2]: candidate for candidate in reversed(ordered)}
    if name in last_parts:
        return last_parts[name]
    found = get_close_matches(name, ordered, n=1, cutoff=0.6)
    return found[0] if found else None
