"""
Lines of JSON read by their cells: what stands between one name and the next, equal ones once.

Lines are cut behind each `":`. Where each piece turns out to be one JSON value and then what
leads to the next name, in the order of the first line, the lines are objects of these values:
there is no other way to read them. Equal pieces mean equal values, so that of a column with few
different ones few are parsed. A line with more or fewer of these marks is read alone; with
anything else that is unusual, all lines are left to whoever reads them one by one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import attrs
import numpy as np

from specl.decide.arrow import distinct
from specl.decide.columns import Column, Whole
from specl.decide.extra import MissingExtraError, required
from specl.decide.given import column_of
from specl.decide.table import Table
from specl.model import Spec

__all__ = ["table_of_cells"]

Read = Callable[[str, int], tuple[Any, int]]
"""
Gives the value that stands in some place of a text, and where it ends.
"""
Alone = Callable[[int], Sequence[Any]]
"""
Gives the values of the line in some place, by fact, or raises `TableError`.
"""

_MARK = '":'
_AT_ONCE = 1 << 10
_LONGEST = 1 << 29
"""
How much text is read together: of places in it, in UTF-8, pyarrow keeps 31 bits.
"""
_MOST = 0.5
_UNUSUAL = (ValueError, TypeError, RecursionError, MissingExtraError)


def table_of_cells(spec: Spec, lines: Sequence[str], read: Read, alone: Alone) -> Table | None:
    """
    Return lines of JSON as a table, None where something about them is unusual.

    Args:
        spec: A spec with facts.
        lines: None of them empty.
        read: What reads a value.
        alone: What reads a line.
    """
    try:
        required("pyarrow")
        shape = _Shape.of(tuple(read(lines[0].lstrip(" \t"), 0)[0]), spec)
        texts, odd = _cut(shape, lines, alone)
        cells = _Cells.of(shape, texts, read)
        return Table.of(spec, cells.columns(spec, odd, len(lines)))
    except _UNUSUAL:
        return None


@attrs.frozen(eq=False)
class _Shape:
    """
    What stands around the values of a line.

    Attributes:
        names: The facts in the order of the lines.
        head: What a line begins with.
        tails: For each fact what follows its value, to where the next value begins; after the
            last one that is in the next line.
    """

    names: tuple[str, ...]
    head: re.Pattern[str]
    tails: tuple[re.Pattern[str], ...]

    @classmethod
    def of(cls, names: tuple[str, ...], spec: Spec) -> _Shape:
        """
        Return the shape of lines with these names.

        Raises:
            ValueError: They are not those of all facts.
        """
        if set(names) != set(spec.facts):
            raise ValueError("other names")
        quoted = [re.escape(f'"{name}":') for name in names]
        head = rf"[ \t]*\{{[ \t]*{quoted[0]}"
        tails = [rf"[ \t]*,[ \t]*{name}" for name in quoted[1:]] + [rf"[ \t]*\}}[ \t]*\n{head}"]
        return cls(names, re.compile(head), tuple(map(re.compile, tails)))

    def cut(self, lines: Sequence[str]) -> tuple[bytes, Whole] | None:
        """
        Return lines in UTF-8 and where pieces of it end and begin, None for another number of them.

        Raises:
            ValueError: They begin with something else.
        """
        text = "".join(lines)
        line_end = "" if text.endswith("\n") else "\n"
        # The last piece of all ends as that of any other line does.
        data = f'{text}{line_end}{{"{self.names[0]}":'.encode()
        if not self.head.match(text):
            raise ValueError("another beginning")
        first, second = (np.frombuffer(data, np.uint8, len(data) - 1, start) for start in (0, 1))
        marked = first == ord(_MARK[0])
        marked &= second == ord(_MARK[1])
        places = np.flatnonzero(marked).astype(np.int32) + np.int32(len(_MARK))
        return (data, places) if len(places) == len(self.names) * len(lines) + 1 else None


def _cut(
    shape: _Shape, lines: Sequence[str], alone: Alone
) -> tuple[list[tuple[bytes, Whole]], dict[int, Sequence[Any]]]:
    """
    Return lines cut into pieces, and the values of those with another number of marks.

    Raises:
        ValueError: They are too long, or do not begin as they should.
    """
    if sum(map(len, lines)) >= _LONGEST:
        raise ValueError("too long")
    texts = []
    odd: dict[int, Sequence[Any]] = {}
    for start in range(0, len(lines), _AT_ONCE):
        block = lines[start : start + _AT_ONCE]
        text = shape.cut(block)
        if text is None:
            rows = [row for row, line in enumerate(block, start) if _is_odd(shape, line)]
            odd.update((row, alone(row)) for row in rows)
            text = shape.cut([line for row, line in enumerate(block, start) if row not in odd])
        if text is None:
            raise ValueError("no line has the usual number of marks")
        texts.append(text)
    return texts, odd


def _is_odd(shape: _Shape, line: str) -> bool:
    return line.count(_MARK) != len(shape.names)


@attrs.frozen(eq=False)
class _Cells:
    """
    The values of lines.

    Attributes:
        values: For each name the different cells' values.
        codes: For each name and line the place of its value among these.
    """

    shape: _Shape
    values: Sequence[list[Any]]
    codes: Whole

    @classmethod
    def of(cls, shape: _Shape, texts: Iterable[tuple[bytes, Whole]], read: Read) -> _Cells:
        """
        Read each different piece of lines.

        Raises:
            ValueError: A piece is not a value and what leads to the next name.
        """
        codes, pieces = distinct(texts, most=_MOST)
        size = len(shape.names)
        codes = np.ascontiguousarray(codes.reshape(-1, size).T)
        columns = np.arange(size, dtype=np.int32)[:, np.newaxis]
        owners = np.zeros(len(pieces), np.int32)
        owners[codes] = columns
        if (owners[codes] != columns).any():
            raise ValueError("another order")
        values, places = _parsed(shape, pieces, owners.tolist(), read)
        return cls(shape, values, np.array(places, np.int32)[codes])

    def columns(self, spec: Spec, odd: dict[int, Sequence[Any]], size: int) -> dict[str, Column]:
        """
        Return the values as columns by fact, with those of further lines between.

        Raises:
            ValueError: A value is none of its fact's type.
        """
        rows = np.delete(np.arange(size), list(odd))
        found: dict[str, Column] = {}
        for name, values, codes in zip(self.shape.names, self.values, self.codes, strict=True):
            place = list(spec.facts).index(name)
            column = column_of(
                spec.facts[name].type, [*values, *(line[place] for line in odd.values())]
            )
            if column.bad:
                raise ValueError("another type")
            places = np.empty(size, np.int32)
            places[rows] = codes
            places[list(odd)] = np.arange(len(values), len(column))
            found[name] = column.at(places)
        return found


def _parsed(
    shape: _Shape, pieces: Sequence[str], owners: Sequence[int], read: Read
) -> tuple[list[list[Any]], list[int]]:
    """
    Return the values of pieces for each name, and of each piece the place of its value there.

    Raises:
        ValueError: A piece is not a value, after as many spaces as the first, and then its tail.
    """
    begin = len(pieces[0]) - len(pieces[0].lstrip(" "))
    space = " " * begin
    tails = [""] * len(shape.names)
    values: list[list[Any]] = [[] for _ in shape.names]
    places = []
    for piece, owner in zip(pieces, owners, strict=True):
        if not piece.startswith(space):
            raise ValueError("other spaces")
        value, end = read(piece, begin)
        if piece[end:] != tails[owner]:
            tails[owner] = piece[end:]
            if not shape.tails[owner].fullmatch(piece, end):
                raise ValueError("another name")
        places.append(len(values[owner]))
        values[owner].append(value)
    return values, places
