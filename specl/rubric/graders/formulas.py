"""
A scoring as the formula of a multi grader, priority kept.

A formula has numbers, the names of graders, `+ - * / ^` and `min max abs floor ceil exp sqrt log`,
but no comparison: that a tier is clean is `1 - min(1, …)` of the weight violated in it. A grader
that gives half a point or more counts as passed, any other as failed, so that no sum of halves
outweighs a violation. What does not apply counts as met, for a grader has no third result.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from specl.rubric.job import CannotExpressError, Scoring

__all__ = ["formula"]

_EXACT = 2**53
Tiers = Sequence[Sequence[tuple[str, int]]]


def formula(tiers: Tiers, scoring: Scoring) -> str:
    """
    Return the formula of a scoring.

    Args:
        tiers: The graders of each tier with their weights, the highest tier first, none empty.
        scoring: How verdicts are added up.

    Raises:
        CannotExpressError: The scores are more than floating-point numbers can tell apart.
    """
    return _FORMULAS[scoring](tiers)


def _gate(tiers: Tiers) -> str:
    return " * ".join(_passed(name) for tier in tiers for name, _ in tier)


def _lexicographic(tiers: Tiers) -> str:
    violated, most = "", 0
    for tier in tiers:
        base = sum(weight for _, weight in tier) + 1
        violated = f"({violated}) * {base} + {_violated(tier)}" if violated else _violated(tier)
        most = most * base + base - 1
    if most >= _EXACT:
        raise CannotExpressError(
            f"the `lexicographic` scores of {len(tiers)} tiers are more than a formula can tell "
            "apart; choose `--scoring weighted`, or fewer criteria"
        )
    return f"1 - ({violated}) / {most}"


def _weighted(tiers: Tiers) -> str:
    found, below, total = "1", "", 0
    for place, tier in reversed(list(enumerate(tiers))):
        below = f"{_violated(tier)} + {below}" if below else _violated(tier)
        total += sum(weight for _, weight in tier)
        dirty = f"min(1, {_violated(tier)})"
        share = f"({place} + 1 - ({below}) / {total}) / {len(tiers)}"
        found = f"(1 - {dirty}) * ({found}) + {dirty} * {share}"
    return found


def _passed(name: str) -> str:
    return f"floor({name} + 0.5)"


def _violated(tier: Sequence[tuple[str, int]]) -> str:
    """
    Return the weight violated in a tier.
    """
    return " + ".join(
        f"{weight} * (1 - {_passed(name)})" if weight != 1 else f"(1 - {_passed(name)})"
        for name, weight in tier
    )


_FORMULAS: Mapping[Scoring, Callable[[Tiers], str]] = {
    "gate": _gate,
    "lexicographic": _lexicographic,
    "weighted": _weighted,
}
