"""
What the checker says of a text is what the comments in its Markdown suite say that it says.

A suite is a Markdown file whose sections of the second rank are cases. A case has a block
` ```specl `, the checked file, and may have blocks ` ```specl other.specl ` for files beside
it. A comment `# error: [code] part of the message` stands on the line that the finding is
about; without one, a line has none. Warnings of `unused` count only where a case names one.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from specl.diagnostics import Diagnostic
from specl.modules import load
from specl.resolve import resolve
from specl.text import Source

HERE = Path(__file__).parent
CASE = re.compile(r"^## (.+?)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```specl ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXPECTED = re.compile(r"# (error|warning): \[([a-z-]+)\] ?(.*?)(?=# error:|# warning:|$)")

Finding = tuple[str, int, str, str]


def cases() -> list[tuple[str, str]]:
    """
    Return the name and the text of each case of every suite.
    """
    return [
        (f"{suite.stem}: {title}", text)
        for suite in sorted(HERE.glob("*.md"))
        for title, text in CASE.findall(suite.read_text(encoding="utf-8"))
    ]


def expected_in(name: str, text: str) -> dict[Finding, list[str]]:
    """
    Return what the comments of a file announce, each with the wordings that it may not lack.
    """
    found: dict[Finding, list[str]] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        for severity, code, wording in EXPECTED.findall(line):
            found.setdefault((name, number, severity, code), []).append(wording.strip())
    return found


def finding(problem: Diagnostic, folder: Path) -> Finding:
    """
    Return where a problem lies and what it is.
    """
    assert problem.span is not None
    name = Path(problem.span.source.name)
    shown = name.relative_to(folder).as_posix() if name.is_absolute() else name.as_posix()
    return shown, problem.span.line, problem.severity.value, problem.code.slug


@pytest.mark.parametrize(("name", "text"), cases(), ids=lambda value: value[:60])
def test_findings_are_those_announced(name: str, text: str, tmp_path: Path) -> None:
    """
    Every announced finding is reported at its line, and nothing else is.
    """
    folder = tmp_path / "project"
    folder.mkdir()
    expected: dict[Finding, list[str]] = {}
    blocks = BLOCK.findall(text)
    assert blocks, "the case has no block"
    for file, body in blocks:
        path = folder / (file or "main.specl")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, encoding="utf-8")
        expected |= expected_in(file or "main.specl", body)
    main = folder / "main.specl"
    loaded = load(Source("main.specl", main.read_text(encoding="utf-8")), main)
    resolved = resolve(loaded)
    wants_unused = any(code == "unused" for _, _, _, code in expected)
    reported = [
        problem for problem in resolved.problems if wants_unused or problem.code.slug != "unused"
    ]
    assert sorted(expected) == sorted({finding(problem, folder) for problem in reported})
    messages = {
        key: [problem.message for problem in reported if finding(problem, folder) == key]
        for key in expected
    }
    for key, wordings in expected.items():
        for wording in wordings:
            assert any(wording in message for message in messages[key]), (wording, messages[key])
        assert len(wordings) == len(messages[key]), messages[key]
    broken = any(severity == "error" for _, _, severity, _ in expected)
    assert broken == (resolved.spec is None)
