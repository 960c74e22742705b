"""
pytest run by a test, on specs that the test has put into a folder.
"""

from __future__ import annotations

from pathlib import Path

import pytest  # noqa: TC002 - as in tests

from tests.unit.plugins.specs import BROKEN

__all__ = ["broken", "run", "shown"]


def broken(folder: Path, text: str = BROKEN) -> None:
    """
    Put a spec beside the other that does not hold.
    """
    (folder / "broken.specl").write_text(text, encoding="utf-8")


def run(pytester: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    """
    Run pytest in this process, without what other plugins would add.
    """
    return pytester.runpytest_inprocess("-p", "no:cacheprovider", *arguments)


def shown(pytester: pytest.Pytester, item: str, *more: str) -> str:
    """
    Return what a failing item shows, without the lines that frame it.
    """
    lines = run(pytester, item, *more).outlines
    start = next(n for n, line in enumerate(lines) if line.startswith("____"))
    end = next(n for n, line in enumerate(lines) if n > start and line.startswith("===="))
    return "\n".join(lines[start + 1 : end])
