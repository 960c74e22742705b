"""
A file's text as a `Source`, or the reason why there is none.

Byte order marks and the line ends of other systems never reach the language.
"""

from __future__ import annotations

from pathlib import Path

from specl.text import Source
from specl.text.record import record

__all__ = ["Unreadable", "decode", "read_source"]


LARGEST = 64 * 1024 * 1024


@record
class Unreadable:
    """
    Why a file gave no text.

    Attributes:
        reason: In words that follow "because": `it is a directory`.
        missing: There is no such file.
        encoding: The bytes are there but are not UTF-8 text.
    """

    reason: str
    missing: bool = False
    encoding: bool = False


def read_source(path: Path, name: str) -> Source | Unreadable:
    r"""
    Read a file.

    Args:
        path: Where it lies.
        name: What messages call it.

    Returns:
        Its text with `\n` as line ends and without a byte order mark, or why there is none.
    """
    try:
        if path.is_dir():
            return Unreadable("it is a directory")
        if path.exists() and not path.is_file():
            return Unreadable("it is not a regular file")
        if path.stat().st_size > LARGEST:
            return Unreadable("it is larger than any spec, more than 64 MB")
        data = path.read_bytes()
    except FileNotFoundError:
        return Unreadable("there is no such file", missing=True)
    except PermissionError:
        return Unreadable("permission to read it is denied")
    except (OSError, ValueError) as error:
        return Unreadable(_reason_of(error))
    return decode(data, name)


def decode(data: bytes, name: str) -> Source | Unreadable:
    """
    Turn the bytes of a file or of standard input into a source.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Unreadable(f"byte {error.start + 1} is not UTF-8", encoding=True)
    return Source(name, text.replace("\r\n", "\n").replace("\r", "\n"))


def _reason_of(error: OSError | ValueError) -> str:
    said = error.strerror if isinstance(error, OSError) else None
    return (said or str(error)).rstrip(".").lower()
