"""
Which facts and acts have their questions in one column, and how far in it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from specl.format.clauses import act, fact, question
from specl.format.comments import Pending
from specl.format.document import WIDTH, Doc, flat
from specl.syntax import nodes

__all__ = ["columns", "in_column"]

_BLANK_LINE: Final = re.compile(r"\n[ \t\r]*\n")
_Vocabulary = nodes.FactDecl | nodes.ActDecl


def columns(
    items: Sequence[nodes.Declaration], indent: int, source: str, pending: Pending
) -> list[int | None]:
    """
    Return, for each declaration, the column of its question; None where it stands freely.

    Args:
        items: Declarations that follow each other.
        indent: How far in they stand.
        source: The text they were read from.
        pending: The comments still to be printed.
    """
    placed: list[int | None] = []
    for run in _runs(items, source):
        column = _column(run, indent)
        placed += [None if _is_free(item, indent, pending) else column for item in run]
    return placed


def _column(run: Sequence[nodes.Declaration], indent: int) -> int | None:
    """
    Return the column of a run, None where one of its lines would grow too long by it.
    """
    lines = [_sides(item) for item in run if isinstance(item, _Vocabulary)]
    lines = [(left, right) for left, right in lines if indent + left + 1 + right <= WIDTH]
    column = 2 + max((left for left, _ in lines), default=0)
    fits = all(indent + column + right <= WIDTH for _, right in lines)
    return column if fits and len(lines) > 1 else None


def in_column(item: Any, column: int) -> Doc:
    """
    Return a fact or act, its question in a column.
    """
    return (_left(item).ljust(column), question(item, Pending(())))


def _runs(items: Sequence[nodes.Declaration], source: str) -> Iterator[list[nodes.Declaration]]:
    """
    Yield the stretches of facts or of acts without a blank line, every other item alone.
    """
    run: list[nodes.Declaration] = []
    for item in items:
        if run and not _belongs(run[-1], item, source):
            yield run
            run = []
        run.append(item)
    if run:
        yield run


def _belongs(before: nodes.Declaration, item: nodes.Declaration, source: str) -> bool:
    return (
        isinstance(item, _Vocabulary)
        and type(before) is type(item)
        and not _BLANK_LINE.search(source, before.span.end, item.span.start)
    )


def _left(item: Any) -> str:
    build = fact if isinstance(item, nodes.FactDecl) else act
    return flat(build(item, Pending(()))) or ""


def _sides(item: Any) -> tuple[int, int]:
    """
    Return how wide a fact or act is up to its question, and how wide that is.
    """
    right = flat(question(item, Pending(())))
    return len(_left(item)), WIDTH if right is None else len(right)


def _is_free(item: nodes.Declaration, indent: int, pending: Pending) -> bool:
    """
    Tell whether a declaration has no place in a column.
    """
    if not isinstance(item, _Vocabulary) or pending.is_within(item.span.start, item.span.end):
        return True
    left, right = _sides(item)
    return indent + left + 1 + right > WIDTH
