"""
Files written whole or not at all.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkstemp
from typing import BinaryIO

__all__ = ["replace", "replacing"]


def replace(path: Path, data: bytes) -> None:
    """
    Put new contents in a file's place in one step, so that no reader sees half of them.

    Args:
        path: As for `replacing`.
        data: All of its new bytes.

    Raises:
        OSError: The file could not be written; it is as it was.
    """
    with replacing(path) as stream:
        stream.write(data)


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """
    Open a file to be written anew; what is written takes its place in one step at the end.

    A link stays a link, and the file's permissions stay as they are. What is no regular file, such
    as a device or a pipe, is written to and never replaced.

    Args:
        path: The file, which need not exist.

    Raises:
        OSError: The file could not be written; it is as it was.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as stream:
            yield stream
    else:
        with _beside(path.resolve()) as stream:
            yield stream


@contextmanager
def _beside(target: Path) -> Iterator[BinaryIO]:
    """
    Write a file beside the target, then give it the target's name.
    """
    handle, beside = mkstemp(prefix=f".{target.name}.", suffix=".new", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        Path(beside).chmod(_mode(target))
        Path(beside).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(beside).unlink()
        raise


def _mode(target: Path) -> int:
    """
    Return the permissions of a file, or those that a new one would get.
    """
    try:
        return target.stat().st_mode & 0o7777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
