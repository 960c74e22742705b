"""
`specl init` and `specl rubric`: a spec to start from, and what a grader is told.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_the_starter_checks_clean(run: Run, folder: Path) -> None:
    """
    What `init` writes has no finding of any kind, and is laid out in the one style.
    """
    assert run("init").status == 0
    result = run("check", "assistant.specl")
    expected = "checked 1 file: nothing found; every conflict was searched for\n"
    assert (result.status, result.out) == (0, expected)
    assert run("fmt", "--check", "assistant.specl").status == 0


def test_init_overwrites_nothing(run: Run, folder: Path) -> None:
    """
    A file that exists is left as it is, status 2.
    """
    before = (folder / "clash.specl").read_bytes()
    result = run("init", "clash.specl")
    assert result.status == 2
    assert "exists already" in result.err
    assert (folder / "clash.specl").read_bytes() == before


def test_init_takes_a_file_or_a_folder(run: Run, folder: Path) -> None:
    """
    A folder gets a file of the usual name.
    """
    (folder / "sub").mkdir()
    assert run("init", "sub").status == run("init", "mine.specl").status == 0
    assert (folder / "sub" / "assistant.specl").read_bytes() == (folder / "mine.specl").read_bytes()


def test_init_into_nowhere(run: Run, folder: Path) -> None:
    """
    A folder that does not exist is named, status 2.
    """
    result = run("init", "no/such/file.specl")
    assert result.status == 2
    assert "cannot be written" in result.err


@pytest.mark.parametrize("format_", ["markdown", "json"])
def test_rubric_goes_to_a_file_or_to_standard_output(run: Run, folder: Path, format_: str) -> None:
    """
    Both get the same text, and nothing else is printed with `-o`.
    """
    shown = run("rubric", "clean.specl", "--to", format_)
    quiet = run("rubric", "clean.specl", "--to", format_, "-o", "out.txt")
    assert (shown.status, quiet.status, quiet.out) == (0, 0, "")
    assert (folder / "out.txt").read_text(encoding="utf-8") == shown.out
    assert "big_refunds" in shown.out


def test_rubric_as_json_parses(run: Run, folder: Path) -> None:
    """
    The JSON rubric is one object.
    """
    assert isinstance(json.loads(run("rubric", "clean.specl", "--to=json").out), dict)


def test_given_facts_leave_what_is_in_force(run: Run, folder: Path) -> None:
    """
    Rules that do not apply to the given facts are not in the rubric.
    """
    small = run("rubric", "clean.specl", "--given", '{"refund": 1}')
    assert small.status == 0
    assert "be_helpful" in small.out
    assert "big_refunds" not in small.out


def test_bad_given_facts_have_status_2(run: Run, folder: Path) -> None:
    """
    Facts that mean nothing are a usage error, and no file is written.
    """
    result = run("rubric", "clean.specl", "--given", '{"refnd": 1}', "-o", "out.txt")
    assert result.status == 2
    assert "did you mean `refund`?" in result.err
    assert not (folder / "out.txt").exists()


def test_an_output_that_cannot_be_written(run: Run, folder: Path) -> None:
    """
    The reason is told, status 2.
    """
    result = run("rubric", "clean.specl", "-o", "no/such/out.md")
    assert result.status == 2
    assert "`no/such/out.md` cannot be written" in result.err
