"""
Where the rules of a spec apply, as far as boxes around their conditions tell.

All of it is read off the conditions once, when first asked for: boxes, which norms' boxes
meet, and scenarios of the boxes in which little else applies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from specl.logic.batch import Batch
from specl.logic.inquiry import Inquiry
from specl.logic.quiet import Quiet
from specl.logic.reading import hulls
from specl.logic.regions import Box
from specl.logic.world import World
from specl.model import Spec
from specl.text.record import mutable

if TYPE_CHECKING:
    from specl.check.screen import Screen

__all__ = ["Whereabouts"]


@mutable
class Whereabouts:
    """
    The boxes of a spec's rules.

    Attributes:
        inquiry: Whose background every scenario satisfies.
    """

    spec: Spec
    world: World
    inquiry: Inquiry
    _boxes: dict[str, Box | None] = attrs.field(factory=dict)
    _ways: dict[str, tuple[Box, ...]] = attrs.field(factory=dict)
    _quiet: Quiet | None = None
    _screen: Screen | None = None
    _alone: Batch | None = None

    def around(self, rule: str) -> Box | None:
        """
        Return a box around the scenarios in which a rule's own conditions hold, None for none.
        """
        if self._quiet is None:
            self._quiet = self._look_for_quiet()
        return self._boxes[rule]

    def ways(self, rule: str) -> tuple[Box, ...]:
        """
        Return boxes around the ways in which a rule's own conditions hold.
        """
        if rule not in self._ways:
            self._ways[rule] = tuple(self.quiet.regions.ways(self.world.conditions_of(rule)))
        return self._ways[rule]

    @property
    def screen(self) -> Screen:
        """
        Return which norms can apply together, as far as boxes tell.
        """
        if self._screen is None:
            from specl.check.screen import Screen

            self._screen = Screen(self.spec, self._boxes, self.quiet.regions)
        return self._screen

    @property
    def quiet(self) -> Quiet:
        """
        Return the quiet values of the facts, as the rules' conditions make them.
        """
        if self._quiet is None:
            self._quiet = self._look_for_quiet()
        return self._quiet

    @property
    def rules_alone(self) -> Batch:
        """
        Return for each rule a quiet scenario in which it may apply.
        """
        if self._alone is None:
            boxes = (box for rule in self.spec.rules if (box := self.around(rule)) is not None)
            self._alone = self.quiet.batch(boxes, self.inquiry.definitions)
        return self._alone

    def _look_for_quiet(self) -> Quiet:
        facts, rules, background = self.spec.facts, self.spec.rules, self.inquiry.background
        readings = {name: self.world.readings.of(rule) for name, rule in rules.items()}
        odd = [self.world.conditions_of(name) for name, one in readings.items() if one is None]
        regions, boxes = hulls(facts, list(readings.values()), [*odd, background])
        self._boxes.update(zip(rules, boxes, strict=True))
        return Quiet(facts, regions, [box for box in boxes if box is not None], background)
