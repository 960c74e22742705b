"""
A text with a name, and spans of it.

Offsets count code points from 0, the end exclusive. Lines and columns count
from 1, as people and the JSON output do.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from functools import cached_property
from itertools import accumulate

import attrs

from specl.text.record import maker, record

__all__ = ["Source", "Span"]


@attrs.frozen(slots=False, eq=False, repr=False)
class Source:
    """
    One text: a file, standard input, an editor's buffer, a shipped module.

    Attributes:
        name: What messages call it; a path relative to where the user stands.
        text: The decoded text, line ends as line feeds.
    """

    name: str
    text: str

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """
        Return the offset at which each line starts; line 1 starts at 0.
        """
        *lines, _ = self.text.split("\n")
        return tuple(accumulate((len(line) + 1 for line in lines), initial=0))

    def position(self, offset: int) -> tuple[int, int]:
        """
        Return the line and column, both from 1, of a code point offset.
        """
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def line(self, number: int) -> str:
        """
        Return the text of a line, counted from 1, without its line end.
        """
        start = self.line_starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start:] if end < 0 else self.text[start:end]

    def utf16_column(self, offset: int) -> int:
        """
        Return the column of an offset in UTF-16 code units from 0, as editors count.
        """
        line, _ = self.position(offset)
        before = self.text[self.line_starts[line - 1] : offset]
        return len(before.encode("utf-16-le", "surrogatepass")) // 2

    def span(self, start: int, end: int) -> Span:
        """
        Return the span from one offset to another, the end exclusive.
        """
        return _span(self, start, end)

    def __repr__(self) -> str:
        return f"Source({self.name!r})"


@record
class Span:
    """
    A stretch of a source, its end exclusive; two spans are equal when file name and offsets are.
    """

    source: Source
    start: int
    end: int

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Span):
            return NotImplemented
        return self._place == other._place

    def __hash__(self) -> int:
        return hash(self._place)

    @property
    def _place(self) -> tuple[str, int, int]:
        return self.source.name, self.start, self.end

    @property
    def line(self) -> int:
        """
        Return the line of the first code point, from 1.
        """
        return self.source.position(self.start)[0]

    @property
    def column(self) -> int:
        """
        Return the column of the first code point, from 1.
        """
        return self.source.position(self.start)[1]

    @property
    def end_line(self) -> int:
        """
        Return the line of the exclusive end, from 1.
        """
        return self.source.position(self.end)[0]

    @property
    def end_column(self) -> int:
        """
        Return the column of the exclusive end, from 1.
        """
        return self.source.position(self.end)[1]

    @property
    def text(self) -> str:
        """
        Return the text that the span covers.
        """
        return self.source.text[self.start : self.end]

    @property
    def place(self) -> str:
        """
        Return file, line and column with colons between, as terminals and editors link them.
        """
        return f"{self.source.name}:{self.line}:{self.column}"

    def to(self, other: Span) -> Span:
        """
        Return the span from the start of this one to the end of another of the same source.
        """
        return _span(self.source, self.start, other.end)

    def __repr__(self) -> str:
        return f"<{self.place}>"


_span: Callable[[Source, int, int], Span] = maker(Span)
