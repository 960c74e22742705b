"""
Where the time of a run went, for those who ask: a clock that stands still unless started.

`measured` and `count` cost one look at a global while no clock runs. Times of phases within
phases are taken out of the outer ones, so that all times together are the time of the run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from time import perf_counter
from types import TracebackType

import attrs

__all__ = ["Clock", "count", "measured", "merge", "running", "timing"]


@attrs.define(eq=False)
class Clock:
    """
    Seconds by phase and numbers of events, of one run.
    """

    seconds: dict[str, float] = attrs.field(factory=dict)
    counts: dict[str, int] = attrs.field(factory=dict)
    _open: list[tuple[str, float]] = attrs.field(factory=list)

    def enter(self, phase: str) -> None:
        """
        Begin a phase; the one around it stands still until it ends.
        """
        now = perf_counter()
        self._book(now)
        self._open.append((phase, now))

    def leave(self) -> None:
        """
        End the innermost phase.
        """
        now = perf_counter()
        self._book(now)
        self._open.pop()
        if self._open:
            self._open[-1] = (self._open[-1][0], now)

    def count(self, event: str, number: int) -> None:
        """
        Add to the number of an event.
        """
        self.counts[event] = self.counts.get(event, 0) + number

    def merge(self, seconds: Mapping[str, float], counts: Mapping[str, int]) -> None:
        """
        Add what another clock measured, such as that of another process.
        """
        for phase, time in seconds.items():
            self.seconds[phase] = self.seconds.get(phase, 0.0) + time
        for event, number in counts.items():
            self.count(event, number)

    def _book(self, now: float) -> None:
        if self._open:
            phase, since = self._open[-1]
            self.seconds[phase] = self.seconds.get(phase, 0.0) + now - since


class _Nothing:
    """
    A phase that nobody measures.
    """

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        return None


class _Phase(_Nothing):
    """
    A phase that a clock measures.
    """

    def __init__(self, clock: Clock, name: str) -> None:
        self._clock = clock
        self._name = name

    def __enter__(self) -> None:
        self._clock.enter(self._name)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._clock.leave()


_NOTHING = _Nothing()
_clock: Clock | None = None


def running() -> Clock | None:
    """
    Return the clock that runs, if one does.
    """
    return _clock


def measured(phase: str) -> AbstractContextManager[None]:
    """
    Return what measures a phase in a `with`, where a clock runs.
    """
    return _NOTHING if _clock is None else _Phase(_clock, phase)


def count(event: str, number: int = 1) -> None:
    """
    Count an event, where a clock runs.
    """
    if _clock is not None:
        _clock.count(event, number)


def merge(seconds: Mapping[str, float], counts: Mapping[str, int]) -> None:
    """
    Add what another clock measured, where one runs.
    """
    if _clock is not None:
        _clock.merge(seconds, counts)


@contextmanager
def timing() -> Iterator[Clock]:
    """
    Run a clock, and yield it; the one that ran before goes on afterwards.
    """
    global _clock  # noqa: PLW0603 one clock runs at a time, so that all rooms find it
    before, clock = _clock, Clock()
    _clock = clock
    try:
        yield clock
    finally:
        _clock = before
