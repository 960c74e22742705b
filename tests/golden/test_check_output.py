"""
What `specl check` and `specl explain` print of a spec that shows most kinds of findings.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from specl.cli import main
from tests.golden.goldens import assert_golden

SPEC = Path(__file__).with_name("support.specl")
ARGUMENTS = {
    "check.txt": ["check", "support.specl", "--today=2027-01-01"],
    "check.concise.txt": ["check", "support.specl", "--today=2027-01-01", "--format=concise"],
    "check.json": ["check", "support.specl", "--today=2027-01-01", "--format=json"],
    "explain.txt": [
        "explain",
        "support.specl",
        "--facts",
        '{"refund": 900, "minor": false}',
        "--assume-defaults",
    ],
    "decide.json": ["decide", "support.specl", "--facts", '{"refund": 900}'],
}


@pytest.mark.parametrize("name", ARGUMENTS)
def test_output(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    The output is that of the golden file.
    """
    (tmp_path / "support.specl").write_bytes(SPEC.read_bytes())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    main(ARGUMENTS[name])
    assert_golden(name, capsys.readouterr().out)
