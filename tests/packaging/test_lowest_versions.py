"""
The lowest versions that specl says it works with are versions that it works with.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from tests.packaging.conftest import ROOT, run

pytestmark = pytest.mark.slow

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
TRIED = ("tests/unit", "tests/language", "tests/cli", "tests/golden")


def test_lowest_versions(fresh_python: Callable[..., Path], tmp_path: Path) -> None:
    """
    With each dependency, of the extra `batch` too, at its lower bound, the tests pass.
    """
    groups = PROJECT["dependency-groups"]["test"]
    bounded = (
        *PROJECT["project"]["dependencies"],
        *PROJECT["project"]["optional-dependencies"]["batch"],
    )
    others = (name for name in groups if name not in bounded)
    python = fresh_python(*exactly(bounded), *others, "--editable", str(ROOT))
    tried = [folder for folder in TRIED if (ROOT / folder).exists()]
    cache = f"cache_dir={tmp_path / 'cache'}"

    output = run(str(python), "-m", "pytest", "-n", "2", "-o", cache, *tried, cwd=ROOT)

    assert re.search(r"\d+ passed", output)


def exactly(requirements: Iterable[str]) -> list[str]:
    """
    Return requirements at their lower bounds: `lark>=1.2` becomes `lark==1.2`.

    Args:
        requirements: Each a name, `>=` and a version.
    """
    return [requirement.replace(">=", "==") for requirement in requirements]
