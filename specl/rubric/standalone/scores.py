"""
The verdicts on one reply, added up to a score in which priority is kept.

A reply that violates a criterion of some tier never scores above one that violates criteria of
lower tiers only. What does not apply does not count. While a judge is unsure of a criterion, or
failed on it, there is a score only if it would be the same either way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

__all__ = ["VERDICTS", "score"]

VERDICTS = ("complies", "violates", "not_applicable", "unsure", "error")


def score(
    tiers: Sequence[Sequence[tuple[str, int]]],
    verdicts: Mapping[str, str],
    scoring: str = "lexicographic",
) -> dict[str, Any]:
    """
    Add up the verdicts on one reply.

    Args:
        tiers: The criteria of each tier with their weights, the highest tier first; of what is
            never violated, such as permissions, nothing.
        verdicts: By criterion one of `VERDICTS`; one that is missing is an error.
        scoring: `gate`: 1 where nothing is violated, else 0. `lexicographic`: the weights
            violated, tier by tier, read as the digits of one number, from 1 where all are zero to
            0 where all are as high as can be. `weighted`: one band for each tier, the lowest for
            the highest; the highest tier with a violation chooses the band, and the share of
            weight that is met in it and below, of what applies, the place in it.

    Returns:
        `value`: the score as a Fraction from 0 to 1, or None where nothing applies or what is
        open makes a difference; `low` and `high`: the scores if all that is open were violated,
        or complied with (None where nothing applies); `counts`: how often each verdict was given.

    Raises:
        ValueError: A scoring, a verdict or a criterion is unknown.
    """
    known = {name for tier in tiers for name, _ in tier}
    given = {name: verdicts.get(name, "error") for tier in tiers for name, _ in tier}
    _require(scoring, verdicts, known)
    counts = {each: sum(found == each for found in given.values()) for each in VERDICTS}
    if counts["not_applicable"] == len(given):
        return {"value": None, "low": None, "high": None, "counts": counts}
    add_up = _SCORINGS[scoring]
    low = add_up(tiers, _settled(given, "violates"))
    high = add_up(tiers, _settled(given, "complies"))
    return {"value": low if low == high else None, "low": low, "high": high, "counts": counts}


def _require(scoring: str, verdicts: Mapping[str, str], known: set[str]) -> None:
    if scoring not in _SCORINGS:
        raise ValueError(f"there is no scoring `{scoring}`; there are {', '.join(_SCORINGS)}")
    wrong = [name for name in verdicts if name not in known]
    if wrong:
        raise ValueError(f"no tier has the criteria {', '.join(map(repr, wrong))}")
    odd = sorted({each for each in verdicts.values() if each not in VERDICTS})
    if odd:
        raise ValueError(f"there is no verdict {odd[0]!r}; there are {', '.join(VERDICTS)}")


def _settled(verdicts: Mapping[str, str], open_as: str) -> dict[str, str]:
    """
    Return verdicts with those that are open taken in one way.
    """
    return {
        name: open_as if verdict in {"unsure", "error"} else verdict
        for name, verdict in verdicts.items()
    }


def _gate(
    tiers: Sequence[Sequence[tuple[str, int]]],  # noqa: ARG001 - one signature for all scorings
    verdicts: Mapping[str, str],
) -> Fraction:
    return Fraction("violates" not in verdicts.values())


def _lexicographic(
    tiers: Sequence[Sequence[tuple[str, int]]], verdicts: Mapping[str, str]
) -> Fraction:
    violated, most = 0, 0
    for tier in tiers:
        total = sum(weight for _, weight in tier)
        violated = violated * (total + 1) + _weight(tier, verdicts, "violates")
        most = most * (total + 1) + total
    return 1 - Fraction(violated, max(most, 1))


def _weighted(tiers: Sequence[Sequence[tuple[str, int]]], verdicts: Mapping[str, str]) -> Fraction:
    for place, tier in enumerate(tiers):
        if _weight(tier, verdicts, "violates"):
            below = [pair for lower in tiers[place:] for pair in lower]
            met = _weight(below, verdicts, "complies")
            violated = _weight(below, verdicts, "violates")
            return (place + Fraction(met, met + violated)) / len(tiers)
    return Fraction(1)


def _weight(tier: Sequence[tuple[str, int]], verdicts: Mapping[str, str], verdict: str) -> int:
    return sum(weight for name, weight in tier if verdicts[name] == verdict)


_SCORINGS = {"gate": _gate, "lexicographic": _lexicographic, "weighted": _weighted}
