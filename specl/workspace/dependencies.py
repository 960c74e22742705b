"""
What a result came from besides the checked files: the files and modules that these use.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from specl.diagnostics import Diagnostic
from specl.text import Source

if TYPE_CHECKING:
    from specl.modules import Unit
    from specl.workspace.options import CheckOptions
    from specl.workspace.reading import RawFile

__all__ = ["addresses", "is_plain", "source_at", "standing", "uses_of"]


def is_plain(unit: Unit) -> bool:
    """
    Tell whether all that a text uses is shipped with specl, or lies where its path says.
    """
    return all(
        link.use.module is None or link.use.module.text.split(".")[0] == "std"
        for link in unit.links
    )


def addresses(files: Sequence[RawFile], units: Iterable[Unit]) -> Iterator[tuple[str, str, str]]:
    """
    Yield for each source what it is, its name, and where its text is found.

    Args:
        files: The checked files.
        units: They and all that they use.
    """
    roots = {file.name for file in files}
    for unit in units:
        name = unit.source.name
        if name in roots:
            yield "root", name, ""
        elif unit.path is None:
            yield "module", name, unit.key
        else:
            yield "file", name, str(unit.path)


def uses_of(units: Iterable[Unit]) -> Iterator[tuple[str, ...]]:
    """
    Yield each use of a file: from where, as written, what it led to, its text, and the project.

    Args:
        units: The checked files and all that they use.
    """
    from specl.modules.places import project_folder

    by_key = {unit.key: unit for unit in units}
    for unit in by_key.values():
        for link in unit.links:
            if link.use.path is not None and unit.path is not None and link.target is not None:
                folder = str(project_folder(unit.path))
                digest = _digest(by_key[link.target].source)
                yield str(unit.path), link.use.path.value, link.target, digest, folder


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
    for user, written, target, digest, folder in uses:
        from pathlib import Path

        from specl.modules.places import project_folder
        from specl.modules.reading import read_source

        path = (Path(user).parent / written).resolve()
        if str(path) != target or str(project_folder(Path(user))) != folder:
            return None
        source = read_source(path, written)
        if not isinstance(source, Source) or _digest(source) != digest:
            return None
        texts[target] = source.text
    return texts


def _digest(source: Source) -> str:
    return sha256(source.text.encode("utf-8", "surrogatepass")).hexdigest()


def source_at(kept: Any, files: Sequence[RawFile], texts: dict[str, str]) -> Source:
    """
    Return a source that findings lie in.

    Args:
        kept: What `addresses` said of it.
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
