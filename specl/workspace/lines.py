"""
The lines of a text one after another, so that no more than one has to be held.

A file is looked through beforehand: what is wrong with it is said before the first line is
used. Standard input is read as it comes.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from specl.diagnostics import Diagnostic
from specl.workspace.reading import STDIN, read, standard_input

__all__ = ["UnreadableError", "lines_of", "size_of"]

_PIECE = 1 << 20
_LARGE = 1 << 26


class UnreadableError(ValueError):
    """
    What was to be read piece by piece cannot be; the message says why.
    """


def size_of(name: str) -> int | None:
    """
    Return how many bytes a file has once it is known that all of it can be read; None of a stream.

    Args:
        name: A path as the user gave it, or `-`.

    Raises:
        UnreadableError: There is no such file, or it is no text.
    """
    path = Path(name)
    if name == STDIN or path.is_fifo() or path.is_char_device():
        return None
    try:
        with path.open("rb") as stream:
            return _looked_through(stream)
    except (OSError, ValueError) as error:
        raise UnreadableError(_reason(name)) from error


def _reason(name: str) -> str:
    """
    Return in words what is wrong with a file.
    """
    path = Path(name)
    large = path.is_file() and path.stat().st_size > _LARGE
    found = None if large else read(name)
    return found.message if isinstance(found, Diagnostic) else f"`{name}` is no UTF-8 text"


def _looked_through(stream: BinaryIO) -> int:
    """
    Return the size of a text.

    Raises:
        ValueError: It is none.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    size = 0
    while piece := stream.read(_PIECE):
        size += len(piece)
        decoder.decode(piece)
        if b"\0" in piece:
            raise ValueError
    decoder.decode(b"", final=True)
    return size


@contextmanager
def lines_of(name: str, seen: Callable[[int], None]) -> Iterator[Iterator[str]]:
    """
    Open a text to be read line by line, without its byte order mark and with any line ends.

    Args:
        name: A path as the user gave it, or `-`.
        seen: Told how many more bytes have been read.

    Raises:
        UnreadableError: While lines are read: there is no text any more.
    """
    if name == STDIN:
        try:
            stream = standard_input()
        except OSError as error:
            raise UnreadableError(f"standard input cannot be read: {error.strerror}") from error
        yield _lines(name, stream, seen)
        return
    with Path(name).open("rb") as stream:
        yield _lines(name, stream, seen)


def _lines(name: str, stream: BinaryIO, seen: Callable[[int], None]) -> Iterator[str]:
    shown = "<stdin>" if name == STDIN else name
    text = io.TextIOWrapper(stream, encoding="utf-8-sig")
    place = 0
    try:
        for line in text:
            if "\0" in line:
                raise UnreadableError(f"`{shown}` holds a NUL byte: it is no text file")
            yield line
            if name != STDIN:
                seen(stream.tell() - place)
                place = stream.tell()
    except UnicodeDecodeError as error:
        raise UnreadableError(f"`{shown}` is not UTF-8 text") from error
    except OSError as error:
        raise UnreadableError(f"`{shown}` cannot be read: {error.strerror}") from error
    finally:
        text.detach()
