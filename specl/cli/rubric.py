"""
`specl rubric`: a spec as what a grader is told.
"""

from __future__ import annotations

import click

from specl.cli.console import CouldNotRun, spec_of, write_output
from specl.interpret import NoReply, Undecidable
from specl.model import Ruling, Scenario, Spec
from specl.workspace.deciding import against, ruling_on
from specl.workspace.judging import broken_assumption
from specl.workspace.scenarios import facts_from_json

__all__ = ["command"]


@click.command("rubric")
@click.argument("file", metavar="FILE")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["markdown", "json"]),
    default="markdown",
    show_default=True,
    help="How to write the rubric.",
)
@click.option(
    "--given",
    metavar="JSON",
    help='Keep only what is in force given these facts, such as {"topic": "legal"}.',
)
@click.option("--out", "-o", metavar="OUT", help="The file to write, otherwise standard output.")
def command(*, file: str, format_: str, given: str | None, out: str | None) -> int:
    """
    Write what a grader is told of a spec.

    FILE is a spec, or - for standard input.
    """
    from specl.rubric import rubric_of

    spec = spec_of(file)
    facts = _given(spec, given)
    rubric = rubric_of(spec, facts, ruling=_ruling(spec, facts))
    if format_ == "json":
        from specl.rubric.targets.json import to_json

        text = to_json(rubric)
    else:
        from specl.rubric.targets.markdown import to_markdown

        text = to_markdown(rubric)
    write_output(out, text if text.endswith("\n") else f"{text}\n")
    return 0


def _ruling(spec: Spec, facts: Scenario) -> Ruling | None:
    """
    Return the ruling that leaves out what cannot be in force, where there are facts at all.
    """
    if not facts:
        return None
    try:
        found = ruling_on(spec, facts)
    except NoReply as error:
        message = "--given: no reply satisfies the constraints in this scenario"
        raise click.UsageError(message) from error
    except Undecidable as error:
        message = "the ruling on --given could not be worked out within the budget"
        raise CouldNotRun(message) from error
    assert isinstance(found, Ruling), "the facts were held against the assumptions"
    return found


def _given(spec: Spec, given: str | None) -> Scenario:
    if given is None:
        return {}
    facts = facts_from_json(spec, given)
    if facts.problems:
        raise click.UsageError(f"--given: {'; '.join(facts.problems)}")
    broken = broken_assumption(spec, facts.scenario)
    if broken is not None:
        raise click.UsageError(f"--given: {against(broken)}")
    return facts.scenario
