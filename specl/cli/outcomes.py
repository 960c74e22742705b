"""
What a check came to, in the format that was asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from specl import __version__
from specl.diagnostics import Severity
from specl.text.record import record
from specl.workspace.report import ExitStatus

if TYPE_CHECKING:
    from specl.workspace.report import Outcome

__all__ = ["Style", "counted", "show", "summary"]


@record
class Style:
    """
    How to show an outcome.
    """

    format: str
    color: bool
    quiet: bool
    strict: bool


def show(
    outcome: Outcome, style: Style, *, done: str = "", stats: Mapping[str, Any] | None = None
) -> int:
    """
    Print an outcome and return the exit status.

    Args:
        outcome: What a check came to.
        style: How to show it.
        done: What was done before, for the last line.
        stats: Where the time went, for the JSON output.
    """
    click.echo(_rendered(outcome, style, stats), nl=False, color=style.color)
    if style.format == "text" and not style.quiet:
        click.echo(done + summary(outcome))
    return int(outcome.status(strict=style.strict))


def _rendered(outcome: Outcome, style: Style, stats: Mapping[str, Any] | None) -> str:
    match style.format:
        case "json":
            from specl.diagnostics.render import json

            ok = outcome.status(strict=style.strict) == 0
            counts = outcome.summary()
            return json.render(outcome.findings, ok=ok, summary=counts, stats=stats)
        case "sarif":
            from specl.diagnostics.render import sarif

            return sarif.render(outcome.findings, version=__version__)
        case "github":
            from specl.diagnostics.render import github

            return github.render(outcome.findings)
        case "concise":
            from specl.diagnostics.render import concise

            return concise.render(outcome.findings, color=style.color)
    if not outcome.findings:
        return ""
    from specl.diagnostics.render import text

    return text.render(outcome.findings, color=style.color)


def summary(outcome: Outcome) -> str:
    """
    Return the line that says how much was checked, what came of it, and how completely.
    """
    files = sum(len(report.names) for report in outcome.reports)
    counts = [
        counted(outcome.count(Severity.ERROR), "error"),
        counted(outcome.count(Severity.WARNING), "warning"),
        counted(outcome.count(Severity.INFO), "note"),
    ]
    found = ", ".join(count for count in counts if not count.startswith("0 ")) or "nothing found"
    return f"checked {counted(files, 'file')}: {found}; {_completeness(outcome)}"


def counted(number: int, word: str) -> str:
    """
    Return a number of things in words.
    """
    return f"{number} {word}{'' if number == 1 else 's'}"


def _completeness(outcome: Outcome) -> str:
    if outcome.complete:
        return "every conflict was searched for"
    if outcome.status() == ExitStatus.COULD_NOT_RUN:
        return "not every file was searched for conflicts"
    if any(report.size is None for report in outcome.reports):
        return "conflicts are searched for once the text means something"
    return "the search for conflicts was cut short"
