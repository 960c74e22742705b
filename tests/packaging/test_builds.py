"""
What is built carries all that it needs, and works where nothing of the checkout is.
"""

from __future__ import annotations

import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.packaging.conftest import ROOT, run

pytestmark = pytest.mark.slow

STDLIB = {path.name for path in (ROOT / "stdlib" / "std").glob("*.specl")}
SPEC = """\
spec tiny version 0.1.0

use std.reply (answer, refuse)

fact late: bool "Is it late?"

rule day {
  "Answer."
  must answer
}

rule night {
  "Refuse at night."
  when late
  must refuse
}
"""


def test_wheel_carries_grammar_and_stdlib(wheel: Path) -> None:
    """
    The wheel holds the package with grammar, standard library and type marker, and nothing else.
    """
    names = set(zipfile.ZipFile(wheel).namelist())
    shipped = {f"specl/_data/stdlib/std/{name}" for name in STDLIB}

    assert shipped | {"specl/_data/grammar/specl.lark", "specl/py.typed"} <= names
    assert {"specl", next(n for n in names if "dist-info" in n).split("/")[0]} == {
        name.split("/")[0] for name in names
    }


def test_sdist_carries_grammar_stdlib_and_tests(sdist: Path) -> None:
    """
    The sdist holds what is needed to build, test and document specl.
    """
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {"grammar/specl.lark", "pyproject.toml", "LICENSE", "Makefile", "docs/conf.py"}

    assert wanted | {f"stdlib/std/{name}" for name in STDLIB} <= names
    assert "tests/conftest.py" in names


def test_built_files_hold_no_strays(wheel: Path, sdist: Path) -> None:
    """
    Nothing hidden, compiled or generated is in either file, save what stands there on purpose.
    """
    with tarfile.open(sdist) as archive:
        packed = {name.partition("/")[2] for name in archive.getnames()}
    names = packed | set(zipfile.ZipFile(wheel).namelist())
    hidden = {name for name in names if any(part.startswith(".") for part in name.split("/"))}
    made = {name for name in names if "__pycache__" in name or "docs/_" in name}

    assert {".ci/run", ".gitignore"} >= hidden
    assert set() == made


def test_installed_wheel_checks_a_spec(
    wheel: Path, fresh_python: Callable[..., Path], tmp_path: Path
) -> None:
    """
    Installed alone in a fresh environment, `specl check` uses the grammar and the standard library.
    """
    python = fresh_python(str(wheel))
    (tmp_path / "tiny.specl").write_text(SPEC)
    script = (
        "import json, subprocess, sys; done = subprocess.run("
        "[sys.argv[1], 'check', '--format', 'json', 'tiny.specl'], capture_output=True, text=True);"
        "print(done.returncode, {f['code'] for f in json.loads(done.stdout)['findings']})"
    )

    output = run(str(python), "-c", script, str(python.parent / "specl"), cwd=tmp_path)

    assert output.startswith("1 ")
    assert "'contradiction'" in output


def test_editable_install_runs_from_the_checkout() -> None:
    """
    The environment that runs these tests imports specl from the checkout itself.
    """
    import specl

    assert specl.__file__ is not None
    assert ROOT / "specl" / "__init__.py" == Path(specl.__file__)
