"""
pytest collects `.specl` files: what they promise becomes test items.

pytest imports this in every run, specs or none: what reads a spec is imported with the first.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

    from specl.plugins.spec_items import SpecFile

__all__ = ["pytest_addoption", "pytest_collect_file", "pytest_configure"]

_SUFFIX = ".specl"


def pytest_addoption(parser: pytest.Parser) -> None:
    """
    Declare the options.
    """
    group = parser.getgroup("specl", "specs (.specl files)")
    group.addoption(
        "--specl-strict",
        action="store_true",
        help="also fail, as `::check`, for every other error and warning of `specl check`",
    )
    group.addoption(
        "--specl-budget",
        type=_units,
        metavar="UNITS",
        help="how much work the solver may spend on one question, as in `specl check --budget`",
    )
    parser.addini(
        "specl_files",
        type="args",
        default=[f"*{_SUFFIX}"],
        help="patterns of the specs to collect; none: only those named on the command line",
    )


def pytest_configure(config: pytest.Config) -> None:
    """
    Declare the marker that every item of a spec has.
    """
    config.addinivalue_line(
        "markers", "specl: an example, ensure or cover of a .specl file, or its check"
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> SpecFile | None:
    """
    Collect a spec that was named, or that a pattern of `specl_files` matches.
    """
    if file_path.suffix != _SUFFIX or not _is_wanted(file_path, parent):
        return None
    from specl.plugins.spec_items import SpecFile

    return SpecFile.from_parent(parent, path=file_path)


def _is_wanted(path: Path, parent: pytest.Collector) -> bool:
    patterns: list[str] = parent.config.getini("specl_files")
    return parent.session.isinitpath(path) or any(path.match(each) for each in patterns if each)


def _units(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"`{text}` is not a whole number above 0")
    return int(text)
