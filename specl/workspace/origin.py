"""
Where a spec came from: what is left to be known of its texts once their trees are gone.

The trees of a large spec take more memory than all that the search for findings makes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from specl.text import Source
from specl.text.record import record
from specl.workspace.alterations import Place
from specl.workspace.dependencies import digest

if TYPE_CHECKING:
    from specl.modules import Unit
    from specl.syntax import nodes

__all__ = ["Origin"]


@record
class Origin:
    """
    The texts of a spec.

    Attributes:
        root: The checked file, the last of them where they are several.
        is_plain: Whether all that is used is shipped with specl, or lies where its path says.
        addresses: What each source is, its name, and where its text is found.
        uses: Each use of a file: from where, as written, what it led to, the hash of its text,
            and the project.
        places: The rules of the root, in order.
    """

    root: Source
    is_plain: bool
    addresses: tuple[tuple[str, str, str], ...]
    uses: tuple[tuple[str, ...], ...]
    places: tuple[Place, ...]

    @classmethod
    def of(cls, names: Iterable[str], units: tuple[Unit, ...]) -> Origin:
        """
        Return the origin of a spec.

        Args:
            names: The checked files.
            units: They and all that they use, used ones first.
        """
        return cls(
            units[-1].source,
            all(map(_is_plain, units)),
            tuple(dict.fromkeys(_addresses(names, units))),
            tuple(_uses_of(units)),
            tuple(_places_in(units[-1])),
        )


def _is_plain(unit: Unit) -> bool:
    """
    Tell whether all that a text uses is shipped with specl, or lies where its path says.
    """
    return all(
        link.use.module is None or link.use.module.text.split(".")[0] == "std"
        for link in unit.links
    )


def _addresses(names: Iterable[str], units: Iterable[Unit]) -> Iterator[tuple[str, str, str]]:
    """
    Yield for each source what it is, its name, and where its text is found.

    Args:
        names: The checked files.
        units: They and all that they use.
    """
    roots = set(names)
    for unit in units:
        name = unit.source.name
        if name in roots:
            yield "root", name, ""
        elif unit.path is None:
            yield "module", name, unit.key
        else:
            yield "file", name, str(unit.path)


def _uses_of(units: Iterable[Unit]) -> Iterator[tuple[str, ...]]:
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
                text = digest(by_key[link.target].source)
                yield str(unit.path), link.use.path.value, link.target, text, folder


def _places_in(unit: Unit) -> Iterator[Place]:
    """
    Yield the rules of a text, those in sections too, in order.
    """
    pending: list[nodes.Declaration] = list(reversed(unit.file.declarations))
    from specl.syntax import nodes

    while pending:
        node = pending.pop()
        if isinstance(node, nodes.Rule):
            yield Place(node.name.text, node.span.start, node.span.end)
        elif isinstance(node, nodes.Section):
            pending.extend(reversed(node.items))
