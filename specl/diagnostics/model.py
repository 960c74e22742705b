"""
What a message to the user is made of: data only, no prose of its own, no printing.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

import attrs

from specl.text import Span
from specl.text.record import record

__all__ = [
    "Applicability",
    "Code",
    "Diagnostic",
    "Edit",
    "Fix",
    "Label",
    "Severity",
]


class Severity(Enum):
    """
    How much a finding weighs: errors fail a check, warnings fail a strict one.
    """

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Applicability(Enum):
    """
    Who may apply a fix: `safe` any tool, `unsafe` a person who read it, `display` nobody.
    """

    SAFE = "safe"
    UNSAFE = "unsafe"
    DISPLAY = "display"


@record
class Code:
    """
    A kind of finding.

    Attributes:
        number: Never reused, such as `S101`.
        slug: What people read and select by, such as `contradiction`.
        severity: The severity that its findings have unless they say otherwise.
        summary: One line, shown in lists.
    """

    number: str
    slug: str
    severity: Severity
    summary: str

    @property
    def explanation(self) -> str:
        """
        Return the page of the code, Markdown with what, why, an example and its mend.
        """
        from specl.diagnostics.pages import page

        return page(self.slug)


@record
class Label:
    """
    A place with what is to be said of it; a finding's first label is its own place.
    """

    span: Span
    message: str = ""


@record
class Edit:
    """
    New text for a span; the edits of one fix are applied together.
    """

    span: Span
    text: str


@record
class Fix:
    """
    One way to settle a finding: a title in the imperative and the edits that do it.
    """

    title: str
    edits: tuple[Edit, ...] = ()
    applicability: Applicability = Applicability.UNSAFE


@record
class Diagnostic:
    """
    One finding, ready for any renderer.

    Attributes:
        code: The kind of finding.
        message: One line, lower case, no full stop, the user's text in backticks.
        labels: Places, the primary one first; they may lie in several files.
        notes: Lines such as `when: refund == 501`, each `name: text`.
        help: What to do, one line each.
        fixes: Edits that settle it.
        severity: As the code says unless the finding is lighter or graver.
        data: The JSON fields of the finding: `subject`, `rules`, `norms`, `witness`, `waived`.
    """

    code: Code
    message: str
    labels: tuple[Label, ...] = ()
    notes: tuple[str, ...] = ()
    help: tuple[str, ...] = ()
    fixes: tuple[Fix, ...] = ()
    severity: Severity = attrs.field()
    data: Mapping[str, Any] = attrs.field(factory=dict)

    @severity.default
    def _severity_of_code(self) -> Severity:
        return self.code.severity

    @property
    def span(self) -> Span | None:
        """
        Return the finding's own place, if it has one.
        """
        return self.labels[0].span if self.labels else None
