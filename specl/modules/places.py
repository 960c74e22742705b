"""
Where the text of a `use` lies: in the project, an installed package, or the standard library.

Nothing of an installed package is executed to find it: its entry point names a package,
and that package's folder is asked of the import system without importing it.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path, PurePosixPath

from specl.text.record import record

__all__ = [
    "FilePlace",
    "Missing",
    "Outside",
    "Place",
    "ShippedPlace",
    "installed_place",
    "modules_beside",
    "offered_packages",
    "project_folder",
    "relative_place",
]

ENTRY_POINTS = "specl.modules"
_MARKERS = (".git", "pyproject.toml", "specl.toml")


@record
class FilePlace:
    """
    A file of the project or of an installed package.

    Attributes:
        name: What messages call it.
        folder: What its own relative paths may not lead out of.
    """

    path: Path
    name: str
    folder: Path


@record
class ShippedPlace:
    """
    A module of the standard library.
    """

    module: str


@record
class Missing:
    """
    There is no such place; `reason` follows "because".
    """

    reason: str


@record
class Outside:
    """
    The path leads out of `folder`.
    """

    folder: Path


Place = FilePlace | ShippedPlace | Missing | Outside


def project_folder(path: Path) -> Path:
    """
    Return the folder that a file's relative paths stay in.

    It is the nearest folder above the file that holds `.git`, `pyproject.toml` or
    `specl.toml`, else the file's own.
    """
    for folder in path.parents:
        if any(_is_there(folder / marker) for marker in _MARKERS):
            return folder
    return path.parent


def _is_there(path: Path) -> bool:
    """
    Tell whether a file exists; one in a folder that may not be looked into does not.
    """
    try:
        return path.exists()
    except OSError:
        return False


def relative_place(written: str, *, user: FilePlace) -> Place:
    """
    Find the file that a path written in another file means.

    Args:
        written: The path in the `use`, with `/` between its parts.
        user: The file that the `use` stands in.
    """
    if PurePosixPath(written).is_absolute() or Path(written).is_absolute():
        return Outside(user.folder)
    try:
        path = (user.path.parent / written).resolve()
    except (OSError, ValueError, RuntimeError):
        return Missing("the path cannot be followed")
    if not path.is_relative_to(user.folder):
        return Outside(user.folder)
    return FilePlace(path, _name_beside(user.name, written), user.folder)


def _name_beside(user: str, written: str) -> str:
    """
    Return the name of a file as seen from where the name of the using file is seen.
    """
    parts = [part for part in user.split("/")[:-1] if part != "."]
    for part in written.split("/"):
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)


def modules_beside(written: str, *, user: FilePlace) -> list[str]:
    """
    Return the paths that a mistyped path could have meant.
    """
    head, slash, _ = written.rpartition("/")
    try:
        found = sorted((user.path.parent / head).glob("*.specl"))
    except (OSError, ValueError):
        return []
    return [head + slash + path.name for path in found]


def offered_packages() -> list[str]:
    """
    Return the first parts of the module names that installed packages offer.
    """
    from importlib.metadata import entry_points

    return sorted({point.name for point in entry_points(group=ENTRY_POINTS)})


def installed_place(module: str) -> Place:
    """
    Find a module that an installed package offers: `acme.refunds` is `refunds.specl` in it.

    Args:
        module: The dotted name; its first part is the name of an entry point. The first
            part alone means the file of that name in the package.
    """
    from importlib.metadata import entry_points

    first, *rest = module.split(".")
    points = sorted(entry_points(group=ENTRY_POINTS, name=first), key=lambda point: point.value)
    if not points:
        return Missing(f"no installed package offers modules called `{first}`")
    folder = _package_folder(points[0].value)
    if folder is None:
        return Missing(f"the package `{points[0].value}` that offers it is not installed")
    path = folder.joinpath(*(rest or [first])).with_suffix(".specl")
    return FilePlace(path, f"{first}/{'/'.join(rest or [first])}.specl", folder)


def _package_folder(package: str) -> Path | None:
    first, *rest = package.partition(":")[0].strip().split(".")
    try:
        spec = find_spec(first)
    except (ImportError, ValueError):
        return None
    for location in (spec and spec.submodule_search_locations) or ():
        folder = Path(location).joinpath(*rest).resolve()
        if folder.is_dir():
            return folder
    return None
