"""
Several random specs side by side in one, which have nothing to do with each other but facts.
"""

from __future__ import annotations

import re

from hypothesis import strategies as st

from tests.reference.draft import Draft
from tests.reference.generate import drafts

__all__ = ["neighbours", "side_by_side"]

_NAMES = re.compile(r"\b([far]\d|s0)\b")


def neighbours() -> st.SearchStrategy[str]:
    """
    Return a strategy for texts of two or three specs beside each other.
    """
    several = st.lists(drafts(), min_size=2, max_size=3)
    return st.builds(side_by_side, several, share=st.booleans())


def side_by_side(parts: list[Draft], *, share: bool) -> str:
    """
    Return one text with several specs in it, without what their ensures and covers claim.

    Args:
        parts: The specs.
        share: Whether they share facts, where these are of one type.
    """
    lines: dict[str, None] = {"spec several version 1.0.0": None}
    types: dict[str, str] = {}
    for place, part in enumerate(parts):
        names = _renaming(place) | (_shared(part, types) if share else {})
        for declaration in part.declarations():
            if not declaration.startswith(("ensure", "cover")):
                lines[_NAMES.sub(lambda found, names=names: names[found[0]], declaration)] = None
    return "\n".join(lines) + "\n"


def _renaming(place: int) -> dict[str, str]:
    return {
        f"{letter}{index}": f"{letter}{place}{index}" for letter in "fars" for index in range(9)
    }


def _shared(part: Draft, types: dict[str, str]) -> dict[str, str]:
    """
    Return the facts that keep their names, as these are new or known to be of the same type.
    """
    return {
        name: name for name, type_ in part.facts.items() if types.setdefault(name, type_) == type_
    }
