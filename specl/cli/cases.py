"""
`specl cases`: few scenarios that show all that a spec can come to.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from specl.cases.goals import KINDS, Kind
from specl.cases.targets import TARGETS
from specl.cli.console import Format, spec_of, write_output
from specl.text import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from specl.cases.rows import CaseFile
    from specl.model import Spec
    from specl.workspace.casing import Cases

__all__ = ["command"]

_STDIN = "-"


class _Command(click.Command):
    """
    A command whose help lists the formats and the kinds of goals.
    """

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 click's signature
        with formatter.section("Formats"):
            formatter.write_dl(list(TARGETS.items()))
        with formatter.section("Kinds of goals"):
            formatter.write_text(", ".join(KINDS))


def _kinds(
    _context: click.Context, _option: click.Parameter, value: tuple[str, ...]
) -> tuple[Kind, ...]:
    """
    Return kinds given one by one or with commas between them; all where none are.
    """
    names = [name for each in value for name in map(str.strip, each.split(",")) if name]
    wrong = [_no_kind(name) for name in dict.fromkeys(names) if name not in KINDS]
    if value and not names:
        wrong = ["name a kind"]
    if wrong:
        raise click.BadParameter(f"{'; '.join(wrong)} (the kinds are {', '.join(KINDS)})")
    return tuple(kind for kind in KINDS if not names or kind in names)


def _no_kind(name: str) -> str:
    close = nearest(name, KINDS)
    return f"there is no kind `{name}`{f', did you mean `{close}`?' if close else ''}"


@click.command("cases", cls=_Command)
@click.argument("file", metavar="FILE")
@click.option(
    "--to",
    "target",
    type=Format(list(TARGETS)),
    default="jsonl",
    show_default=True,
    metavar="FORMAT",
    help="The format to write, one of those below.",
)
@click.option(
    "--cover",
    "kinds",
    multiple=True,
    callback=_kinds,
    metavar="KIND,…",
    help="Only goals of these kinds; all unless given.",
)
@click.option(
    "--max",
    "limit",
    type=click.IntRange(min=1),
    metavar="N",
    help="At most N cases: those that show most; goals left out are named.",
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    metavar="N",
    help="Another seed may choose other cases; the same gives the same.",
)
@click.option(
    "--budget",
    type=click.IntRange(min=1),
    metavar="UNITS",
    help="How much work the solver may spend on one goal.",
)
@click.option(
    "--report",
    type=click.Choice(["text", "json", "none"]),
    default="text",
    show_default=True,
    help="How to tell on standard error what is covered, what is impossible and why.",
)
@click.option("-v", "--verbose", is_flag=True, help="Name the cases that show each goal.")
@click.option("--out", "-o", metavar="OUT", help="The file to write, otherwise standard output.")
def command(  # noqa: PLR0913 one parameter an option
    *,
    file: str,
    target: str,
    kinds: tuple[Kind, ...],
    limit: int | None,
    seed: int,
    budget: int | None,
    report: str,
    verbose: bool,
    out: str | None,
) -> int:
    """
    Find few scenarios that show all that a spec can come to.

    FILE is a spec, or - for standard input. Each case has its ruling, its rubric, a reply that
    obeys, replies that break one norm each, and a card for people. Exit status: 0; 1 where a
    ruling is contradictory or there is no scenario at all; 2 where specl could not run; 3 where
    something is undecided.
    """
    from specl.cases.ground import BUDGET
    from specl.cases.targets import write
    from specl.cli.progress import Progress
    from specl.workspace.casing import CaseOptions, cases_of

    spec = spec_of(file)
    progress = Progress()
    units = BUDGET if budget is None else budget
    options = CaseOptions(kinds=kinds, limit=limit, seed=seed, budget=units, progress=progress)
    found = cases_of(spec, options)
    progress.clear()
    text = write(target, _case_file(spec, found, file=file, out=out))
    write_output(out, text)
    click.echo(_report(spec, found, report, kinds, verbose=verbose), nl=False, err=True)
    return int(found.status)


def _case_file(spec: Spec, found: Cases, *, file: str, out: str | None) -> CaseFile:
    from specl.cases.rows import CaseFile

    title = spec.name if spec.version is None else f"{spec.name} {spec.version}"
    return CaseFile(spec.name, title, _seen_from(file, out), found.rows)


def _seen_from(file: str, out: str | None) -> str | None:
    """
    Return the path of a spec as seen from the folder of the file that is written.
    """
    if file == _STDIN:
        return None
    folder = Path() if out in {None, _STDIN} else Path(str(out)).resolve().parent
    try:
        return Path(os.path.relpath(Path(file).resolve(), folder.resolve())).as_posix()
    except ValueError:  # another drive of a system that has some
        return Path(file).resolve().as_posix()


def _report(spec: Spec, found: Cases, report: str, kinds: Sequence[Kind], *, verbose: bool) -> str:
    from specl.workspace.covering import report_to_data, report_to_text

    if report == "json":
        import json

        return json.dumps(report_to_data(spec, found), indent=2) + "\n"
    if report == "none":
        return ""
    return report_to_text(spec, found, kinds=kinds, verbose=verbose)
