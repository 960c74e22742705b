"""
Decisions about scenarios, one at a time and many at once, beside engines for policies.

The others say which rules apply; specl also works out which of them are in force. Before a
time counts, sampled scenarios are decided by all and by the reference, and must agree.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs

from specl.interpret import ruling
from specl.model import Spec
from specl.model.ruling import Scenario
from tests.benchmarks.batch import Batch
from tests.benchmarks.lines import AtLeast, Line
from tests.benchmarks.peers.engines import ENGINES, Cedar, Engine
from tests.benchmarks.scenarios import scenarios
from tests.benchmarks.settings import Settings
from tests.benchmarks.subject import Many, decide_one, in_force, resolved
from tests.benchmarks.timing import median_of, per_call

__all__ = ["batch_lines", "decision_lines"]

_SAMPLE = 40
_AIMS = {("cedarpy", 1_000): AtLeast(40)}


def decision_lines(settings: Settings) -> Iterator[Line]:
    """
    Yield one decision, defeat resolved, beside each engine.
    """
    for rules in settings.decided:
        spec = resolved("grouped", rules)
        sample = scenarios(spec, _SAMPLE)
        ours = _one_decision(spec, settings)
        work = f"one decision, {rules:,} rules"
        for engine in ENGINES:
            yield _beside(work, engine, spec, sample, ours, rules)


def _one_decision(spec: Spec, settings: Settings) -> float:
    """
    Return what one decision takes, after it agreed with the reference.
    """
    sample = scenarios(spec, 1_000, seed=2)
    decide = decide_one(spec)
    for scenario in sample[:_SAMPLE]:
        assert ruling(spec, scenario).in_force == decide(scenario), "not the ruling"

    def all_of_them() -> None:
        for scenario in sample:
            decide(scenario)

    for _ in range(3):  # until it is hot
        all_of_them()
    return per_call(settings.runs, all_of_them).seconds / len(sample)


def _beside(
    work: str,
    make: Callable[[Spec], Engine],
    spec: Spec,
    sample: list[Scenario],
    ours: float,
    rules: int,
) -> Line:
    title = make.title  # type: ignore[attr-defined]
    try:
        engine = make(spec)
    except ImportError as error:
        return Line(work, title, ours, note=f"not installed: {error.name}")
    requests = [engine.request(scenario) for scenario in sample]
    found = per_call(3, lambda: [engine.applicable(request) for request in requests])
    _compare(spec, sample, found.value)
    return Line(work, title, ours, found.seconds / len(sample), _AIMS.get((title, rules)))


def _compare(spec: Spec, sample: list[Scenario], found: list[list[str]]) -> None:
    """
    Stop where an engine says that other rules apply than the reference.
    """
    for scenario, names in zip(sample, found, strict=True):
        expected = {norm.rule for norm in ruling(spec, scenario).applicable}
        assert expected == set(names), "the engine applies other rules"


def batch_lines(settings: Settings) -> Iterator[Line]:
    """
    Yield many scenarios at once, from columns and from lines of JSON, beside each engine.
    """
    rules, count = settings.decided[-1], settings.scenarios
    spec = resolved("grouped", rules)
    work = f"{count:,} scenarios as columns, {rules:,} rules"
    columns, lines = _many(spec, count, settings)
    per_request = _cedar_batch(spec)
    note = f"cedarpy run on {_SAMPLE * 5} scenarios"
    against = "cedarpy, batch"
    yield Line(work, against, columns, per_request * count, AtLeast(2_000), note=note)
    from_lines = "the same from lines of JSON, read and decided"
    yield Line(from_lines, against, lines, per_request * count, AtLeast(80), note=note)
    sample = scenarios(spec, _SAMPLE)
    for engine in ENGINES:
        if engine is not Cedar:
            line = _beside(work, engine, spec, sample, columns, rules)
            theirs = None if line.theirs is None else line.theirs * count
            note = line.note or f"run on {_SAMPLE} scenarios, one by one"
            yield attrs.evolve(line, theirs=theirs, aim=AtLeast(1), note=note)


def _many(spec: Spec, count: int, settings: Settings) -> tuple[float, float]:
    """
    Return what scenarios take as columns and as lines, after they agreed with the reference.
    """
    many = Many.of(spec)
    with tempfile.TemporaryDirectory() as folder:
        batch = Batch.draw(spec, count, Path(folder, "scenarios.jsonl"))
        found = per_call(settings.runs, lambda: many.columns(batch.columns))
        read = median_of(1, lambda _: many.lines(batch.lines))
    for row, scenario in enumerate(batch.first):
        assert ruling(spec, scenario) == found.value[row], f"not the ruling in row {row}"
    assert read.value == in_force(found.value), "lines and columns do not agree"
    return found.seconds, read.seconds


def _cedar_batch(spec: Spec) -> float:
    """
    Return what one request of a batch takes.
    """
    engine = Cedar(spec)
    sample = scenarios(spec, _SAMPLE * 5)
    requests = [engine.request(scenario) for scenario in sample]
    found = per_call(3, lambda: engine.applicable_in_all(requests))
    _compare(spec, sample, found.value)
    return found.seconds / len(sample)
