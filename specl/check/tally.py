"""
The norms that a change makes differ: those seen to in some scenario, and those that may.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from specl.check.clashes import Clash
from specl.check.engine import Engine
from specl.check.outlook import Change, Outlook, Prospect
from specl.check.sightings import Sightings, View
from specl.check.variation import Variation
from specl.logic.clauses import bits_of
from specl.logic.incoherence import Nogood
from specl.model import Norm
from specl.text.record import mutable, record

__all__ = ["New", "Tally"]


@record
class New:
    """
    Norms that may clash after a change though they did not before.

    Attributes:
        norms: In source order.
        nogood: The claims that no reply meets.
        prospect: Where they may.
    """

    norms: tuple[Norm, ...]
    nogood: Nogood
    prospect: Prospect


@mutable
class Tally:
    """
    What is known of one change, tried because of a clash.

    Attributes:
        same: By the identity of a place the norms that were found not to differ there.
        never_well: Those that were found not to where all was well.
        shown: The norms that were seen to differ.
        well: Those that were seen to where nothing that the clash bears on was contradictory.
    """

    engine: Engine
    outlook: Outlook
    sightings: Sightings
    clash: Clash
    varied: Variation
    change: Change
    shown: int = 0
    well: int = 0
    same: dict[int, int] = attrs.field(factory=dict)
    never_well: dict[int, int] = attrs.field(factory=dict)
    _prospects: list[Prospect] = attrs.field(factory=list)
    _source: Iterator[Prospect] | None = None
    _views: list[View] = attrs.field(factory=list)
    _looked: int = 0

    def prospects(self) -> Iterator[Prospect]:
        """
        Yield the places in which something may differ, each made when it is asked for.
        """
        if self._source is None:
            self._source = self.change.prospects(self.clash.norms)
        for place in itertools.count():
            if place == len(self._prospects):
                prospect = next(self._source, None)
                if prospect is None:
                    return
                self._prospects.append(prospect)
            yield self._prospects[place]

    @property
    def views(self) -> list[View]:
        """
        Return the scenarios at hand.
        """
        return self.sightings.views(self.varied, self.change.order, self._views)

    def cannot_show(self) -> bool:
        """
        Tell whether the clash surely shows no longer: one of its norms does not apply there.
        """
        return self.change.stopped(self.clash.norms)

    def new_clashes(self) -> Iterator[New]:
        """
        Yield the sets of norms that may clash though they did not, for each place where they may.

        One of the norms gains its force by the change.
        """
        norms, screen = self.engine.spec.norms, self.engine.screen
        for prospect in self.prospects():
            within = [self.engine.spec.rules[name].norms[0] for name in prospect.rules]
            box = screen.meeting(within)
            seen: set[tuple[Norm, ...]] = set()
            for place in bits_of(prospect.gaining):
                found = screen.touching(self.varied.whole, norms[place], prospect.after.may)
                for chosen, nogood in found:
                    if chosen not in seen and screen.meeting(chosen, box) is not None:
                        seen.add(chosen)
                        yield New(chosen, nogood, prospect)

    def sees(self, clashes: Sequence[New]) -> bool:
        """
        Tell whether a scenario at hand shows any of some new clashes.
        """
        views = [view for view in self.views if view.where]
        return any(view.showing(each.norms, each.nogood) for view in views for each in clashes)

    def is_in_force(self, norm: Norm) -> bool:
        """
        Tell whether a norm is in force in a scenario at hand, where it counts or elsewhere.
        """
        place = norm.position
        return any(
            view.where & view.after[place] or view.before[place] & ~view.where
            for view in self._views
        )

    def look(self) -> None:
        """
        Look at the scenarios at hand that were not looked at yet.
        """
        views = self.views
        for view in views[self._looked :]:
            if view.where:
                self._look_at(view)
        self._looked = len(views)

    def _look_at(self, view: View) -> None:
        loud = self.sightings.loud(view)
        for place in bits_of(self._differing(self.prospects(), {}) & ~(self.shown & self.well)):
            differing = view.differing(place)
            if differing:
                self.shown |= 1 << place
                if differing & ~loud:
                    self.well |= 1 << place

    def left(self) -> int:
        """
        Return the norms of which it is not known whether they differ anywhere.
        """
        return self._differing(self.prospects(), self.same) & ~self.shown

    def left_well(self) -> int:
        """
        Return the norms of which it is not known whether they differ where all was well.
        """
        places = (each for each in self.prospects() if not self.is_loud(each))
        return self._differing(places, self.never_well) & ~self.well

    def open_norms(self) -> int:
        """
        Return the norms of which not all is known.
        """
        return self.left() | self.left_well()

    def is_loud(self, prospect: Prospect) -> bool:
        """
        Tell whether a clash shows everywhere in a place.
        """
        return any(not norms & ~prospect.before.sure for norms in self.sightings.always_loud)

    def _differing(self, prospects: Iterable[Prospect], excepted: Mapping[int, int]) -> int:
        found = 0
        for each in prospects:
            found |= each.differing & ~excepted.get(id(each), 0)
        return found
