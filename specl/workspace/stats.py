"""
Where the time of a run went, as data and in words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from specl.text.clock import Clock

__all__ = ["in_words", "stats_of"]

_PHASES = (
    "read",
    "recall",
    "parse",
    "resolve",
    "screen",
    "search",
    "solver",
    "witnesses",
    "replay",
    "mends",
    "remember",
    "render",
    "rest",
)


def stats_of(clock: Clock) -> dict[str, Any]:
    """
    Return what a clock measured: seconds by phase, in the order of a run, and counts.

    Seconds of several processes are added up.
    """
    order = {phase: place for place, phase in enumerate(_PHASES)}
    phases = sorted(clock.seconds, key=lambda phase: (order.get(phase, len(order) - 2), phase))
    return {
        "seconds": {phase: round(clock.seconds[phase], 6) for phase in phases},
        "counts": {event: clock.counts[event] for event in sorted(clock.counts)},
    }


def in_words(stats: Mapping[str, Any]) -> str:
    """
    Return the stats as a table: each phase with its seconds and its share, then the counts.
    """
    seconds: Mapping[str, float] = stats["seconds"]
    total = sum(seconds.values())
    share = 100 / total if total else 0.0
    lines = [f"{phase:<12}{time:9.3f} s {time * share:5.1f} %" for phase, time in seconds.items()]
    lines.append(f"{'together':<12}{total:9.3f} s")
    lines += [f"{event:<20}{number:>10}" for event, number in stats["counts"].items()]
    return "\n".join(lines) + "\n"
