"""
What stands in a span, on one line and without comments.
"""

from __future__ import annotations

import re

from specl.text import Span

__all__ = ["written"]

_PIECE = re.compile(r'"""(?s:.*?)"""|"(?:[^"\\\n]|\\.)*"|(?:\s|#[^\n]*)+')


def written(span: Span) -> str:
    r"""
    Return the text of a span as one would say it in a message.

    >>> from specl.text import Source
    >>> source = Source("a.specl", "must refund  # the amount\n  <= paid")
    >>> written(source.span(0, len(source.text)))
    'must refund <= paid'
    """
    text = span.text
    if '"' not in text and "#" not in text:
        return " ".join(text.split())
    return _PIECE.sub(_piece, text).strip()


def _piece(match: re.Match[str]) -> str:
    text = match.group()
    return text if text.startswith('"') else " "
