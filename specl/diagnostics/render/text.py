"""
Findings as people read them in a terminal.

    error[type]: `refund` is a number and `minor` is not
      --> support.specl:12:8
       |
    12 |   when refund == minor
       |        ^^^^^^^^^^^^^^^ both sides must be of one type
       |
       = help: compare `refund` with a number
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from specl.diagnostics.model import Applicability, Diagnostic, Fix, Label
from specl.diagnostics.render.paint import Paint
from specl.diagnostics.render.printable import one_line
from specl.diagnostics.render.snippet import Snippet
from specl.text.record import record

__all__ = ["render"]

_HELP_SHOWN = 5


def render(findings: Iterable[Diagnostic], *, color: bool = False) -> str:
    """
    Return findings with their places in the source.

    Args:
        findings: In the order in which they are to be read.
        color: Whether a terminal will show colours.

    Returns:
        A text that ends in a line end, empty when there is no finding.
    """
    paint = Paint(color)
    shown = (_Finding(each, paint, _gutter(each)) for each in findings)
    return "".join("\n".join(each.lines()) + "\n\n" for each in shown)


def _gutter(diagnostic: Diagnostic) -> int:
    """
    Return how many columns the widest line number of a finding takes.
    """
    last = [label.span.end_line for label in diagnostic.labels]
    return len(str(max(last, default=1)))


@record
class _Finding:
    diagnostic: Diagnostic
    paint: Paint
    gutter: int

    def lines(self) -> Iterator[str]:
        yield self._heading()
        yield from self._snippets()
        rest = list(self._rest())
        if rest and self.diagnostic.labels:
            yield self.paint.faint(" " * self.gutter + " |")
        yield from rest

    def _heading(self) -> str:
        severity = self.diagnostic.severity
        name = self.paint.severity(f"{severity.value}[{self.diagnostic.code.slug}]", severity)
        waived = " (waived)" if self.diagnostic.data.get("waived") else ""
        return f"{name}: {self.paint.strong(one_line(self.diagnostic.message) + waived)}"

    def _snippets(self) -> Iterator[str]:
        files: dict[str, list[Label]] = {}
        for label in self.diagnostic.labels:
            files.setdefault(label.span.source.name, []).append(label)
        for index, labels in enumerate(files.values()):
            if index:
                yield self.paint.faint(" " * self.gutter + " |")
            yield from self._snippet(labels, primary=index == 0).lines()

    def _snippet(self, labels: list[Label], *, primary: bool) -> Snippet:
        return Snippet(
            source=labels[0].span.source,
            labels=labels,
            primary=primary,
            severity=self.diagnostic.severity,
            gutter=self.gutter,
            paint=self.paint,
        )

    def _rest(self) -> Iterator[str]:
        for note in self.diagnostic.notes:
            yield from self._note(note)
        advice = list(_advice(self.diagnostic))
        for line in advice[:_HELP_SHOWN]:
            yield from self._note(f"help: {line}")
        if len(advice) > _HELP_SHOWN:
            more = len(advice) - _HELP_SHOWN
            yield from self._note(f"help: {more} more in the output of `--format json`")

    def _note(self, note: str) -> Iterator[str]:
        edge = " " * self.gutter
        first, *others = note.split("\n")
        name, colon, text = first.partition(": ")
        if colon and " " not in name:
            first = f"{self.paint.strong(one_line(name) + ':')} {one_line(text)}"
        else:
            first = one_line(first)
        yield f"{edge} {self.paint.faint('=')} {first}"
        for other in others:
            yield f"{edge}   {one_line(other)}".rstrip()


def _advice(diagnostic: Diagnostic) -> Iterator[str]:
    """
    Yield what to do: the help, then the title of each fix that the help does not say already.
    """
    yield from diagnostic.help
    for fix in diagnostic.fixes:
        if fix.title not in diagnostic.help:
            yield _fix_line(fix)


def _fix_line(fix: Fix) -> str:
    safe = fix.applicability is Applicability.SAFE and fix.edits
    return f"{fix.title} (`specl check --fix` does it)" if safe else fix.title
