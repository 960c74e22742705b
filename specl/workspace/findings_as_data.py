"""
Findings as data of JSON's, and back: for the cache, and for what comes from other processes.

A place is the number of its source and two offsets; who reads findings back knows the sources.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from specl.diagnostics import Applicability, Diagnostic, Edit, Fix, Label, Severity
from specl.diagnostics.codes import CODES
from specl.text import Source, Span

__all__ = ["findings_from_data", "findings_to_data"]

_SEVERITIES = {each.value: each for each in Severity}
_APPLICABILITIES = {each.value: each for each in Applicability}


def findings_to_data(findings: Iterable[Diagnostic], sources: Mapping[str, int]) -> list[Any]:
    """
    Return findings as data.

    Args:
        findings: What was found.
        sources: The numbers of the sources that may be named, by their names.

    Raises:
        KeyError: A finding lies in another source.
    """

    def place(span: Span) -> list[int]:
        return [sources[span.source.name], span.start, span.end]

    return [
        [
            each.code.slug,
            each.severity.value,
            each.message,
            [[*place(label.span), label.message] for label in each.labels],
            list(each.notes),
            list(each.help),
            [_fix_to_data(fix, place) for fix in each.fixes],
            dict(each.data),
        ]
        for each in findings
    ]


def _fix_to_data(fix: Fix, place: Any) -> list[Any]:
    edits = [[*place(edit.span), edit.text] for edit in fix.edits]
    return [fix.title, edits, fix.applicability.value]


def findings_from_data(data: Iterable[Any], sources: Sequence[Source]) -> tuple[Diagnostic, ...]:
    """
    Return findings that were data.

    Args:
        data: What `findings_to_data` returned.
        sources: The sources by number.

    Raises:
        KeyError, IndexError, TypeError, ValueError: This is no such data.
    """
    return tuple(_finding(sources, *each) for each in data)


def _finding(  # noqa: PLR0913, PLR0917 one parameter a part
    sources: Sequence[Source],
    code: str,
    severity: str,
    message: str,
    labels: Iterable[Any],
    notes: Iterable[str],
    advice: Iterable[str],
    fixes: Iterable[Any],
    data: Mapping[str, Any],
) -> Diagnostic:
    return Diagnostic(
        CODES[code],
        message,
        tuple(Label(Span(sources[n], start, end), text) for n, start, end, text in labels),
        tuple(notes),
        tuple(advice),
        tuple(_fix(sources, *each) for each in fixes),
        _SEVERITIES[severity],
        data,
    )


def _fix(sources: Sequence[Source], title: str, edits: Iterable[Any], applicability: str) -> Fix:
    placed = tuple(Edit(Span(sources[n], start, end), text) for n, start, end, text in edits)
    return Fix(title, placed, _APPLICABILITIES[applicability])
