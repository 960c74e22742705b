"""
What earlier runs found in files that have not changed since, with all that they use.

A result is kept under the hash of specl itself, the options that findings depend on, and the
names, places and bytes of the checked files. With it stand the files that these use; they must
be where they were and hold what they held. What depends on more than that, such as on which
packages are installed, is not kept, nor is a text that means nothing yet.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from specl.diagnostics import Diagnostic
from specl.diagnostics.codes import INTERNAL_ERROR
from specl.workspace.dependencies import source_at, standing
from specl.workspace.fingerprint import fingerprint
from specl.workspace.report import FileReport

if TYPE_CHECKING:
    from specl.workspace.checking import Searched, Understood
    from specl.workspace.options import CheckOptions
    from specl.workspace.reading import RawFile

__all__ = ["key_of", "recall", "recall_near", "remember"]

_own = cache(fingerprint)


def key_of(
    kind: str, files: Iterable[RawFile], options: CheckOptions, *, whole: bool = True
) -> str | None:
    """
    Return the key of a result about files; None where not even specl itself can be read.

    Args:
        kind: What sort of result it is.
        files: The checked files.
        options: How they are checked.
        whole: Whether it holds for these contents of the files alone.
    """
    own = _own()
    if own is None:
        return None
    about = [
        (file.name, str(file.path.resolve()), sha256(file.data).hexdigest() if whole else "")
        for file in files
    ]
    return sha256(json.dumps([own, kind, options.budget, about]).encode()).hexdigest()


def recall(files: Sequence[RawFile], options: CheckOptions) -> FileReport | None:
    """
    Return what an earlier run reported of files, with all findings, or None.

    Args:
        files: One file, or several that are one spec.
        options: How to check; it has a cache.
    """
    key = key_of("report", files, options)
    if options.cache is None or key is None:
        return None
    kept = options.cache.get(key)
    try:
        return None if kept is None else _report(kept, files, options)
    except Exception:  # noqa: BLE001 whatever is wrong with it, a fresh check says what is so
        return None


def _report(kept: Any, files: Sequence[RawFile], options: CheckOptions) -> FileReport | None:
    texts = standing(kept, options)
    if texts is None:
        return None
    rules, norms = kept["counts"]
    findings: tuple[Diagnostic, ...] = ()
    if kept["findings"]:
        from specl.workspace.findings_as_data import findings_from_data

        sources = [source_at(each, files, texts) for each in kept["sources"]]
        findings = findings_from_data(kept["findings"], sources)
    names = tuple(file.name for file in files)
    return FileReport(names, None, findings, bool(kept["complete"]), (rules, norms))


def remember(
    files: Sequence[RawFile],
    report: FileReport,
    understood: Understood,
    searched: Searched | None,
    options: CheckOptions,
) -> None:
    """
    Keep a report with all findings, if nothing else can change it.

    Args:
        files: The checked files.
        report: What was found in them.
        understood: What they mean.
        searched: How it was found.
        options: How they were checked; there is a cache.
    """
    kept = _to_be_kept(files, report, understood, searched, options)
    if options.cache is not None and kept is not None and kept[0] is not None:
        options.cache.put(kept[0], kept[1])


def _to_be_kept(
    files: Sequence[RawFile],
    report: FileReport,
    understood: Understood,
    searched: Searched | None,
    options: CheckOptions,
) -> tuple[str | None, dict[str, Any]] | None:
    """
    Return what is to be kept, with its key: a report, or of a large spec the state of its text.
    """
    spec, origin = understood.spec, understood.origin
    faulty = any(each.code == INTERNAL_ERROR for each in report.findings)
    if spec is None or origin is None or faulty or not origin.is_plain:
        return None
    sources = origin.addresses
    places = {name: place for place, (_, name, _) in enumerate(sources)}
    if len(places) < len(sources):
        return None
    frame = {
        "today": options.today.isoformat() if spec.waivers else None,
        "uses": origin.uses,
        "sources": sources,
    }
    if searched is not None and len(searched.slices) > 1 and len(files) == 1:
        from specl.workspace.state import as_data, state_of

        state = state_of(understood, searched, places)
        if state is not None:
            return key_of("state", files, options, whole=False), {**frame, "state": as_data(state)}
    body: dict[str, Any] = {"counts": report.size, "complete": report.complete, "findings": []}
    if report.findings:
        from specl.workspace.findings_as_data import findings_to_data

        body["findings"] = findings_to_data(report.findings, places)
    return key_of("report", files, options), {**frame, **body}


def recall_near(files: Sequence[RawFile], options: CheckOptions) -> FileReport | None:
    """
    Return what a file comes to, with the help of what is kept of an earlier text of it, or None.

    Args:
        files: The file; of several nothing of this kind is kept.
        options: How to check; it has a cache.
    """
    key = key_of("state", files, options, whole=False)
    if options.cache is None or key is None or len(files) != 1:
        return None
    kept = options.cache.get(key)
    try:
        return None if kept is None else _updated(kept, key, files, options)
    except Exception:  # noqa: BLE001 whatever is wrong with it, a fresh check says what is so
        return None


def _updated(
    kept: Any, key: str, files: Sequence[RawFile], options: CheckOptions
) -> FileReport | None:
    from specl.workspace.increment import update
    from specl.workspace.state import as_data, from_data

    texts = standing(kept, options)
    if texts is None or options.cache is None:
        return None
    state = from_data(kept["state"])
    sources = [source_at(each, files, texts) for each in kept["sources"]]
    source = next(each for each in sources if each.name == files[0].name)
    found = update(state, source, files[0].path, sources, options)
    if found is not None and found.state is not None:
        options.cache.put(key, {**kept, "state": as_data(found.state)})
    return None if found is None else found.report
