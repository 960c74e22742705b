"""
Scenarios made to order, for what the scenarios at hand leave open of a change.

Where some norms differ, or clash, others that would defeat them do not apply. What has to hold at
least is asked of a quick search over conditions: it finds a scenario, which is looked at, or proves
that there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_

from specl.check.descent import Bounds
from specl.check.order import Order
from specl.check.outlook import Prospect
from specl.check.tally import New, Tally
from specl.logic.boxes import UnsettledError
from specl.logic.clauses import bits_of
from specl.logic.formula import Formula, disj, negate
from specl.model import Norm, Scenario
from specl.text.record import record

__all__ = ["Probe"]

FEW = 60


@record
class Probe:
    """
    What is asked of conditions for a tally.
    """

    tally: Tally

    def search(self) -> None:
        """
        Look for scenarios in which norms that are left differ, and note where there are none.

        The first that is found often shows, changed a little, what the others do as well.
        """
        first = self._met(most=1)
        if first:
            self._look_around(first[0])
        if self.tally.open_norms():
            self._look_at(self._met(heads=True))
        if sum(len(self._open_in(each)) for each in self.tally.prospects()) <= FEW:
            self._look_at(self._met())

    def still_new(self, clashes: Sequence[New]) -> list[New] | None:
        """
        Return the new clashes that may show, having looked for scenarios; None: one does.
        """
        tally, left = self.tally, list[New]()
        for new in clashes:
            threats = 0
            for norm in new.norms:
                threats |= _threats(norm, tally.change.order, new.prospect.after)
            try:
                scenario = self._scenario(new.prospect, new.norms, threats)
            except UnsettledError:
                left.append(new)
                continue
            if scenario is not None:
                tally.engine.pool.look_at([scenario])
                if tally.sees([new]):
                    return None
                left.append(new)
        return left

    def _look_at(self, scenarios: Sequence[Scenario]) -> None:
        if scenarios:
            self.tally.engine.pool.look_at(scenarios)
            self.tally.look()

    def _look_around(self, scenario: Scenario) -> None:
        """
        Look at a scenario, and at others near it in which norms that are left may apply.
        """
        tally, engine = self.tally, self.tally.engine
        boxes = []
        for place in bits_of(tally.open_norms()):
            for way in engine.whereabouts.ways(engine.spec.norms[place].rule):
                box = engine.screen.meeting(tally.clash.norms, way)
                boxes += [] if box is None else [box]
        engine.pool.look_near(scenario, boxes)
        tally.look()

    def _met(self, *, most: int | None = None, heads: bool = False) -> list[Scenario]:
        """
        Return scenarios in which norms of which not all is known may differ.

        Args:
            most: How many at most.
            heads: Whether to ask only about the norm of each place that does differ.
        """
        found: list[Scenario] = []
        for prospect in self.tally.prospects():
            for place, well in self._open_in(prospect, heads=heads):
                scenario = self._where_it_differs(prospect, place, well=well)
                if scenario is not None:
                    found.append(scenario)
                if len(found) == most:
                    return found
        return found

    def _open_in(self, prospect: Prospect, *, heads: bool = False) -> list[tuple[int, bool]]:
        """
        Return the norms that a place leaves open, each with whether it is only where all was well.

        Args:
            prospect: The place.
            heads: Whether to return only the norm that does differ there, if any is open.
        """
        tally, key = self.tally, id(prospect)
        left = prospect.differing & ~tally.shown & ~tally.same.get(key, 0)
        well = prospect.differing & ~tally.well & ~tally.never_well.get(key, 0) & ~left
        if tally.is_loud(prospect):
            well = 0
        if heads:
            return [(prospect.norm, not left)] if left | well else []
        return [*((place, False) for place in bits_of(left)), *((p, True) for p in bits_of(well))]

    def _where_it_differs(self, prospect: Prospect, place: int, *, well: bool) -> Scenario | None:
        """
        Return a scenario in which a norm may differ, if one was found; note where there is none.

        Args:
            prospect: A place.
            place: The norm's position.
            well: Whether it is to be one in which all was well.
        """
        tally, norm = self.tally, self.tally.engine.spec.norms[place]
        threats = -1
        if prospect.after.may >> place & 1:
            threats &= _threats(norm, tally.change.order, prospect.after)
        if prospect.before.may >> place & 1:
            threats &= _threats(norm, tally.outlook.order, prospect.before)
        try:
            calm = self._calm(prospect) if well else []
            scenario = self._scenario(prospect, (norm,), threats, calm)
        except UnsettledError:
            return None
        if scenario is None:
            never = -1 if place == prospect.norm else 1 << place
            for noted in (tally.never_well,) if well else (tally.never_well, tally.same):
                noted[id(prospect)] = noted.get(id(prospect), 0) | never
        return scenario

    def _calm(self, prospect: Prospect) -> list[Formula]:
        """
        Return what has to hold in a place for no clash to show there.
        """
        tally, engine, found = self.tally, self.tally.engine, list[Formula]()
        sure, free = prospect.before.sure, prospect.before.free & ~tally.change.altered
        for norms in tally.sightings.always_loud:
            if not norms & ~(sure | free):
                rules = (engine.spec.norms[place].rule for place in bits_of(norms & ~sure))
                found.append(disj(negate(engine.world.applies(rule)) for rule in rules))
        return found

    def _scenario(
        self,
        prospect: Prospect,
        norms: Sequence[Norm],
        idle: int,
        besides: Iterable[Formula] = (),
    ) -> Scenario | None:
        """
        Return a scenario in which norms apply in a place and others do not; None: there is none.

        Raises:
            UnsettledError: A quick search cannot tell.
        """
        tally, engine = self.tally, self.tally.engine
        world, every = engine.world, engine.spec.norms
        rules = dict.fromkeys((*sorted(prospect.rules), *(norm.rule for norm in norms)))
        beside = (engine.screen.meets(name) for name in rules)
        idle = reduce(and_, beside, (idle | prospect.idle) & ~tally.change.altered)
        asked = [*map(world.conditions_of, rules), *besides]
        asked += [negate(world.applies(every[place].rule)) for place in bits_of(idle)]
        if prospect.some:
            some = bits_of(prospect.some & prospect.before.may)
            asked.append(disj(world.applies(every[place].rule) for place in some))
        return tally.sightings.found(tuple(dict.fromkeys(asked)))


def _threats(norm: Norm, order: Order, bounds: Bounds) -> int:
    """
    Return norms that defeat a norm wherever they apply.
    """
    rivals = order.shape.rivals[order.shape.claim_of[norm.position]]
    return rivals & order.over[norm.position] & bounds.free
