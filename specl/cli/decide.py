"""
`specl decide`: the ruling in one scenario or in many, as JSON.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from specl.cli.console import CouldNotRun, spec_of
from specl.workspace.deciding import Deciding
from specl.workspace.lines import UnreadableError
from specl.workspace.many import Scenarios
from specl.workspace.reading import STDIN
from specl.workspace.report import ExitStatus
from specl.workspace.scenarios import Facts, facts_from_json
from specl.workspace.writing import replacing

__all__ = ["command"]


@click.command("decide")
@click.argument("file", metavar="FILE")
@click.argument("scenarios", required=False, metavar="[SCENARIOS]")
@click.option("--facts", metavar="JSON", help='The scenario, such as {"refund": 900}.')
@click.option(
    "--assume-defaults", is_flag=True, help="Let facts that are not given take their defaults."
)
@click.option(
    "--budget",
    type=click.IntRange(min=1),
    metavar="UNITS",
    help="How much work the solver may spend on one question about unknown facts.",
)
@click.option("-o", "--out", metavar="FILE", help="Write the rulings to a file.")
@click.option("-q", "--quiet", is_flag=True, help="Show no progress.")
def command(  # noqa: PLR0913 one parameter an option
    *,
    file: str,
    scenarios: str | None,
    facts: str | None,
    assume_defaults: bool,
    budget: int | None,
    out: str | None,
    quiet: bool,
) -> int:
    """
    Say what the rules of a spec ask in a scenario.

    The scenario is that of --facts, or each line of the JSONL file SCENARIOS (- for standard
    input), or each row of a .parquet or .arrow file; facts that are not given are unknown. One
    line of JSON is printed for each. Exit status: 0, 1 where a ruling is contradictory, 2 where
    facts cannot be used.
    """
    if facts is not None and scenarios is not None:
        raise click.UsageError("give --facts or SCENARIOS, not both")
    if file == STDIN and scenarios == STDIN:
        raise click.UsageError("the spec and the scenarios cannot both come from standard input")
    spec = spec_of(file)
    deciding = Deciding(spec, budget=budget)
    with _failing_well(), _output(out) as write:
        if scenarios is None:
            one = facts_from_json(
                spec, "{}" if facts is None else facts, assume_defaults=assume_defaults
            )
            return _decide(deciding, [one], write)
        many = Scenarios(scenarios)
        hidden = quiet or (out in {None, STDIN} and sys.stdout.isatty())
        with _progress(many.size, hidden=hidden) as seen:
            found = many.facts(spec, assume_defaults=assume_defaults, seen=seen)
            return _decide(deciding, found, write)


def _decide(deciding: Deciding, scenarios: Iterable[Facts], write: Callable[[str], None]) -> int:
    """
    Write a line for each scenario as soon as it is decided; return the worst status.
    """
    status = ExitStatus.CLEAN
    for facts in scenarios:
        decision = deciding.decide(facts)
        write(decision.line)
        status = ExitStatus.worst((status, decision.status))
    return int(status)


@contextmanager
def _failing_well() -> Iterator[None]:
    """
    Say in a line what kept a file from being read or written.
    """
    from specl.decide import MissingExtraError

    try:
        yield
    except (UnreadableError, MissingExtraError) as error:
        raise CouldNotRun(str(error)) from error


@contextmanager
def _output(out: str | None) -> Iterator[Callable[[str], None]]:
    """
    Open what lines are written to: standard output, or a file that is there whole or not at all.
    """
    if out in {None, STDIN}:
        yield click.echo
        return
    try:
        with replacing(Path(str(out))) as stream:
            yield lambda line: _put(stream.write, line)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise CouldNotRun(f"`{out}` cannot be written: {reason}") from error


def _put(write: Callable[[bytes], object], line: str) -> None:
    write(f"{line}\n".encode())


@contextmanager
def _progress(size: int | None, *, hidden: bool) -> Iterator[Callable[[int], None]]:
    """
    Show on a terminal how much of a file has been read.
    """
    if size is None or hidden or not _is_terminal():
        yield lambda _: None
        return
    with click.progressbar(length=size, label="deciding", file=sys.stderr) as bar:
        yield bar.update


def _is_terminal() -> bool:
    return sys.stderr.isatty()
