"""
The clashes that a check finds in a text, in few words.
"""

from __future__ import annotations

from typing import Any

from specl.check import check
from tests.reference.pipeline import spec_of

__all__ = ["CLASHES", "clashes"]

CLASHES = {"contradiction", "tension", "impossible"}


def clashes(text: str, *codes: str) -> list[tuple[str, list[str], dict[str, Any]]]:
    """
    Return code, norms as `rule: text` and the facts of the witness of each clash, all decided.

    Args:
        text: The spec, without its first line.
        codes: Which codes to return; those of clashes unless given.
    """
    report = check(spec_of(f"spec s\n{text}"))
    assert report.complete
    return [
        (
            finding.code.slug,
            [f"{norm['rule']}: {norm['text']}" for norm in finding.data.get("norms", [])],
            finding.data["witness"]["facts"],
        )
        for finding in report.findings
        if finding.code.slug in (codes or CLASHES)
    ]
