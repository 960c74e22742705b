"""
Scenarios that break a law made to keep it, by small changes to facts that nothing is asked of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from specl.logic.formula import And, Atom, Formula, Has, Holds, Is, Named, atoms_of
from specl.logic.regions import ALWAYS, Box, Regions, Total
from specl.logic.truth import truth
from specl.model import Value
from specl.text.record import mutable

__all__ = ["Repair"]

ROUNDS = 6


@mutable
class Repair:
    """
    The laws of a background, and changes that may bring a scenario back to them.
    """

    regions: Regions
    base: Mapping[str, Value]
    background: Formula

    def repaired(self, changes: Mapping[str, Value], box: Box) -> dict[str, Value] | None:
        """
        Return changes to the base that keep every law, or None where the tries find none.

        Args:
            changes: Changes to the base that keep a box but break a law.
            box: What may not change.
        """
        found = dict(changes)
        for _ in range(ROUNDS):
            broken = next((law for law in self._laws if not self._kept(law, found)), None)
            if broken is None:
                return found
            moved = next(self._moves(broken, found, box), None)
            if moved is None:
                return None
            found.update(moved)
        return None

    @property
    def _laws(self) -> tuple[Formula, ...]:
        return self.background.parts if isinstance(self.background, And) else (self.background,)

    def _kept(self, law: Formula, changes: Mapping[str, Value]) -> bool:
        return truth(law, {**self.base, **changes}, {}, {})

    def _moves(
        self, law: Formula, changes: Mapping[str, Value], box: Box
    ) -> Iterator[dict[str, Value]]:
        """
        Yield changes of one fact that nothing is asked of, with which a law is kept.
        """
        for atom in atoms_of(law):
            for positive in (True, False):
                moved = self._move(atom, positive, changes, box)
                if moved is not None and self._kept(law, {**changes, **moved}):
                    yield moved

    def _move(
        self, atom: Atom, positive: bool, changes: Mapping[str, Value], box: Box
    ) -> dict[str, Value] | None:
        """
        Return a change of one fact with which an atom holds, or fails.
        """
        placed = None if isinstance(atom, Named) else self.regions.admitted(atom)
        if placed is None or placed[0] == ALWAYS or isinstance(placed[0], Total):
            return None
        column, mask = placed
        left = (mask if positive else ~mask) & self.regions.all_of(column) & box.get(column, -1)
        if not left:
            return None
        region = (left & -left).bit_length() - 1
        match atom:
            case Has(name, value):
                held = changes.get(name, self.base[name])
                assert isinstance(held, frozenset)
                return {name: held | {value} if region else held - {value}}
            case Holds(name) | Is(name):
                sample = self.regions.sample(name, region)
            case _:
                name = str(column)
                sample = self.regions.sample(name, region)
        return None if sample is None else {name: sample}
