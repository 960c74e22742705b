"""
What the packaging tests share: the built files, and fresh environments to install them into.
"""

from __future__ import annotations

import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    A folder with the sdist, and the wheel that was built from that sdist.
    """
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT))
    return folder


@pytest.fixture(scope="session")
def wheel(dist: Path) -> Path:
    """
    The wheel.
    """
    (found,) = dist.glob("*.whl")
    return found


@pytest.fixture(scope="session")
def sdist(dist: Path) -> Path:
    """
    The sdist.
    """
    (found,) = dist.glob("*.tar.gz")
    return found


@pytest.fixture
def fresh_python(tmp_path: Path) -> Callable[..., Path]:
    """
    A function that makes an environment, installs what it is told, and returns its Python.
    """

    def make(*requirements: str) -> Path:
        home = tmp_path / "environment"
        venv.create(home, with_pip=True)
        python = home / "bin" / "python"
        run(str(python), "-m", "pip", "install", "--quiet", *requirements)
        return python

    return make


def run(*command: str, cwd: Path | None = None) -> str:
    """
    Run a command that must succeed.

    Args:
        command: The command and its arguments.
        cwd: Where to run it.

    Returns:
        What it wrote, both streams in one.
    """
    done = subprocess.run(
        command, check=False, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}"
    return done.stdout
