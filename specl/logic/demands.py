"""
What the norms in force leave no reply for, as formulas over facts.

Norms rule out replies through the claims that they make: a set of claims that no reply meets is
demanded where some norm in force makes each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from specl.logic.formula import Formula, conj, disj
from specl.logic.incoherence import Nogood, Refutation
from specl.logic.world import World
from specl.model import Norm, Strength
from specl.model.expressions import Expr

__all__ = ["excluded", "incoherent", "refuted"]

_Counts = Callable[[Norm], bool] | None


def refuted(
    world: World,
    probe: Expr,
    *,
    binding: bool = False,
    counts: _Counts = None,
    all_above: Callable[[int], int | None] | None = None,
) -> Formula:
    """
    Return when the norms in force leave no reply that has a probed expression.

    Args:
        world: The definitions of the spec.
        probe: One of the expressions probed for.
        binding: Count binding norms only.
        counts: Which norms count; all do where it is None.
        all_above: For a claim a rank above which all norms that make it are known to count,
            binding or not, so that they need not be gone through.
    """

    def demanded(claim: int) -> Formula:
        rank = None if all_above is None else all_above(claim)
        if rank is None:
            return _demanded(world, claim, binding, counts)
        ranks = world.spec.priority.rank
        rest = (norm for norm in world.norms_of(claim) if ranks[norm.position] >= rank)
        beside = (world.in_force(norm) for norm in rest if counts is None or counts(norm))
        return disj((world.demanded_above_rank(claim, rank), *beside))

    specific = _some_demanded(world, world.incoherence.probes[probe], demanded)
    return disj((specific, _contradicted(world, binding, counts)))


def excluded(world: World, probe: Expr) -> Formula:
    """
    Return when the constraints alone leave no reply that has a probed expression.
    """
    return disj(each.when for each in world.incoherence.probes[probe] if not each.claims)


def incoherent(world: World, *, binding: bool = False, counts: _Counts = None) -> Formula:
    """
    Return when the norms in force are incoherent.

    Args:
        world: The definitions of the spec.
        binding: Count binding norms only.
        counts: Which norms count; all do where it is None.
    """
    if world.clashing is not None:
        return disj(
            when
            for norms, when in world.clashing
            if all(_is_counted(norm, binding, counts) for norm in norms)
        )
    nogoods = world.incoherence.nogoods
    if counts is not None:
        return _all_demanded(world, nogoods, binding, counts)
    return world.once(f"incoherent {binding}", lambda: _all_demanded(world, nogoods, binding, None))


def _contradicted(world: World, binding: bool, counts: _Counts) -> Formula:
    """
    Return when the obligations in force that count leave no reply at all.
    """
    if world.clashing is None:
        return _all_demanded(world, world.incoherence.contrary, binding, counts)
    return disj(
        when
        for norms, when in world.clashing
        if all(not norm.is_permission and _is_counted(norm, binding, counts) for norm in norms)
    )


def _all_demanded(
    world: World, nogoods: Iterable[Nogood], binding: bool, counts: _Counts
) -> Formula:
    """
    Return when norms in force that count make all the claims of some nogood.
    """
    return _some_demanded(world, nogoods, lambda claim: _demanded(world, claim, binding, counts))


def _some_demanded(
    world: World, nogoods: Iterable[Nogood | Refutation], demanded: Callable[[int], Formula]
) -> Formula:
    """
    Return when all the claims of some nogood are demanded.
    """
    return disj(
        conj((nogood.when, *map(demanded, nogood.members())))
        for nogood in nogoods
        if not nogood.claims & ~world.claims.made
    )


def _demanded(world: World, claim: int, binding: bool, counts: _Counts) -> Formula:
    """
    Return when some norm in force that counts makes a claim.
    """

    def found() -> Formula:
        norms = world.norms_of(claim)
        return disj(world.in_force(norm) for norm in norms if _is_counted(norm, binding, counts))

    return found() if counts is not None else world.once(f"demanded {claim} by {binding}", found)


def _is_counted(norm: Norm, binding: bool, counts: _Counts) -> bool:
    return not (binding and norm.strength is Strength.ADVISORY) and (counts is None or counts(norm))
