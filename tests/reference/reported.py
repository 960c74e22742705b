"""
A check's report in the form that the brute force gives its findings.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from specl.diagnostics import Diagnostic

__all__ = ["reported"]

OF_SETS = {"contradiction", "tension"}
OF_NORMS = {"impossible", "overridden", "vacuous", "redundant", "right"}
OF_NAMES = {"unreachable", "ensure-failed", "ensure-open", "gap"}


def reported(findings: Iterable[Diagnostic]) -> dict[str, set[Any]]:
    """
    Return findings by code, each as `tests.reference.findings` has it.
    """
    found: dict[str, set[Any]] = {}
    for finding in findings:
        found.setdefault(finding.code.slug, set()).add(_subject(finding))
    return found


def _subject(finding: Diagnostic) -> Any:
    code, data = finding.code.slug, finding.data
    if code in OF_SETS:
        return frozenset(map(norm_id, data["norms"]))
    if code in OF_NORMS:
        return norm_id(data["norms"][0])
    if code == "foreclosed":
        return norm_id(data["norms"][0])[:2]
    if code in OF_NAMES:
        return data["subject"]
    if code == "idle-override":
        return finding.message.split("`")[1]
    return True


def norm_id(norm: dict[str, Any]) -> tuple[str, int, int]:
    """
    Return `(rule, index, part)` of a norm in JSON.
    """
    return norm["rule"], norm["index"], norm.get("part", 0)
