"""
How much is measured.
"""

from __future__ import annotations

import attrs

__all__ = ["FULL", "QUICK", "Settings"]


@attrs.frozen
class Settings:
    """
    Sizes of specs, by rules, and how often things are done.

    Attributes:
        checked: The size at which contradictions are looked for.
        solved: The sizes at which a fresh solver is asked about every pair.
        large: The size for whole processes and for growth.
        dense: The size of dense specs.
        decided: The sizes at which scenarios are decided.
        covered: The size for which cases are made.
        scenarios: How many scenarios a batch has.
        drawn: How many scenarios are drawn at random, at most, to meet goals.
        runs: How often a time is taken; the median counts.
        starts: How often a command is started; the median counts.
    """

    checked: int = 1_000
    solved: tuple[int, ...] = (100, 300)
    large: int = 10_000
    dense: int = 300
    decided: tuple[int, ...] = (100, 1_000)
    covered: int = 100
    scenarios: int = 100_000
    drawn: int = 20_000
    runs: int = 5
    starts: int = 15


FULL = Settings()
QUICK = Settings(
    checked=300,
    solved=(100,),
    large=1_000,
    dense=100,
    decided=(100,),
    covered=100,
    scenarios=10_000,
    drawn=5_000,
    runs=3,
    starts=5,
)
