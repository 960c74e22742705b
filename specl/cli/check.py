"""
`specl check`: what is wrong with specs, in the format that was asked for.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import attrs
import click

from specl.cli.console import CouldNotRun, color_option, wants_color
from specl.cli.outcomes import Style, counted, show, summary
from specl.cli.progress import Progress
from specl.workspace.options import CheckOptions
from specl.workspace.reading import STDIN, read
from specl.workspace.running import check_named
from specl.workspace.selection import Selection, code_named

if TYPE_CHECKING:
    from specl.workspace.cache import Cache
    from specl.workspace.fixing import Mended
    from specl.workspace.report import Outcome

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
@click.option(
    "--jobs",
    "-j",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many processes may share the work; as many as it is worth unless given.",
)
@click.option("--no-cache", is_flag=True, help="Use no results of earlier runs, and keep none.")
@click.option("--stats", is_flag=True, help="Say where the time went.")
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
    jobs: int | None,
    no_cache: bool,
    stats: bool,
    color: str,
) -> int:
    """
    Find every contradiction in specs, and what else is wrong with them.

    FILE is a spec, or - for standard input. Each file is checked on its own with what it
    uses. Exit status: 0 no errors, 1 errors, 2 could not run, 3 something undecided.
    """
    if fix and not diff and STDIN in files:
        raise click.UsageError("--fix cannot write to standard input; use --diff")
    options = CheckOptions(
        budget=budget, selection=Selection(select, ignore), progress=Progress(), jobs=jobs
    )
    if today is not None:
        options = attrs.evolve(options, today=today.date())
    style = Style(format_, wants_color(color), quiet, strict)
    if fix or diff:
        return _mended(files, options, style, together=together, write=not diff)
    options = attrs.evolve(options, cache=None if no_cache else _cache())
    if stats:
        return _timed(files, options, style, together=together)
    return show(_outcome(files, options, together=together), style)


def _outcome(files: Sequence[str], options: CheckOptions, *, together: bool) -> Outcome:
    """
    Check files, saying how far that is.
    """
    outcome = check_named(files, options, together=together)
    _clear(options)
    return outcome


def _clear(options: CheckOptions) -> None:
    if isinstance(options.progress, Progress):
        options.progress.clear()


def _timed(files: Sequence[str], options: CheckOptions, style: Style, *, together: bool) -> int:
    """
    Check files and say where the time went.
    """
    from specl.text.clock import measured, timing
    from specl.workspace.stats import in_words, stats_of

    with timing() as clock:
        with measured("rest"):
            outcome = _outcome(files, options, together=together)
        if style.format == "json":
            return show(outcome, style, stats=stats_of(clock))
        with measured("render"):
            status = show(outcome, style)
    click.echo(in_words(stats_of(clock)), nl=False, err=True)
    return status


def _cache() -> Cache | None:
    """
    Return the user's cache, unless the environment says to use none.
    """
    if os.environ.get("SPECL_NO_CACHE"):
        return None
    from specl.workspace.cache import Cache, cache_folder

    folder = cache_folder()
    return Cache(folder) if os.path.isabs(folder) else None  # noqa: PTH117 there may be no home


def _mended(
    files: Sequence[str], options: CheckOptions, style: Style, *, together: bool, write: bool
) -> int:
    """
    Apply the safe mends of some files, or show what they would change.
    """
    from specl.workspace.fixing import mend

    texts = [read(name) for name in dict.fromkeys(files)]
    mended = mend(texts, options, together=together)
    _clear(options)
    return _apply(mended, style) if write else _show_difference(mended, style)


def _apply(mended: Mended, style: Style) -> int:
    """
    Write the mended files and show what is left.
    """
    from specl.workspace.fixing import write

    try:
        write(mended.changes)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise CouldNotRun(f"a mended file could not be written: {reason}") from error
    done = f"applied {counted(len(mended.titles), 'mend')}; " if mended.titles else ""
    return show(mended.outcome, style, done=done)


def _show_difference(mended: Mended, style: Style) -> int:
    """
    Print what the safe mends would change; the status is that of the mended texts.
    """
    from specl.workspace.fixing import difference

    for change in mended.changes:
        source = change.file.source
        click.echo(difference(source.name, source.text, change.text), nl=False)
    if not style.quiet:
        words = counted(len(mended.titles), "mend") + " would be applied"
        click.echo(f"{words}; then: {summary(mended.outcome)}", err=True)
    return int(mended.outcome.status(strict=style.strict))
