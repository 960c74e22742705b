"""
The command `specl`: arguments in, text and an exit status out.

Nothing is imported before it is needed, so that help appears at once; whatever
goes wrong ends in a message, never in a traceback.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import TextIO

import click

__all__ = ["main", "program"]

_COMMANDS = {
    "cache": "Manage the results of earlier checks.",
    "cases": "Find few scenarios that show all that a spec can come to.",
    "check": "Find every contradiction in specs, and what else is wrong.",
    "decide": "Say what the rules ask in a scenario.",
    "explain": "Explain a code, or why a scenario has its ruling.",
    "fmt": "Lay specs out in the one style.",
    "init": "Write a small spec to start from.",
    "rubric": "Write what a grader is told.",
    "version": "Print the version.",
}
_COULD_NOT_RUN = 2
_INTERRUPTED = 130
_PIPE_CLOSED = 141


class _Program(click.Group):
    """
    A group whose commands lie in a module each, imported when they are called.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            close = _nearest(cmd_name)
            if close and not cmd_name.startswith("-"):
                ctx.fail(f"there is no command `{cmd_name}`; did you mean `{close}`?")
            return None
        command: click.Command = import_module(f"specl.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 click's signature
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


def _nearest(name: str) -> str | None:
    from specl.text.spelling import nearest

    return nearest(name, _COMMANDS)


def _print_version(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 click's signature
    if wanted:
        from specl import __version__

        click.echo(f"specl {__version__}")
        ctx.exit()


@click.group(
    cls=_Program,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Print the version and exit.",
)
def program() -> None:
    """
    Check, run and compile specs of how AI models and agents are to behave.

    Write down what can be true of a conversation (facts), what a reply can show (acts), and
    the rules that connect them; specl finds every scenario in which the rules cannot all be
    obeyed.
    """


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run `specl` and return its exit status.

    Args:
        arguments: What follows `specl` on the command line; None: that of this process.
    """
    if arguments is not None:
        return _guarded(list(arguments))
    # What a command makes lives until the process ends. To look through it for what could be
    # freed, again and again and once more at the end, took a fifth of the time of a check.
    gc.set_threshold(100_000)
    try:
        return _guarded(sys.argv[1:])
    finally:
        gc.freeze()


def _guarded(arguments: list[str]) -> int:
    """
    Run `specl` with arguments; whatever goes wrong ends in a message and a status.
    """
    _prepare_streams()
    try:
        status = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        _silence_stdout()
        return _PIPE_CLOSED
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted", err=True)
        return _INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except Exception as error:  # noqa: BLE001 a fault of our own must not look like a crash
        return _fault(error)
    return status


def _run(arguments: list[str]) -> int:
    if "_SPECL_COMPLETE" in os.environ:
        program.main(arguments, prog_name="specl")
    try:
        with program.make_context("specl", arguments) as context:
            status = program.invoke(context)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    return status if isinstance(status, int) else 0


def _prepare_streams() -> None:
    """
    Let what the terminal's encoding lacks be printed escaped, and closed outputs be silent.
    """
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


def _nowhere() -> TextIO:
    return os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")


def _silence_stdout() -> None:
    """
    Keep the interpreter from flushing into a closed pipe on its way out.
    """
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fault(error: Exception) -> int:
    """
    Tell of a fault of specl itself.
    """
    if isinstance(error, OSError):
        reason = f"specl: {error.strerror or error}: {error.filename or ''}"
        click.echo(reason.rstrip(": "), err=True)
        return _COULD_NOT_RUN
    click.echo(f"specl: internal error: {type(error).__name__}: {error}", err=True)
    click.echo(
        "this is a fault of specl, not of your spec: please report it with the command that "
        "you ran (SPECL_TRACEBACK=1 prints the details)",
        err=True,
    )
    if os.environ.get("SPECL_TRACEBACK"):
        import traceback

        traceback.print_exception(error)
    return _COULD_NOT_RUN
