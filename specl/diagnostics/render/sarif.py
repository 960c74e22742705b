"""
Findings as a SARIF 2.1.0 log, which code hosts and editors import.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from specl.diagnostics.model import Code, Diagnostic, Edit, Fix, Label, Severity
from specl.text import Span

__all__ = ["render"]

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render(findings: Iterable[Diagnostic], *, version: str) -> str:
    """
    Return a log of one run.

    Args:
        findings: In the order in which they are to be read.
        version: The version of specl.
    """
    import json

    found = list(findings)
    codes = sorted({finding.code for finding in found}, key=lambda code: code.number)
    run = {
        "tool": {"driver": _driver(codes, version)},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, codes) for finding in found],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2) + "\n"


def _driver(codes: Sequence[Code], version: str) -> dict[str, Any]:
    return {"name": "specl", "version": version, "rules": [_rule(code) for code in codes]}


def _rule(code: Code) -> dict[str, Any]:
    return {
        "id": code.slug,
        "shortDescription": {"text": code.summary},
        "help": {"text": code.explanation, "markdown": code.explanation},
        "defaultConfiguration": {"level": _LEVEL[code.severity]},
        "properties": {"number": code.number},
    }


def _result(finding: Diagnostic, codes: Sequence[Code]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code.slug,
        "ruleIndex": codes.index(finding.code),
        "level": _LEVEL[finding.severity],
        "message": {"text": _message(finding)},
        "locations": [_location(label) for label in finding.labels[:1]],
    }
    if len(finding.labels) > 1:
        numbered = enumerate(finding.labels[1:], start=1)
        result["relatedLocations"] = [{"id": index} | _location(each) for index, each in numbered]
    if finding.data.get("waived"):
        result["suppressions"] = [{"kind": "inSource"}]
    fixes = [_fix(fix) for fix in finding.fixes if fix.edits]
    return result | ({"fixes": fixes} if fixes else {})


def _message(finding: Diagnostic) -> str:
    advice = (f"help: {line}" for line in finding.help)
    return "\n".join([finding.message, *finding.notes, *advice])


def _location(label: Label) -> dict[str, Any]:
    place = {"artifactLocation": _artifact(label.span), "region": _region(label.span)}
    found: dict[str, Any] = {"physicalLocation": place}
    return found | ({"message": {"text": label.message}} if label.message else {})


def _artifact(span: Span) -> dict[str, str]:
    path = PurePath(span.source.name)
    if path.is_absolute():
        return {"uri": path.as_uri()}
    return {"uri": quote(path.as_posix(), errors="surrogateescape")}


def _region(span: Span) -> dict[str, int]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _fix(fix: Fix) -> dict[str, Any]:
    files: dict[str, list[Edit]] = {}
    for edit in fix.edits:
        files.setdefault(edit.span.source.name, []).append(edit)
    changes = [
        {
            "artifactLocation": _artifact(edits[0].span),
            "replacements": [
                {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}}
                for edit in edits
            ],
        }
        for edits in files.values()
    ]
    return {"description": {"text": fix.title}, "artifactChanges": changes}
