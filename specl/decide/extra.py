"""
The libraries that only tables need, imported when the first table is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__all__ = ["MissingExtraError", "required"]


class MissingExtraError(ImportError):
    """
    A library is not there that only tables need; the message says what to install.
    """


def required(name: str) -> Any:
    """
    Return a library of the extra `batch`.

    Raises:
        MissingExtraError: It is not installed.
    """
    try:
        return import_module(name)
    except ImportError as error:
        library = name.partition(".")[0]
        raise MissingExtraError(f"tables need {library}: install `specl-lang[batch]`") from error
