r"""
Texts that no template engine can take for its own, and that read back as they were.

A grader's templates are `{{ item.… }}` and `{{ sample.… }}`. Braces that could be taken for one
are written as JSON would, `\u007b` and `\u007d`; what looks like that already has its backslash
written as `\u005c`, so that everything reads back.
"""

from __future__ import annotations

import re

__all__ = ["LEGEND", "literal", "read_back"]

LEGEND = (
    r"In what follows \u007b stands for an opening brace, \u007d for a closing one and \u005c for "
    "a backslash."
)

_SPECIAL = re.compile(r"\{(?=[{%#])|(?<=\{)\{|\}(?=\})|(?<=[}%#])\}|\\(?=u00(?:7b|7d|5c))")
_WRITTEN = re.compile(r"\\u00(7b|7d|5c)")


def literal(text: str) -> str:
    """
    Return a text in which nothing opens or closes a template.
    """
    return _SPECIAL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def read_back(text: str) -> str:
    """
    Return what `literal` was given.
    """
    return _WRITTEN.sub(lambda found: chr(int(found[1], 16)), text)
