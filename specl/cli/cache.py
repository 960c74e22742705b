"""
`specl cache`: the folder of earlier results, where it is, what is in it, and how to empty it.
"""

from __future__ import annotations

import click

from specl.cli.console import CouldNotRun
from specl.workspace.cache import Cache, cache_folder

__all__ = ["command"]


@click.group("cache")
def command() -> None:
    """
    Manage the results of earlier checks.

    They only save time: findings never depend on them. SPECL_CACHE_DIR names another folder,
    SPECL_NO_CACHE=1 does without.
    """


@command.command("path")
def path() -> int:
    """
    Print the folder in which results are kept.
    """
    click.echo(cache_folder())
    return 0


@command.command("info")
def info() -> int:
    """
    Print where results are kept, how many there are, and how large they are.
    """
    cache = Cache(cache_folder())
    try:
        entries, size = cache.size()
    except OSError as error:
        raise _unusable(cache, error) from error
    click.echo(f"folder   {cache.folder}")
    click.echo(f"entries  {entries}")
    click.echo(f"bytes    {size} of at most {cache.bound}")
    return 0


@command.command("clear")
def clear() -> int:
    """
    Remove all results that are kept.
    """
    cache = Cache(cache_folder())
    try:
        entries = cache.clear()
    except OSError as error:
        raise _unusable(cache, error) from error
    click.echo(f"removed {entries} {'entry' if entries == 1 else 'entries'}")
    return 0


def _unusable(cache: Cache, error: OSError) -> CouldNotRun:
    reason = (error.strerror or str(error)).lower()
    return CouldNotRun(f"`{cache.folder}` cannot be used as the cache: {reason}")
