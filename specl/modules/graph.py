"""
Every module that a file reaches is loaded once and stands before all that use it.

Loading has two steps: texts are read and parsed from the checked file outwards, each key
once; then the units are put in dependency order, and a `use` that closes a circle is cut
and reported.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from specl.diagnostics import Diagnostic
from specl.modules.loaded import Link, Loaded, Unit
from specl.modules.places import (
    FilePlace,
    Missing,
    Outside,
    Place,
    ShippedPlace,
    installed_place,
    modules_beside,
    offered_packages,
    project_folder,
    relative_place,
)
from specl.modules.reading import Unreadable, decode, read_source
from specl.resources import stdlib_modules, stdlib_text
from specl.syntax import RESERVED, nodes, parse
from specl.text import Source, Span
from specl.text.record import mutable
from specl.text.upkeep import upkeep_put_off

if TYPE_CHECKING:
    from specl.modules.problems import CyclicUse, MissingModule, OutsideProject, UnreadableModule

__all__ = ["load"]


@upkeep_put_off()
def load(root: Source, path: Path | None, *, overlay: Mapping[Path, str] | None = None) -> Loaded:
    """
    Load a file and all that it uses.

    Args:
        root: The text to check.
        path: Where it lies, for what its relative paths mean; None: it has none.
        overlay: Texts that stand for files, such as an editor's unsaved buffers; by path.

    Returns:
        The units in dependency order with every problem of texts and uses.
    """
    loader = _Loader({file.resolve(): text for file, text in (overlay or {}).items()})
    place = None
    if path is not None:
        resolved = path.resolve()
        place = FilePlace(resolved, root.name, project_folder(resolved))
    key = str(place.path) if place else f"<{root.name}>"
    loader.add(key, root, place)
    loader.run()
    order, cut = _in_order(key, loader.units)
    units = tuple(_without(loader.units[name], cut) for name in order)
    return Loaded(units, _all_problems(units, loader.problems, cut))


@mutable
class _Loader:
    """
    Reads texts from the root outwards until no `use` is left to follow.
    """

    overlay: Mapping[Path, str]
    units: dict[str, Unit] = attrs.field(factory=dict)
    problems: dict[str, list[Diagnostic]] = attrs.field(factory=dict)
    places: dict[str, FilePlace | None] = attrs.field(factory=dict)
    pending: list[str] = attrs.field(factory=list)

    def add(self, key: str, source: Source, place: FilePlace | None) -> None:
        """
        Parse a text and remember to follow its uses.
        """
        parsed = parse(source)
        self.units[key] = Unit(key, source, place.path if place else None, parsed, ())
        self.problems[key] = list(parsed.problems)
        self.places[key] = place
        self.pending.append(key)

    def run(self) -> None:
        """
        Follow all uses, those of newly found texts too.
        """
        while self.pending:
            key = self.pending.pop()
            unit = self.units[key]
            links = tuple(self._follow(use, key) for use in uses_of(unit.file))
            self.units[key] = attrs.evolve(unit, links=links)

    def _follow(self, use: nodes.Use, user: str) -> Link:
        place = self._find(use, user)
        target: str | None = None
        if isinstance(place, Missing | Outside):
            self._report(user, self._unplaced(place, use, user))
        else:
            target = self._reach(place, use, user)
        return Link(use, target, alias_of(use))

    def _unplaced(
        self, place: Missing | Outside, use: nodes.Use, user: str
    ) -> MissingModule | OutsideProject:
        from specl.modules import problems

        if isinstance(place, Outside):
            return problems.OutsideProject(_span(use), _written(use), str(place.folder))
        candidates = self._candidates(use, user)
        return problems.MissingModule(_span(use), _written(use), place.reason, candidates)

    def _find(self, use: nodes.Use, user: str) -> Place:
        if use.module is not None:
            if use.module.text.split(".")[0] == "std":
                return ShippedPlace(use.module.text)
            return installed_place(use.module.text)
        assert use.path is not None
        place = self.places[user]
        if place is None:
            return Missing("a text without a file has no folder to look in")
        return relative_place(use.path.value, user=place)

    def _reach(self, place: FilePlace | ShippedPlace, use: nodes.Use, user: str) -> str | None:
        """
        Return the key of the unit at a place, reading it when it is new.
        """
        key = place.module if isinstance(place, ShippedPlace) else str(place.path)
        if key in self.units:
            return key
        found = self._read(place)
        if isinstance(found, Unreadable):
            self._report(user, self._unreadable(found, use, user))
            return None
        self.add(key, found, place if isinstance(place, FilePlace) else None)
        return key

    def _read(self, place: FilePlace | ShippedPlace) -> Source | Unreadable:
        if isinstance(place, ShippedPlace):
            text = stdlib_text(place.module)
            if text is None:
                return Unreadable("the standard library has no such module", missing=True)
            return Source(place.module.replace(".", "/") + ".specl", text)
        if place.path in self.overlay:
            return decode(self.overlay[place.path].encode("utf-8", "replace"), place.name)
        return read_source(place.path, place.name)

    def _unreadable(
        self, why: Unreadable, use: nodes.Use, user: str
    ) -> MissingModule | UnreadableModule:
        from specl.modules import problems

        if why.missing:
            candidates = self._candidates(use, user)
            return problems.MissingModule(_span(use), _written(use), why.reason, candidates)
        return problems.UnreadableModule(_span(use), _written(use), why)

    def _candidates(self, use: nodes.Use, user: str) -> tuple[str, ...]:
        place = self.places[user]
        if use.path is None:
            return (*stdlib_modules(), *offered_packages())
        return tuple(modules_beside(use.path.value, user=place)) if place else ()

    def _report(
        self, user: str, problem: MissingModule | UnreadableModule | OutsideProject
    ) -> None:
        self.problems[user].append(problem.report())


def uses_of(file: nodes.File) -> list[nodes.Use]:
    """
    Return the uses of a file, those inside sections too, in source order.
    """
    found: list[nodes.Use] = []
    pending = list(reversed(file.declarations))
    while pending:
        declaration = pending.pop()
        if isinstance(declaration, nodes.Use):
            found.append(declaration)
        elif isinstance(declaration, nodes.Section):
            pending.extend(reversed(declaration.items))
    return found


def alias_of(use: nodes.Use) -> str | None:
    """
    Return what a `use` calls its module, or None where the path's last part is no name.
    """
    if use.alias is not None:
        return use.alias.text
    if use.module is not None:
        return use.module.text.rpartition(".")[2]
    assert use.path is not None
    stem = use.path.value.rpartition("/")[2].removesuffix(".specl")
    is_name = stem.isidentifier() and stem.isascii() and stem == stem.lower()
    return stem if is_name and stem not in RESERVED else None


def _in_order(root: str, units: Mapping[str, Unit]) -> tuple[list[str], dict[int, CyclicUse]]:
    """
    Return all keys, used ones first, and by identity of the `use` what closes a circle.
    """
    order: list[str] = []
    path: list[str] = []
    cut: dict[int, CyclicUse] = {}
    pending: list[tuple[str, nodes.Use | None, bool]] = [(root, None, False)]
    while pending:
        key, use, leaving = pending.pop()
        if leaving:
            order.append(path.pop())
        elif key in path:
            assert use is not None
            circle = [*path[path.index(key) :], key]
            cut[id(use)] = _circular(use, [units[name].source.name for name in circle])
        elif key not in order:
            path.append(key)
            pending.append((key, None, True))
            links = reversed(units[key].links)
            pending.extend((link.target, link.use, False) for link in links if link.target)
    return order, cut


def _circular(use: nodes.Use, names: list[str]) -> CyclicUse:
    from specl.modules.problems import CyclicUse

    return CyclicUse(_span(use), tuple(names))


def _without(unit: Unit, cut: Mapping[int, CyclicUse]) -> Unit:
    links = (
        attrs.evolve(link, target=None) if id(link.use) in cut else link for link in unit.links
    )
    return attrs.evolve(unit, links=tuple(links))


def _all_problems(
    units: tuple[Unit, ...],
    problems: Mapping[str, list[Diagnostic]],
    cut: Mapping[int, CyclicUse],
) -> tuple[Diagnostic, ...]:
    found: list[Diagnostic] = []
    for unit in units:
        circles = [cut[id(link.use)].report() for link in unit.links if id(link.use) in cut]
        found += sorted([*problems[unit.key], *circles], key=_start)
    return tuple(found)


def _start(problem: Diagnostic) -> int:
    return problem.span.start if problem.span else -1


def _written(use: nodes.Use) -> str:
    if use.module is not None:
        return use.module.text
    assert use.path is not None
    return use.path.value


def _span(use: nodes.Use) -> Span:
    if use.module is not None:
        return use.module.span
    assert use.path is not None
    return use.path.span
