"""
`specl explain`: the page of a code, a module of the standard library, or the reasons of a ruling.
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from specl.cli.console import spec_of
from specl.diagnostics.codes import CODES
from specl.diagnostics.model import Code
from specl.workspace.reading import STDIN
from specl.workspace.selection import code_named

__all__ = ["command"]


@click.command("explain")
@click.argument("subject", required=False, metavar="[CODE|MODULE|FILE]")
@click.option("--facts", metavar="JSON", help='The scenario, such as {"refund": 900}.')
@click.option(
    "--assume-defaults", is_flag=True, help="Let facts that are not given take their defaults."
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to write the explanation.",
)
def command(*, subject: str | None, facts: str | None, assume_defaults: bool, format_: str) -> int:
    """
    Explain a code such as contradiction, or why a scenario has its ruling.

    With a code, print its page; with a module of the standard library, such as std.reply, its
    text; with a spec and --facts, say of each norm why it is in force, defeated or not
    applicable; with neither, list all codes.
    """
    if subject is None:
        click.echo(_listing(format_))
        return 0
    of_scenario = facts is not None or assume_defaults
    if subject.startswith("std.") and not Path(subject).is_file():
        click.echo(_module(subject), nl=False)
        return 0
    if not of_scenario and (subject in CODES or not _is_file(subject)):
        click.echo(_page(_code(subject), format_))
        return 0
    given = "{}" if facts is None else facts
    return _explain_scenario(subject, given, format_, assume_defaults=assume_defaults)


def _module(name: str) -> str:
    from specl.resources import stdlib_modules, stdlib_text
    from specl.text import nearest

    text = stdlib_text(name)
    if text is None:
        modules = stdlib_modules()
        close = nearest(name, modules) or ", ".join(modules)
        raise click.UsageError(f"there is no module `{name}`; there is {close}")
    return text


def _is_file(subject: str) -> bool:
    return subject == STDIN or subject.endswith(".specl") or Path(subject).is_file()


def _code(name: str) -> Code:
    try:
        return code_named(name)
    except LookupError as error:
        raise click.UsageError(f"{error.args[0]} (`specl explain` lists all)") from None


def _listing(format_: str) -> str:
    if format_ == "json":
        return json.dumps([_code_to_json(code) for code in CODES.values()], indent=2)
    widest = max(len(slug) for slug in CODES)
    return "\n".join(
        f"{code.number}  {code.slug:<{widest}}  {code.severity.value:<7}  {code.summary}"
        for code in CODES.values()
    )


def _page(code: Code, format_: str) -> str:
    if format_ == "json":
        return json.dumps(_code_to_json(code) | {"page": code.explanation}, indent=2)
    heading, _, rest = code.explanation.partition("\n")
    about = f"{code.number}, {code.severity.value}: {code.summary}"
    return f"{heading}\n\n{about}\n{rest}".rstrip()


def _code_to_json(code: Code) -> dict[str, str]:
    return {
        "code": code.slug,
        "number": code.number,
        "severity": code.severity.value,
        "summary": code.summary,
    }


def _explain_scenario(name: str, text: str, format_: str, *, assume_defaults: bool) -> int:
    from specl.workspace.scenarios import facts_from_json
    from specl.workspace.tracing import Unexplained, explain, to_json, to_text

    spec = spec_of(name)
    facts = facts_from_json(spec, text, assume_defaults=assume_defaults)
    explained = explain(spec, facts)
    if isinstance(explained, Unexplained):
        raise click.UsageError(explained.reason)
    shown = to_json(explained) if format_ == "json" else to_text(explained)
    click.echo(shown, nl=False)
    return 1 if explained.ruling.contradictions else 0
