"""
Lines of JSON in as many files as a service wants them in.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from specl.rubric.job import OutputFile

__all__ = ["as_line", "files_of"]


def as_line(data: Any) -> str:
    """
    Return data as one line of JSON that any encoding can carry.
    """
    return f"{json.dumps(data, ensure_ascii=True)}\n"


def files_of(
    stem: str, lines: Iterable[str], *, most_lines: int, most_bytes: int
) -> tuple[OutputFile, ...]:
    """
    Return lines as files, in order, none of them larger than is allowed.

    Args:
        stem: What to call one file; several are numbered from 1.
        lines: Lines of ASCII, none of them longer than `most_bytes`.
        most_lines: How many lines a file has at most.
        most_bytes: How many bytes a file has at most.
    """
    parts: list[list[str]] = [[]]
    size = 0
    for line in lines:
        if len(parts[-1]) == most_lines or (parts[-1] and size + len(line) > most_bytes):
            parts.append([])
            size = 0
        parts[-1].append(line)
        size += len(line)
    return tuple(
        OutputFile(_name(stem, number, parts), "".join(part))
        for number, part in enumerate(parts, start=1)
    )


def _name(stem: str, number: int, parts: Sequence[object]) -> str:
    return f"{stem}.jsonl" if len(parts) == 1 else f"{stem}-{number:04}.jsonl"
