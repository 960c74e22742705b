"""
The command as a function: arguments in, status and both outputs out.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest

from specl.cli import main

CLASH = """\
fact refund: real 0..10000 "How much money is asked for?"
act answer "Does the reply answer?"
act escalate "Does the reply hand over?"
constraint not (answer and escalate)

rule be_helpful {
  must answer
}

rule big_refunds {
  when refund > 500
  must escalate
}
"""
CLEAN = CLASH.replace("rule big_refunds {", "rule big_refunds overrides be_helpful {")


@attrs.frozen
class Result:
    """
    What a run of the command left behind.
    """

    status: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """
    Run `specl` in this process.
    """

    def call(*arguments: object, stdin: bytes = b"") -> Result:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsys.readouterr()
        status = main([str(argument) for argument in arguments])
        shown = capsys.readouterr()
        return Result(status, shown.out, shown.err)

    return call


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """
    Stand in an empty folder with two specs: `clash.specl` contradicts itself, `clean.specl` not.
    """
    monkeypatch.chdir(tmp_path)
    (tmp_path / "clash.specl").write_text(CLASH, encoding="utf-8")
    (tmp_path / "clean.specl").write_text(CLEAN, encoding="utf-8")
    return tmp_path
