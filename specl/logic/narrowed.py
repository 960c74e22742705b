"""
A formula with what it says of itself put to use: the same scenarios, far fewer definitions.

What a finding asks of single facts leaves a box of scenarios. In the box most rules do not apply,
whatever the other facts are, so most of what might stand against the finding falls away; and where
one alternative is left of several, the box is smaller still.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from specl.logic.formula import (
    FALSE,
    TRUE,
    And,
    Constant,
    Formula,
    Leaf,
    Named,
    conj,
    disj,
    negate,
)
from specl.logic.numbers import reach
from specl.logic.regions import Box, Regions, Total
from specl.logic.truth import names_in
from specl.text.record import mutable

__all__ = ["Narrowed", "narrowed"]

ROUNDS = 5


@attrs.frozen
class Narrowed:
    """
    A formula, and what its names stand for where it holds.

    Attributes:
        formula: Holds in the same scenarios as the one that was narrowed.
        definitions: The formulas of the names that it mentions, directly or through others.
    """

    formula: Formula
    definitions: dict[str, Formula]


def narrowed(formula: Formula, definitions: Mapping[str, Formula], regions: Regions) -> Narrowed:
    """
    Return a formula without what its own conditions on single facts decide.

    Args:
        formula: Over facts and definitions.
        definitions: What names stand for.
        regions: Columns that know all constants of the formula and its definitions.
    """
    found = Narrowed(formula, dict(definitions))
    for _ in range(ROUNDS):
        parts = _parts(found)
        units = [part for part in parts if isinstance(part, Leaf)]
        box = regions.hull(conj(units))
        if box is None:
            return Narrowed(FALSE, {})
        view = _View(regions, box, found.definitions)
        rest = [view.of(part) for part in parts if not isinstance(part, Leaf)]
        found = Narrowed(conj((*units, *rest)), view.seen)
        if all(one == other for one, other in zip(_parts(found), parts, strict=False)):
            break
    return found


def _parts(found: Narrowed) -> list[Formula]:
    """
    Return what all has to hold for a formula to hold, through definitions.
    """
    parts: dict[Formula, None] = {}
    pending = [found.formula]
    while pending:
        part = pending.pop()
        if isinstance(part, And):
            pending.extend(reversed(part.parts))
        elif isinstance(part, Leaf) and isinstance(part.atom, Named):
            meaning = found.definitions[part.atom.name]
            pending.append(meaning if part.positive else negate(meaning))
        elif part is not TRUE:
            parts[part] = None
    return list(parts)


@mutable
class _View:
    """
    Formulas as they are all over a box.

    Attributes:
        seen: The definitions met, as they are there.
    """

    regions: Regions
    box: Box
    definitions: Mapping[str, Formula]
    seen: dict[str, Formula] = attrs.field(factory=dict)

    def of(self, formula: Formula) -> Formula:
        """
        Return a formula as it is in the box.

        Definitions come before what mentions them, by a stack: their chains are long.
        """
        pending = list(names_in(formula))
        while pending:
            name = pending[-1]
            needed = [each for each in names_in(self.definitions[name]) if each not in self.seen]
            pending.extend(needed)
            if not needed:
                if name not in self.seen:
                    self.seen[name] = self._rewritten(self.definitions[name])
                pending.pop()
        return self._rewritten(formula)

    def _rewritten(self, formula: Formula) -> Formula:
        if isinstance(formula, Leaf):
            return self._leaf(formula)
        if isinstance(formula, Constant):
            return formula
        join = conj if isinstance(formula, And) else disj
        return join(map(self._rewritten, formula.parts))

    def _leaf(self, leaf: Leaf) -> Formula:
        if isinstance(leaf.atom, Named):
            meaning = self.seen[leaf.atom.name]
            if isinstance(meaning, Leaf | Constant):
                return meaning if leaf.positive else negate(meaning)
            return leaf
        placed = self.regions.admitted(leaf.atom)
        if placed is None:
            return leaf
        column, mask = placed
        left = self.regions.all_of(column) & self.box.get(column, -1)
        if isinstance(column, Total):
            left &= reach(self.regions, self.box, column, {})
        if left & mask and left & ~mask:
            return leaf
        return TRUE if bool(left & mask) is leaf.positive else FALSE
