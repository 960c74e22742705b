"""
Files written whole or not at all.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from errno import EISDIR
from pathlib import Path
from tempfile import mkstemp
from typing import BinaryIO

__all__ = ["replace", "replace_all", "replacing"]


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


def replace_all(contents: Mapping[Path, bytes]) -> None:
    """
    Put new contents in several files' places: all are written before the first takes its place.

    Folders that are missing are made.

    Args:
        contents: All of each file's new bytes, by a path as for `replacing`.

    Raises:
        OSError: One of them could not be written, and all are as they were; `filename` says which.
    """
    with ExitStack() as stack:
        for path, data in contents.items():
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                if path.is_dir():
                    raise IsADirectoryError(EISDIR, os.strerror(EISDIR), str(path))
                stack.enter_context(replacing(path)).write(data)
            except OSError as error:
                raise OSError(error.errno, error.strerror, str(path)) from error


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
