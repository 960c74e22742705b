"""
`specl check` as a whole: files in, what was found out, with the help of earlier runs.

Whether a report comes from an earlier run, from this process or from another one shows in
nothing but the time.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from specl.diagnostics import Diagnostic
from specl.text.clock import count, measured
from specl.workspace.options import CheckOptions
from specl.workspace.reading import RawFile, read_raw
from specl.workspace.report import FileReport, Outcome, unread_report

__all__ = ["check_named", "worked_out"]

_LARGE = 200_000


def check_named(names: Sequence[str], options: CheckOptions, *, together: bool = False) -> Outcome:
    """
    Check files, each on its own with what it uses, or all as one spec.

    Args:
        names: Paths as the user gave them, `-` for standard input; doubles count once.
        options: How to check.
        together: Whether the files are one spec.
    """
    with measured("read"):
        files = [_read(name) for name in dict.fromkeys(names)]
    unread = [unread_report(file) for file in files if isinstance(file, Diagnostic)]
    raw = [file for file in files if not isinstance(file, Diagnostic)]
    groups = [raw] if together and raw else [[file] for file in raw]
    if together and unread:
        return Outcome(tuple(unread))
    return Outcome((*unread, *(_shown(each, options) for each in _reports(groups, options))))


def _read(name: str) -> RawFile | Diagnostic:
    """
    Return the bytes of a file that is a text, or why there is none.
    """
    file = read_raw(name)
    if isinstance(file, RawFile) and not file.is_text:
        decoded = file.decoded()
        return decoded if isinstance(decoded, Diagnostic) else file
    return file


def _shown(report: FileReport, options: CheckOptions) -> FileReport:
    return attrs.evolve(report, findings=options.selection.of(report.findings))


def _reports(groups: Sequence[Sequence[RawFile]], options: CheckOptions) -> list[FileReport]:
    """
    Return the reports on some groups of files: what is remembered, and what is worked out now.
    """
    found = {place: _recalled(group, options) for place, group in enumerate(groups)}
    missing = [place for place, report in found.items() if report is None]
    jobs = _jobs([groups[place] for place in missing], options)
    if jobs > 1:
        from specl.workspace.several import worked_out_elsewhere

        reports = worked_out_elsewhere([groups[place] for place in missing], options, jobs)
        found.update(zip(missing, reports, strict=True))
    return [
        worked_out(group, options) if (report := found[place]) is None else report
        for place, group in enumerate(groups)
    ]


def _jobs(groups: Sequence[Sequence[RawFile]], options: CheckOptions) -> int:
    """
    Return in how many processes to check some groups of files.
    """
    size = sum(len(file.data) for group in groups for file in group)
    if len(groups) < 2 or options.jobs == 1 or (options.jobs is None and size < _LARGE):
        return 1
    from specl.workspace.jobs import processors

    return min(options.jobs or processors(), len(groups))


def _recalled(group: Sequence[RawFile], options: CheckOptions) -> FileReport | None:
    if options.cache is None:
        return None
    from specl.workspace.remembered import recall

    with measured("recall"):
        report = recall(group, options)
    if report is not None:
        count("cache hits")
    return report


def _recalled_near(group: Sequence[RawFile], options: CheckOptions) -> FileReport | None:
    if options.cache is None:
        return None
    from specl.workspace.remembered import recall_near

    with measured("recall"):
        report = recall_near(group, options)
    count("cache misses" if report is None else "cache hits")
    return report


def worked_out(group: Sequence[RawFile], options: CheckOptions) -> FileReport:
    """
    Return the report on a file, or on several as one spec, and keep it for later runs.

    Args:
        group: The files.
        options: How to check.
    """
    from specl.workspace.checking import report_of, search, understand

    near = _recalled_near(group, options)
    if near is not None:
        return near
    decoded = [file.decoded() for file in group]
    texts = [each for each in decoded if not isinstance(each, Diagnostic)]
    understood = understand(texts)
    searched = None if understood.spec is None else search(understood.spec, options)
    report = report_of(texts, understood, searched)
    if options.cache is not None:
        from specl.workspace.remembered import remember

        with measured("remember"):
            remember(group, report, understood, searched, options)
    return report
