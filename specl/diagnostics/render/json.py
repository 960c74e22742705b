"""
Findings as the one JSON object that tools read.

Lines and columns count from 1, columns in code points, ends are exclusive.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from specl.diagnostics.model import Diagnostic, Fix, Label
from specl.text import Span

__all__ = ["finding_to_json", "render", "span_to_json"]

_ALWAYS: dict[str, Any] = {"subject": None, "rules": (), "norms": (), "witness": None}


def render(
    findings: Iterable[Diagnostic],
    *,
    ok: bool,
    summary: Mapping[str, Any],
    stats: Mapping[str, Any] | None = None,
) -> str:
    """
    Return the object as indented JSON, in ASCII so that no encoding can spoil it.

    Args:
        findings: In the order in which they are to be read.
        ok: Whether the check passed.
        summary: Counts of rules, norms, errors and warnings.
        stats: Where the time went, if that was asked.
    """
    import json

    whole = {
        "version": 1,
        "ok": ok,
        "findings": [finding_to_json(finding) for finding in findings],
        "summary": dict(summary),
        **({} if stats is None else {"stats": dict(stats)}),
    }
    return json.dumps(whole, indent=2, default=_plain) + "\n"


def finding_to_json(finding: Diagnostic) -> dict[str, Any]:
    """
    Return a finding as JSON-ready data.
    """
    found = {
        "code": finding.code.slug,
        "severity": finding.severity.value,
        "message": finding.message,
        **_ALWAYS,
        **finding.data,
        "span": span_to_json(finding.span) if finding.span else None,
        "related": [_label_to_json(label) for label in finding.labels[1:]],
        "notes": list(finding.notes),
        "help": list(finding.help),
        "fixes": [_fix_to_json(fix) for fix in finding.fixes],
    }
    if finding.labels and finding.labels[0].message:
        found["label"] = finding.labels[0].message
    return found


def span_to_json(span: Span) -> dict[str, Any]:
    """
    Return a span as a file with lines and columns.
    """
    return {
        "file": span.source.name,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


def _label_to_json(label: Label) -> dict[str, Any]:
    return {"message": label.message, "span": span_to_json(label.span)}


def _fix_to_json(fix: Fix) -> dict[str, Any]:
    edits = [{"span": span_to_json(edit.span), "text": edit.text} for edit in fix.edits]
    return {"title": fix.title, "applicability": fix.applicability.value, "edits": edits}


def _plain(value: object) -> Any:
    """
    Return what `json` does not know as what it does.
    """
    if isinstance(value, frozenset | set):
        return sorted(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Fraction) and value.denominator == 1:
        return value.numerator
    return str(value)
