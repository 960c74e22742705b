"""
All contradictions of a spec, without parsing, beside Z3 asked in two ways.

A time counts only where exactly the planted pairs were found; in dense specs, where nothing
is planted, both sides must have found the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from tests.benchmarks.lines import AtLeast, AtMost, Line, seconds
from tests.benchmarks.peers.z3_pairs import Fresh, Incremental, Pair, unordered_pairs
from tests.benchmarks.settings import Settings
from tests.benchmarks.subject import contradictions, drawn, resolved
from tests.benchmarks.timing import Timed, median_of

__all__ = ["contradiction_lines", "dense_lines", "growth_lines", "joint_lines"]


def contradiction_lines(settings: Settings) -> Iterator[Line]:
    """
    Yield specl beside a fresh solver a pair and beside one incremental solver.
    """
    rules = settings.checked
    work = f"all contradictions, {rules:,} rules"
    ours = _ours("grouped", rules, settings)
    fresh = {size: _fresh(size) for size in settings.solved}
    largest = max(fresh)
    share = _pairs(rules) / _pairs(largest)
    told = ", ".join(f"{seconds(each)} at {size}" for size, each in fresh.items())
    note = f"run: {told}; extrapolated by the number of pairs, {_pairs(rules):,}"
    yield Line(work, "a fresh Z3 a pair", ours, fresh[largest] * share, AtLeast(10_000), note=note)
    theirs = _incremental("grouped", rules, settings)
    yield Line(work, "one incremental Z3", ours, theirs.seconds, AtLeast(20))


def dense_lines(settings: Settings) -> Iterator[Line]:
    """
    Yield specl beside one incremental solver on a dense spec.
    """
    rules = settings.dense
    theirs = _incremental("dense", rules, settings)
    ours = median_of(settings.runs, contradictions, prepare=lambda: resolved("dense", rules))
    assert ours.value == theirs.value, "the two do not agree"
    note = f"both find the same {len(ours.value):,} pairs"
    work = f"all contradictions, {rules} dense rules"
    yield Line(work, "one incremental Z3", ours.seconds, theirs.seconds, AtMost(1.25), note=note)


def joint_lines(settings: Settings) -> Iterator[Line]:
    """
    Yield what sets of three and obligations over several acts take; nothing else finds them.
    """
    rules = settings.checked
    ours = _ours("joint", rules, settings)
    planted = drawn("joint", rules).planted or ()
    threes = sum(len(each) > 2 for each in planted)
    note = f"found exactly the {len(planted)} planted sets, {threes} of them of three"
    yield Line(f"the same, {rules:,} rules that join acts", "", ours, note=note)


def growth_lines(settings: Settings) -> Iterator[Line]:
    """
    Yield the exponent with which time grows with the number of rules.
    """
    small, large = settings.large // 10, settings.large
    times = [_ours("grouped", rules, settings, runs=3) for rules in (small, large)]
    exponent = math.log10(times[1] / times[0])
    work = f"growth of that, {small:,} → {large:,} rules"
    note = " and ".join(map(seconds, times))
    yield Line(work, "linear growth", exponent, 1, AtMost(1.5), unit="", note=note)


def _ours(mix: str, rules: int, settings: Settings, *, runs: int | None = None) -> float:
    found = median_of(runs or settings.runs, contradictions, prepare=lambda: resolved(mix, rules))
    _compare(found.value, mix, rules)
    return found.seconds


def _fresh(rules: int) -> float:
    """
    Return what a solver for each pair takes; run once, for it takes long.
    """
    spec = resolved("grouped", rules)
    found = median_of(1, lambda _: Fresh(spec).contradictions())
    _compare(found.value, "grouped", rules)
    return found.seconds


def _pairs(rules: int) -> int:
    return sum(1 for _ in unordered_pairs(resolved("grouped", rules)))


def _incremental(mix: str, rules: int, settings: Settings) -> Timed:
    def find(_: None) -> set[Pair]:
        return Incremental(spec).contradictions()

    spec = resolved(mix, rules)
    found = median_of(settings.runs, find)
    if mix != "dense":
        _compare(found.value, mix, rules)
    return found


def _compare(found: set[tuple[str, ...]], mix: str, rules: int) -> None:
    """
    Stop where what was found is not what was planted.
    """
    planted = set(drawn(mix, rules).planted or ())
    if found != planted:
        missed, wrong = len(planted - found), len(found - planted)
        raise AssertionError(f"missed {missed} planted conflicts, found {wrong} others")
