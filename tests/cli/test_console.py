"""
Colours and progress follow the terminal.
"""

from __future__ import annotations

import io
import sys

import pytest

from specl.cli import progress
from specl.cli.console import wants_color
from specl.cli.progress import Progress


class Terminal(io.StringIO):
    """
    A stream that says it is a terminal.
    """

    def isatty(self) -> bool:
        """
        Say so.
        """
        return True


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, True),
        ({"NO_COLOR": ""}, True),
        ({"NO_COLOR": "1"}, False),
        ({"TERM": "dumb"}, False),
    ],
)
def test_auto_looks_at_terminal_and_environment(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], *, expected: bool
) -> None:
    """
    On a terminal there are colours, unless NO_COLOR has a value or the terminal is dumb.
    """
    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert wants_color("auto") is expected


def test_auto_is_plain_in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Into a pipe or a file there are no colours.
    """
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    monkeypatch.setenv("TERM", "xterm")
    assert wants_color("auto") is False


def test_the_option_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Whoever asks for colours gets them.
    """
    monkeypatch.setenv("NO_COLOR", "1")
    assert (wants_color("always"), wants_color("never")) == (True, False)


def progress_after(seconds: float, stream: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> str:
    """
    Return what a task that has run for some seconds has shown of its progress.
    """
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(progress.time, "monotonic", lambda: 100 + seconds)
    shown = Progress(started=100)
    shown("looking for contradictions")
    shown.clear()
    return stream.getvalue()


def test_progress_waits_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A quick task shows nothing, a slow one a line that is taken away at its end.
    """
    assert progress_after(0.9, Terminal(), monkeypatch) == ""
    expected = "\r\x1b[Klooking for contradictions\r\x1b[K"
    assert progress_after(1.1, Terminal(), monkeypatch) == expected


def test_progress_is_for_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A log file is spared the progress.
    """
    assert progress_after(5, io.StringIO(), monkeypatch) == ""
