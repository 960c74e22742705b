"""
One line of the table: a piece of work, how specl does it, how something else does, and the aim.
"""

from __future__ import annotations

import platform
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import attrs

__all__ = ["AtLeast", "AtMost", "Line", "seconds", "table", "versions"]


@attrs.frozen
class AtLeast:
    """
    So many times as fast as what it is held against.
    """

    times: float

    def reached(self, ratio: float) -> bool:
        """
        Tell whether a ratio comes up to this.
        """
        return ratio >= self.times

    def __str__(self) -> str:
        return f"at least {self.times:,g} times as fast" if self.times > 1 else "faster"


@attrs.frozen
class AtMost:
    """
    No more than so many times what it is held against.
    """

    times: float

    def reached(self, ratio: float) -> bool:
        """
        Tell whether a ratio comes up to this.
        """
        return ratio <= self.times

    def __str__(self) -> str:
        return f"at most {self.times:,g} times"


@attrs.frozen
class Line:
    """
    What was measured; times in seconds.

    Attributes:
        work: What is done.
        against: What it is held against.
        ours: How much specl takes; None where it cannot run, as the note says.
        theirs: How much the other takes; None where it could not be run.
        aim: What the ratio is meant to be, if anything.
        unit: `s` for times; other units are shown as they are.
        note: What the reader has to know: a sample, an extrapolation, what is missing.
    """

    work: str
    against: str
    ours: float | None = None
    theirs: float | None = None
    aim: AtLeast | AtMost | None = None
    unit: str = "s"
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """
        Return theirs over ours where faster is the aim, else ours over theirs.
        """
        if not self.ours or not self.theirs:
            return None
        return self.ours / self.theirs if isinstance(self.aim, AtMost) else self.theirs / self.ours

    @property
    def reached(self) -> str:
        """
        Return whether the aim was reached, in a word.
        """
        if self.aim is None or self.ratio is None:
            return ""
        return "yes" if self.aim.reached(self.ratio) else "**no**"

    def cells(self) -> list[str]:
        """
        Return the line as cells of a table.
        """
        ratio = "" if self.ratio is None else f"{self.ratio:,.3g}"
        if self.ratio is not None and self.ratio >= 1_000:
            ratio = f"{self.ratio:,.0f}"
        return [
            self.work,
            self._shown(self.ours),
            self.against,
            self._shown(self.theirs),
            ratio,
            str(self.aim or ""),
            self.reached,
            self.note,
        ]

    def _shown(self, amount: float | None) -> str:
        if amount is None:
            return "–"
        if self.unit == "s":
            return seconds(amount)
        shown = f"{amount:,.4g}" if amount < 10_000 else f"{amount:,.0f}"
        return f"{shown} {self.unit}".strip()


def seconds(amount: float) -> str:
    """
    Return a time with a unit that suits it.
    """
    if amount >= 1:
        return f"{amount:,.3g} s" if amount < 1_000 else f"{amount:,.0f} s"
    if amount >= 1e-3:
        return f"{amount * 1e3:.3g} ms"
    return f"{amount * 1e6:.3g} µs"


_HEAD = ("work", "specl", "against", "takes", "ratio", "aim", "reached", "")


def table(lines: Iterable[Line]) -> str:
    """
    Return lines as a Markdown table.
    """
    rows = [_HEAD, tuple("---" for _ in _HEAD), *(line.cells() for line in lines)]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def versions(distributions: Iterable[str]) -> str:
    """
    Return in one sentence on what machine and with which versions was measured.
    """
    found = ", ".join(f"{name} {_version(name)}" for name in distributions if name)
    return f"Python {platform.python_version()} on {_processor()}, {platform.system()}; {found}."


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "(not installed)"


def _processor() -> str:
    """
    Return the processor's name and how many of them there are.
    """
    import os

    cpuinfo = Path("/proc/cpuinfo")
    text = cpuinfo.read_text(encoding="utf-8") if cpuinfo.exists() else ""
    names = [line.partition(":")[2].strip() for line in text.splitlines() if "model name" in line]
    return f"{os.cpu_count()} × {names[0] if names else platform.machine()}"
