"""
Many scenarios from a file, decided as they are read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from specl.decide.extra import required
from specl.model import Spec
from specl.workspace.lines import UnreadableError, lines_of, size_of
from specl.workspace.scenarios import Facts, facts_from_lines, facts_from_rows

__all__ = ["Scenarios"]

_AT_ONCE = 1 << 12
_TABLES = {".parquet", ".arrow"}


class Scenarios:
    """
    The scenarios of one file: JSON lines, or the rows of a Parquet or an Arrow file.
    """

    def __init__(self, name: str) -> None:
        """
        Look at a file.

        Args:
            name: A path as the user gave it, or `-` for lines on standard input.

        Raises:
            UnreadableError: It cannot be read.
            ImportError: It is a table, and pyarrow is not installed.
        """
        self.name = name
        self.is_table = Path(name).suffix.lower() in _TABLES
        self.size = self._count() if self.is_table else size_of(name)

    def _count(self) -> int | None:
        """
        Return how many rows a table has, where it says so.
        """
        required("numpy")
        from specl.decide.arrow import count_rows

        with self._readable():
            return count_rows(self.name)

    def facts(
        self, spec: Spec, *, assume_defaults: bool, seen: Callable[[int], None]
    ) -> Iterator[Facts]:
        """
        Yield the scenarios in order, each with the number of its line or row.

        Args:
            spec: The spec whose facts are meant.
            assume_defaults: Whether facts not given take their defaults.
            seen: Told how many more bytes, or rows of a table, have been read of `size`.

        Raises:
            UnreadableError: The file cannot be read to its end.
            ImportError: It is a table, and pyarrow is not installed.
        """
        if self.is_table:
            yield from facts_from_rows(spec, self._rows(seen), assume_defaults=assume_defaults)
            return
        with lines_of(self.name, seen) as lines:
            yield from facts_from_lines(spec, lines, assume_defaults=assume_defaults)

    def _rows(self, seen: Callable[[int], None]) -> Iterator[Mapping[str, Any]]:
        from specl.decide.arrow import rows_of_file

        with self._readable():
            for rows in rows_of_file(self.name, at_once=_AT_ONCE):
                for row in rows:
                    yield {name: _plain(value) for name, value in row.items()}
                seen(len(rows))

    @contextmanager
    def _readable(self) -> Iterator[None]:
        """
        Say in the words of other commands what keeps a table from being read.
        """
        from specl.decide import TableError

        try:
            yield
        except FileNotFoundError as error:
            raise UnreadableError(f"there is no file `{self.name}`") from error
        except (OSError, TableError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise UnreadableError(f"`{self.name}` cannot be read: {reason.lower()}") from error


def _plain(value: Any) -> Any:
    """
    Return a value of a table as JSON has it; what JSON has not becomes a text.
    """
    if isinstance(value, bytes | dt.date | dt.time | dt.timedelta):
        return str(value)
    return value
