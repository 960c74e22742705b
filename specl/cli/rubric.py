"""
`specl rubric`: a spec as what a grader is told, in the format that the grader reads.
"""

from __future__ import annotations

import click
from click.core import ParameterSource

from specl.cli.console import CouldNotRun, Format, read_file, spec_of, write_files
from specl.rubric.job import SCORINGS, Scoring
from specl.rubric.slicing import Slice
from specl.rubric.targets import TARGETS, misplaced

__all__ = ["command"]

_STDIN = "-"
_NOT_FOR_ALL = {option for target in TARGETS.values() for option in target.options}


class _Command(click.Command):
    """
    A command whose help lists the targets.
    """

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 click's signature
        with formatter.section("Targets"):
            formatter.write_dl([(each.name, each.summary) for each in TARGETS.values()])


def _names(
    _context: click.Context, _option: click.Parameter, value: tuple[str, ...]
) -> tuple[str, ...]:
    """
    Return names given one by one or with commas between them, each once.
    """
    names = tuple(filter(None, (name.strip() for each in value for name in each.split(","))))
    if value and not names:
        raise click.BadParameter("no name is given; leave the option out to keep everything")
    return tuple(dict.fromkeys(names))


def _given_options() -> list[str]:
    """
    Return the options that a user wrote, rather than left as they are, under their long names.
    """
    context = click.get_current_context()
    return [
        each.opts[0]
        for each in context.command.params
        if each.opts[0] in _NOT_FOR_ALL
        and context.get_parameter_source(each.name) is not ParameterSource.DEFAULT
    ]


@click.command("rubric", cls=_Command)
@click.argument("file", metavar="FILE")
@click.option(
    "--to",
    "target",
    type=Format(list(TARGETS)),
    default="markdown",
    show_default=True,
    metavar="TARGET",
    help="The format to write, one of the targets below.",
)
@click.option(
    "--given",
    metavar="JSON",
    help='Keep only what is in force given these facts, such as {"topic": "legal"}.',
)
@click.option(
    "--level", multiple=True, callback=_names, metavar="LEVEL,…", help="Only these levels."
)
@click.option(
    "--tags",
    multiple=True,
    callback=_names,
    metavar="TAG,…",
    help="Only rules with one of these tags.",
)
@click.option("--rules", multiple=True, callback=_names, metavar="RULE,…", help="Only these rules.")
@click.option(
    "--section", multiple=True, callback=_names, metavar="SECTION,…", help="Only these sections."
)
@click.option(
    "--budget-tokens",
    type=click.IntRange(min=1),
    metavar="N",
    help="Leave out examples, then reasons, then prose until about N tokens are left.",
)
@click.option(
    "--transcripts",
    metavar="JSONL",
    help="The replies to judge, for targets that speak of some; else those of the spec's examples.",
)
@click.option("--model", metavar="MODEL", help="The judge, for targets that name one.")
@click.option(
    "--scoring",
    type=click.Choice(SCORINGS),
    default="lexicographic",
    show_default=True,
    help="How verdicts are added up.",
)
@click.option(
    "--out",
    "-o",
    metavar="OUT",
    help="The file or folder to write, otherwise standard output.",
)
def command(  # noqa: PLR0913 one parameter an option
    *,
    file: str,
    target: str,
    given: str | None,
    level: tuple[str, ...],
    tags: tuple[str, ...],
    rules: tuple[str, ...],
    section: tuple[str, ...],
    budget_tokens: int | None,
    transcripts: str | None,
    model: str | None,
    scoring: Scoring,
    out: str | None,
) -> int:
    """
    Write what a grader is told of a spec.

    FILE is a spec, or - for standard input. Targets that write several files need a folder
    as OUT. What a format cannot say is said on standard error.
    """
    from specl.workspace.rubrics import UnusableError, Wanted, write_rubric

    problems = list(misplaced(target, _given_options()))
    if file == _STDIN and transcripts == _STDIN:
        problems.append("the spec and the transcripts cannot both come from standard input")
    if problems:
        raise click.UsageError("\n".join(problems))
    spec = spec_of(file)
    lines = None if transcripts is None else read_file(transcripts).source.text.split("\n")
    wanted = Wanted(
        target=target,
        given=given,
        part=Slice(level, tags, rules, section),
        budget=budget_tokens,
        lines=lines,
        model=model,
        scoring=scoring,
    )
    try:
        written = write_rubric(spec, wanted)
    except UnusableError as error:
        raise CouldNotRun(str(error)) from error
    write_files(out, written.files)
    for note in written.notes:
        click.echo(f"note: {note}", err=True)
    return 0
