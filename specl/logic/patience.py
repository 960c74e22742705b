"""
How long to search without the solver before it is asked.

To import the solver takes as long as ten thousand steps or more of a search by hand. Until
so much was spent in vain the search may take its time; then it settles what is easy, and the
solver, which is there by now or worth its price, does the rest. Who asks only whether something
holds somewhere gets the same answer either way.
"""

from __future__ import annotations

import attrs

__all__ = ["STEPS", "Patience"]

STEPS = 6_000
FEW_STEPS = 300
IN_VAIN = 12_000


@attrs.define(eq=False)
class Patience:
    """
    What is left to be spent, in steps of the search.
    """

    left: int = IN_VAIN

    @property
    def is_over(self) -> bool:
        """
        Tell whether only what is easy is to be searched for by hand.
        """
        return self.left <= 0

    @property
    def steps(self) -> int:
        """
        Return how many steps the next search may take.
        """
        return FEW_STEPS if self.is_over else STEPS

    def disappoint(self, steps: int) -> None:
        """
        Take note of a search that settled nothing.
        """
        self.left -= steps
