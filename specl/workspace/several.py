"""
Several files checked at once, each in a process of its own, with what one process would report.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from specl.text import Source
from specl.workspace.cache import Cache
from specl.workspace.findings_as_data import findings_from_data, findings_to_data
from specl.workspace.jobs import shared_out
from specl.workspace.options import CheckOptions
from specl.workspace.reading import RawFile, TextFile
from specl.workspace.report import FileReport
from specl.workspace.running import worked_out

__all__ = ["worked_out_elsewhere"]


def worked_out_elsewhere(
    groups: Sequence[Sequence[RawFile]], options: CheckOptions, jobs: int
) -> list[FileReport]:
    """
    Return the reports on some groups of files, each worked out in another process.

    Args:
        groups: Each a file, or several that are one spec.
        options: How to check.
        jobs: How many processes.
    """
    folder = None if options.cache is None else options.cache.folder
    how = (options.budget, options.today.isoformat(), folder)
    tasks = [([(f.name, str(f.path), f.data) for f in group], how) for group in groups]
    weight = [sum(len(file.data) for file in group) for group in groups]
    tell = options.progress or (lambda _: None)
    found = shared_out(_work_out, tasks, jobs=jobs, weight=weight, progress=tell)
    return [_report(group, data) for group, data in zip(groups, found, strict=True)]


def _work_out(task: tuple[list[tuple[str, str, bytes]], tuple[Any, ...]]) -> list[Any]:
    """
    Work out one report, and return it as data.
    """
    files, (budget, today, folder) = task
    group = [RawFile(name, Path(path), data) for name, path, data in files]
    options = CheckOptions(
        budget=budget,
        today=dt.date.fromisoformat(today),
        cache=None if folder is None else Cache(folder),
    )
    report = worked_out(group, options)
    sources = _sources(report)
    places = {source.name: place for place, source in enumerate(sources)}
    own = {file.name for file in group}
    texts = [(each.name, None if each.name in own else each.text) for each in sources]
    findings = findings_to_data(report.findings, places)
    return [report.names, report.size, report.complete, texts, findings]


def _sources(report: FileReport) -> list[Source]:
    """
    Return the sources that findings lie in, each once.
    """
    spans = [label.span for each in report.findings for label in each.labels]
    spans += [edit.span for each in report.findings for fix in each.fixes for edit in fix.edits]
    return list({span.source.name: span.source for span in spans}.values())


def _report(group: Sequence[RawFile], data: list[Any]) -> FileReport:
    names, size, complete, texts, findings = data
    own = {file.name: file for file in group}
    sources = [
        _own_source(own[name]) if text is None else Source(name, text) for name, text in texts
    ]
    found = findings_from_data(findings, sources)
    return FileReport(tuple(names), None, found, complete, size)


def _own_source(file: RawFile) -> Source:
    decoded = file.decoded()
    return decoded.source if isinstance(decoded, TextFile) else Source(file.name, "")
