"""
Arrow's columns and files, read without loss; the one room that knows pyarrow.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from os import PathLike, fspath
from pathlib import Path
from typing import Any

import numpy as np

from specl.decide.columns import Coded, Column, Numbers, Whole, narrowed
from specl.decide.extra import required
from specl.decide.given import column_of, whole_numbers
from specl.decide.table import TableError
from specl.model import Spec
from specl.model.types import BoolType, ChoiceType, IntType, RealType, TextType, Type

__all__ = ["columns_of", "count_rows", "distinct", "is_arrow", "rows_of_file", "tables_of_file"]

_WORD_DIGITS = 18


def is_arrow(columns: object) -> bool:
    """
    Tell whether columns are a table or a record batch of pyarrow.
    """
    return type(columns).__module__.partition(".")[0] == "pyarrow"


def columns_of(spec: Spec, table: Any) -> dict[str, Any]:
    """
    Return the columns of an Arrow table by their names.

    Raises:
        TableError: A name comes twice.
    """
    names = list(table.schema.names)
    if len(set(names)) < len(names):
        raise TableError("a column comes twice")
    arrow = required("pyarrow")
    found: dict[str, Any] = {}
    for name in names:
        column = table.column(name)
        if isinstance(column, arrow.ChunkedArray):
            column = column.combine_chunks()
        if isinstance(column, arrow.ChunkedArray):
            column = arrow.concat_arrays(column.chunks)
        fact = spec.facts.get(name)
        found[name] = column if fact is None else _column(arrow, fact.type, column)
    return found


def _column(arrow: Any, type_: Type, column: Any) -> Column:
    """
    Return an Arrow array as a column; rows without a value are bad ones.
    """
    fast = None if column.null_count else _fast(arrow, type_, column)
    return column_of(type_, column.to_pylist()) if fast is None else fast


def _fast(arrow: Any, type_: Type, column: Any) -> Column | None:
    """
    Return an array as a column where that takes no look at single values.
    """
    kinds = arrow.types
    match type_:
        case BoolType() if kinds.is_boolean(column.type):
            return column_of(type_, column.to_numpy(zero_copy_only=False))
        case IntType() | RealType() if kinds.is_integer(column.type):
            return column_of(type_, column.to_numpy(zero_copy_only=False))
        case RealType() if kinds.is_float64(column.type):
            return column_of(type_, column.to_numpy(zero_copy_only=False))
        case RealType() if kinds.is_decimal128(column.type):
            return _decimals(type_, column)
        case ChoiceType() | TextType() if _is_text(kinds, column.type):
            return _texts(type_, column)
    return None


def _is_text(kinds: Any, type_: Any) -> bool:
    if kinds.is_dictionary(type_):
        return _is_text(kinds, type_.value_type)
    return bool(kinds.is_string(type_) or kinds.is_large_string(type_))


def _decimals(type_: RealType, column: Any) -> Numbers | None:
    """
    Return decimals of at most eighteen digits by the low halves of their sixteen bytes.
    """
    if column.type.precision > _WORD_DIGITS or column.type.scale < 0:
        return None
    words = np.frombuffer(column.buffers()[1], np.int64).reshape(-1, 2)
    data = words[column.offset : column.offset + len(column), 0]
    return whole_numbers(type_, data, 10**column.type.scale)


def _texts(type_: ChoiceType | TextType, column: Any) -> Coded:
    encoded = column if hasattr(column, "dictionary") else column.dictionary_encode()
    own = column_of(type_, encoded.dictionary.to_pylist())
    assert isinstance(own, Coded)
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    wrong = np.flatnonzero(np.isin(codes, own.bad)).tolist() if own.bad else []
    return Coded(narrowed(own.codes[codes]), own.values, tuple(wrong))


def distinct(texts: Iterable[tuple[bytes, Whole]], *, most: float) -> tuple[Whole, list[str]]:
    """
    Return for each piece of some texts which of the different pieces it is, and these.

    Args:
        texts: Each in UTF-8, with the places between one piece and the next, the first one's
            beginning and the last one's end among them, as `int32`.
        most: Which share of the pieces may be different ones.

    Raises:
        MissingExtraError: pyarrow is not installed.
        ValueError: More of them are.
    """
    arrow = required("pyarrow")
    arrays = [
        arrow.StringArray.from_buffers(
            len(places) - 1, arrow.py_buffer(places), arrow.py_buffer(text)
        )
        for text, places in texts
    ]
    encoded = arrow.chunked_array(arrays).dictionary_encode().combine_chunks()
    if len(encoded.dictionary) > most * len(encoded):
        raise ValueError("too many different pieces")
    return encoded.indices.to_numpy(), encoded.dictionary.to_pylist()


def tables_of_file(path: str | PathLike[str], *, at_once: int) -> Iterator[Any]:
    """
    Yield the record batches of a Parquet or an Arrow file.

    Args:
        path: Parquet where it ends so, else Arrow's file format.
        at_once: How many rows to hold in memory; an Arrow file says so itself.

    Raises:
        MissingExtraError: pyarrow is not installed.
        OSError: The file cannot be read.
        TableError: It is no such file.
    """
    file = Path(fspath(path))
    with _as_table_errors(file):
        if _is_parquet(file):
            with required("pyarrow.parquet").ParquetFile(file) as parquet:
                yield from parquet.iter_batches(batch_size=at_once)
        else:
            with required("pyarrow").memory_map(str(file)) as source:
                reader = required("pyarrow.ipc").open_file(source)
                yield from map(reader.get_batch, range(reader.num_record_batches))


def _is_parquet(file: Path) -> bool:
    return file.suffix.lower() == ".parquet"


@contextmanager
def _as_table_errors(file: Path) -> Iterator[None]:
    arrow = required("pyarrow")
    try:
        yield
    except arrow.ArrowException as error:
        kind = "Parquet" if _is_parquet(file) else "Arrow"
        raise TableError(f"it is no {kind} file") from error


def count_rows(path: str | PathLike[str]) -> int | None:
    """
    Return how many rows a Parquet file has, None of a file that does not say so at once.

    Args:
        path: As for `tables_of_file`.

    Raises:
        MissingExtraError: As `tables_of_file` does.
        OSError: As `tables_of_file` does.
        TableError: As `tables_of_file` does.
    """
    file = Path(fspath(path))
    if not _is_parquet(file):
        return None
    with _as_table_errors(file), required("pyarrow.parquet").ParquetFile(file) as parquet:
        return int(parquet.metadata.num_rows)


def rows_of_file(path: str | PathLike[str], *, at_once: int) -> Iterator[list[dict[str, Any]]]:
    """
    Yield the rows of a Parquet or an Arrow file, some at a time, as values by name.

    Args:
        path: As for `tables_of_file`.
        at_once: As for `tables_of_file`.

    Raises:
        MissingExtraError: As `tables_of_file` does.
        OSError: As `tables_of_file` does.
        TableError: As `tables_of_file` does.
    """
    for batch in tables_of_file(path, at_once=at_once):
        yield batch.to_pylist()
