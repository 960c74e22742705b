"""
Decisions about whole tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from os import PathLike, fspath
from pathlib import Path
from typing import Any

from specl.decide.arrow import columns_of, is_arrow, tables_of_file
from specl.decide.jsonl import tables_of_lines
from specl.decide.ladder import Ladder
from specl.decide.plan import Plan
from specl.decide.program import EFFORT, Program
from specl.decide.rulings import Rulings
from specl.decide.table import Table
from specl.model import Spec

__all__ = ["Batch"]

AT_ONCE = 1 << 14


class Batch:
    """
    A spec, prepared for tables of scenarios.

    What it says of a row is what `specl.interpret.ruling` says of the scenario, object for object.
    """

    def __init__(self, spec: Spec, *, effort: int = EFFORT) -> None:
        """
        Prepare a spec.

        Args:
            spec: The spec.
            effort: How many steps to take to find out what no reply can meet.
        """
        self.spec = spec
        self.program = Program.of(spec, effort=effort)
        self._plan = Plan.of(self.program)
        self._ladder = Ladder.of(self.program)

    def table(self, columns: Mapping[str, Any] | Any) -> Table:
        """
        Read columns into a table.

        Args:
            columns: For each fact a numpy array or a sequence of values, or a `pyarrow.Table`. A
                choice may also be an array of whole numbers that count the type's values from 0.

        Raises:
            TableError: There is no such fact, one is missing, or a value is of the wrong type.
        """
        found = columns_of(self.spec, columns) if is_arrow(columns) else columns
        return Table.of(self.spec, found)

    def tables(self, path: str | PathLike[str], *, at_once: int = AT_ONCE) -> Iterator[Table]:
        """
        Yield the scenarios of a file, so many at once at most.

        Args:
            path: A `.parquet` or an `.arrow` file, or else one with a JSON object a line.
            at_once: How many scenarios to hold in memory.

        Raises:
            OSError: The file cannot be read.
            MissingExtraError: pyarrow is needed and not installed.
            TableError: As `table` does.
        """
        if Path(fspath(path)).suffix.lower() in {".parquet", ".arrow"}:
            for columns in tables_of_file(path, at_once=at_once):
                yield self.table(columns)
        else:
            with Path(fspath(path)).open(encoding="utf-8-sig") as lines:
                yield from tables_of_lines(self.spec, lines, at_once=at_once)

    def rulings(self, table: Table) -> Rulings:
        """
        Decide all scenarios of a table.
        """
        return Rulings(self._plan, self._ladder, table)
