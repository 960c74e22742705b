"""
Decisions by the thousand: a spec made ready to be asked about single scenarios and tables.

`Decider(spec)` answers about one scenario at a time what `specl.interpret.ruling` answers, in a
fraction of the time: `ruling(scenario)` gives all of it, `in_force(scenario)` only the norms in
force. `Batch(spec)` decides tables, a column for every fact:

- `table(columns)` reads columns (numpy arrays, lists, a `pyarrow.Table`) into a `Table`, and
  `tables(path)` the rows of a JSONL, Parquet or Arrow file, a piece at a time;
- `rulings(table)` decides a table. When it returns, defeat is resolved in every row, and what is
  in force is there as packed bits, `packed_in_force`: a row for each norm and a bit for each
  scenario. Whole `Ruling` objects are made when they are asked for.

Tables need numpy, and files other than JSONL pyarrow: the extra `specl-lang[batch]`. Neither is
imported before a table is asked for.

What a spec says never becomes code: see `specl.decide.generated`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from specl.decide.batch import Batch
    from specl.decide.decider import Decider
    from specl.decide.extra import MissingExtraError
    from specl.decide.rulings import Rulings
    from specl.decide.table import Table, TableError

__all__ = ["Batch", "Decider", "MissingExtraError", "Rulings", "Table", "TableError"]

_HOMES = {
    "Batch": "batch",
    "Decider": "decider",
    "MissingExtraError": "extra",
    "Rulings": "rulings",
    "Table": "table",
    "TableError": "table",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module `specl.decide` has no attribute `{name}`")
    if name in {"Batch", "Rulings", "Table", "TableError"}:
        from specl.decide.extra import required

        required("numpy")
    return getattr(import_module(f"specl.decide.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
