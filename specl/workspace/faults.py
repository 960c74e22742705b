"""
A fault of specl itself as a finding about the file that it was checking.
"""

from __future__ import annotations

import os

from specl.diagnostics import Diagnostic, Label
from specl.diagnostics.codes import INTERNAL_ERROR
from specl.text import Source

__all__ = ["fault", "innermost"]


def fault(source: Source, error: Exception) -> Diagnostic:
    """
    Return the finding that specl failed.

    Args:
        source: The file that it failed on.
        error: What went wrong.
    """
    kind, where, detail = innermost(error)
    return Diagnostic(
        INTERNAL_ERROR,
        f"specl failed on `{source.name}`: {kind} in {where}",
        labels=(Label(source.span(0, 0)),),
        notes=(f"detail: {detail}",) if detail else (),
        help=("this is a fault of specl, not of the spec: please report it with the file",),
    )


def innermost(error: Exception) -> tuple[str, str, str]:
    """
    Return the kind of an exception, the file and line of the code in which it arose, its text.

    One that arose in another process says so itself, in the same three parts.
    """
    told = getattr(error, "told", None)
    if isinstance(told, tuple):
        kind, where, detail = told
        return kind, where, detail
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = "an unknown place"
    if trace is not None:
        where = f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}"  # noqa: PTH119
    return type(error).__name__, where, str(error)
