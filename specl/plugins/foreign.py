"""
Whether a text that means nothing is a spec at all: other tools have files of this name, too.
"""

from __future__ import annotations

from collections.abc import Iterable

from specl.diagnostics import Diagnostic, codes
from specl.syntax.automaton import accepted_after, stack_after
from specl.syntax.lexer import scan
from specl.text import Source

__all__ = ["advice_if_foreign"]

_ADVICE = (
    "help: if this is no spec of specl, let the setting `specl_files` name those that are,"
    " or leave them all out with `-p no:specl`"
)


def advice_if_foreign(source: Source | None, errors: Iterable[Diagnostic]) -> str | None:
    """
    Return what to do about a file of another tool, None where it looks like a spec.

    Args:
        source: Its text, None where it could not be read as one.
        errors: What is wrong with it.
    """
    if source is None:
        return _ADVICE if any(error.code == codes.ENCODING for error in errors) else None
    tokens = scan(source).tokens
    if tokens and tokens[0].kind in accepted_after(stack_after([], start="start"), start="start"):
        return None
    return _ADVICE
