"""
Work shared among processes, with the results that one process alone would come to.

Where it is safe the processes are forked and find everything at hand; elsewhere they start
anew and are sent what they need. Results come back as data, in the order of the tasks. A
process that is gone leaves its work to this one; an interrupt ends them all.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from specl.text import Source
from specl.text.clock import merge, running, timing
from specl.workspace.faults import innermost
from specl.workspace.findings_as_data import findings_from_data, findings_to_data

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing.context import BaseContext

    from specl.check import Report
    from specl.check.sliced import Checking, ManyChecks
    from specl.model import Spec

__all__ = ["ElsewhereError", "checking_in", "processors", "shared_out"]

WORTHWHILE = 500

_work: tuple[Callable[[Any], Any], Sequence[Any]] | None = None


class ElsewhereError(Exception):
    """
    Something went wrong in another process.

    Attributes:
        told: What kind of exception it was, where it arose, and its text.
    """

    def __init__(self, *told: str) -> None:
        super().__init__(*told)
        self.told = told


def processors() -> int:
    """
    Return how many processors this process may use.
    """
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def checking_in(jobs: int | None) -> ManyChecks:
    """
    Return what checks several slices in some number of processes.

    Args:
        jobs: How many; None: one for a spec that is not large, else one for each processor.
    """

    def many(checking: Checking, specs: Sequence[Spec]) -> list[Report]:
        rules = sum(len(spec.rules) for spec in specs)
        wanted = jobs or (processors() if rules >= WORTHWHILE else 1)
        if min(wanted, len(specs)) < 2:
            return [checking(spec) for spec in specs]
        return _checked_elsewhere(checking, specs, wanted)

    return many


def _checked_elsewhere(checking: Checking, specs: Sequence[Spec], jobs: int) -> list[Report]:
    from specl.check import Report
    from specl.check.sliced import Checking

    sources = {source.name: source for spec in specs for source in _sources(spec)}
    silent = Checking(checking.budget, checking.today)
    tell = checking.progress or (lambda _: None)
    tasks = [(silent, spec) for spec in specs]
    weight = [len(spec.rules) for spec in specs]
    found = shared_out(_check_one, tasks, jobs=jobs, weight=weight, progress=tell)
    return [
        Report(findings_from_data(data, [sources[name] for name in names]), complete)
        for names, data, complete in found
    ]


def _check_one(task: tuple[Checking, Spec]) -> tuple[list[str], list[Any], bool]:
    """
    Check a slice and return what was found as data, with the names of its sources.
    """
    checking, spec = task
    report = checking(spec)
    names = list(dict.fromkeys(source.name for source in _sources(spec)))
    places = {name: place for place, name in enumerate(names)}
    return names, findings_to_data(report.findings, places), report.complete


def _sources(spec: Spec) -> Iterator[Source]:
    """
    Yield the sources that a finding about a spec may lie in.
    """
    yield spec.source
    yield from (each.span.source for each in spec.rules.values())
    yield from (each.span.source for each in (*spec.assumptions, *spec.constraints))
    yield from (each.span.source for each in spec.orderings)
    yield from (each.span.source for each in spec.suspensions)
    yield from (each.span.source for each in spec.waivers)


def shared_out(
    function: Callable[[Any], Any],
    tasks: Sequence[Any],
    *,
    jobs: int,
    weight: Sequence[int],
    progress: Callable[[str], None],
) -> list[Any]:
    """
    Apply a function to each of some tasks, in several processes.

    Args:
        function: One of a module, whose results are plain data.
        tasks: What it is applied to.
        jobs: How many processes.
        weight: How much work each task is, in any unit.
        progress: Told how far it is.

    Returns:
        The results, in the order of the tasks.

    Raises:
        ElsewhereError: The function failed; of several failures the first task's.
    """
    from concurrent.futures.process import BrokenProcessPool

    order = sorted(range(len(tasks)), key=lambda place: (-weight[place], place))
    found: dict[int, Any] = {}
    try:
        with _pool(function, tasks, min(jobs, len(tasks))) as pool:
            begun = {
                place: pool.submit(_run, place, timed=running() is not None) for place in order
            }
            for place in order:
                found[place] = _result(begun[place])
                progress(f"checked {len(found)} of {len(tasks)} parts")
    except (BrokenProcessPool, OSError):
        for place in order:
            if place not in found:
                found[place] = _attempt(function, tasks[place])
    return [_unwrapped(found[place]) for place in range(len(tasks))]


def _result(begun: Future[Any]) -> Any:
    outcome, seconds, counts = begun.result()
    merge(seconds, counts)
    return outcome


def _unwrapped(outcome: tuple[bool, Any]) -> Any:
    succeeded, value = outcome
    if not succeeded:
        raise ElsewhereError(*value)
    return value


def _attempt(function: Callable[[Any], Any], task: Any) -> tuple[bool, Any]:
    try:
        return True, function(task)
    except Exception as error:  # noqa: BLE001 told to whoever asked for the work
        return False, innermost(error)


def _run(place: int, *, timed: bool) -> tuple[tuple[bool, Any], dict[str, float], dict[str, int]]:
    """
    Do one task in a process of the pool.
    """
    assert _work is not None
    function, tasks = _work
    if not timed:
        return _attempt(function, tasks[place]), {}, {}
    with timing() as clock:
        outcome = _attempt(function, tasks[place])
    return outcome, clock.seconds, clock.counts


@contextmanager
def _pool(
    function: Callable[[Any], Any], tasks: Sequence[Any], jobs: int
) -> Iterator[ProcessPoolExecutor]:
    """
    Open a pool of processes that have some work at hand; none of them outlives it.
    """
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    global _work  # noqa: PLW0603 what forked processes find at hand
    before = set(multiprocessing.active_children())
    context = _context()
    forked = context.get_start_method() == "fork"
    _work = (function, tasks)
    sent = () if forked else (_work,)
    pool = ProcessPoolExecutor(jobs, context, initializer=_prepare, initargs=sent)
    try:
        yield pool
        pool.shutdown()
    except BaseException:
        for process in set(multiprocessing.active_children()) - before:
            process.terminate()
        pool.shutdown(cancel_futures=True)
        raise
    finally:
        _work = None


def _context() -> BaseContext:
    from multiprocessing import get_context

    safe = sys.platform == "linux" and threading.active_count() == 1
    return get_context("fork" if safe else "spawn")


def _prepare(work: tuple[Callable[[Any], Any], Sequence[Any]] | None = None) -> None:
    """
    Make a process of the pool ready: interrupts are for the process that opened the pool.
    """
    global _work  # noqa: PLW0603 see `_pool`
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    if work is not None:
        _work = work


def _leave_with_parent() -> None:
    """
    End this process once the one that opened the pool is gone, however it went.
    """
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
