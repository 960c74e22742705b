"""
How long a command takes from nothing, beside what its libraries take to be imported.

Whole processes are measured, each pair in turn so that both meet the same machine, and
their medians are compared. All code is compiled beforehand, as installing does it.
`python -m tests.benchmarks.startup` prints the table.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import attrs

__all__ = ["CLEAN", "PAIRS", "Measured", "Pair", "measure", "table"]

CLEAN = Path(__file__).with_name("clean.specl")


@attrs.frozen
class Pair:
    """
    A command of specl and what it is held against.

    Attributes:
        command: Arguments of Python; `SPEC` stands for a clean spec of 50 lines.
        beside: Arguments of Python.
        aim: The ratio wanted on an idle machine.
        bound: The ratio that a test still passes with.
    """

    title: str
    command: tuple[str, ...]
    beside: tuple[str, ...]
    aim: float
    bound: float


@attrs.frozen
class Measured:
    """
    The median times of a pair, in seconds.
    """

    pair: Pair
    command: float
    beside: float

    @property
    def ratio(self) -> float:
        """
        Return how many times as long the command takes.
        """
        return self.command / self.beside


PAIRS = (
    Pair("specl --help", ("-m", "specl", "--help"), ("-c", "import click"), 2.0, 1.6),
    Pair(
        "specl check", ("-m", "specl", "check", "SPEC"), ("-c", "import lark, attr, z3"), 1.3, 1.7
    ),
)


def measure(pair: Pair, *, runs: int) -> Measured:
    """
    Run both sides of a pair in turn and return their medians; the first run of each is left out.
    """
    times: tuple[list[float], list[float]] = ([], [])
    sides = (pair.command, pair.beside)
    with tempfile.TemporaryDirectory() as compiled:
        for _ in range(runs + 1):
            for side, arguments in enumerate(sides):
                shown = [str(CLEAN) if each == "SPEC" else each for each in arguments]
                times[side].append(_seconds(shown, compiled))
    command, beside = (statistics.median(side[1:]) for side in times)
    return Measured(pair, command, beside)


def _seconds(arguments: Sequence[str], compiled: str) -> float:
    """
    Return how long one run of Python takes, its bytecode kept in a folder.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = kept | {"PYTHONPYCACHEPREFIX": compiled}
    command = [sys.executable, *arguments]
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    return time.perf_counter() - started


def table(found: Sequence[Measured]) -> str:
    """
    Return what was measured as a Markdown table, with the versions of all that took part.
    """
    lines = [
        "| command | median | beside it | median | ratio | aim |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for each in found:
        beside = f'`python {each.pair.beside[0]} "{each.pair.beside[1]}"`'
        times = f"{each.command * 1000:.0f} ms | {beside} | {each.beside * 1000:.0f} ms"
        lines.append(f"| `{each.pair.title}` | {times} | {each.ratio:.2f} | {each.pair.aim} |")
    names = ("specl-lang", "click", "lark", "attrs", "z3-solver")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    return "\n".join([*lines, "", f"Python {platform.python_version()}, {versions}"])


def main() -> None:
    """
    Measure all pairs and print the table.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="how often each side runs")
    runs = parser.parse_args().runs
    print(table([measure(pair, runs=runs) for pair in PAIRS]))


if __name__ == "__main__":
    main()
