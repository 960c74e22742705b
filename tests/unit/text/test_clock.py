"""
The clock: times of phases add up to the time of the run, and nothing is measured unasked.
"""

from __future__ import annotations

import pytest

from specl.text import clock
from specl.text.clock import count, measured, merge, running, timing


@pytest.fixture
def ticks(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Let one second pass from each look at the time to the next.
    """
    seconds = iter(range(100))
    monkeypatch.setattr(clock, "perf_counter", lambda: float(next(seconds)))


@pytest.mark.usefixtures("ticks")
def test_inner_phases_are_taken_out_of_outer_ones() -> None:
    """
    While a phase within a phase runs, the outer one stands still.
    """
    with timing() as found, measured("search"):
        with measured("solver"), measured("mends"):
            pass
        with measured("solver"):
            pass
    assert found.seconds == {"search": 3.0, "solver": 3.0, "mends": 1.0}


def test_events_are_counted_and_clocks_added_up() -> None:
    """
    Counts go up by one or more, and take in what another process counted.
    """
    with timing() as found:
        count("solver calls")
        count("solver calls", 2)
        merge({"solver": 1.5}, {"solver calls": 4})
    assert found.counts == {"solver calls": 7}
    assert found.seconds == {"solver": 1.5}


def test_nothing_is_measured_unasked() -> None:
    """
    Without a clock phases and events go by, and a phase is always the same nothing.
    """
    count("solver calls")
    merge({"solver": 1.0}, {})
    with measured("search"):
        assert running() is None
    assert measured("search") is measured("solver")


def test_a_clock_stops_after_an_error() -> None:
    """
    A phase that an exception ends is measured, and no clock runs afterwards.
    """
    with pytest.raises(ZeroDivisionError), timing() as found, measured("search"):
        raise ZeroDivisionError
    assert running() is None
    assert found.seconds.keys() == {"search"}
