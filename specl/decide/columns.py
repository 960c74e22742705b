"""
Facts of many scenarios as columns of small whole numbers, nothing lost.

A column holds whole numbers in units of `1/scale` (`Numbers`), or codes of values that are
listed beside it (`Coded`): bools, choices, sets, texts, and numbers that fit no machine word.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import attrs
import numpy as np
from numpy.typing import NDArray

from specl.model import Value

__all__ = ["Coded", "Column", "Numbers", "Whole", "narrowed"]

Whole = NDArray[np.integer[Any]]


@attrs.frozen(eq=False)
class Coded:
    """
    Values by their codes.

    Attributes:
        codes: For each row a place in `values`.
        bad: Rows without a usable value, which have any code.
    """

    codes: Whole
    values: Sequence[Value]
    bad: tuple[int, ...] = ()

    def __len__(self) -> int:
        return len(self.codes)

    def value(self, row: int) -> Value:
        """
        Return the value of one row.
        """
        return self.values[int(self.codes[row])]

    def at(self, rows: Whole) -> Coded:
        """
        Return some rows, all of which have usable values, in any order.
        """
        return Coded(self.codes[rows], self.values)


@attrs.frozen(eq=False)
class Numbers:
    """
    Numbers of the form `data / scale`.
    """

    data: Whole
    scale: int
    real: bool
    bad: tuple[int, ...] = ()

    def __len__(self) -> int:
        return len(self.data)

    def value(self, row: int) -> Value:
        """
        Return the value of one row.
        """
        number = int(self.data[row])
        return Fraction(number, self.scale) if self.real else number

    def at(self, rows: Whole) -> Numbers:
        """
        Return some rows, all of which have usable values, in any order.
        """
        return Numbers(self.data[rows], self.scale, self.real)


Column = Coded | Numbers


def narrowed(data: Whole) -> Whole:
    """
    Return whole numbers in the smallest type that holds them.
    """
    if not len(data):
        return data.astype(np.int8)
    least, most = int(data.min()), int(data.max())
    for kind in (np.int8, np.int16, np.int32):
        if np.iinfo(kind).min <= least and most <= np.iinfo(kind).max:
            return data.astype(kind)
    return data.astype(np.int64)
