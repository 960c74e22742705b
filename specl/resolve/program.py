"""
All units of a spec while they are being resolved: what is known of them so far.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import attrs

from specl.diagnostics import Diagnostic
from specl.model.expressions import ActRef, FactRef
from specl.model.rules import Act, Fact
from specl.model.types import Type
from specl.resolve.declarations import Space
from specl.resolve.meaning import DefineMeaning
from specl.resolve.naming import Entity, Naming
from specl.resolve.scope import Lost, Scope
from specl.text.record import mutable

__all__ = ["Problem", "Program"]


class Problem(Protocol):
    """
    A kind of problem, found and not yet put into words.
    """

    def report(self) -> Diagnostic:
        """
        Put it into words.
        """
        ...


@mutable
class Program:
    """
    The units with their scopes, and what their declarations have turned out to mean.

    Attributes:
        scopes: By unit, used ones first.
        roots: The keys of the checked files; one, unless files are checked together.
        used: What something mentions, for the `unused` warnings.
        types, values: Meanings; None stands for what has an error of its own.
        refs: The one use of each fact and act, which all expressions share.
        earlier: The facts that `earlier ACT` has brought about, by act.
        clashes: By unit, the values of its choices that are reported to be something else too.
    """

    scopes: Mapping[str, Scope]
    roots: tuple[str, ...]
    naming: Naming
    problems: list[Diagnostic]
    used: set[tuple[Space, Entity]] = attrs.field(factory=set)
    types: dict[Entity, Type | None] = attrs.field(factory=dict)
    values: dict[Entity, Fact | Act | DefineMeaning | None] = attrs.field(factory=dict)
    refs: dict[Entity, FactRef | ActRef] = attrs.field(factory=dict)
    earlier: dict[Entity, Fact] = attrs.field(factory=dict)
    clashes: set[tuple[str, str]] = attrs.field(factory=set)

    def report(self, problem: Problem) -> None:
        """
        Add a problem.
        """
        self.problems.append(problem.report())

    def find(self, scope: Scope, name: str, space: Space) -> Entity | Lost | None:
        """
        Return what a name means in a scope, remembering that it was used.
        """
        found = scope.find(name, space)
        if isinstance(found, Entity):
            self.used.add((space, found))
        return found

    def is_own(self, unit: str) -> bool:
        """
        Tell whether a unit is a checked file rather than a module.
        """
        return unit in self.roots
