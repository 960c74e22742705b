"""
One spec of one checked file, or of several that are checked together.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from specl.diagnostics import Diagnostic
from specl.modules import Loaded, Unit
from specl.resolve.assembly import Header, Resolved, resolve_units
from specl.resolve.naming import View

__all__ = ["resolve", "resolve_together"]


def resolve(loaded: Loaded) -> Resolved:
    """
    Resolve a file with all that it uses.

    Args:
        loaded: What `specl.modules.load` made of the file.

    Returns:
        The spec, or None where an error makes it mean nothing, with all problems.
    """
    units = {unit.key: unit for unit in loaded.units}
    view = View.of(loaded.root.key, units)
    return resolve_units(loaded.units, (view,), loaded.problems, _header(loaded.root))


def resolve_together(loadeds: Sequence[Loaded]) -> Resolved:
    """
    Resolve several files as one spec, as if some file used all of them.

    Facts and acts of one name are one, modules that several use are one instance, and the
    rules of each file go by its stem.

    Args:
        loadeds: The files, each loaded on its own; at least one.

    Raises:
        ValueError: There is no file.
    """
    if not loadeds:
        raise ValueError("there is no file to resolve")
    units: dict[str, Unit] = {}
    problems: list[Diagnostic] = []
    for loaded in loadeds:
        fresh = [unit for unit in loaded.units if unit.key not in units]
        names = {unit.source.name for unit in fresh}
        problems += [problem for problem in loaded.problems if _file(problem) in names]
        units.update((unit.key, unit) for unit in fresh)
    roots = list(dict.fromkeys(loaded.root.key for loaded in loadeds))
    stems = _stems([units[root] for root in roots])
    views = [View.of(root, units, stem=stem) for root, stem in zip(roots, stems, strict=True)]
    first = _header(units[roots[0]])
    name = " and ".join(stems)
    header = Header(name, first.version, first.prose, first.unit)
    return resolve_units(tuple(units.values()), views, problems, header)


def _file(problem: Diagnostic) -> str:
    return problem.span.source.name if problem.span else ""


def _header(unit: Unit) -> Header:
    header = unit.file.header
    if header is None:
        return Header(_stem(unit), None, None, unit)
    prose = header.prose.value if header.prose else None
    return Header(header.name.text, header.version, prose, unit)


def _stem(unit: Unit) -> str:
    return PurePath(unit.path or unit.source.name).stem


def _stems(units: Sequence[Unit]) -> list[str]:
    """
    Return a different name for each file, its stem where that is free.
    """
    found: list[str] = []
    for unit in units:
        stem = name = _stem(unit)
        number = 2
        while name in found:
            name = f"{stem}_{number}"
            number += 1
        found.append(name)
    return found
