"""
One spec, understood once and checked once, and which findings are about which of its promises.

A promise is an example, an ensure or a cover. It holds if the check got to it, answered it,
and found nothing against it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Literal as Choice

import attrs

from specl.diagnostics import Code, Diagnostic, Severity, codes
from specl.model import Cover, Ensure, Example, Spec
from specl.text import Source
from specl.text.record import record
from specl.workspace.checking import search, understand
from specl.workspace.options import CheckOptions
from specl.workspace.reading import RawFile, read_raw

__all__ = ["CheckedSpec", "Promise", "UnreadableError", "promises_of"]

_FAILURES: dict[str, tuple[Code, ...]] = {
    "example": (codes.EXAMPLE_FAILED,),
    "ensure": (codes.ENSURE_FAILED, codes.ENSURE_OPEN),
    "cover": (codes.GAP,),
}
_ENDS = (codes.EMPTY_WORLD, codes.INTERNAL_ERROR)
"""What ends a check before promises are looked at."""


@record
class Promise:
    """
    An example, an ensure or a cover.
    """

    kind: Choice["example", "ensure", "cover"]
    of: Example | Ensure | Cover

    @property
    def name(self) -> str:
        """
        Return what tells it from all others of its spec, such as `ensure minors_pay_nothing`.
        """
        return f"{self.kind} {self.of.name}"


def promises_of(spec: Spec) -> tuple[Promise, ...]:
    """
    Return what a spec promises: examples, ensures, then covers, each in the order of the source.

    The ensures of modules are among them, as they are checked in the whole.
    """
    return (
        *(Promise("example", each) for each in spec.examples),
        *(Promise("ensure", each) for each in spec.ensures),
        *(Promise("cover", each) for each in spec.covers),
    )


class UnreadableError(Exception):
    """
    A file does not mean anything.

    Attributes:
        errors: Why, in the order of the source.
        source: Its text, None where it is none.
    """

    def __init__(self, errors: Iterable[Diagnostic], source: Source | None = None) -> None:
        super().__init__("the file does not mean anything")
        self.errors = tuple(errors)
        self.source = source


@attrs.frozen(slots=False, eq=False)
class CheckedSpec:
    """
    A spec that is checked when the first question about it is asked.

    Attributes:
        problems: What was found wrong in the text, though it means something.
    """

    spec: Spec
    problems: tuple[Diagnostic, ...]
    options: CheckOptions

    @classmethod
    def of(cls, path: Path, name: str, options: CheckOptions) -> CheckedSpec:
        """
        Read a spec and work out what it means.

        Args:
            path: The file.
            name: What messages call it.
            options: How to check.

        Raises:
            UnreadableError: It cannot be read, or does not mean anything.
        """
        raw = read_raw(str(path))
        file = attrs.evolve(raw, name=name).decoded() if isinstance(raw, RawFile) else raw
        if isinstance(file, Diagnostic):
            raise UnreadableError([file])
        understood = understand([file])
        if understood.spec is None:
            errors = (each for each in understood.problems if each.severity is Severity.ERROR)
            raise UnreadableError(errors, file.source)
        return cls(understood.spec, understood.problems, options)

    @cached_property
    def findings(self) -> tuple[Diagnostic, ...]:
        """
        Return all that `specl check` finds, worked out when it is first asked for.
        """
        return (*self.problems, *search(self.spec, self.options).findings)

    def against(self, promise: Promise) -> tuple[Diagnostic, ...]:
        """
        Return the findings that keep a promise from holding, or from being known to hold.
        """
        return tuple(each for each in self.findings if self._is_against(each, promise))

    def besides(self) -> tuple[Diagnostic, ...]:
        """
        Return the errors and warnings that are about no promise.
        """
        promises = promises_of(self.spec)
        return tuple(
            each
            for each in self.findings
            if each.severity is not Severity.INFO
            and not any(_is_about(each, promise) for promise in promises)
        )

    def _is_against(self, finding: Diagnostic, promise: Promise) -> bool:
        return _is_about(finding, promise) or finding.code in _ENDS or self._is_all_open(finding)

    def _is_all_open(self, finding: Diagnostic) -> bool:
        """
        Tell whether a finding leaves the spec as a whole undecided.
        """
        return finding.code == codes.UNDECIDED and finding.data.get("subject") == self.spec.name


def _is_about(finding: Diagnostic, promise: Promise) -> bool:
    """
    Tell whether a finding is about a promise; no two of a spec have the same name.
    """
    concerned = (*_FAILURES[promise.kind], codes.UNDECIDED)
    return finding.code in concerned and finding.data.get("subject") == promise.of.name
