"""
Findings as one line each: `file:line:column: severity[code] message`.
"""

from __future__ import annotations

from collections.abc import Iterable

from specl.diagnostics.model import Diagnostic
from specl.diagnostics.render.paint import Paint
from specl.diagnostics.render.printable import one_line

__all__ = ["render"]


def render(findings: Iterable[Diagnostic], *, color: bool = False) -> str:
    """
    Return one line a finding, as editors and `grep` read them.

    Args:
        findings: In the order in which they are to be read.
        color: Whether a terminal will show colours.
    """
    paint = Paint(color)
    return "".join(_line(finding, paint) + "\n" for finding in findings)


def _line(finding: Diagnostic, paint: Paint) -> str:
    place = f"{one_line(finding.span.place)}: " if finding.span else ""
    kind = f"{finding.severity.value}[{finding.code.slug}]"
    waived = " (waived)" if finding.data.get("waived") else ""
    return f"{place}{paint.severity(kind, finding.severity)} {one_line(finding.message)}{waived}"
