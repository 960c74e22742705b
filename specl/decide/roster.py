"""
What the bits of a set stand for, in order, found a byte at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

__all__ = ["Roster"]

Item = TypeVar("Item")


class Roster(Generic[Item]):
    """
    Items by their bits.

    What each byte of a bit set stands for is worked out once, when it is first met.
    """

    __slots__ = ("_bytes", "_size")

    def __init__(self, items: Sequence[Item]) -> None:
        self._size = (len(items) + 7) // 8
        self._bytes = [_Byte(items[8 * place : 8 * place + 8]) for place in range(self._size)]

    def pick(self, bits: int) -> list[Item]:
        """
        Return the items of a bit set, from the lowest bit to the highest.
        """
        found: list[Item] = []
        for byte, known in zip(bits.to_bytes(self._size, "little"), self._bytes, strict=True):
            if byte:
                found += known[byte]
        return found


class _Byte(dict[int, tuple[Item, ...]]):
    """
    What each value of one byte stands for.
    """

    __slots__ = ("_items",)

    def __init__(self, items: Sequence[Item]) -> None:
        super().__init__()
        self._items = items

    def __missing__(self, byte: int) -> tuple[Item, ...]:
        found = tuple(item for place, item in enumerate(self._items) if byte >> place & 1)
        self[byte] = found
        return found
