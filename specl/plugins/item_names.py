"""
What pytest calls the promises of a spec: no two the same, and none changes when lines move.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from specl.model import Example
from specl.plugins.checked import Promise

__all__ = ["names_of"]

_LONGEST = 60
_WORDS = re.compile(r"\w+")
_MADE = re.compile(r"example_(?P<line>[0-9]+)_*(?:[0-9]+)?")


def names_of(promises: Sequence[Promise]) -> tuple[str, ...]:
    """
    Return the names of promises: kind and id, for an example without an id the words of its title.

    Of examples with the same words the second ends in `_2`, and so on.
    """
    titles = [_from_title(promise) for promise in promises]
    pairs = list(zip(promises, titles, strict=True))
    taken = {promise.name for promise, title in pairs if not title}
    found: list[str] = []
    for promise, title in pairs:
        name = _free(f"{promise.kind} {title}", taken) if title else promise.name
        taken.add(name)
        found.append(name)
    return tuple(found)


def _from_title(promise: Promise) -> str:
    """
    Return the words of a title, joined; nothing where there are none or an id was written.
    """
    example = promise.of
    if not isinstance(example, Example):
        return ""
    made = _MADE.fullmatch(example.name)
    if made is None or int(made["line"]) != example.span.line:
        return ""
    return "_".join(_WORDS.findall(example.title))[:_LONGEST].rstrip("_")


def _free(name: str, taken: set[str]) -> str:
    """
    Return a name that is not taken, with a number where needed.
    """
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}_{number}"
    return free
