"""
The lines of a source around some labels, with underlines and what is said of them.

Of a label over many lines the first is shown; of a line too long to read, a window
around the label.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from specl.diagnostics.model import Label, Severity
from specl.diagnostics.render.paint import Paint
from specl.diagnostics.render.printable import one_line, printable, width
from specl.text import Source
from specl.text.record import record

__all__ = ["Snippet"]

_LONGEST_LINE = 120
_BEFORE_LABEL = 40


@record
class _Mark:
    """
    A label's stretch of one line, in code points of that line.
    """

    line: int
    start: int
    end: int
    primary: bool
    message: str


@record
class Snippet:
    """
    The labels of one finding that lie in one source.

    Attributes:
        labels: At least one, in the order of the finding.
        primary: Whether the first of them is the finding's own place.
        gutter: How many columns the widest line number takes.
    """

    source: Source
    labels: Sequence[Label]
    primary: bool
    severity: Severity
    gutter: int
    paint: Paint

    def lines(self) -> Iterator[str]:
        """
        Yield the snippet's lines: where it is, an empty one, the source with its underlines.

        Of a source without text there is only the place.
        """
        arrow = "-->" if self.primary else ":::"
        place = one_line(self.labels[0].span.place)
        yield f"{' ' * self.gutter}{self.paint.faint(arrow)} {place}"
        if not self.source.text:
            return
        yield self._row("", "")
        previous: int | None = None
        for mark in self._marks():
            if previous is not None and mark.line > previous + 1:
                yield self.paint.faint("...")
            yield from self._marked(mark, repeat=mark.line != previous)
            previous = mark.line

    def _marks(self) -> list[_Mark]:
        found = [
            _mark_of(label, primary=self.primary and index == 0)
            for index, label in enumerate(self.labels)
        ]
        return sorted(found, key=lambda mark: (mark.line, mark.start))

    def _marked(self, mark: _Mark, *, repeat: bool) -> Iterator[str]:
        """
        Yield a line of the source, unless it stands above already, and its underline.
        """
        line = self.source.line(mark.line)
        if len(line) > _LONGEST_LINE:
            line, mark = _window(line, mark)
            repeat = True
        if repeat:
            yield self._row(str(mark.line), printable(line))
        before = width(printable(line[: mark.start]))
        length = max(1, width(printable(line[mark.start : mark.end])))
        under = ("^" if mark.primary else "-") * length
        text = f"{under} {one_line(mark.message)}".rstrip()
        yield self._row("", " " * before + self._coloured(text, primary=mark.primary))

    def _coloured(self, text: str, *, primary: bool) -> str:
        return self.paint.severity(text, self.severity) if primary else self.paint.faint(text)

    def _row(self, number: str, text: str) -> str:
        edge = self.paint.faint(f"{number:>{self.gutter}} |")
        return f"{edge} {text}".rstrip()


def _mark_of(label: Label, *, primary: bool) -> _Mark:
    """
    Return where to underline a label: of one over several lines, its first.
    """
    source = label.span.source
    line, column = source.position(label.span.start)
    last, end_column = source.position(label.span.end)
    end = end_column - 1 if last == line else len(source.line(line).rstrip())
    return _Mark(line, column - 1, max(column - 1, end), primary, label.message)


def _window(line: str, mark: _Mark) -> tuple[str, _Mark]:
    """
    Cut a long line to what stands around a mark, and move the mark along.
    """
    low = max(0, mark.start - _BEFORE_LABEL)
    high = min(len(line), low + _LONGEST_LINE)
    lead = "…" if low else ""
    tail = "…" if high < len(line) else ""
    shift = low - len(lead)
    moved = attrs.evolve(mark, start=mark.start - shift, end=min(mark.end, high) - shift)
    return lead + line[low:high] + tail, moved
