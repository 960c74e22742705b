"""
What a name means where it stands.

A unit can write its own names, those that it picked, and behind their aliases those of the
modules that it uses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import attrs

from specl.diagnostics import Diagnostic
from specl.modules import Link
from specl.resolve import problems
from specl.resolve.declarations import Declarations, Space
from specl.resolve.naming import Entity
from specl.syntax import nodes
from specl.text import Span

__all__ = ["LOST", "Lost", "Scope", "scopes_of"]

_SPACES: tuple[Space, ...] = ("value", "type", "law")


class Lost:
    """
    The meaning of a name whose declaration has an error of its own, already reported.
    """


LOST: Final = Lost()


@attrs.define(eq=False, repr=False)
class Scope:
    """
    The names that one unit can write.

    Attributes:
        aliases: The scopes of the modules that it uses; LOST for what could not be loaded.
        picks: The names in the parentheses of its uses.
        is_whole: Nothing is missing: every text parsed, every module loaded, all the way down.
    """

    own: Declarations
    is_whole: bool
    aliases: dict[str, Scope | Lost] = attrs.field(factory=dict)
    picks: dict[str, Entity | Lost] = attrs.field(factory=dict)
    picked_from: dict[str, Scope] = attrs.field(factory=dict)
    _found: dict[Space, dict[str, Entity | Lost | None]] = attrs.field(
        factory=lambda: {space: {} for space in _SPACES}, init=False
    )

    @property
    def key(self) -> str:
        """
        Return the key of the unit.
        """
        return self.own.unit.key

    def find(self, name: str, space: Space) -> Entity | Lost | None:
        """
        Return what a name means in a space; None: nothing.
        """
        known = self._found[space]
        if name not in known:
            known[name] = self._search(name, space)
        return known[name]

    def _search(self, name: str, space: Space) -> Entity | Lost | None:
        *path, last = name.split(".")
        if not path:
            return self.declared(name, space) or self._find_picked(name, space)
        scope = self
        for alias in path:
            inner = scope.aliases.get(alias)
            if inner is None:
                return LOST if alias in scope.own.lost else None
            if isinstance(inner, Lost):
                return LOST
            scope = inner
        return scope.declared(last, space) or (LOST if last in scope.own.lost else None)

    def declared(self, name: str, space: Space) -> Entity | None:
        """
        Return what the unit itself declares under a name.
        """
        return Entity(self.key, name) if name in self.own.space(space) else None

    def _find_picked(self, name: str, space: Space) -> Entity | Lost | None:
        picked = self.picks.get(name)
        if isinstance(picked, Lost) or name in self.own.lost:
            return LOST
        if picked is not None and name in self.picked_from[name].own.space(space):
            return picked
        return None

    def bare_names(self, space: Space) -> Iterator[str]:
        """
        Yield the names of a space that stand without a dot.
        """
        yield from self.own.space(space)
        for name, scope in self.picked_from.items():
            if name in scope.own.space(space):
                yield name

    def names(self, space: Space) -> Iterator[str]:
        """
        Yield all names of a space that are visible, those behind one alias included.
        """
        yield from self.bare_names(space)
        for alias, scope in self.aliases.items():
            if isinstance(scope, Scope):
                for name in scope.own.space(space):
                    yield f"{alias}.{name}"


def scopes_of(declared: Mapping[str, Declarations], reported: list[Diagnostic]) -> dict[str, Scope]:
    """
    Return each unit's scope, reporting what is wrong with aliases and picked names.

    Args:
        declared: The units' declarations, used ones first.
        reported: Where problems are added.
    """
    scopes: dict[str, Scope] = {}
    for key, own in declared.items():
        scopes[key] = _scope(own, scopes, reported)
    return scopes


def _scope(own: Declarations, scopes: Mapping[str, Scope], reported: list[Diagnostic]) -> Scope:
    targets = [LOST if link.target is None else scopes[link.target] for link in own.unit.links]
    missing = any(isinstance(target, Lost) or not target.is_whole for target in targets)
    scope = Scope(own, not missing and not own.unit.parsed.problems)
    first: dict[str, Link] = {}
    for link, target in zip(own.unit.links, targets, strict=True):
        _name_module(scope, link, target, first, reported)
        for pick in link.use.picks:
            _pick(scope, pick, target, reported)
    return scope


def _name_module(
    scope: Scope,
    link: Link,
    target: Scope | Lost,
    first: dict[str, Link],
    reported: list[Diagnostic],
) -> None:
    if link.alias is None:
        assert link.use.path is not None
        reported.append(problems.NamelessModule(link.use.path.span).report())
        return
    before = first.setdefault(link.alias, link)
    if before.target != link.target:
        reported.append(problems.AliasClash(link.alias, _place(link), _place(before)).report())
    scope.aliases.setdefault(link.alias, target)


def _place(link: Link) -> Span:
    use = link.use
    return (use.alias or use.path or use.module or use).span


def _pick(scope: Scope, pick: nodes.Pick, target: Scope | Lost, reported: list[Diagnostic]) -> None:
    name = pick.name.text
    if isinstance(target, Lost) or name in target.own.lost:
        scope.picks[name] = LOST
        return
    spaces = [space for space in _SPACES if name in target.own.space(space)]
    if not spaces:
        _report_unknown_pick(pick, target, reported)
        scope.picks[name] = LOST
        return
    entity = Entity(target.key, name)
    clash = _clash(scope, name, spaces, entity)
    if clash is not None:
        kind = target.own.kind_of(name, spaces[0]) or "name"
        reported.append(problems.DuplicateName(name, pick.span, clash[0], kind, clash[1]).report())
        return
    scope.picks[name] = entity
    scope.picked_from[name] = target


def _report_unknown_pick(pick: nodes.Pick, target: Scope, reported: list[Diagnostic]) -> None:
    candidates = tuple(name for space in _SPACES for name in target.own.space(space))
    module = target.own.unit.source.name
    problem = problems.UnknownName(
        pick.name.text,
        pick.span,
        "name",
        candidates,
        reason=f"`{module}` declares nothing of this name",
    )
    reported.append(problem.report())


def _clash(scope: Scope, name: str, spaces: list[Space], entity: Entity) -> tuple[Span, str] | None:
    """
    Return the place and kind of what already has a picked name, if anything does.
    """
    for space in spaces:
        node = scope.own.space(space).get(name)
        if node is not None and node.name is not None:
            return node.name.span, scope.own.kind_of(name, space) or "name"
    before = scope.picks.get(name)
    if isinstance(before, Entity) and before != entity:
        other = scope.picked_from[name]
        for space in spaces:
            node = other.own.space(space).get(name)
            if node is not None and node.name is not None:
                return node.name.span, other.own.kind_of(name, space) or "name"
    return None
