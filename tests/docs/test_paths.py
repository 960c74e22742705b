"""
The files that the guides to the code name are there.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PATH = re.compile(r"`((?:[a-z_.]+/)+[a-z_*]*(?:\.[a-z]+)*)`")


@pytest.mark.parametrize("page", ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md"])
def test_named_files_exist(page: str) -> None:
    """
    Each path in a guide leads somewhere, from the top of the tree or from the package.
    """
    named = set(PATH.findall((ROOT / page).read_text(encoding="utf-8")))
    missing = {path for path in named if not (_found(ROOT, path) or _found(ROOT / "specl", path))}

    assert set() == missing


def _found(folder: Path, path: str) -> bool:
    return any(folder.glob(path.rstrip("/")))
