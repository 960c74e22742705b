"""
`specl` itself: help, unknown commands, faults of its own, pipes and interrupts.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from specl import __version__
from specl.workspace import checking
from tests.cli.conftest import Run

COMMANDS = ["check", "decide", "explain", "fmt", "init", "rubric", "version"]


def test_help_lists_every_command(run: Run) -> None:
    """
    The help names all commands, and leaves with status 0.
    """
    result = run("--help")
    assert result.status == 0
    assert [name for name in COMMANDS if f"\n  {name} " in result.out] == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help(run: Run, command: str) -> None:
    """
    Every command says how it is used.
    """
    result = run(command, "--help")
    assert (result.status, result.out.splitlines()[0][: len(command) + 13]) == (
        0,
        f"Usage: specl {command}"[: len(command) + 13],
    )


def test_version(run: Run) -> None:
    """
    `specl version` and `specl --version` say the same.
    """
    assert run("version").out == run("--version").out == f"specl {__version__}\n"


def test_unknown_command_gets_the_nearest(run: Run) -> None:
    """
    A misspelt command is answered with the one that was meant, status 2.
    """
    result = run("chek")
    assert result.status == 2
    assert "there is no command `chek`; did you mean `check`?" in result.err


@pytest.mark.parametrize("arguments", [["check"], ["check", "--nope", "x"], ["nope-nope"], []])
def test_usage_errors_have_status_2(run: Run, arguments: list[str]) -> None:
    """
    Wrong usage is a message on standard error and status 2.
    """
    result = run(*arguments)
    assert (result.status, result.out) == (2, "")
    assert "Usage: specl" in result.err


def test_a_fault_of_specl_is_no_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    An exception that nobody expected is reported as a fault of specl, status 2.
    """

    def fail(*_given: object, **_options: object) -> None:
        raise ZeroDivisionError("boom")

    monkeypatch.setattr("specl.cli.check.check_named", fail)
    result = run("check", "a.specl")
    assert result.status == 2
    assert result.err.startswith("specl: internal error: ZeroDivisionError: boom\n")
    assert "Traceback" not in result.err


def test_a_fault_in_one_file_does_not_hide_the_others(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Where specl fails on a file, the findings of the other files are still shown.
    """
    real = checking._understand

    def fail_on_clean(files: list[object], overlay: object) -> object:
        if files[0].source.name == "clean.specl":  # type: ignore[attr-defined]
            raise ZeroDivisionError("boom")
        return real(files, overlay)  # type: ignore[arg-type]

    monkeypatch.setattr(checking, "_understand", fail_on_clean)
    result = run("check", folder / "clean.specl", "clash.specl", "clean.specl", "--format=concise")
    assert result.status == 2
    assert "internal-error" in result.out
    assert "contradiction" in result.out


def test_an_interrupt_has_status_130(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Control-C ends with a word and the status that shells expect.
    """

    def interrupt(*_given: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("specl.cli.check.check_named", interrupt)
    result = run("check", "a.specl")
    assert (result.status, result.err) == (130, "interrupted\n")


def test_a_closed_pipe_is_silent() -> None:
    """
    A reader that stops early, such as `head`, provokes no message.
    """
    script = "import sys; from specl.cli import main; sys.exit(main(['explain']))"
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        shown = process.stderr.read()
        process.wait(timeout=30)
    assert (shown, process.returncode) == (b"", 141)


def test_help_loads_nothing_heavy() -> None:
    """
    Neither the solver nor the parser is loaded to print help.
    """
    script = (
        "import sys; from specl.cli import main; main(['--help']); "
        "sys.stderr.write(' '.join(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert {"z3", "lark", "attr", "attrs", "specl.syntax"} & set(done.stderr.split()) == set()
