"""
Safe mends put into texts, again and again until none is left, then written.

Only mends that any tool may apply are taken, only where all their edits lie in the
files at hand, and of two that touch the same place the first.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import attrs

from specl.diagnostics import Applicability, Diagnostic, Edit, Fix
from specl.text import Source
from specl.text.record import record
from specl.workspace.checking import CheckOptions, check_texts
from specl.workspace.reading import TextFile
from specl.workspace.report import Outcome
from specl.workspace.writing import replace

__all__ = ["Change", "Mended", "apply_edits", "difference", "mend", "write"]

_ROUNDS = 10


@record
class Change:
    """
    A file and the text that it is to have.
    """

    file: TextFile
    text: str


@record
class Mended:
    """
    Files after their safe mends.

    Attributes:
        changes: The files that are to change.
        titles: What was done, in order.
        outcome: The check of the mended texts.
    """

    changes: tuple[Change, ...]
    titles: tuple[str, ...]
    outcome: Outcome


def mend(
    files: Sequence[TextFile | Diagnostic], options: CheckOptions, *, together: bool = False
) -> Mended:
    """
    Apply the safe mends of what a check finds, in memory.

    Args:
        files: Each file, or why it could not be read.
        options: How to check.
        together: Whether the files are one spec.
    """
    current = list(files)
    titles: list[str] = []
    outcome = check_texts(current, options, together=together)
    for _ in range(_ROUNDS):
        sources = {each.source.name: each.source for each in _texts(current)}
        fixes = _safe(outcome.findings, sources)
        if not fixes:
            break
        edited = [_edited(file, fixes) for file in current]
        after = check_texts(edited, options, together=together, overlay=_overlay(edited))
        if _understood(after) < _understood(outcome):
            break
        titles.extend(fix.title for fix in fixes)
        current, outcome = edited, after
    return Mended(_changes(files, current), tuple(titles), outcome)


def _texts(files: Iterable[TextFile | Diagnostic]) -> list[TextFile]:
    return [file for file in files if isinstance(file, TextFile)]


def _understood(outcome: Outcome) -> int:
    return sum(report.spec is not None for report in outcome.reports)


def _overlay(files: Iterable[TextFile | Diagnostic]) -> dict[Path, str]:
    return {each.path.resolve(): each.source.text for each in _texts(files) if each.path}


def _changes(
    before: Sequence[TextFile | Diagnostic], after: Sequence[TextFile | Diagnostic]
) -> tuple[Change, ...]:
    pairs = zip(_texts(before), _texts(after), strict=True)
    return tuple(
        Change(old, new.source.text) for old, new in pairs if old.source.text != new.source.text
    )


def _safe(findings: Iterable[Diagnostic], sources: Mapping[str, Source]) -> list[Fix]:
    """
    Return the first safe fix of each finding that fits beside those taken before.
    """
    taken: list[Fix] = []
    for finding in findings:
        for fix in finding.fixes:
            if _applies(fix, sources) and not _collides(fix, taken):
                taken.append(fix)
                break
    return taken


def _applies(fix: Fix, sources: Mapping[str, Source]) -> bool:
    """
    Tell whether a fix is safe and speaks of the texts at hand, as they are now.
    """
    return (
        fix.applicability is Applicability.SAFE
        and bool(fix.edits)
        and all(
            edit.span.source.name in sources
            and sources[edit.span.source.name].text == edit.span.source.text
            for edit in fix.edits
        )
    )


def _collides(fix: Fix, taken: Iterable[Fix]) -> bool:
    others = [edit for other in taken for edit in other.edits]
    return any(_touch(edit, other) for edit in fix.edits for other in others)


def _touch(one: Edit, other: Edit) -> bool:
    """
    Tell whether two edits share a place; two insertions at one place do.
    """
    a, b = one.span, other.span
    if a.source.name != b.source.name:
        return False
    return a.start == b.start or (a.start < b.end and b.start < a.end)


def _edited(file: TextFile | Diagnostic, fixes: Iterable[Fix]) -> TextFile | Diagnostic:
    if isinstance(file, Diagnostic):
        return file
    name = file.source.name
    edits = [edit for fix in fixes for edit in fix.edits if edit.span.source.name == name]
    return attrs.evolve(file, source=Source(name, apply_edits(file.source.text, edits)))


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """
    Return a text with edits applied together.

    Args:
        text: The text that the edits' spans count in.
        edits: Edits that do not overlap.
    """
    for edit in sorted(edits, key=lambda edit: edit.span.start, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


def difference(name: str, before: str, after: str) -> str:
    """
    Return a unified diff of two texts of one file, empty where they are equal.
    """
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), name, name
    )
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def write(changes: Iterable[Change]) -> None:
    """
    Write changed files, each in one step.

    Raises:
        OSError: A file could not be written; it is as it was.
    """
    for change in changes:
        if change.file.writable and change.file.path is not None:
            replace(change.file.path, change.file.encode(change.text))
