"""
Every declaration has one name: the one by which the checked file sees it.

A unit's own names are bare, picked ones too; those of a module used directly are
`alias.name`; those reached further down are the path of aliases that leads to them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import attrs

from specl.modules import Unit
from specl.resolve.declarations import Space
from specl.text.record import mutable, record

__all__ = ["Entity", "Naming", "View"]


class Entity(NamedTuple):
    """
    Something declared: the key of its unit and its name there.
    """

    unit: str
    name: str


@record
class View:
    """
    How one checked file sees the rest.

    Attributes:
        root: The key of the checked file.
        stem: What its rules are prefixed with when files are checked together, else None.
        paths: For each unit that it reaches the aliases that lead there, dots between.
        picks: The bare names of what it picked.
    """

    root: str
    stem: str | None
    paths: Mapping[str, str]
    picks: Mapping[Entity, str]

    @classmethod
    def of(cls, root: str, units: Mapping[str, Unit], *, stem: str | None = None) -> View:
        """
        Follow the uses of a checked file, the shortest way to each unit first.
        """
        paths = {root: ""}
        pending = deque([root])
        while pending:
            key = pending.popleft()
            for link in units[key].links:
                if link.target is not None and link.target not in paths:
                    alias = link.alias or "?"
                    paths[link.target] = f"{paths[key]}.{alias}" if paths[key] else alias
                    pending.append(link.target)
        picks = {
            Entity(link.target, pick.name.text): pick.name.text
            for link in units[root].links
            if link.target is not None
            for pick in link.use.picks
        }
        return cls(root, stem, paths, picks)

    def name_of(self, entity: Entity) -> str | None:
        """
        Return how the file writes something, or None where it does not reach it.
        """
        if entity in self.picks:
            return entity.name
        path = self.paths.get(entity.unit)
        if path is None:
            return None
        return f"{path}.{entity.name}" if path else entity.name


@mutable
class Naming:
    """
    The one name of everything, given out as it is asked for.

    Where files are checked together, facts and acts of one name are one, and so share it;
    rules and defines go by the stem of their file.
    """

    views: Sequence[View]
    is_define: Callable[[Entity], bool]
    _given: dict[tuple[Space, Entity], str] = attrs.field(factory=dict)
    _taken: dict[tuple[Space, str], Entity] = attrs.field(factory=dict)

    def name_of(self, entity: Entity, space: Space) -> str:
        """
        Return the name of something in the whole spec.
        """
        known = self._given.get((space, entity))
        if known is None:
            known = self._given[space, entity] = self._first_name(entity, space)
            self._taken.setdefault((space, known), entity)
        return known

    def _first_name(self, entity: Entity, space: Space) -> str:
        for view in sorted(self.views, key=lambda view: view.root != entity.unit):
            name = view.name_of(entity)
            if name is not None:
                return self._in_the_whole(name, view, entity, space)
        raise KeyError(entity)

    def _in_the_whole(self, name: str, view: View, entity: Entity, space: Space) -> str:
        """
        Prefix a name with its file's stem where files are checked together and it must be.
        """
        if view.stem is None:
            return name
        shared = space == "value" and not self.is_define(entity)
        if "." in name:
            apart = self._taken.get((space, name), entity) != entity
        else:
            apart = space == "law" or (space == "value" and not shared)
        return f"{view.stem}.{name}" if apart else name
