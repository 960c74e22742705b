"""
The worlds of a spec that is checked: the whole, its parts, and those of changed specs.

What they define has names of its own, so that one solver can be asked about all of them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

import attrs

from specl.logic.formula import Formula
from specl.logic.incoherence import Incoherence
from specl.logic.world import World
from specl.model import Norm, Spec
from specl.text.record import mutable

__all__ = ["Worlds"]

FEW = 24


@mutable
class Worlds:
    """
    A world and those that come of it.

    Attributes:
        whole: The world of the spec as it is.
    """

    whole: World
    incoherence: Incoherence
    _marks: Iterator[int] = attrs.field(factory=itertools.count)
    _parts: dict[int, World] = attrs.field(factory=dict)
    _names: dict[Formula, Formula] = attrs.field(factory=dict)

    def variant(self, spec: Spec, base: World | None = None) -> World:
        """
        Return the world of a spec that differs only in priorities, conditions or levels.

        Args:
            spec: The spec.
            base: The world as it is, or the part of it in which anything may differ.
        """
        mark = f"v{next(self._marks)} "
        return World.of(spec, self.incoherence, base=base or self.whole, mark=mark)

    def counting(self, counted: int) -> World:
        """
        Return the world as it is where only some norms, as a bit set, can apply.

        Where they are many it is the whole world, whose definitions all questions share.
        """
        if counted.bit_count() > FEW:
            return self.whole
        if counted not in self._parts:
            self._parts[counted] = self.whole.within(counted, f"l{next(self._marks)} ")
        return self._parts[counted]

    def know_clashes(self, found: Iterable[tuple[tuple[Norm, ...], Formula]]) -> None:
        """
        Take note that these sets of norms, and no others, are ever in force though incoherent.
        """
        self.whole.clashing = list(found)
        self._parts.clear()

    def named(self, formula: Formula) -> Formula:
        """
        Return a name for a formula, so that the solver reads it once however often it is asked.
        """
        if formula not in self._names:
            self._names[formula] = self.whole.define(f"wanted {len(self._names)}", formula)
        return self._names[formula]
