"""
What a check came to: findings in a fixed order, counts, and an exit status.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import TYPE_CHECKING

from specl.diagnostics import Diagnostic, Severity
from specl.diagnostics.codes import ENCODING, INTERNAL_ERROR, UNDECIDED, UNREADABLE
from specl.text.record import record

if TYPE_CHECKING:
    from specl.model import Spec

__all__ = ["ExitStatus", "FileReport", "Outcome", "in_order", "unread_report"]

_COULD_NOT_RUN = frozenset({UNREADABLE.slug, ENCODING.slug, INTERNAL_ERROR.slug})


class ExitStatus(IntEnum):
    """
    What `specl` tells the shell.
    """

    CLEAN = 0
    FOUND = 1
    COULD_NOT_RUN = 2
    UNDECIDED = 3

    @classmethod
    def worst(cls, statuses: Iterable[ExitStatus]) -> ExitStatus:
        """
        Return the status that says most: what could not run, then errors, then open questions.
        """
        order = (cls.CLEAN, cls.UNDECIDED, cls.FOUND, cls.COULD_NOT_RUN)
        return max(statuses, key=order.index, default=cls.CLEAN)


@record
class FileReport:
    """
    What was found in one spec: a file with what it uses, or several files together.

    Attributes:
        names: The files as the user named them.
        spec: What the text means; None where it means nothing, or an earlier run worked it out.
        findings: In the order of the source.
        complete: Whether every conflict was searched for, to the end.
        counts: The numbers of rules and norms, where an earlier run worked out the spec.
    """

    names: tuple[str, ...]
    spec: Spec | None
    findings: tuple[Diagnostic, ...]
    complete: bool
    counts: tuple[int, int] | None = None

    @property
    def size(self) -> tuple[int, int] | None:
        """
        Return the numbers of rules and norms; None where the text means nothing.
        """
        return (len(self.spec.rules), len(self.spec.norms)) if self.spec else self.counts


@record(slots=False)
class Outcome:
    """
    What was found in all specs of one run.
    """

    reports: tuple[FileReport, ...]

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """
        Return all findings, each once though several files use the module that it lies in.
        """
        return _once(finding for report in self.reports for finding in report.findings)

    @property
    def complete(self) -> bool:
        """
        Tell whether every conflict in every spec was searched for.
        """
        return all(report.complete for report in self.reports)

    def count(self, severity: Severity) -> int:
        """
        Return how many findings have a severity.
        """
        return sum(finding.severity is severity for finding in self.findings)

    def status(self, *, strict: bool = False) -> ExitStatus:
        """
        Return the exit status.

        Args:
            strict: Whether warnings count as errors.
        """
        failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
        codes = {each.code.slug for each in self.findings if each.severity in failing}
        if codes & _COULD_NOT_RUN:
            return ExitStatus.COULD_NOT_RUN
        if codes - {UNDECIDED.slug}:
            return ExitStatus.FOUND
        return ExitStatus.UNDECIDED if codes else ExitStatus.CLEAN

    def summary(self) -> dict[str, int | bool]:
        """
        Return the counts that the JSON output carries.
        """
        sizes = [report.size for report in self.reports if report.size is not None]
        return {
            "files": sum(len(report.names) for report in self.reports),
            "rules": sum(rules for rules, _ in sizes),
            "norms": sum(norms for _, norms in sizes),
            "errors": self.count(Severity.ERROR),
            "warnings": self.count(Severity.WARNING),
            "infos": self.count(Severity.INFO),
            "complete": self.complete,
        }


def unread_report(problem: Diagnostic) -> FileReport:
    """
    Return the report on a file that could not be read.
    """
    name = problem.span.source.name if problem.span else ""
    return FileReport((name,), None, (problem,), complete=False)


def in_order(findings: Iterable[Diagnostic], names: Sequence[str]) -> tuple[Diagnostic, ...]:
    """
    Return findings in the order of the source, each once.

    Args:
        findings: In any order.
        names: Names of sources that come first, in this order; others follow by name.
    """
    return _once(sorted(findings, key=lambda finding: _place(finding, names)))


def _place(finding: Diagnostic, names: Sequence[str]) -> tuple[int, str, int, int, str, str]:
    span = finding.span
    if span is None:
        return (-1, "", 0, 0, finding.code.number, finding.message)
    name = span.source.name
    first = names.index(name) if name in names else len(names)
    return (first, name, span.start, span.end, finding.code.number, finding.message)


def _once(findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    seen: dict[object, Diagnostic] = {}
    for finding in findings:
        related = tuple((label.span, label.message) for label in finding.labels)
        norms = tuple(tuple(norm.items()) for norm in finding.data.get("norms", ()))
        key = (finding.code.slug, finding.message, related, finding.notes, norms)
        seen.setdefault(key, finding)
    return tuple(seen.values())
