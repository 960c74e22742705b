"""
Cases that cover every goal of a spec, beside one Z3 model a goal.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.benchmarks.lines import AtLeast, AtMost, Line
from tests.benchmarks.settings import Settings
from tests.benchmarks.subject import cover_goals, resolved
from tests.benchmarks.timing import median_of

__all__ = ["coverage_lines"]


def coverage_lines(settings: Settings) -> Iterator[Line]:
    """
    Yield the time and the number of cases; both sides must meet the same goals.
    """
    from tests.benchmarks.peers.z3_goals import cover_by_models

    rules = settings.covered
    ours = median_of(settings.runs, cover_goals, prepare=lambda: resolved("grouped", rules))
    theirs = median_of(3, cover_by_models, prepare=lambda: resolved("grouped", rules))
    met, cases = ours.value
    assert met == theirs.value.met, "the two do not meet the same goals"
    work = f"coverage of {len(met):,} goals, {rules} rules"
    yield Line(work, "one Z3 model a goal", ours.seconds, theirs.seconds, AtLeast(30))
    note = "after a greedy choice on both sides"
    yield Line(
        "cases for that", "the same", cases, theirs.value.cases, AtMost(0.4), unit="", note=note
    )
