"""
Cases for all goals of the model_spec example, beside scenarios drawn at random.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from statistics import median

import specl
from specl.cases.coverage import Coverage, cover, shown_in
from specl.logic.formula import Formula
from specl.logic.world import World
from specl.model import Scenario
from tests.benchmarks.lines import AtMost, Line
from tests.benchmarks.settings import Settings
from tests.benchmarks.timing import median_of

__all__ = ["drawing_lines", "needed"]

_SPEC = Path(__file__).parents[3] / "docs" / "examples" / "model_spec" / "model_spec.specl"
_AT_ONCE = 1_000
_SEEDS = 3


def drawing_lines(settings: Settings) -> Iterator[Line]:
    """
    Yield how many cases meet all goals that any scenario meets, and how many drawn scenarios do.
    """
    from tests.benchmarks.peers.random_scenarios import by_hypothesis, uniformly

    spec = specl.load(_SPEC)
    ours = median_of(settings.runs, cover, prepare=lambda: specl.load(_SPEC))
    coverage: Coverage = ours.value
    assert not coverage.undecided, "some goals are undecided"
    assert coverage.world is not None
    met, world = len(coverage.met), coverage.world
    work = f"cases for {met} goals of model_spec, all that are possible"
    uniform = [needed(coverage, islice(uniformly(world, s), settings.drawn)) for s in range(_SEEDS)]
    yield _line(work, "drawn uniformly from all valid scenarios", coverage, uniform)
    few = min(settings.drawn, 5_000)
    drawn = [needed(coverage, by_hypothesis(spec, s, few)) for s in range(_SEEDS)]
    yield _line("the same", "drawn by `specl.cases.scenarios`", coverage, drawn)
    yield Line("the time for that", "", ours.seconds)


def needed(coverage: Coverage, scenarios: Iterable[Scenario]) -> tuple[int, int]:
    """
    Return after how many scenarios all goals are met, or no more are; and how many those are.
    """
    assert coverage.world is not None
    left = {goal.name: goal.when for goal in coverage.met}
    count, last = 0, 0
    stream = iter(scenarios)
    while left and (some := list(islice(stream, _AT_ONCE))):
        for name, first in _first_shown(coverage.world, left, some):
            last = max(last, count + first)
            del left[name]
        count += len(some)
    return (count if left else last), len(coverage.met) - len(left)


def _first_shown(
    world: World, goals: Mapping[str, Formula], scenarios: Sequence[Scenario]
) -> list[tuple[str, int]]:
    """
    Return which goals some scenarios show, and which of these is the first, from 1.
    """
    rows = shown_in(scenarios, goals.values(), world.definitions)
    shown = zip(goals, rows, strict=True)
    return [(name, (row & -row).bit_length()) for name, row in shown if row]


def _line(work: str, against: str, coverage: Coverage, found: list[tuple[int, int]]) -> Line:
    """
    Return the line for some runs: the median of what was needed, or the most that was tried.
    """
    theirs = median(count for count, _ in found)
    reached = sorted(goals for _, goals in found)
    note = f"median of {len(found)} seeds"
    if reached[0] < len(coverage.met):
        note = f"stopped after so many: only {reached[0]} to {reached[-1]} of the goals met"
    return Line(work, against, len(coverage.cases), theirs, AtMost(0.1), unit="", note=note)
