"""
What may be relied on where the search for incoherent sets did not come to its end.

Then a definition may say of a norm that it is in force where an unknown set defeats it, and of
a scenario that it has a reply where it has none. The interpreter is asked instead.
"""

from __future__ import annotations

from collections.abc import Mapping

from specl.cases.goals import Goal
from specl.interpret import NoReply, Undecidable, has_reply, ruling
from specl.model import Ruling, Spec, Value

__all__ = ["depends_on_standing", "is_borne_out", "surely_has_reply"]

_STANDING = frozenset({"in-force", "defeated", "overrides", "suspends"})


def depends_on_standing(goal: Goal) -> bool:
    """
    Tell whether a goal speaks of norms being in force or defeated.
    """
    return goal.kind in _STANDING


def is_borne_out(spec: Spec, goal: Goal, scenario: Mapping[str, Value]) -> bool:
    """
    Tell whether the interpreter shows in a scenario that a norm is in force, or defeated so.

    Of other goals it does not say enough.
    """
    decided = _ruling(spec, scenario)
    if decided is None:
        return False
    if goal.kind == "in-force":
        return goal.norms[0] in decided.in_force
    by = {defeat.norm: set(defeat.by) for defeat in decided.defeated}
    return goal.kind == "defeated" and by.get(goal.norms[0]) == set(goal.norms[1:])


def _ruling(spec: Spec, scenario: Mapping[str, Value]) -> Ruling | None:
    try:
        return ruling(spec, scenario)
    except (NoReply, Undecidable):
        return None


def surely_has_reply(spec: Spec, scenario: Mapping[str, Value]) -> bool:
    """
    Tell whether a scenario is known to have a reply.
    """
    try:
        return has_reply(spec, scenario)
    except Undecidable:
        return False
