"""
The formats that cases can be written in, one module a format.

Nothing of a target is imported before it is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from specl.cases.rows import CaseFile

__all__ = ["TARGETS", "write"]

TARGETS: Mapping[str, str] = {
    "jsonl": "a line of JSON for each case, for tools",
    "pytest": "a test module for a policy function, and for the rulings",
    "promptfoo": "a list of tests for promptfoo",
    "inspect": "a dataset for Inspect",
    "markdown": "a card for each case, for people",
}
"""For each format what it is for."""


def write(target: str, cases: CaseFile) -> str:
    """
    Write cases in some format.

    Args:
        target: One of `TARGETS`.
        cases: What is to be written.

    Returns:
        The text of a file, the same for the same cases.
    """
    module = import_module(f"specl.cases.targets.{target}")
    text: str = module.write(cases)
    return text
