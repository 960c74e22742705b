"""
`specl init`: a small spec to start from.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import click

from specl.cli.console import CouldNotRun

__all__ = ["command"]

_NAME = "assistant.specl"


@click.command("init")
@click.argument("path", default=_NAME, metavar="[PATH]")
def command(*, path: str) -> int:
    """
    Write a small commented spec that checks clean.

    PATH is the file to write, or a folder to write assistant.specl into; without it,
    assistant.specl is written here. A file that exists is left as it is.
    """
    target = Path(path)
    if target.is_dir():
        target /= _NAME
    try:
        with target.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(_starter())
    except FileExistsError:
        raise CouldNotRun(f"`{target}` exists already; it was left as it is") from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise CouldNotRun(f"`{target}` cannot be written: {reason}") from error
    click.echo(f"wrote {target}; now try: specl check {target}")
    return 0


def _starter() -> str:
    return (files("specl.cli") / "starter.specl").read_text(encoding="utf-8")
