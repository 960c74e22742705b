"""
Priority as points, for formats that can do nothing with verdicts but add them up.

A criterion is worth more than all of lower tiers together, so a sum of points is a number whose
digits are the weights met tier by tier: the `lexicographic` score, as long as what does not apply
counts as met.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from specl.rubric.job import CannotExpressError
from specl.rubric.model import Rubric, Tier
from specl.text.record import record

__all__ = ["LARGEST", "Powers", "powers_of", "scored_tiers"]

# Whole numbers up to this one, and their sums, are exact where numbers are floats.
LARGEST = 2**53


@record
class Powers:
    """
    The points of criteria.

    Attributes:
        points: By id, permissions left out; they add up to no more than `LARGEST`.
        merged: The lowest tiers that had to share one order of magnitude, none or at least two.
    """

    points: Mapping[str, int]
    merged: tuple[Tier, ...]


def scored_tiers(rubric: Rubric) -> list[list[tuple[str, int]]]:
    """
    Return the criteria of each tier with their weights, the highest first, without permissions.
    """
    weights = {each.id: each.rule.weight for each in rubric.criteria if not each.is_permission}
    tiers = ([(n, weights[n]) for n in tier.criteria if n in weights] for tier in rubric.tiers)
    return [tier for tier in tiers if tier]


def powers_of(rubric: Rubric) -> Powers:
    """
    Return points in which a rubric's order of priority is kept.

    Tiers are merged from the lowest on, as few as can be, where points would get too large to be
    added up exactly.

    Raises:
        CannotExpressError: Weights are so large that no points keep them.
    """
    tiers = scored_tiers(rubric)
    for separate in range(len(tiers), -1, -1):
        joint = [pair for tier in tiers[separate:] for pair in tier]
        points = _points([*tiers[:separate], joint])
        if sum(points.values()) <= LARGEST:
            return Powers(points, _merged(rubric, tiers[separate:]))
    raise CannotExpressError(
        "the weights of the rules add up to more than points that are numbers can hold"
    )


def _points(tiers: Sequence[Sequence[tuple[str, int]]]) -> dict[str, int]:
    """
    Return each weight times what all lower tiers can add up to, and one.
    """
    found: dict[str, int] = {}
    unit = 1
    for tier in reversed(tiers):
        found |= {name: weight * unit for name, weight in tier}
        unit *= sum(weight for _, weight in tier) + 1
    return {name: found[name] for tier in tiers for name, _ in tier}


def _merged(rubric: Rubric, lowest: Sequence[Sequence[tuple[str, int]]]) -> tuple[Tier, ...]:
    if len(lowest) < 2:
        return ()
    names = {name for tier in lowest for name, _ in tier}
    return tuple(tier for tier in rubric.tiers if names & {*tier.criteria})
