"""
Console blocks: lines that open with `$ ` are run, and what follows them is their output.

A line `…` stands for any lines. The exit status of the line before is in `$?`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import attrs

__all__ = ["ELLIPSIS", "Step", "matches", "run", "steps_of"]


ELLIPSIS = r"^…$"


@attrs.frozen
class Step:
    """
    One command with the output that the page shows for it.
    """

    command: str
    output: str


def steps_of(text: str) -> Iterator[Step]:
    """
    Yield the steps of a console block; a command goes on after a backslash at the end of its line.

    Args:
        text: The block's text.
    """
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        lines = part.rstrip("\n").split("\n")
        length = next(n for n, line in enumerate(lines, 1) if not line.endswith("\\"))
        yield Step("\n".join(lines[:length]), "\n".join(lines[length:]).strip("\n"))


def run(command: str, folder: Path, status: int) -> tuple[str, int]:
    """
    Run a command as a reader would, with the `specl` of this Python first on the path.

    Args:
        command: A line of shell.
        folder: Where to run it.
        status: What `$?` is at the start.

    Returns:
        All that it wrote, both streams in one, and its exit status.
    """
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", f"(exit {status})\n{command}"],
        check=False,
        cwd=folder,
        env={**os.environ, "PATH": path, "NO_COLOR": "1", "COLUMNS": "100"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return done.stdout.strip("\n"), done.returncode


def matches(shown: str, actual: str) -> bool:
    """
    Tell whether an output is the one shown, with `…` lines for any lines.

    Args:
        shown: What the page shows.
        actual: What the command wrote.
    """
    pieces = [re.escape(piece) for piece in re.split(ELLIPSIS, shown, flags=re.MULTILINE)]
    return re.fullmatch(r"(?s:.*)".join(pieces), actual) is not None
