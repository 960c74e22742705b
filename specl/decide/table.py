"""
Many scenarios at once: a column for every fact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs
import numpy as np

from specl.decide.columns import Coded, Column, Numbers, Whole, narrowed
from specl.decide.given import column_of
from specl.model import Fact, Scenario, Spec
from specl.text import nearest

__all__ = ["Table", "TableError"]


class TableError(ValueError):
    """
    Columns that are no scenarios of a spec: the message says what is wrong.
    """


@attrs.frozen(eq=False)
class Table:
    """
    A value for every fact in every row.

    Attributes:
        columns: The facts that rules, constraints and assumptions may speak of, by name.
        bad: The rows in which some value is none of its fact's type, ascending.
    """

    columns: Mapping[str, Column]
    size: int

    @classmethod
    def of(cls, spec: Spec, columns: Mapping[str, Any], *, lenient: bool = False) -> Table:
        """
        Return columns as a table.

        Args:
            spec: The spec whose facts they are.
            columns: For each fact a numpy array or a sequence of values, as `specl.ruling` takes
                them; all of one length.
            lenient: Leave unusable values to the caller, who asks for `bad`.

        Raises:
            TableError: There is no such fact, a fact is missing, the lengths differ, or, unless
                lenient, a value is of the wrong type.
        """
        _require_facts(spec, columns)
        sizes = {len(column) for column in columns.values()}
        if len(sizes) > 1:
            raise TableError("the columns are of different lengths")
        found = {
            name: each if isinstance(each, Coded | Numbers) else column_of(fact.type, each)
            for name, fact in spec.facts.items()
            for each in (columns[name],)
        }
        table = cls(found, sizes.pop() if sizes else 0)
        if not lenient:
            _require_values(spec.facts, columns, table)
        return table

    @property
    def bad(self) -> tuple[int, ...]:
        """
        Return the rows in which some value is none of its fact's type, ascending.
        """
        return tuple(sorted({row for column in self.columns.values() for row in column.bad}))

    def scenario(self, row: int) -> Scenario:
        """
        Return the scenario of one row.
        """
        return {name: column.value(row) for name, column in self.columns.items()}

    def part(self, start: int, stop: int) -> Table:
        """
        Return some of the rows as a table of their own.
        """
        columns = {name: _part(column, start, stop) for name, column in self.columns.items()}
        return Table(columns, min(stop, self.size) - start)

    def combinations(self, facts: Sequence[str]) -> tuple[Whole, list[Scenario]]:
        """
        Return which of the different combinations of some facts' values each row has, and these.
        """
        codes = np.zeros(self.size, np.int64)
        for name in facts:
            column = self.columns[name]
            data = column.codes if isinstance(column, Coded) else column.data
            seen, place = np.unique(data, return_inverse=True)
            codes = np.unique(codes * len(seen) + place, return_inverse=True)[1]
        first = np.unique(codes, return_index=True)[1]
        scenarios: list[Scenario] = [
            {name: self.columns[name].value(row) for name in facts} for row in first
        ]
        return narrowed(codes), scenarios


def _part(column: Column, start: int, stop: int) -> Column:
    if isinstance(column, Coded):
        return attrs.evolve(column, codes=column.codes[start:stop])
    return attrs.evolve(column, data=column.data[start:stop])


def _require_facts(spec: Spec, columns: Iterable[str]) -> None:
    for name in columns:
        if name not in spec.facts:
            close = nearest(name, spec.facts)
            meant = f"; did you mean `{close}`?" if close else ""
            raise TableError(f"there is no fact `{name}`{meant}")
    missing = [f"`{name}`" for name in spec.facts if name not in set(columns)]
    if missing:
        raise TableError(f"there is no column for {', '.join(missing)}")


def _require_values(facts: Mapping[str, Fact], given: Mapping[str, Any], table: Table) -> None:
    """
    Make sure that every value is of its fact's type; name the first that is not.
    """
    wrong = [(column.bad[0], name) for name, column in table.columns.items() if column.bad]
    if wrong:
        row, name = min(wrong)
        shown = "" if isinstance(given[name], Coded | Numbers) else f": `{given[name][row]!r:.40}`"
        raise TableError(f"row {row}, fact `{name}`{shown} is no value of {facts[name].type}")
