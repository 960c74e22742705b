"""
`specl version`.
"""

from __future__ import annotations

import click

from specl import __version__

__all__ = ["command"]


@click.command("version")
def command() -> int:
    """
    Print the version.
    """
    click.echo(f"specl {__version__}")
    return 0
