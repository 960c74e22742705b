"""
From a text to the one way of laying it out, proved on every run to say the same.
"""

from __future__ import annotations

from specl.diagnostics import Diagnostic, codes
from specl.format.printer import print_file
from specl.syntax import Parsed, parse
from specl.syntax.walk import same
from specl.text import Source
from specl.text.record import record

__all__ = ["Formatted", "format_source"]


@record
class Formatted:
    """
    A text as it should be laid out.

    Attributes:
        text: The text; as it was where there are problems.
        problems: Why it could not be laid out.
    """

    text: str
    problems: tuple[Diagnostic, ...] = ()


def format_source(source: Source) -> Formatted:
    """
    Lay a text out.

    Args:
        source: The text of a file; with an error in it, it stays as it is.
    """
    parsed = parse(source)
    if parsed.problems:
        return Formatted(source.text, parsed.problems)
    text = print_file(parsed.file, parsed.comments)
    fault = _fault(parsed, Source(source.name, text))
    if fault is None:
        return Formatted(text)
    problem = Diagnostic(
        codes.INTERNAL_ERROR,
        f"laying out `{source.name}` would change {fault}; it stays as it is",
        help=("please report this with the file",),
    )
    return Formatted(source.text, (problem,))


def _fault(before: Parsed, printed: Source) -> str | None:
    """
    Return what a printed text would change, None where nothing.
    """
    after = parse(printed)
    if after.problems or not same(before.file, after.file):
        return "what it says"
    if before.comments != after.comments:
        return "its comments"
    if print_file(after.file, after.comments) != printed.text:
        return "again when it is laid out again"
    return None
