"""
`specl decide`: the ruling in one scenario or in many, as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

import click

from specl.cli.console import read_file, spec_of
from specl.model import Spec
from specl.workspace.deciding import decide
from specl.workspace.reading import STDIN
from specl.workspace.report import ExitStatus
from specl.workspace.scenarios import Facts, facts_from_json, facts_from_lines

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
def command(
    *,
    file: str,
    scenarios: str | None,
    facts: str | None,
    assume_defaults: bool,
    budget: int | None,
) -> int:
    """
    Say what the rules of a spec ask in a scenario.

    The scenario is that of --facts, or each line of the JSONL file SCENARIOS (- for standard
    input); facts that are not given are unknown. One line of JSON is printed for each. Exit
    status: 0, 1 where a ruling is contradictory, 2 where facts cannot be used.
    """
    if facts is not None and scenarios is not None:
        raise click.UsageError("give --facts or SCENARIOS, not both")
    if file == STDIN and scenarios == STDIN:
        raise click.UsageError("the spec and the scenarios cannot both come from standard input")
    spec = spec_of(file)
    statuses = []
    for each in _scenarios(spec, scenarios, facts, assume_defaults=assume_defaults):
        decision = decide(spec, each, budget=budget)
        click.echo(json.dumps(decision.data))
        statuses.append(decision.status)
    return int(ExitStatus.worst(statuses))


def _scenarios(
    spec: Spec, name: str | None, facts: str | None, *, assume_defaults: bool
) -> Iterable[Facts]:
    if name is None:
        text = "{}" if facts is None else facts
        return [facts_from_json(spec, text, assume_defaults=assume_defaults)]
    lines = read_file(name).source.text
    return facts_from_lines(spec, lines, assume_defaults=assume_defaults)
