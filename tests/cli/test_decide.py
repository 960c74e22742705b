"""
`specl decide`: rulings as JSON lines.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import CLEAN, Run

ANSWER = {"rule": "be_helpful", "index": 0, "text": "must answer"}
ESCALATE = {"rule": "big_refunds", "index": 0, "text": "must escalate"}


def test_one_scenario(run: Run, folder: Path) -> None:
    """
    The ruling of `--facts` is one line of JSON with every list.
    """
    result = run("decide", "clean.specl", "--facts", '{"refund": 900}')
    assert result.status == 0
    assert json.loads(result.out) == {
        "applicable": [ANSWER, ESCALATE],
        "in_force": [ESCALATE],
        "defeated": [{"norm": ANSWER, "by": [ESCALATE]}],
        "contradictions": [],
        "possible": [],
    }


def test_a_contradictory_ruling_has_status_1(run: Run, folder: Path) -> None:
    """
    The minimal sets that clash are listed.
    """
    result = run("decide", "clash.specl", "--facts", '{"refund": 900}')
    assert result.status == 1
    assert json.loads(result.out)["contradictions"] == [[ANSWER, ESCALATE]]


def test_unknown_facts_leave_norms_possible(run: Run, folder: Path) -> None:
    """
    What only some completion brings into force is possible, not certain.
    """
    result = run("decide", "clean.specl")
    ruling = json.loads(result.out)
    assert result.status == 0
    assert (ruling["in_force"], ruling["possible"]) == ([], [ANSWER, ESCALATE])


def test_many_scenarios(run: Run, folder: Path) -> None:
    """
    Each line of a file is answered by a line, mistakes in their place; the worst status counts.
    """
    lines = '{"refund": 1}\n{"refnd": 1}\n\n{"refund": 501}\n'
    (folder / "many.jsonl").write_text(lines, encoding="utf-8")
    result = run("decide", "clean.specl", "many.jsonl")
    first, second, third = map(json.loads, result.out.splitlines())
    assert result.status == 2
    assert (first["in_force"], third["in_force"]) == ([ANSWER], [ESCALATE])
    assert second == {"error": "there is no fact `refnd`; did you mean `refund`?", "line": 2}


def test_scenarios_from_standard_input(run: Run, folder: Path) -> None:
    """
    `-` reads scenarios from a pipe, or the spec, but not both.
    """
    piped = run("decide", "clean.specl", "-", stdin=b'{"refund": 1}\n')
    spec = run("decide", "-", "--facts", '{"refund": 1}', stdin=CLEAN.encode())
    assert piped.out == spec.out != ""
    assert run("decide", "-", "-").status == 2


def test_facts_against_the_assumptions(run: Run, folder: Path) -> None:
    """
    A scenario that cannot exist has no ruling: an error line and status 2.
    """
    (folder / "assumes.specl").write_text("assume refund != 3\n" + CLEAN, encoding="utf-8")
    result = run("decide", "assumes.specl", "--facts", '{"refund": 3}')
    assert (result.status, list(json.loads(result.out))) == (2, ["error"])
    assert "refund != 3" in json.loads(result.out)["error"]


def test_defaults_on_request(run: Run, folder: Path) -> None:
    """
    `--assume-defaults` fills in what is not given.
    """
    text = CLEAN.replace("0..10000 ", "0..10000 = 900 ")
    (folder / "defaults.specl").write_text(text, encoding="utf-8")
    assumed = json.loads(run("decide", "defaults.specl", "--assume-defaults").out)
    assert (assumed["in_force"], assumed["possible"]) == ([ESCALATE], [])


def test_a_spec_that_means_nothing(run: Run, folder: Path) -> None:
    """
    Mistakes in the text go to standard error, and standard output stays empty.
    """
    (folder / "bad.specl").write_text("rule r { must x }", encoding="utf-8")
    result = run("decide", "bad.specl")
    assert (result.status, result.out) == (1, "")
    assert "error[unknown-name]" in result.err


def test_files_that_cannot_be_read(run: Run, folder: Path) -> None:
    """
    A missing spec and missing scenarios have status 2.
    """
    assert run("decide", "gone.specl").status == 2
    assert run("decide", "clean.specl", "gone.jsonl").status == 2


def test_facts_and_scenarios_exclude_each_other(run: Run, folder: Path) -> None:
    """
    One or the other says which scenarios are meant.
    """
    assert run("decide", "clean.specl", "x.jsonl", "--facts", "{}").status == 2


@pytest.mark.parametrize("command", ["decide", "explain"])
def test_empty_facts_are_no_scenario(run: Run, folder: Path, command: str) -> None:
    """
    An empty `--facts`, such as an unset variable gives, is a mistake and not an open scenario.
    """
    result = run(command, "clean.specl", "--facts", "")
    assert (result.status, "not JSON" in result.out + result.err) == (2, True)
