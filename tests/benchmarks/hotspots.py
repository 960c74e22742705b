"""
Where the time of a row of the table goes, by function.

`python -m tests.benchmarks.hotspots contradictions 10000` prints the functions in which most
time was spent, as Markdown. The profiler slows small functions down; shares are what counts.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
from collections.abc import Callable
from pathlib import Path
from typing import Any

from specl import loads
from tests.benchmarks.subject import contradictions, cover_goals, drawn, resolved

__all__ = ["WORKS", "hotspots"]

_SMALL = 100


def _checked(rules: int) -> Callable[[], Any]:
    from specl.check import check

    spec = resolved("grouped", rules)
    return lambda: check(spec)


def _four_slices(rules: int) -> Callable[[], Any]:
    from specl.check.sliced import Checking, one_by_one
    from specl.check.slices import restricted, slices

    spec = resolved("grouped", rules)
    parts = restricted(spec, [part.rules for part in slices(spec)])[:4]
    return lambda: one_by_one(Checking(), parts)


def _parsed(rules: int) -> Callable[[], Any]:
    text = drawn("grouped", rules).text()
    return lambda: loads(text)


WORKS: dict[str, Callable[[int], Callable[[], Any]]] = {
    "contradictions": lambda rules: _on("grouped", rules, contradictions),
    "joint": lambda rules: _on("joint", rules, contradictions),
    "dense": lambda rules: _on("dense", rules, contradictions),
    "coverage": lambda rules: _on("grouped", rules, cover_goals),
    "check": _checked,
    "slices": _four_slices,
    "load": _parsed,
}


def _on(mix: str, rules: int, work: Callable[[Any], Any]) -> Callable[[], Any]:
    spec = resolved(mix, rules)
    return lambda: work(spec)


def hotspots(work: Callable[[], Any], *, most: int = 15, whole: bool = False) -> str:
    """
    Run something under the profiler and return a table of the functions it spent its time in.

    Args:
        work: What is run.
        most: How many functions the table has.
        whole: Whether those count for which most was spent in them and what they call; else in
            them alone.
    """
    profile = cProfile.Profile()
    profile.runcall(work)
    stats = pstats.Stats(profile)
    total = stats.total_tt  # type: ignore[attr-defined]
    entries = stats.stats.items()  # type: ignore[attr-defined]
    lines = [
        "| function | own time | with what it calls | calls |",
        "| --- | --- | --- | --- |",
    ]
    order = sorted(entries, key=lambda entry: -entry[1][3 if whole else 2])
    for (file, _, name), (_, calls, own, with_calls, _) in order[:most]:
        place = f"{Path(file).stem}.{name}" if file != "~" else name.strip("<>")
        lines.append(f"| `{place}` | {own / total:.1%} | {with_calls / total:.1%} | {calls:,} |")
    return "\n".join(lines)


def main() -> None:
    """
    Print where the time of one kind of work goes.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", choices=WORKS)
    parser.add_argument("rules", type=int)
    parser.add_argument("--whole", action="store_true", help="by what functions call, too")
    parser.add_argument("--most", type=int, default=15, metavar="N", help="so many functions")
    asked = parser.parse_args()
    WORKS[asked.work](_SMALL)()  # what is made ready once in a process counts nowhere else either
    print(hotspots(WORKS[asked.work](asked.rules), most=asked.most, whole=asked.whole))


if __name__ == "__main__":
    main()
