"""
Work in several processes: what one process would come to, whatever happens to the others.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path
from random import Random

import pytest

from specl.check import slices
from specl.diagnostics.render import json
from specl.text.clock import count, timing
from specl.workspace import jobs
from specl.workspace.checking import search, understand
from specl.workspace.options import CheckOptions
from specl.workspace.reading import RawFile, TextFile
from tests.reference.beside import side_by_side
from tests.reference.generate import draw


@pytest.fixture(autouse=True)
def small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Cut even the smallest specs.
    """
    monkeypatch.setattr(slices, "SMALL", 0)
    monkeypatch.setattr(slices, "_ALONE", 1)


@pytest.fixture(autouse=True)
def no_orphans() -> Iterator[None]:
    """
    See that no process outlives its work.
    """
    yield
    assert multiprocessing.active_children() == []


@pytest.fixture
def texts() -> list[TextFile]:
    """
    Return a spec of several slices.
    """
    random = Random(7)
    text = side_by_side([draw(random) for _ in range(3)], share=True)
    read = RawFile("random.specl", Path("random.specl"), text.encode()).decoded()
    assert isinstance(read, TextFile)
    return [read]


def output(texts: list[TextFile], *, processes: int) -> str:
    """
    Return what a check finds, as JSON.
    """
    spec = understand(texts).spec
    assert spec is not None
    assert len(slices.slices(spec)) > 1
    found = search(spec, CheckOptions(jobs=processes))
    return json.render(found.findings, ok=True, summary={"complete": found.complete})


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_processes_however_started_come_to_the_same(
    monkeypatch: pytest.MonkeyPatch, texts: list[TextFile], method: str
) -> None:
    """
    Findings come back from other processes to the byte as this one makes them.
    """
    monkeypatch.setattr(jobs, "_context", lambda: get_context(method))
    assert output(texts, processes=1) == output(texts, processes=2)


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
@pytest.mark.skipif(
    "fork" not in multiprocessing.get_all_start_methods(),
    reason="only forked processes fail as this one is made to",
)
def test_a_fault_elsewhere_is_the_same_finding(
    monkeypatch: pytest.MonkeyPatch, texts: list[TextFile]
) -> None:
    """
    Where specl fails in a process it is reported as if it had failed in this one.
    """
    monkeypatch.setattr(jobs, "_context", lambda: get_context("fork"))

    def fail(spec: object, **options: object) -> object:
        raise ZeroDivisionError("boom")

    monkeypatch.setattr("specl.check.sliced.check", fail)
    here, elsewhere = (output(texts, processes=processes) for processes in (1, 2))
    assert "internal-error" in here
    assert "ZeroDivisionError" in here
    assert here == elsewhere


def squared(number: int) -> int:
    """
    Return a square, unless the number is unlucky in some process.
    """
    count("squares")
    if number == 13:
        raise ValueError("unlucky")
    if number == 7 and multiprocessing.parent_process() is not None:
        os._exit(1)
    if number == 5 and multiprocessing.parent_process() is not None:
        raise KeyboardInterrupt
    return number * number


def shared(numbers: list[int]) -> list[int]:
    """
    Square numbers in two processes.
    """
    weight = [1 for _ in numbers]
    return jobs.shared_out(squared, numbers, jobs=2, weight=weight, progress=lambda _: None)


def test_results_are_in_the_order_of_the_tasks() -> None:
    """
    Which process was done first shows nowhere.
    """
    assert shared([3, 1, 2, 9, 4]) == [9, 1, 4, 81, 16]


def test_the_first_failure_is_told() -> None:
    """
    A failure comes back with its kind, place and text.
    """
    with pytest.raises(jobs.ElsewhereError) as raised:
        shared([1, 13, 2])
    kind, where, text = raised.value.told
    assert (kind, where.partition(":")[0], text) == ("ValueError", "test_jobs.py", "unlucky")


def test_a_process_that_is_gone_leaves_its_work_to_this_one() -> None:
    """
    Where a process was ended from outside nothing is lost.
    """
    assert shared([1, 7, 2]) == [1, 49, 4]


def test_an_interrupt_ends_all() -> None:
    """
    An interrupt comes through, and no process is left behind.
    """
    with pytest.raises(KeyboardInterrupt):
        shared([1, 5, 2])


def test_stats_of_processes_are_added_up() -> None:
    """
    What other processes count is counted.
    """
    with timing() as clock:
        shared([1, 2, 3])
    assert clock.counts == {"squares": 3}
