"""
The shipped texts, wherever specl runs from: the grammar and the standard library.

A wheel or a zip holds them in `specl/_data`; in a checkout they stand beside the
package, in `grammar/` and `stdlib/`. Nothing else in specl looks for these files.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

__all__ = ["grammar_text", "stdlib_modules", "stdlib_path", "stdlib_text"]

_HERE: Final = Path(__file__).parent
_HOMES: Final = (_HERE / "_data", _HERE.parent)
_MODULE: Final = re.compile(r"std(?:\.[a-z_][a-z0-9_]*)+")


def grammar_text() -> str:
    """
    Return the grammar, `specl.lark`.

    Raises:
        FileNotFoundError: If the installation lacks it.
    """
    found = _read("grammar", "specl.lark")
    if found is None:
        raise FileNotFoundError("this installation of specl has no grammar/specl.lark")
    return found[1]


def stdlib_text(module: str) -> str | None:
    """
    Return the text of a module of the standard library, or None where there is none.

    Args:
        module: Its dotted name, such as `std.reply`.
    """
    found = _stdlib(module)
    return None if found is None else found[1]


def stdlib_path(module: str) -> str | None:
    """
    Return where a module of the standard library lies, or None where there is none.

    Inside a zip the path is that of the zip followed by the path within.

    Args:
        module: Its dotted name, such as `std.reply`.
    """
    found = _stdlib(module)
    return None if found is None else found[0]


def stdlib_modules() -> tuple[str, ...]:
    """
    Return the dotted names of the modules of the standard library, in alphabetical order.
    """
    from importlib.resources import files

    package = files("specl")
    folders = (package.joinpath("_data", "stdlib", "std"), package.joinpath("..", "stdlib", "std"))
    for folder in folders:
        if folder.is_dir():
            names = (entry.name for entry in folder.iterdir())
            return tuple(sorted(f"std.{name[:-6]}" for name in names if name.endswith(".specl")))
    return ()


def _stdlib(module: str) -> tuple[str, str] | None:
    if not _MODULE.fullmatch(module):
        return None
    *folders, name = module.split(".")
    return _read("stdlib", *folders, f"{name}.specl")


def _read(*parts: str) -> tuple[str, str] | None:
    """
    Return the path and text of a shipped file, through the loader so that zips work.
    """
    loader = globals()["__loader__"]
    for home in _HOMES:
        path = str(home.joinpath(*parts))
        try:
            return path, loader.get_data(path).decode("utf-8")
        except OSError:
            continue
    return None
