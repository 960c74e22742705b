"""
Files that hold what an output looks like; `UPDATE_GOLDEN=1 pytest tests/golden` rewrites them.
"""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["assert_golden"]

_EXPECTED = Path(__file__).parent / "expected"


def assert_golden(name: str, shown: str) -> None:
    """
    Compare an output with the file that holds it, or write that file when asked to.

    Args:
        name: The file's name in `expected`.
        shown: What was printed.
    """
    path = _EXPECTED / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(shown, encoding="utf-8", newline="\n")
    assert path.read_text(encoding="utf-8") == shown
