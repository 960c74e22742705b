"""
The words and signs of a text, and its comments.
"""

from __future__ import annotations

from typing import NamedTuple

import attrs

from specl.text import Span
from specl.text.record import record

__all__ = ["Comment", "Token"]


class Token(NamedTuple):
    """
    A word or sign: the name the grammar has for its kind, its text and where it stands.

    A token that stands for something missing is empty: it starts where it ends.
    """

    kind: str
    text: str
    start: int
    end: int


@record
class Comment:
    """
    A comment from its `#` to the end of the line, without blank space at its end.
    """

    text: str
    span: Span = attrs.field(eq=False, repr=False)
