"""
Comments on their way into the output, each at the place where the tree has a gap for it.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from specl.format.document import Doc, Remark
from specl.syntax import Comment

__all__ = ["Pending"]


@attrs.define(eq=False, repr=False)
class Pending:
    """
    The comments of a file, of which those before `_next` have been printed.
    """

    comments: Sequence[Comment]
    _next: int = 0

    def before(self, offset: int) -> list[Comment]:
        """
        Take the comments that begin before an offset.
        """
        first = self._next
        while self._next < len(self.comments) and self._start() < offset:
            self._next += 1
        return list(self.comments[first : self._next])

    def trailing(self, end: int) -> Comment | None:
        """
        Take the comment that follows an offset on its line, if nothing but a sign is between.
        """
        if self._next == len(self.comments):
            return None
        comment = self.comments[self._next]
        between = comment.span.source.text[end : self._start()]
        if self._start() < end or between.strip(" \t\r,{"):
            return None
        self._next += 1
        return comment

    def within(self, offset: int) -> Doc:
        """
        Take the comments before an offset inside a statement, as a document that ends its line.
        """
        found = self.before(offset)
        return tuple(Remark(comment.text, _is_alone(comment)) for comment in found)

    def is_within(self, start: int, end: int) -> bool:
        """
        Tell whether a comment lies between two offsets.
        """
        return any(start <= comment.span.start < end for comment in self.comments[self._next :])

    def _start(self) -> int:
        return self.comments[self._next].span.start


def _is_alone(comment: Comment) -> bool:
    text, start = comment.span.source.text, comment.span.start
    return not text[text.rfind("\n", 0, start) + 1 : start].strip()
