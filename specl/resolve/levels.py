"""
The order of authority, and how high each unit's rules may stand in it.

A `use … at LEVEL` caps its module and what is reached only through it. The cap of a unit
reached on several ways is the highest that one of them leaves it, for what somebody else
brings in without a cap is not the capped module's doing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from specl.modules import Link
from specl.resolve import problems
from specl.resolve.program import Program
from specl.syntax import nodes
from specl.text.record import record

__all__ = ["Authority", "authority_of"]


@record
class Authority:
    """
    The levels of a spec and the caps of its units.

    Attributes:
        names: The levels, highest first; empty where none are declared.
        seen_by: The units that the levels are visible to.
        caps: For each capped unit the index of the highest level it may stand at.
        stages: The caps in the order they take hold, inner ones first.
        domains: For each capped unit the units that count as its own.
    """

    names: tuple[str, ...]
    seen_by: frozenset[str]
    caps: Mapping[str, int]
    stages: tuple[Stage, ...]
    domains: Mapping[str, frozenset[str]]

    def index_of(self, name: nodes.Name, unit: str, program: Program) -> int | None:
        """
        Return the place of a level that a unit names, or None after an error.
        """
        if unit in self.seen_by and name.text in self.names:
            return self.names.index(name.text)
        scope = program.scopes[unit]
        visible = self.names if unit in self.seen_by else ()
        if visible or scope.is_whole:
            program.report(problems.UnknownLevel(name.text, name.span, visible))
        return None


@record
class Stage:
    """
    One cap: no rule of these units stands higher than its level.
    """

    level: int
    units: frozenset[str]


def authority_of(program: Program) -> Authority:
    """
    Work out the levels and caps of a spec, reporting what does not fit together.
    """
    names, seen_by = _levels(program)
    bare = Authority(names, seen_by, {}, (), {})
    edges = _edges(program)
    caps, heads = _caps(edges, bare, program)
    for key, links in edges.items():
        for link, user in links:
            if key not in seen_by and user in seen_by and link.use.level is None:
                _report_uncapped(key, link, program)
    dominated = {head: _only_through(head, program) for head in heads}
    stages = [Stage(level, dominated[head]) for head, level in heads.items()]
    stages += [Stage(level, frozenset({unit})) for unit, level in caps.items()]
    domains = {unit: _domain(unit, dominated) for unit in caps}
    return Authority(names, seen_by, caps, tuple(stages), domains)


def _levels(program: Program) -> tuple[tuple[str, ...], frozenset[str]]:
    """
    Return the one order of levels and the units that can see it, checked files always.
    """
    first: nodes.Levels | None = None
    seen_by: set[str] = set()
    for key, scope in program.scopes.items():
        for node in scope.own.levels:
            first = first or _checked(node, program)
            if [name.text for name in node.names] != [name.text for name in first.names]:
                program.report(problems.LevelsClash(node.span, first.span))
        if scope.own.levels or any(link.target in seen_by for link in scope.own.unit.links):
            seen_by.add(key)
    names = () if first is None else tuple(dict.fromkeys(name.text for name in first.names))
    if names:
        seen_by.update(program.roots)
    return names, frozenset(seen_by)


def _checked(node: nodes.Levels, program: Program) -> nodes.Levels:
    seen: dict[str, nodes.Name] = {}
    for name in node.names:
        before = seen.setdefault(name.text, name)
        if before is not name:
            program.report(
                problems.DuplicateName(name.text, name.span, before.span, "level", "level")
            )
    return node


def _edges(program: Program) -> dict[str, list[tuple[Link, str]]]:
    """
    Return for each unit the uses that lead to it, each with the unit that it stands in.
    """
    edges: dict[str, list[tuple[Link, str]]] = {key: [] for key in program.scopes}
    for key, scope in program.scopes.items():
        for link in scope.own.unit.links:
            if link.target is not None:
                edges[link.target].append((link, key))
    return edges


def _caps(
    edges: Mapping[str, Sequence[tuple[Link, str]]], bare: Authority, program: Program
) -> tuple[dict[str, int], dict[str, int]]:
    """
    Return the caps of all capped units, and of those that a `use … at` names, inner ones first.
    """
    caps: dict[str, int] = {}
    heads: dict[str, int] = {}
    for key in reversed(list(edges)):
        given = [(_level(link, user, bare, program), user) for link, user in edges[key]]
        outright = [level for level, user in given if level is not None and user not in caps]
        ways = [_lower(level, caps.get(user)) for level, user in given]
        if key in program.roots:
            continue
        if outright:
            caps[key] = max(outright)
        elif ways and None not in ways:
            caps[key] = min(way for way in ways if way is not None)
        named = [level for level, _ in given if level is not None]
        if outright:
            heads[key] = max(outright)
        elif named and len(named) == len(given):
            heads[key] = min(named)
    return caps, dict(reversed(heads.items()))


def _level(link: Link, user: str, bare: Authority, program: Program) -> int | None:
    level = link.use.level
    return None if level is None else bare.index_of(level, user, program)


def _lower(first: int | None, second: int | None) -> int | None:
    given = [level for level in (first, second) if level is not None]
    return max(given) if given else None


def _report_uncapped(key: str, link: Link, program: Program) -> None:
    """
    Report a module without levels that brings rules into a spec that has them.
    """
    for unit in _reach(key, program):
        own = program.scopes[unit].own
        if own.rules:
            rule = next(iter(own.rules.values())).node
            program.report(problems.UncappedModule(link.use.span, rule.name.text, rule.name.span))
            return


def _reach(start: str, program: Program, *, without: str | None = None) -> dict[str, None]:
    found: dict[str, None] = {}
    pending = [start]
    while pending:
        key = pending.pop()
        if key not in found and key != without:
            found[key] = None
            links = program.scopes[key].own.unit.links
            pending.extend(link.target for link in links if link.target is not None)
    return found


def _only_through(head: str, program: Program) -> frozenset[str]:
    """
    Return the units that no checked file reaches but through one.
    """
    others: set[str] = set()
    for root in program.roots:
        others.update(_reach(root, program, without=head))
    return frozenset(_reach(head, program)) - others


def _domain(unit: str, dominated: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """
    Return the units of the innermost cap around a unit; they count as its own.
    """
    around = [units for units in dominated.values() if unit in units]
    return min(around, key=len, default=frozenset({unit}))
