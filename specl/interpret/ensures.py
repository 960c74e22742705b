"""
Whether an ensure holds, and a cover's act is decided, in one scenario.
"""

from __future__ import annotations

from typing import Literal as Choice

from specl.interpret.applicable import conditions_hold
from specl.interpret.replies import find_reply
from specl.interpret.verdicts import duties, permits, requires
from specl.model.expressions import Not
from specl.model.promises import Cover, Ensure
from specl.model.rules import Strength
from specl.model.ruling import Ruling, Scenario
from specl.model.spec import Spec

__all__ = ["binding_coherent", "cover_state", "ensure_state"]


def ensure_state(
    spec: Spec, ruling: Ruling, scenario: Scenario, ensure: Ensure
) -> Choice["idle", "holds", "failed", "open"]:
    """
    Return what becomes of an ensure in a complete scenario.

    Returns:
        `idle` where its conditions do not hold, `open` where the binding norms in force
        are incoherent, else `holds` or `failed`.

    Raises:
        Undecidable: The search came to no answer.
    """
    if not conditions_hold(ensure.when, ensure.unless, scenario):
        return "idle"
    if not binding_coherent(spec, ruling, scenario):
        return "open"
    asks = permits if ensure.claim.verb == "may" else requires
    holds = asks(spec, ruling, scenario, ensure.claim.expr, binding_only=True)
    return "holds" if holds else "failed"


def binding_coherent(spec: Spec, ruling: Ruling, scenario: Scenario) -> bool:
    """
    Tell whether the binding norms in force can all be obeyed, each right with them.
    """
    binding = [norm for norm in ruling.in_force if norm.strength is Strength.BINDING]
    asked = duties(binding)
    rights = [norm.obligation for norm in binding if norm.is_permission]
    return find_reply(spec, scenario, asked) is not None and all(
        find_reply(spec, scenario, [*asked, right]) is not None for right in rights
    )


def cover_state(
    spec: Spec, ruling: Ruling, scenario: Scenario, cover: Cover
) -> Choice["idle", "decided", "gap"]:
    """
    Return whether the ruling in a complete scenario decides what a cover asks for.

    Returns:
        `idle` where its conditions do not hold or the ruling is contradictory.

    Raises:
        Undecidable: The search came to no answer.
    """
    if ruling.contradictions or not conditions_hold(cover.when, (), scenario):
        return "idle"
    decided = requires(spec, ruling, scenario, cover.expr) or requires(
        spec, ruling, scenario, Not(cover.expr)
    )
    return "decided" if decided else "gap"
