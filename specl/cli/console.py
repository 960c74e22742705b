"""
What all commands share in speaking to a terminal: colours, output files, bad specs.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from specl.model import Spec
    from specl.rubric.job import OutputFile
    from specl.workspace.reading import TextFile

__all__ = [
    "CouldNotRun",
    "Format",
    "color_option",
    "read_file",
    "spec_of",
    "wants_color",
    "write_files",
    "write_output",
]

_F = TypeVar("_F", bound=Callable[..., Any])


class Format(click.Choice):  # type: ignore[type-arg,unused-ignore]  # generic since click 8.2
    """
    One of the formats that a command writes; a misspelt one brings the nearest.
    """

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """
        Return the format.

        Raises:
            BadParameter: There is no such format.
        """
        if value not in self.choices:
            from specl.text.spelling import nearest

            formats = list(map(str, self.choices))
            close = nearest(str(value), formats)
            meant = f", did you mean `{close}`?" if close else ";"
            told = f"there is no format `{value}`{meant} there are {', '.join(formats)}"
            self.fail(told, param, ctx)
        return super().convert(value, param, ctx)


class CouldNotRun(click.ClickException):
    """
    Something outside of any spec kept a command from running; exit status 2.
    """

    exit_code = 2


def color_option(function: _F) -> _F:
    """
    Give a command the option `--color`.
    """
    option = click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="When to use colours; `auto` looks at the terminal and at NO_COLOR.",
    )
    return option(function)


def wants_color(color: str) -> bool:
    """
    Tell whether the output gets colours.

    Args:
        color: `auto`, `always` or `never`.
    """
    if color != "auto":
        return color == "always"
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return not plain and sys.stdout.isatty()


def read_file(name: str) -> TextFile:
    """
    Read a file that a command cannot do without.

    Args:
        name: A path as the user gave it, or `-`.

    Raises:
        CouldNotRun: It cannot be read; exit status 2.
    """
    from specl.diagnostics import Diagnostic
    from specl.workspace.reading import read

    file = read(name)
    if isinstance(file, Diagnostic):
        raise CouldNotRun(file.message)
    return file


def spec_of(name: str) -> Spec:
    """
    Return what the spec in a file means, telling on standard error why it means nothing.

    Args:
        name: A path as the user gave it, or `-`.

    Raises:
        click.exceptions.Exit: The text means nothing; status 1, or 2 where it cannot be read.
    """
    from specl.diagnostics import Severity
    from specl.diagnostics.render import text
    from specl.workspace.checking import understand
    from specl.workspace.report import FileReport, Outcome

    understood = understand([read_file(name)])
    if understood.spec is not None:
        return understood.spec
    errors = [each for each in understood.problems if each.severity is Severity.ERROR]
    click.echo(text.render(errors), nl=False, err=True)
    outcome = Outcome((FileReport((name,), None, tuple(errors), complete=False),))
    raise click.exceptions.Exit(int(outcome.status()))


def write_output(out: str | None, text: str) -> None:
    """
    Print a text, or put it into a file in one step.

    Args:
        out: The file; None or `-`: standard output.
        text: What to write.

    Raises:
        CouldNotRun: The file could not be written; exit status 2.
    """
    from specl.workspace.writing import replace

    if out in {None, "-"}:
        click.echo(text, nl=False)
        return
    place = _place(out)
    try:
        replace(place, text.encode("utf-8"))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise CouldNotRun(f"`{out}` cannot be written: {reason}") from error


def write_files(out: str | None, files: Sequence[OutputFile]) -> None:
    """
    Print a file, or put files where the user wants them, all of them or none.

    Args:
        out: Of one file its path, or a folder that it is put into under its own name; of several
            a folder, which is made where there is none. None or `-`: standard output, which only
            one file can go to.
        files: What to write.

    Raises:
        CouldNotRun: A file could not be written; exit status 2.
    """
    from specl.workspace.writing import replace, replace_all

    if out in {None, "-"}:
        if len(files) > 1:
            names = ", ".join(f"`{file.name}`" for file in files[:5])
            more = f" and {len(files) - 5} more" if len(files) > 5 else ""
            raise click.UsageError(f"name a folder with `-o` for {names}{more}")
        click.echo(files[0].text, nl=False)
        return
    target = _place(out)
    data = [(file.name, file.text.encode("utf-8", "surrogatepass")) for file in files]
    in_folder = len(files) > 1
    try:
        if in_folder and target.is_file():
            names = ", ".join(f"`{file.name}`" for file in files[:3])
            raise CouldNotRun(f"`{out}` is a file; {names} and so on need a folder")
        in_folder = len(files) > 1 or target.is_dir() or str(out).endswith(("/", os.sep))
        if in_folder:
            replace_all({target / name: text for name, text in data})
        else:
            replace(target, data[0][1])
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        place = error.filename if in_folder else target
        raise CouldNotRun(f"`{place}` cannot be written: {reason}") from error


def _place(out: str | None) -> Path:
    """
    Return where a user wants something written, who may have named nothing at all.
    """
    if not out:
        raise click.UsageError("`-o` names no file; leave it out to write to standard output")
    return Path(out)
