"""
Scenarios at hand, each with what is known of the definitions in it.

They are tried before the solver is asked: one scenario often answers many questions. What
the solver finds is added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

import attrs

from specl.check.whereabouts import Whereabouts
from specl.logic.batch import Batch
from specl.logic.formula import FALSE, Formula, Or, disj
from specl.logic.inquiry import Inquiry, OutOfBudgetError
from specl.logic.regions import Box
from specl.model import Scenario
from specl.text.record import mutable

__all__ = ["Pool"]

Key = TypeVar("Key")


@mutable
class Pool:
    """
    The scenarios that are tried first, and where others come from.

    Attributes:
        inquiry: What is asked when no scenario at hand serves.
        whereabouts: What says how a scenario comes to lie in a box.
        batches: The scenarios, in the order in which they are tried.
    """

    inquiry: Inquiry
    whereabouts: Whereabouts
    batches: list[Batch] = attrs.field(factory=list)

    def beside(self, inquiry: Inquiry, scenario: Scenario, boxes: Iterable[Box]) -> Pool:
        """
        Return a pool for another inquiry with the same background.

        Args:
            inquiry: What is asked there.
            scenario: Near which its scenarios lie, but for one for each rule.
            boxes: In which they lie.
        """
        batches = [self._around(scenario, boxes), self.whereabouts.rules_alone]
        return Pool(inquiry, self.whereabouts, batches)

    def look_near(self, scenario: Scenario, boxes: Iterable[Box]) -> None:
        """
        Add a scenario, and others of some boxes that are like it.
        """
        self.batches.append(self._around(scenario, boxes))

    def look_at(self, scenarios: Sequence[Scenario]) -> None:
        """
        Add some scenarios.
        """
        base = scenarios[0]
        changes = [
            {name: value for name, value in each.items() if value != base[name]}
            for each in scenarios
        ]
        self.batches.append(Batch(base, changes, self.inquiry.definitions))

    def shows(self, formula: Formula) -> bool:
        """
        Tell whether a formula holds in some scenario.

        Raises:
            OutOfBudgetError: The solver gave up.
        """
        if any(batch.holding(formula) for batch in self.batches):
            return True
        return self.inquiry.possible(formula)

    def shows_any(self, formulas: Iterable[Formula]) -> bool:
        """
        Tell whether any of some formulas holds in some scenario.

        Raises:
            OutOfBudgetError: The solver gave up.
        """
        whole = disj(formulas)
        try:
            return self.shows(whole)
        except OutOfBudgetError:
            return any(map(self.shows, whole.parts if isinstance(whole, Or) else (whole,)))

    def shown(
        self, wanted: Mapping[Key, Formula], near: Callable[[Key], Iterable[Box]]
    ) -> set[Key]:
        """
        Return the keys of the formulas that hold in some scenario.

        Args:
            wanted: The formulas, by any key.
            near: Boxes in which a formula may hold.

        Raises:
            OutOfBudgetError: The solver gave up.
        """
        left = {key: formula for key, formula in wanted.items() if formula is not FALSE}
        found = self.seen(left)
        try:
            while left and self._fetch(disj(left.values())):
                boxes = [box for key in left for box in near(key)]
                self.batches[-1] = self._around(self.batches[-1].base, boxes)
                found |= _served(left, self.batches[-1])
        except OutOfBudgetError:
            found |= {key for key, formula in left.items() if self.inquiry.possible(formula)}
        return found

    def seen(self, left: dict[Key, Formula]) -> set[Key]:
        """
        Take out of what is left all that holds in some scenario at hand.
        """
        found: set[Key] = set()
        for batch in self.batches:
            found |= _served(left, batch)
        return found

    def seen_in(self, left: dict[Key, Formula], boxes: Iterable[Box]) -> set[Key]:
        """
        Add quiet scenarios of some boxes, and take out of what is left all that holds there.
        """
        self.batches.append(self.whereabouts.quiet.batch(boxes, self.inquiry.definitions))
        return _served(left, self.batches[-1])

    def fetched(self, left: dict[Key, Formula]) -> set[Key]:
        """
        Add a scenario in which any of what is left holds, and take out all that holds there.

        Returns:
            What was taken out; nothing if no such scenario exists.

        Raises:
            OutOfBudgetError: The solver gave up.
        """
        if not self._fetch(disj(left.values())):
            return set()
        served = _served(left, self.batches[-1])
        if not served:
            raise AssertionError("a scenario serves nothing")
        return served

    def _fetch(self, formula: Formula) -> bool:
        """
        Put a scenario in which a formula holds at the end of the pool, if there is one.
        """
        scenario = self.inquiry.exists(formula)
        if scenario is not None:
            self.batches.append(Batch(scenario, [{}], self.inquiry.definitions))
        return scenario is not None

    def _around(self, scenario: Scenario, boxes: Iterable[Box]) -> Batch:
        """
        Return a scenario and others of some boxes that are like it.
        """
        quiet = self.whereabouts.quiet
        changes = [{}, *(quiet.towards(scenario, box) for box in boxes)]
        near = Batch(scenario, changes, self.inquiry.definitions)
        kept = near.holding(self.inquiry.background)
        left = [change for place, change in enumerate(changes) if kept >> place & 1]
        return Batch(scenario, left, self.inquiry.definitions)


def _served(left: dict[Key, Formula], batch: Batch) -> set[Key]:
    """
    Take out of what is left all that holds in some scenario of a batch.
    """
    found = {key for key, formula in left.items() if batch.holding(formula)}
    for key in found:
        del left[key]
    return found
