"""
From the name of a file to what is wrong with the spec in it.

Each step returns its value and its problems; a fault of specl itself becomes a
finding too, so that one file's bad luck does not hide what was found in others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from specl.diagnostics import Diagnostic, Severity
from specl.text.clock import count, measured
from specl.text.record import record
from specl.text.upkeep import left_out_of_upkeep
from specl.workspace.faults import fault
from specl.workspace.options import CheckOptions
from specl.workspace.reading import TextFile, read
from specl.workspace.report import FileReport, Outcome, in_order, unread_report

if TYPE_CHECKING:
    from specl.check import Report
    from specl.check.sliced import Checked, Checking, ManyChecks
    from specl.model import Spec
    from specl.workspace.origin import Origin

__all__ = [
    "CheckOptions",
    "Searched",
    "Understood",
    "check_files",
    "check_group",
    "check_texts",
    "report_of",
    "search",
    "understand",
]


@record
class Understood:
    """
    What one text, or several together, mean: a spec and what is wrong with the text.

    Attributes:
        origin: Where it came from; None where it means nothing.
    """

    spec: Spec | None
    problems: tuple[Diagnostic, ...]
    origin: Origin | None = None


@record
class Searched:
    """
    What was found in a spec.

    Attributes:
        slices: The slices that it was searched in; none after a fault of specl.
    """

    findings: tuple[Diagnostic, ...]
    complete: bool
    slices: tuple[Checked, ...] = ()


def check_files(names: Sequence[str], options: CheckOptions, *, together: bool = False) -> Outcome:
    """
    Check files, each on its own with what it uses, or all as one spec.

    Args:
        names: Paths as the user gave them, `-` for standard input; doubles count once.
        options: How to check.
        together: Whether the files are one spec.
    """
    files = [read(name) for name in dict.fromkeys(names)]
    return check_texts(files, options, together=together)


def check_texts(
    files: Sequence[TextFile | Diagnostic],
    options: CheckOptions,
    *,
    together: bool = False,
    overlay: Mapping[Path, str] | None = None,
) -> Outcome:
    """
    Check texts that were read, each on its own or all as one spec; without cache.

    Args:
        files: Each file, or why it could not be read.
        options: How to check.
        together: Whether the files are one spec.
        overlay: Texts that stand in for files on the disk, by absolute path.
    """
    unread = [unread_report(file) for file in files if isinstance(file, Diagnostic)]
    texts = [file for file in files if not isinstance(file, Diagnostic)]
    groups = [texts] if together and texts else [[text] for text in texts]
    if together and unread:
        return Outcome(tuple(unread))
    return Outcome((*unread, *(check_group(group, options, overlay) for group in groups)))


def check_group(
    files: Sequence[TextFile], options: CheckOptions, overlay: Mapping[Path, str] | None = None
) -> FileReport:
    """
    Check a file, or several as one spec, and keep what was selected of the findings.

    Args:
        files: The texts.
        options: How to check.
        overlay: Texts that stand in for files on the disk, by absolute path.
    """
    understood = understand(files, overlay=overlay)
    searched = None if understood.spec is None else search(understood.spec, options)
    report = report_of(files, understood, searched)
    return attrs.evolve(report, findings=options.selection.of(report.findings))


def report_of(
    files: Sequence[TextFile], understood: Understood, searched: Searched | None
) -> FileReport:
    """
    Return the report on a file, or on several as one spec, with all that was found.
    """
    names = tuple(file.source.name for file in files)
    findings = understood.problems + (searched.findings if searched else ())
    complete = searched is not None and searched.complete
    return FileReport(names, understood.spec, in_order(findings, names), complete)


def understand(
    files: Sequence[TextFile], *, overlay: Mapping[Path, str] | None = None
) -> Understood:
    """
    Work out what texts mean: parse them with what they use, and resolve every name.

    Args:
        files: One file, or several that are to be one spec.
        overlay: Texts that stand in for files on the disk, by absolute path.
    """
    try:
        return _understand(files, overlay or {})
    except Exception as error:  # noqa: BLE001 a fault in one file must not hide the others
        return Understood(None, (fault(files[0].source, error),))


def _understand(files: Sequence[TextFile], overlay: Mapping[Path, str]) -> Understood:
    from specl.modules import load
    from specl.resolve import resolve, resolve_together
    from specl.workspace.origin import Origin

    with measured("parse"):
        loaded = [load(file.source, file.path, overlay=overlay) for file in files]
    with measured("resolve"):
        resolved = resolve(loaded[0]) if len(loaded) == 1 else resolve_together(loaded)
    problems = (*(each for one in loaded for each in one.problems), *resolved.problems)
    meant = None if _has_error(problems) else resolved.spec
    names = [file.source.name for file in files]
    shown = in_order(problems, names)
    if meant is None:
        return Understood(None, shown)
    units = tuple(unit for one in loaded for unit in one.units)
    return Understood(meant, shown, Origin.of(names, units))


def _has_error(problems: Iterable[Diagnostic]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)


def search(spec: Spec, options: CheckOptions) -> Searched:
    """
    Find what is wrong with a spec, slice by slice, in as many processes as are allowed.

    Args:
        spec: The spec.
        options: How to check.
    """
    from specl.check import BUDGET
    from specl.check.sliced import Checking, check_slices, put_together

    budget = BUDGET if options.budget is None else options.budget
    try:
        with measured("search"), left_out_of_upkeep():
            how = Checking(budget, options.today, options.progress)
            slices = check_slices(spec, how, _many(options.jobs))
            found = put_together([each.report for each in slices])
    except Exception as error:  # noqa: BLE001 a fault in one file must not hide the others
        return Searched((fault(spec.source, error),), complete=False)
    count("slices", len(slices))
    return Searched(found.findings, found.complete, slices)


def _many(jobs: int | None) -> ManyChecks:
    """
    Return what checks slices, where there are several in some number of processes.
    """

    def many(checking: Checking, specs: Sequence[Spec]) -> list[Report]:
        if len(specs) < 2:
            return [checking(spec) for spec in specs]
        from specl.workspace.jobs import checking_in

        return checking_in(jobs)(checking, specs)

    return many
