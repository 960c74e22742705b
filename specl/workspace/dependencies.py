"""
What a result came from besides the checked files: the files and modules that these use.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from specl.diagnostics import Diagnostic
from specl.text import Source

if TYPE_CHECKING:
    from specl.workspace.options import CheckOptions
    from specl.workspace.reading import RawFile

__all__ = ["digest", "source_at", "standing"]


def standing(kept: Any, options: CheckOptions) -> dict[str, str] | None:
    """
    Return the texts of the files that are used, or None where what is kept no longer stands.

    Args:
        kept: A result with what it came from.
        options: How to check now.
    """
    if kept["today"] not in {None, options.today.isoformat()}:
        return None
    return _unchanged(kept["uses"])


def _unchanged(uses: Any) -> dict[str, str] | None:
    """
    Return the texts of the files that are used, by path, or None where one is not what it was.
    """
    texts: dict[str, str] = {}
    for user, written, target, hashed, folder in uses:
        from pathlib import Path

        from specl.modules.places import project_folder
        from specl.modules.reading import read_source

        path = (Path(user).parent / written).resolve()
        if str(path) != target or str(project_folder(Path(user))) != folder:
            return None
        source = read_source(path, written)
        if not isinstance(source, Source) or digest(source) != hashed:
            return None
        texts[target] = source.text
    return texts


def digest(source: Source) -> str:
    """
    Return the hash of a text.
    """
    return sha256(source.text.encode("utf-8", "surrogatepass")).hexdigest()


def source_at(kept: Any, files: Sequence[RawFile], texts: dict[str, str]) -> Source:
    """
    Return a source that findings lie in.

    Args:
        kept: What its origin says of it.
        files: The checked files.
        texts: The texts of the files that are used, by path.

    Raises:
        KeyError: It is not at hand.
    """
    kind, name, where = kept
    if kind == "file":
        return Source(name, texts[where])
    if kind == "module":
        from specl.resources import stdlib_text

        text = stdlib_text(where)
        if text is None:
            raise KeyError(where)
        return Source(name, text)
    decoded = next(file for file in files if file.name == name).decoded()
    if isinstance(decoded, Diagnostic):
        raise KeyError(name)
    return decoded.source
