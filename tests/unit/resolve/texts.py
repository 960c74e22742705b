"""
Texts that tests resolve, and ways to look at what they mean.
"""

from __future__ import annotations

from pathlib import Path

from specl.diagnostics import Severity
from specl.model import Spec
from specl.model.show import show
from specl.modules import load
from specl.resolve import Resolved, resolve
from specl.text import Source


def resolved(text: str, folder: Path | None = None, **others: str) -> Resolved:
    """
    Resolve a text, with modules beside it where a folder is given.

    Args:
        text: The checked file.
        folder: Where the files go.
        others: The modules' texts by their stems.
    """
    path = None
    if folder is not None:
        for stem, other in others.items():
            (folder / f"{stem}.specl").write_text(other, encoding="utf-8")
        path = folder / "main.specl"
        path.write_text(text, encoding="utf-8")
    return resolve(load(Source("main.specl", text), path))


def spec_of(text: str, folder: Path | None = None, **others: str) -> Spec:
    """
    Resolve a text that has no errors.
    """
    result = resolved(text, folder, **others)
    errors = [problem.message for problem in result.problems if problem.severity is Severity.ERROR]
    assert errors == []
    assert result.spec is not None
    return result.spec


def obligations(spec: Spec, rule: str) -> list[str]:
    """
    Return what the norms of a rule ask, part by part.
    """
    return [show(norm.obligation) for norm in spec.rules[rule].norms]
