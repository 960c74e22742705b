"""
From the name of a file to what is wrong with the spec in it.

Each step returns its value and its problems; a fault of specl itself becomes a
finding too, so that one file's bad luck does not hide what was found in others.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import attrs

from specl.diagnostics import Diagnostic, Label, Severity
from specl.diagnostics.codes import INTERNAL_ERROR
from specl.model import Spec
from specl.text.record import record
from specl.workspace.reading import TextFile, read
from specl.workspace.report import FileReport, Outcome, in_order
from specl.workspace.selection import Selection

__all__ = [
    "CheckOptions",
    "Understood",
    "check_files",
    "check_texts",
    "understand",
]


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


@record(kw_only=True)
class CheckOptions:
    """
    How to check.

    Attributes:
        budget: How much work the solver may spend on one question, in its own units; None:
            what is enough for all specs but the hardest.
        today: The date against which waivers hold.
        selection: The kinds of findings to keep.
        progress: Told in a few words what is going on.
    """

    budget: int | None = None
    today: dt.date = attrs.field(factory=_today)
    selection: Selection = Selection()
    progress: Callable[[str], None] | None = None


@record
class Understood:
    """
    What one text, or several together, mean: a spec and what is wrong with the text.
    """

    spec: Spec | None
    problems: tuple[Diagnostic, ...]


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
    Check texts that were read, each on its own or all as one spec.

    Args:
        files: Each file, or why it could not be read.
        options: How to check.
        together: Whether the files are one spec.
        overlay: Texts that stand in for files on the disk, by absolute path.
    """
    overlay = overlay or {}
    unread = [_unread(file) for file in files if isinstance(file, Diagnostic)]
    texts = [file for file in files if not isinstance(file, Diagnostic)]
    groups = [texts] if together and texts else [[text] for text in texts]
    if together and unread:
        return Outcome(tuple(unread))
    return Outcome((*unread, *(_check(group, options, overlay) for group in groups)))


def _unread(problem: Diagnostic) -> FileReport:
    name = problem.span.source.name if problem.span else ""
    return FileReport((name,), None, (problem,), complete=False)


def _check(
    files: Sequence[TextFile], options: CheckOptions, overlay: Mapping[Path, str]
) -> FileReport:
    names = tuple(file.source.name for file in files)
    understood = understand(files, overlay=overlay)
    findings, complete = understood.problems, False
    if understood.spec is not None:
        found, complete = _search(understood.spec, options)
        findings = (*findings, *found)
    shown = options.selection.of(in_order(findings, names))
    return FileReport(names, understood.spec, shown, complete)


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
        return Understood(None, (_fault(files[0], error),))


def _understand(files: Sequence[TextFile], overlay: Mapping[Path, str]) -> Understood:
    from specl.modules import load
    from specl.resolve import resolve, resolve_together

    loaded = [load(file.source, file.path, overlay=overlay) for file in files]
    resolved = resolve(loaded[0]) if len(loaded) == 1 else resolve_together(loaded)
    problems = (*(each for one in loaded for each in one.problems), *resolved.problems)
    meant = None if _has_error(problems) else resolved.spec
    return Understood(meant, in_order(problems, [file.source.name for file in files]))


def _has_error(problems: Iterable[Diagnostic]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)


def _search(spec: Spec, options: CheckOptions) -> tuple[tuple[Diagnostic, ...], bool]:
    from specl.check import BUDGET, check

    budget = BUDGET if options.budget is None else options.budget
    try:
        report = check(spec, budget=budget, today=options.today, progress=options.progress)
    except Exception as error:  # noqa: BLE001 a fault in one file must not hide the others
        return (_fault(TextFile(spec.source, None), error),), False
    return report.findings, report.complete


def _fault(file: TextFile, error: Exception) -> Diagnostic:
    kind = type(error).__name__
    where = _innermost(error)
    return Diagnostic(
        INTERNAL_ERROR,
        f"specl failed on `{file.source.name}`: {kind} in {where}",
        labels=(Label(file.source.span(0, 0)),),
        notes=(f"detail: {error}",) if str(error) else (),
        help=("this is a fault of specl, not of the spec: please report it with the file",),
    )


def _innermost(error: Exception) -> str:
    """
    Return the file and line of the code in which an exception arose.
    """
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "an unknown place"
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
