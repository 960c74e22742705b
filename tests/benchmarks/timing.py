"""
How long something takes: CPU time, medians, of calls and of whole processes.

CPU time rather than the time on the wall, so that what else the machine does counts less.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import attrs

__all__ = [
    "Ran",
    "Timed",
    "compiled_beforehand",
    "median_of",
    "per_call",
    "run",
    "stopped_after",
    "timed",
]

T = TypeVar("T")


@attrs.frozen
class Timed:
    """
    What a call took, in seconds of CPU time, and what it gave.
    """

    seconds: float
    value: Any


def timed(call: Callable[[], T]) -> Timed:
    """
    Call something once.
    """
    gc.collect()
    started = time.process_time()
    value = call()
    return Timed(time.process_time() - started, value)


def median_of(
    runs: int, call: Callable[[T], Any], *, prepare: Callable[[], T] = lambda: None
) -> Timed:
    """
    Call something several times, each time with what was newly prepared, which is not timed.

    Returns:
        The median, and what the last call gave.
    """
    found: list[Timed] = []
    for _ in range(runs):
        given = prepare()
        found.append(timed(lambda given=given: call(given)))
    return Timed(statistics.median(each.seconds for each in found), found[-1].value)


def per_call(runs: int, call: Callable[[], T]) -> Timed:
    """
    Return what one of many calls takes; as many are made as come to a fifth of a second.

    The clock of some machines ticks in steps of several milliseconds.
    """
    first = timed(call)
    often = 1 + int(_LONG_ENOUGH / max(first.seconds, 1e-4))

    def all_of_them(_: None) -> None:
        for _ in range(often):
            call()

    return Timed(median_of(runs, all_of_them).seconds / often, first.value)


_LONG_ENOUGH = 0.2


@attrs.frozen
class Ran:
    """
    What a process took.

    Attributes:
        seconds: CPU time of the process and its children.
        memory: The most that it held at once, in bytes.
        status: Its exit status; None where it was stopped for taking too long.
    """

    seconds: float
    memory: int
    status: int | None
    output: bytes


def run(arguments: Sequence[str], *, environment: Mapping[str, str], limit: int = 300) -> Ran:
    """
    Run Python with arguments in a process of its own.

    Args:
        arguments: What stands after `python`.
        environment: As `compiled_beforehand` gives it.
        limit: After how many seconds of CPU time it is stopped.
    """
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        launcher = [sys.executable, "-S", "-E", str(_LAUNCHER), str(report), str(limit)]
        ended = subprocess.run(
            [*launcher, sys.executable, *arguments],
            check=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=dict(environment),
        )
        found = json.loads(report.read_text(encoding="utf-8"))
    status = found["status"] if found["status"] >= 0 else None
    return Ran(found["seconds"], found["memory"], status, ended.stdout)


_LAUNCHER = Path(__file__).with_name("launch.py")


@contextmanager
def stopped_after(limit: int) -> Iterator[None]:
    """
    Stop what is done inside after so many seconds of CPU time.

    Raises:
        TimeoutError: It took longer.
    """

    def stop(*_: object) -> None:
        raise TimeoutError(f"stopped after {limit} s")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, limit)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@contextmanager
def compiled_beforehand() -> Iterator[dict[str, str]]:
    """
    Give an environment in which bytecode is kept, as installing does it, and caches start empty.
    """
    with tempfile.TemporaryDirectory() as folder:
        kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        kept["PYTHONPYCACHEPREFIX"] = str(Path(folder, "bytecode"))
        kept["XDG_CACHE_HOME"] = str(Path(folder, "cache"))
        yield kept
