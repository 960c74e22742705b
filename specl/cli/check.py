"""
`specl check`: what is wrong with specs, in the format that was asked for.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import attrs
import click

from specl import __version__
from specl.cli.console import CouldNotRun, color_option, wants_color
from specl.cli.progress import Progress
from specl.diagnostics import Severity
from specl.text.record import record
from specl.workspace.checking import CheckOptions, check_texts
from specl.workspace.reading import STDIN, read
from specl.workspace.report import ExitStatus, Outcome
from specl.workspace.selection import Selection, code_named

if TYPE_CHECKING:
    from specl.workspace.fixing import Mended

__all__ = ["command"]

_FORMATS = ["text", "concise", "json", "github", "sarif"]


class _Codes(click.ParamType):  # type: ignore[type-arg] # generic since click 8.4 only
    """
    Codes by slug or number, with commas between them.
    """

    name = "CODES"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> frozenset[str]:
        if isinstance(value, frozenset):
            return value
        names = [name.strip() for name in str(value).split(",") if name.strip()]
        try:
            return frozenset(code_named(name).slug for name in names)
        except LookupError as error:
            self.fail(str(error.args[0]), param, ctx)


def _union(
    _ctx: click.Context, _param: click.Parameter, values: tuple[frozenset[str], ...]
) -> frozenset[str]:
    return frozenset().union(*values)


@record
class _Style:
    """
    How to show an outcome.
    """

    format: str
    color: bool
    quiet: bool
    strict: bool


@click.command("check")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--together", is_flag=True, help="Check the files as one spec that uses them all.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(_FORMATS),
    default="text",
    show_default=True,
    help="How to write the findings.",
)
@click.option("--strict", is_flag=True, help="Let warnings fail the check too.")
@click.option("--fix", is_flag=True, help="Apply the mends that are safe to apply.")
@click.option("--diff", is_flag=True, help="Show what --fix would change; write nothing.")
@click.option(
    "--select", type=_Codes(), multiple=True, callback=_union, help="Report only these codes."
)
@click.option(
    "--ignore", type=_Codes(), multiple=True, callback=_union, help="Leave these codes out."
)
@click.option("--quiet", "-q", is_flag=True, help="Print findings only, no summary.")
@click.option(
    "--budget",
    type=click.IntRange(min=1),
    metavar="UNITS",
    help="How much work the solver may spend on one question, in its own units.",
)
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The date against which waivers hold, such as 2027-01-31; otherwise today in UTC.",
)
@color_option
def command(  # noqa: PLR0913 one parameter an option
    *,
    files: tuple[str, ...],
    together: bool,
    format_: str,
    strict: bool,
    fix: bool,
    diff: bool,
    select: frozenset[str],
    ignore: frozenset[str],
    quiet: bool,
    budget: int | None,
    today: dt.datetime | None,
    color: str,
) -> int:
    """
    Find every contradiction in specs, and what else is wrong with them.

    FILE is a spec, or - for standard input. Each file is checked on its own with what it
    uses. Exit status: 0 no errors, 1 errors, 2 could not run, 3 something undecided.
    """
    if fix and not diff and STDIN in files:
        raise click.UsageError("--fix cannot write to standard input; use --diff")
    progress = Progress()
    options = CheckOptions(budget=budget, selection=Selection(select, ignore), progress=progress)
    if today is not None:
        options = attrs.evolve(options, today=today.date())
    style = _Style(format_, wants_color(color), quiet, strict)
    texts = [read(name) for name in dict.fromkeys(files)]
    if fix or diff:
        from specl.workspace.fixing import mend

        mended = mend(texts, options, together=together)
        progress.clear()
        return _show_difference(mended, style) if diff else _apply(mended, style)
    outcome = check_texts(texts, options, together=together)
    progress.clear()
    return _show(outcome, style)


def _show(outcome: Outcome, style: _Style, *, done: str = "") -> int:
    """
    Print an outcome and return the exit status.
    """
    click.echo(_rendered(outcome, style), nl=False, color=style.color)
    if style.format == "text" and not style.quiet:
        click.echo(done + _summary(outcome))
    return int(outcome.status(strict=style.strict))


def _rendered(outcome: Outcome, style: _Style) -> str:
    match style.format:
        case "json":
            from specl.diagnostics.render import json

            ok = outcome.status(strict=style.strict) == 0
            return json.render(outcome.findings, ok=ok, summary=outcome.summary())
        case "sarif":
            from specl.diagnostics.render import sarif

            return sarif.render(outcome.findings, version=__version__)
        case "github":
            from specl.diagnostics.render import github

            return github.render(outcome.findings)
        case "concise":
            from specl.diagnostics.render import concise

            return concise.render(outcome.findings, color=style.color)
    if not outcome.findings:
        return ""
    from specl.diagnostics.render import text

    return text.render(outcome.findings, color=style.color)


def _summary(outcome: Outcome) -> str:
    """
    Return the line that says how much was checked, what came of it, and how completely.
    """
    files = sum(len(report.names) for report in outcome.reports)
    counts = [
        _counted(outcome.count(Severity.ERROR), "error"),
        _counted(outcome.count(Severity.WARNING), "warning"),
        _counted(outcome.count(Severity.INFO), "note"),
    ]
    found = ", ".join(count for count in counts if not count.startswith("0 ")) or "nothing found"
    return f"checked {_counted(files, 'file')}: {found}; {_completeness(outcome)}"


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _completeness(outcome: Outcome) -> str:
    if outcome.complete:
        return "every conflict was searched for"
    if outcome.status() == ExitStatus.COULD_NOT_RUN:
        return "not every file was searched for conflicts"
    if any(report.spec is None for report in outcome.reports):
        return "conflicts are searched for once the text means something"
    return "the search for conflicts was cut short"


def _apply(mended: Mended, style: _Style) -> int:
    """
    Write the mended files and show what is left.
    """
    from specl.workspace.fixing import write

    try:
        write(mended.changes)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise CouldNotRun(f"a mended file could not be written: {reason}") from error
    done = f"applied {_counted(len(mended.titles), 'mend')}; " if mended.titles else ""
    return _show(mended.outcome, style, done=done)


def _show_difference(mended: Mended, style: _Style) -> int:
    """
    Print what the safe mends would change; the status is that of the mended texts.
    """
    from specl.workspace.fixing import difference

    for change in mended.changes:
        source = change.file.source
        click.echo(difference(source.name, source.text, change.text), nl=False)
    if not style.quiet:
        words = _counted(len(mended.titles), "mend") + " would be applied"
        click.echo(f"{words}; then: {_summary(mended.outcome)}", err=True)
    return int(mended.outcome.status(strict=style.strict))
