"""
The bytes of a file as a source, or what kept them from being one.

Line ends become line feeds and a byte order mark goes; both are remembered, so that
whoever writes the file again leaves them as they were.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import BinaryIO

from specl.diagnostics import Code, Diagnostic, Label
from specl.diagnostics.codes import ENCODING, UNREADABLE
from specl.text import Source
from specl.text.record import record

__all__ = ["STDIN", "RawFile", "TextFile", "decode", "read", "read_raw", "standard_input"]

STDIN = "-"
_STDIN_NAME = "<stdin>"
_LARGEST = 64 * 1024 * 1024
_BOM = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


@record
class RawFile:
    """
    The bytes of a file: its name as messages have it, and where it lies.
    """

    name: str
    path: Path
    data: bytes

    @property
    def is_text(self) -> bool:
        """
        Tell at a glance whether the bytes can be decoded.
        """
        try:
            self.data.decode("utf-8")
        except UnicodeDecodeError:
            return False
        return b"\0" not in self.data

    def decoded(self) -> TextFile | Diagnostic:
        """
        Return the bytes as a text, or why they are none.
        """
        return decode(self.name, self.path, self.data)


@record
class TextFile:
    """
    A file that was read.

    Attributes:
        path: Where it lies, and so what its relative paths mean; standard input lies in the
            folder that the user stands in. None: it lies nowhere and can use no files.
        newline: How its lines end.
        bom: Whether it starts with a byte order mark.
    """

    source: Source
    path: Path | None
    newline: str = "\n"
    bom: bool = False

    @property
    def writable(self) -> bool:
        """
        Tell whether there is a file to write.
        """
        return self.path is not None and self.source.name != _STDIN_NAME

    def encode(self, text: str) -> bytes:
        """
        Return a new text for this file as bytes, with its own line ends and mark.
        """
        body = text.replace("\n", self.newline) if self.newline != "\n" else text
        return (_BOM if self.bom else b"") + body.encode("utf-8")


def read(name: str) -> TextFile | Diagnostic:
    """
    Read a file, or standard input where the name is `-`.

    Args:
        name: A path as the user gave it.

    Returns:
        The file, or a finding that says why there is none.
    """
    raw = read_raw(name)
    return raw if isinstance(raw, Diagnostic) else raw.decoded()


def read_raw(name: str) -> RawFile | Diagnostic:
    """
    Read the bytes of a file, or of standard input where the name is `-`.

    Args:
        name: A path as the user gave it.

    Returns:
        The bytes, or a finding that says why there are none.
    """
    if name == STDIN:
        return _read(_STDIN_NAME, Path(_STDIN_NAME), standard_input)
    path = Path(name)
    return _read(str(PurePath(name)), path, lambda: path.open("rb"))


def standard_input() -> BinaryIO:
    """
    Return the bytes of standard input.

    Raises:
        OSError: It is closed.
    """
    if sys.stdin is None:
        raise OSError(9, "it is closed")
    return sys.stdin.buffer


def _read(name: str, path: Path, open_: Callable[[], BinaryIO]) -> RawFile | Diagnostic:
    try:
        with open_() as stream:
            data = stream.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        return _problem(UNREADABLE, name, _reason(name, error), *_nearest_file(path, error))
    if len(data) > _LARGEST:
        return _problem(UNREADABLE, name, f"`{name}` is larger than 64 MiB")
    return RawFile(name, path, data)


def _reason(name: str, error: Exception) -> str:
    """
    Return in one line why a file could not be read.
    """
    match error:
        case FileNotFoundError():
            return f"there is no file `{name}`"
        case IsADirectoryError():
            return f"`{name}` is a directory, not a file"
        case PermissionError():
            return f"there is no permission to read `{name}`"
        case OSError(strerror=str(reason)):
            return f"`{name}` cannot be read: {reason.lower()}"
    return f"`{name}` cannot be read: {error}"


def _nearest_file(path: Path, error: Exception) -> tuple[str, ...]:
    """
    Return what a file that does not exist may have been meant to be, if anything lies near it.
    """
    if not isinstance(error, FileNotFoundError):
        return ()
    from specl.text.spelling import nearest

    try:
        found = nearest(path.name, (each.name for each in path.parent.iterdir() if each.is_file()))
    except OSError:
        return ()
    return () if found is None else (f"did you mean `{path.with_name(found)}`?",)


def decode(name: str, path: Path | None, data: bytes) -> TextFile | Diagnostic:
    """
    Return bytes as a source, or a finding that says why they are no text.

    Args:
        name: What messages call the file.
        path: Where it lies, if anywhere.
        data: All of its bytes.
    """
    from specl.modules.reading import Unreadable
    from specl.modules.reading import decode as to_source

    if data.startswith(_UTF16_MARKS):
        return _problem(ENCODING, name, f"`{name}` is UTF-16 text", "save it as UTF-8")
    if b"\0" in data:
        return _problem(ENCODING, name, f"`{name}` holds a NUL byte: it is no text file")
    source = to_source(data, name)
    if isinstance(source, Unreadable):
        message = f"`{name}` is not UTF-8 text: {source.reason}"
        return _problem(ENCODING, name, message, "save it as UTF-8")
    newline = "\r\n" if b"\r\n" in data else "\n"
    return TextFile(source, path, newline, data.startswith(_BOM))


def _problem(code: Code, name: str, message: str, *advice: str) -> Diagnostic:
    place = Source(name, "").span(0, 0)
    return Diagnostic(code, message, labels=(Label(place),), help=advice)
