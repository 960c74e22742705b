"""
Tables from lines of JSON, one object of facts and values a line, a piece at a time.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from operator import itemgetter
from typing import Any

from specl.decide.cells import table_of_cells
from specl.decide.given import Digits
from specl.decide.table import Table, TableError
from specl.model import Spec

__all__ = ["tables_of_lines"]

_MANY = 1_000
"""
For fewer lines it is not worth it to import pyarrow.
"""


def tables_of_lines(spec: Spec, lines: Iterable[str], *, at_once: int) -> Iterator[Table]:
    """
    Yield tables of so many scenarios at most; empty lines are left out.

    Args:
        spec: The spec whose facts they are.
        lines: Each an object with a value for every fact.
        at_once: How many scenarios to read before they are given out.

    Raises:
        TableError: A line is no JSON object, or has not exactly one usable value for each fact.
    """
    numbered = (
        (number, line) for number, line in enumerate(lines, 1) if line and not line.isspace()
    )
    reader = _Reader(spec)
    while piece := list(islice(numbered, at_once)):
        with _uncollected():
            table = reader.table(piece)
        yield table


@contextmanager
def _uncollected() -> Iterator[None]:
    """
    Let no garbage be looked for meanwhile: of what is read, which is a lot, none is in circles.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class _Reader:
    """
    Lines to columns.
    """

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.names = tuple(spec.facts)
        self._are_usual: bool | None = None
        decoder = json.JSONDecoder(parse_float=Digits, parse_constant=_refused)
        self._read = decoder.decode
        self._read_in = decoder.raw_decode
        self._pairs = json.JSONDecoder(
            parse_float=Digits, parse_constant=_refused, object_pairs_hook=_distinct
        ).decode
        self._values = itemgetter(*self.names, *self.names[:1]) if self.names else tuple

    def table(self, piece: Sequence[tuple[int, str]]) -> Table:
        """
        Return lines as a table, read together as long as nothing about them was unusual.
        """
        if self._are_usual is None:
            self._are_usual = len(piece) >= _MANY and bool(self.names)
        if self._are_usual:
            lines = [line for _, line in piece]
            alone = partial(self._numbered, piece)
            found = table_of_cells(self.spec, lines, self._read_in, alone)
            if found is not None:
                return found
            self._are_usual = False
        return self._one_by_one(piece)

    def _numbered(self, piece: Sequence[tuple[int, str]], place: int) -> tuple[Any, ...]:
        return self._row(*piece[place])

    def _one_by_one(self, piece: Sequence[tuple[int, str]]) -> Table:
        rows = [self._row(number, line) for number, line in piece]
        columns = dict(zip(self.names, zip(*rows, strict=True), strict=False))
        if not self.names:
            return Table({}, len(rows))
        table = Table.of(self.spec, columns, lenient=True)
        if table.bad:
            wrong = {name: each.bad for name, each in table.columns.items() if each.bad}
            name = min(wrong, key=lambda name: wrong[name])
            number = piece[wrong[name][0]][0]
            type_ = self.spec.facts[name].type
            raise TableError(f"line {number}: fact `{name}` has no value of {type_}")
        return table

    def _row(self, number: int, line: str) -> tuple[Any, ...]:
        """
        Return the values of one line by fact, the first one's once more at the end.
        """
        try:
            found = self._read(line)
            # As many colons as members: none hides in a text, and no name comes twice.
            if len(found) != len(self.names) or line.count(":") != len(self.names):
                found = self._pairs(line)
            if len(found) > len(self.names):
                raise TableError(f"line {number}: there are facts that the spec has not")
            return self._values(found)
        except KeyError as error:
            raise TableError(f"line {number}: fact `{error.args[0]}` has no value") from error
        except (ValueError, TypeError, RecursionError) as error:
            if isinstance(error, TableError):
                raise
            raise TableError(f"line {number}: no JSON object of facts and values") from error


def _refused(word: str) -> Any:
    raise ValueError(f"`{word}` is no JSON number")


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a fact is given twice")
    return found
