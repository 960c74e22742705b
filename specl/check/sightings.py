"""
Scenarios at hand, and which norms are in force in them before and after a change.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from specl.check.clashes import Clash
from specl.check.engine import Engine
from specl.check.ladder import Standing, in_force, standing_in
from specl.check.order import Order
from specl.check.outlook import Outlook, bits
from specl.check.variation import Variation
from specl.logic.batch import Batch
from specl.logic.formula import TRUE, Formula
from specl.logic.incoherence import Nogood
from specl.model import Norm, Scenario
from specl.text.record import mutable, record

__all__ = ["Sightings", "View"]


@record
class View:
    """
    Scenarios before and after a change.

    Attributes:
        where: Those in which something may differ.
        before: For each norm the scenarios in which it was in force.
        after: For each norm those in which it is, as far as something may differ there.
    """

    batch: Batch
    where: int
    before: Sequence[int]
    after: Sequence[int]

    def differing(self, place: int) -> int:
        """
        Return the scenarios in which a norm is in force before or after, not both.
        """
        return (self.before[place] ^ self.after[place]) & self.where

    def showing(self, norms: Iterable[Norm], nogood: Nogood) -> int:
        """
        Return the scenarios, of those that may differ, in which norms that clash are in force.
        """
        found = self.where
        for norm in norms:
            found &= self.after[norm.position]
        return found & self.batch.holding(nogood.minimal) if found else 0


@mutable
class Sightings:
    """
    The scenarios of an engine's pool.

    Attributes:
        clashes: The clashes that bear on the one that is to be mended.
    """

    engine: Engine
    outlook: Outlook
    clashes: Sequence[Clash]
    _standings: dict[int, Standing] = attrs.field(factory=dict)
    _found: dict[tuple[Formula, ...], Scenario | None] = attrs.field(factory=dict)

    def found(self, formulas: tuple[Formula, ...]) -> Scenario | None:
        """
        Return a scenario in which some formulas hold; None: there is none.

        Raises:
            UnsettledError: A quick search cannot tell.
        """
        if formulas not in self._found:
            self._found[formulas] = self.engine.inquiry.found(*formulas)
        return self._found[formulas]

    def views(self, varied: Variation, order: Order, known: list[View]) -> list[View]:
        """
        Bring the views of a change up to the pool as it is, and return them.

        Args:
            varied: The changed spec.
            order: Its order.
            known: The views so far.
        """
        pool = self.engine.pool.batches
        while known and (len(known) > len(pool) or known[-1].batch is not pool[len(known) - 1]):
            known.pop()
        known.extend(self._view(batch, varied, order) for batch in pool[len(known) :])
        return known

    def _view(self, batch: Batch, varied: Variation, order: Order) -> View:
        standing = self._standing(batch)
        where = batch.holding(varied.where)
        if not where:
            return View(batch, 0, standing.in_force, standing.in_force)
        applies = list(standing.applies)
        for name in varied.altered:
            for norm in varied.spec.rules[name].norms:
                applies[norm.position] = batch.holding(varied.whole.applies(name))
        return View(batch, where, standing.in_force, in_force(order, batch, applies))

    def _standing(self, batch: Batch) -> Standing:
        alone = self.outlook.engine.alone
        if alone is not None and batch is alone.standing.batch:
            return alone.standing
        if id(batch) not in self._standings:
            found = standing_in(self.engine.world, batch, self.outlook.order)
            self._standings[id(batch)] = found
        return self._standings[id(batch)]

    def loud(self, view: View) -> int:
        """
        Return the scenarios in which any clash that counts showed before the change.
        """
        found = 0
        for clash in self.clashes:
            here = view.where
            for norm in clash.norms:
                here &= view.before[norm.position]
            found |= here and here & view.batch.holding(clash.nogood.minimal)
        return found

    @property
    def always_loud(self) -> list[int]:
        """
        Return the norms of each clash that counts and that shows wherever all of them are in force.
        """
        return [bits(each.norms) for each in self.clashes if each.nogood.minimal == TRUE]
