"""
`make bench`: run specl and everything that it is held against, and print the table.

`python -m tests.benchmarks.run --quick` takes a minute or two; `--only` picks rows by name;
`--write FILE` writes the table for the documentation.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.benchmarks.lines import Line, table, versions
from tests.benchmarks.rows import contradictions, coverage, decisions, drawing, processes
from tests.benchmarks.settings import FULL, QUICK, Settings
from tests.benchmarks.startup import startup_lines
from tests.benchmarks.timing import stopped_after

__all__ = ["ROWS", "measure", "page"]

ROWS: dict[str, Callable[[Settings], Iterator[Line]]] = {
    "startup": startup_lines,
    "contradictions": contradictions.contradiction_lines,
    "joint": contradictions.joint_lines,
    "dense": contradictions.dense_lines,
    "growth": contradictions.growth_lines,
    "decisions": decisions.decision_lines,
    "batch": decisions.batch_lines,
    "coverage": coverage.coverage_lines,
    "drawing": drawing.drawing_lines,
    "large": processes.large_lines,
}
LIMIT = 600
"""
After how many seconds of CPU time a row is given up.
"""
_DISTRIBUTIONS = (
    "specl-lang",
    "attrs",
    "click",
    "lark",
    "z3-solver",
    "numpy",
    "pyarrow",
    "cedarpy",
    "regopy",
    "lakera-regorus",
    "common-expression-language",
    "rule-engine",
)


def measure(names: list[str], settings: Settings) -> Iterator[Line]:
    """
    Yield the lines of some rows; one that fails says so in the table.
    """
    for name in names:
        print(f"{name} …", file=sys.stderr)
        try:
            with stopped_after(LIMIT):
                yield from ROWS[name](settings)
        except Exception as error:  # noqa: BLE001 - the other rows still count
            traceback.print_exc()
            yield Line(name, "", note=f"could not run: {type(error).__name__}: {error}")


def page(lines: list[Line]) -> str:
    """
    Return the table with what stands below it.
    """
    day = dt.datetime.now(dt.UTC).date()
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    about = f"Measured on {day}; load of the machine at the end: {load}. {versions(_DISTRIBUTIONS)}"
    return "\n".join([table(lines), "", about, ""])


def main() -> None:
    """
    Measure what was asked for and print it.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller specs, fewer runs")
    parser.add_argument("--only", nargs="+", choices=ROWS, default=list(ROWS), metavar="ROW")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the table there, too")
    asked = parser.parse_args()
    lines = []
    for line in measure(asked.only, QUICK if asked.quick else FULL):
        print(" | ".join(line.cells()), file=sys.stderr)
        lines.append(line)
        if asked.write:
            asked.write.write_text(page(lines), encoding="utf-8")
    print(page(lines))


if __name__ == "__main__":
    main()
