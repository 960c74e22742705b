"""
What a result depends on besides the specs: specl itself, its tables and modules, Python, Z3.
"""

# ruff: noqa: PTH100, PTH112, PTH118, PTH120, PTH123, PTH208
# This is on the way of every run, and plain names are quicker.

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256

__all__ = ["fingerprint"]

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_BESIDE = ("grammar", "stdlib")


def fingerprint() -> str | None:
    """
    Return the hash of all that is shipped, and of what it runs on; None where it cannot be read.
    """
    found = sha256()
    try:
        for path, name in _shipped():
            found.update(f"{name}\0".encode())
            with open(path, "rb") as stream:
                found.update(sha256(stream.read()).digest())
    except OSError:
        return None
    found.update(repr((sys.version_info[:3], sys.platform, _z3())).encode())
    return found.hexdigest()


def _shipped() -> Iterator[tuple[str, str]]:
    """
    Yield path and name of each file of the package, and of what stands beside it in a checkout.
    """
    yield from _files(_PACKAGE, "specl")
    if not os.path.isdir(os.path.join(_PACKAGE, "_data")):
        for name in _BESIDE:
            yield from _files(os.path.join(os.path.dirname(_PACKAGE), name), name)


def _files(folder: str, name: str) -> Iterator[tuple[str, str]]:
    with os.scandir(folder) as listed:
        entries = sorted(listed, key=lambda entry: entry.name)
    for entry in entries:
        inner = f"{name}/{entry.name}"
        if entry.is_dir():
            if entry.name not in {"__pycache__", "pages"}:
                yield from _files(entry.path, inner)
        elif entry.name.endswith((".py", ".json", ".lark", ".specl")):
            yield entry.path, inner


def _z3() -> tuple[str, ...]:
    """
    Return the names by which installers tell which Z3 there is.
    """
    found: list[str] = []
    for folder in sys.path:
        with suppress(OSError):
            found += (name for name in os.listdir(folder or ".") if name.startswith("z3_solver-"))
    return tuple(found)
