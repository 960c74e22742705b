"""
Trees walked and compared without recursion, so that depth does not matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import attrs

__all__ = ["children", "same", "walk"]


def children(node: Any) -> list[Any]:
    """
    Return the nodes directly below one, in the order of its fields.
    """
    below: list[Any] = []
    for value in _values(node):
        parts = value if isinstance(value, tuple) else (value,)
        below += [part for part in parts if attrs.has(type(part))]
    return below


def walk(node: Any) -> Iterator[Any]:
    """
    Yield a node and all below it, outermost first.
    """
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        pending.extend(reversed(children(current)))


def same(left: Any, right: Any) -> bool:
    """
    Tell whether two trees are equal; where they stand plays no part.
    """
    pending = [(left, right)]
    while pending:
        one, other = pending.pop()
        if isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
            pending.extend(zip(one, other, strict=True))
        elif attrs.has(type(one)) and type(one) is type(other):
            pending.extend(zip(_values(one), _values(other), strict=True))
        elif one != other:
            return False
    return True


@cache
def _names(kind: type) -> tuple[str, ...]:
    """
    Return the fields of a kind of node that say something: all but where it stands.
    """
    return tuple(field.name for field in attrs.fields(kind) if field.eq)


def _values(node: Any) -> list[Any]:
    """
    Return what the fields of a node say, in order.
    """
    return [getattr(node, name) for name in _names(node.__class__)]
