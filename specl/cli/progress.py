"""
A line on standard error that says what is going on, once it takes longer than a second.
"""

from __future__ import annotations

import sys
import time

import attrs

__all__ = ["Progress"]

_PATIENCE = 1.0
_PAUSE = 0.1


@attrs.define(eq=False, repr=False)
class Progress:
    """
    Shows the newest word of a long task on a terminal and takes it away at the end.
    """

    started: float = attrs.field(factory=time.monotonic)
    shown_at: float | None = None

    def __call__(self, words: str) -> None:
        """
        Show what is going on, unless it is too early or too soon after the last word.
        """
        now = time.monotonic()
        if now - self.started < _PATIENCE or not sys.stderr.isatty():
            return
        if self.shown_at is None or now - self.shown_at >= _PAUSE:
            self.shown_at = now
            _write(f"\r\x1b[K{words[:78]}")

    def clear(self) -> None:
        """
        Take the line away.
        """
        if self.shown_at is not None:
            _write("\r\x1b[K")
            self.shown_at = None


def _write(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
