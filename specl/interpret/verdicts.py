"""
A ruling held against a reply, and what a ruling makes of an expression.
"""

from __future__ import annotations

from collections.abc import Iterable

from specl.interpret.evaluate import evaluate
from specl.interpret.replies import find_reply
from specl.interpret.rulings import ruling
from specl.model.expressions import Expr, Not
from specl.model.rules import Norm, Strength
from specl.model.ruling import Profile, Ruling, Scenario, Verdict
from specl.model.spec import Spec

__all__ = ["duties", "permits", "requires", "verdict"]


def verdict(spec: Spec, scenario: Scenario, profile: Profile) -> Verdict:
    """
    Return the ruling in a complete scenario and the norms that a reply fails.

    Args:
        spec: The spec.
        scenario: A value for every fact.
        profile: A value for every act.

    Raises:
        NoReply: No reply can exist in the scenario.
        Undecidable: Whether some norms can be obeyed together could not be found out.
    """
    decided = ruling(spec, scenario)
    violated = tuple(
        norm
        for norm in decided.in_force
        if not norm.is_permission and not evaluate(norm.obligation, scenario, profile)
    )
    return Verdict(decided, profile, violated)


def requires(
    spec: Spec, ruling: Ruling, scenario: Scenario, expr: Expr, *, binding_only: bool = False
) -> bool:
    """
    Tell whether every reply that the ruling leaves has a property.

    A contradictory ruling leaves no reply, and so requires everything.

    Args:
        spec: The spec.
        ruling: The ruling in the scenario.
        scenario: A value for every fact.
        expr: A bool expression over facts and acts.
        binding_only: Whether only binding norms count: does the ruling *bind* to it?

    Raises:
        Undecidable: The search came to no answer.
    """
    wanted = [*duties(ruling.in_force, binding_only=binding_only), Not(expr)]
    return find_reply(spec, scenario, wanted) is None


def permits(
    spec: Spec, ruling: Ruling, scenario: Scenario, expr: Expr, *, binding_only: bool = False
) -> bool:
    """
    Tell whether some reply that the ruling leaves has a property.

    Args:
        spec: The spec.
        ruling: The ruling in the scenario.
        scenario: A value for every fact.
        expr: A bool expression over facts and acts.
        binding_only: Whether only binding norms count.

    Raises:
        Undecidable: The search came to no answer.
    """
    wanted = [*duties(ruling.in_force, binding_only=binding_only), expr]
    return find_reply(spec, scenario, wanted) is not None


def duties(norms: Iterable[Norm], *, binding_only: bool = False) -> list[Expr]:
    """
    Return what the must/should norms among some ask, or the must norms alone.
    """
    return [
        norm.obligation
        for norm in norms
        if not norm.is_permission and (norm.strength is Strength.BINDING or not binding_only)
    ]
