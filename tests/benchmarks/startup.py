"""
How long a command takes from nothing, beside what its libraries take to be imported.

Whole processes are measured in turn, so that all meet the same machine, and the medians of
their CPU times are compared. All code is compiled beforehand, as installing does it.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs

from tests.benchmarks.lines import AtMost, Line
from tests.benchmarks.settings import Settings
from tests.benchmarks.timing import compiled_beforehand, run

__all__ = ["CLEAN", "STARTS", "Start", "measured", "startup_lines"]

CLEAN = Path(__file__).with_name("clean.specl")


@attrs.frozen
class Start:
    """
    A command of specl and what it is held against.

    Attributes:
        command: Arguments of Python.
        beside: A statement for `python -c`.
        aim: The ratio wanted on an idle machine.
        bound: The ratio that a test still passes with.
        cached: Whether the cache may be full of an earlier run.
    """

    title: str
    command: tuple[str, ...]
    beside: str
    aim: float
    bound: float
    cached: bool = False


_CHECK = ("-m", "specl", "check", str(CLEAN))
_IMPORTS = "import lark, attr, z3"
STARTS = (
    Start("`specl --help`", ("-m", "specl", "--help"), "import click", 2.0, 1.6),
    Start("`specl check` of a clean spec of 50 lines, cold", _CHECK, _IMPORTS, 1.3, 1.7),
    Start("the same, warm", _CHECK, _IMPORTS, 0.8, 1.7, cached=True),
)


def startup_lines(settings: Settings) -> Iterator[Line]:
    """
    Yield each command beside what it is held against.
    """
    for start in STARTS:
        yield measured(start, runs=settings.starts)


def measured(start: Start, *, runs: int) -> Line:
    """
    Run both sides in turn and compare their medians; the first run of each is left out.
    """
    ours: list[float] = []
    theirs: list[float] = []
    with compiled_beforehand() as environment:
        for _ in range(runs + 1):
            ours.append(_seconds(start, environment))
            theirs.append(run(("-c", start.beside), environment=environment).seconds)
    medians = [statistics.median(side[1:]) for side in (ours, theirs)]
    return Line(start.title, f'`python -c "{start.beside}"`', *medians, AtMost(start.aim))


def _seconds(start: Start, environment: Mapping[str, str]) -> float:
    environment = {**environment, "SPECL_NO_CACHE": ""}
    if start.cached:
        return run(start.command, environment=environment).seconds
    with tempfile.TemporaryDirectory() as empty:
        return run(start.command, environment={**environment, "XDG_CACHE_HOME": empty}).seconds
