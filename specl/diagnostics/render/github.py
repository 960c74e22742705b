"""
Findings as workflow commands that GitHub shows beside the changed lines.
"""

from __future__ import annotations

from collections.abc import Iterable

from specl.diagnostics.model import Diagnostic, Severity
from specl.diagnostics.render.printable import one_line
from specl.text import Span

__all__ = ["render"]

_COMMAND = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(findings: Iterable[Diagnostic]) -> str:
    """
    Return one workflow command a finding.

    Args:
        findings: In the order in which they are to be read.
    """
    return "".join(_command(finding) + "\n" for finding in findings)


def _command(finding: Diagnostic) -> str:
    properties = {"title": f"specl ({finding.code.slug})"}
    if finding.span is not None:
        properties = _place(finding.span) | properties
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    lines = [finding.message, *finding.notes, *(f"help: {line}" for line in finding.help)]
    message = "\n".join(one_line(line) for line in lines)
    return f"::{_COMMAND[finding.severity]} {listed}::{_data(message)}"


def _place(span: Span) -> dict[str, str]:
    """
    Return where a span is; GitHub takes columns only where it stays on one line.
    """
    place = {"file": span.source.name, "line": str(span.line), "endLine": str(span.end_line)}
    if span.line == span.end_line:
        place |= {"col": str(span.column), "endColumn": str(span.end_column)}
    return place


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
