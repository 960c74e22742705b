"""
Blocks in the language: what `specl check` finds in them, against what the page says it finds.
"""

from __future__ import annotations

from pathlib import Path

from specl.diagnostics import Diagnostic
from specl.workspace.checking import CheckOptions, check_files
from tests.docs.blocks import Block

__all__ = ["codes_of_block"]

_FRAMES = {
    "": "{text}",
    "of rule": "rule shown_here {{\n{text}\n}}",
    "of expression": "define shown_here = {text}",
}


def codes_of_block(block: Block, folder: Path) -> tuple[set[str], set[str]]:
    """
    Check a block.

    Args:
        block: A block in the language.
        folder: Where the page's files are, so that a `use` finds them.

    Returns:
        The codes that the page names, and those found: errors and warnings, and of a fragment
        errors alone, unless the page names others.
    """
    wanted = set(block.notes.get("finds", "").replace(",", " ").split())
    if "fragment" in block.notes:
        path = folder / "fragment.specl"
        frame = _FRAMES[block.notes["fragment"]].format(text=block.text)
        path.write_text(f"{block.prelude}\n{frame}\n", encoding="utf-8")
        return wanted, _codes(path, {"error"}, wanted)
    path = folder / block.notes.get("file", "shown.specl")
    path.write_text(block.text + "\n", encoding="utf-8")
    return wanted, _codes(path, {"error", "warning"}, wanted)


def _codes(path: Path, severities: set[str], wanted: set[str]) -> set[str]:
    return {
        finding.code.slug
        for finding in _findings(path)
        if finding.severity.value in severities or finding.code.slug in wanted
    }


def _findings(path: Path) -> tuple[Diagnostic, ...]:
    return check_files([str(path)], CheckOptions()).findings
