"""
`specl fmt`: specs in the one style.
"""

from __future__ import annotations

import click

from specl.cli.console import color_option, wants_color
from specl.diagnostics import Diagnostic
from specl.diagnostics.render import concise, text
from specl.workspace.fixing import Change, difference, write
from specl.workspace.formatting import Laid, lay_out
from specl.workspace.reading import STDIN

__all__ = ["command"]


@click.command("fmt")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--check", is_flag=True, help="Write nothing; fail where something would change.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
@color_option
def command(*, files: tuple[str, ...], check: bool, diff: bool, color: str) -> int:
    """
    Lay specs out in the one style, comments and meaning untouched.

    FILE is a spec, or - to go from standard input to standard output. Exit status: 0, 1 where
    a text does not follow the grammar or --check finds a difference, 2 where a file cannot be
    read or written.
    """
    colored = wants_color(color)
    status = 0
    for laid in map(lay_out, dict.fromkeys(files)):
        _show_problems(laid.problems, color=colored)
        status = max(status, int(laid.status))
        if laid.change is None:
            continue
        if diff:
            _show_difference(laid.change)
        if check:
            status = max(status, _complain(laid))
        elif not diff:
            status = max(status, _write(laid))
    return status


def _show_problems(problems: tuple[Diagnostic, ...], *, color: bool) -> None:
    click.echo(text.render(problems, color=color), nl=False, err=True, color=color)


def _show_difference(change: Change) -> None:
    source = change.file.source
    click.echo(difference(source.name, source.text, change.text), nl=False)


def _complain(laid: Laid) -> int:
    problem = laid.complaint
    if problem is None:
        return 0
    click.echo(concise.render([problem]), nl=False, err=True)
    return 1


def _write(laid: Laid) -> int:
    """
    Put a text back where it came from: standard output for standard input.
    """
    if laid.change is None:
        return 0
    if laid.name == STDIN:
        click.echo(laid.change.text, nl=False)
        return 0
    if not laid.changes:
        return 0
    try:
        write([laid.change])
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        click.echo(f"{laid.name} cannot be written: {reason}", err=True)
        return 2
    click.echo(f"{laid.name} laid out anew", err=True)
    return 0
