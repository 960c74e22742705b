"""
What the rules ask in one scenario, and what a reply makes of it.
"""

from __future__ import annotations

from collections.abc import Mapping

from specl.model.rules import Norm
from specl.model.types import Value
from specl.text.record import record

__all__ = ["Defeat", "Profile", "Ruling", "Scenario", "Verdict"]

Scenario = Mapping[str, Value]
Profile = Mapping[str, Value]


@record
class Defeat:
    """
    A defeated norm and the smallest set of norms in force that defeats it.
    """

    norm: Norm
    by: tuple[Norm, ...]


@record
class Ruling:
    """
    The ruling in a scenario; with unknown facts, what is certain, and what is possible besides.

    All tuples are in source order.

    Attributes:
        applicable: Norms whose conditions hold and that nothing suspends.
        in_force: Applicable norms that nothing defeats.
        defeated: The other applicable norms, each with what defeats it.
        contradictions: The minimal incoherent sets among the norms in force.
        possible: Norms in force in some completion of the unknown facts but not in all.
    """

    applicable: tuple[Norm, ...]
    in_force: tuple[Norm, ...]
    defeated: tuple[Defeat, ...]
    contradictions: tuple[tuple[Norm, ...], ...]
    possible: tuple[Norm, ...] = ()


@record
class Verdict:
    """
    A ruling held against one reply profile.

    Attributes:
        violated: The must/should norms in force that the reply fails, in source order.
    """

    ruling: Ruling
    profile: Profile
    violated: tuple[Norm, ...]

    @property
    def rules(self) -> tuple[str, ...]:
        """
        Return the names of the violated rules, in source order.
        """
        return tuple(dict.fromkeys(norm.rule for norm in self.violated))
