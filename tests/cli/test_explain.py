"""
`specl explain`: pages of codes and traces of rulings.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from specl.diagnostics.codes import CODES
from tests.cli.conftest import Run


@pytest.mark.parametrize("code", CODES)
def test_each_code_has_a_page(run: Run, code: str) -> None:
    """
    The page names the code, its number and severity, and how to mend it.
    """
    result = run("explain", code)
    about = CODES[code]
    assert (result.status, result.out.splitlines()[:3]) == (
        0,
        [f"# {code}", "", f"{about.number}, {about.severity.value}: {about.summary}"],
    )
    assert "\n## Mend\n" in result.out


def test_a_code_goes_before_a_file_of_its_name(run: Run, folder: Path) -> None:
    """
    A file called `contradiction` does not hide the page; facts make it a spec.
    """
    (folder / "contradiction").write_bytes((folder / "clean.specl").read_bytes())
    page = run("explain", "contradiction").out
    trace = run("explain", "contradiction", "--facts", '{"refund": 1}').out
    assert (page.split("\n")[0], trace.split("\n")[0]) == (
        "# contradiction",
        "scenario: refund == 1",
    )


def test_codes_are_listed(run: Run) -> None:
    """
    Without an argument every code is listed with its summary, and as JSON.
    """
    listed = run("explain").out.splitlines()
    data = json.loads(run("explain", "--format=json").out)
    assert [line.split()[1] for line in listed] == [each["code"] for each in data] == list(CODES)


def test_an_unknown_code(run: Run) -> None:
    """
    A misspelt code gets the nearest, status 2.
    """
    result = run("explain", "contradictoin")
    assert (result.status, result.out) == (2, "")
    assert "did you mean `contradiction`?" in result.err


def test_a_scenario_is_explained(run: Run, folder: Path) -> None:
    """
    Of each norm there is the reason why it is in force, defeated or not applicable.
    """
    result = run("explain", "clean.specl", "--facts", '{"refund": 900}')
    assert (result.status, result.out) == (
        0,
        """\
scenario: refund == 900

in force
  big_refunds: must escalate
      when refund > 500 holds: refund == 900

defeated
  be_helpful: must answer
      by big_refunds: must escalate (big_refunds goes before be_helpful)
""",
    )


def test_an_unmet_condition_is_named(run: Run, folder: Path) -> None:
    """
    A norm that does not apply shows the condition that decided it, with its facts.
    """
    result = run("explain", "clean.specl", "--facts", '{"refund": 0.5}')
    assert "not applicable\n  big_refunds: must escalate\n" in result.out
    assert "      when refund > 500 does not hold: refund == 0.5\n" in result.out


def test_a_contradiction_is_explained(run: Run, folder: Path) -> None:
    """
    Norms that clash are named together, status 1.
    """
    result = run("explain", "clash.specl", "--facts", '{"refund": 900}')
    assert result.status == 1
    assert result.out.endswith(
        "contradiction: no reply can obey all of\n"
        "  be_helpful: must answer\n  big_refunds: must escalate\n"
    )


def test_the_trace_as_json(run: Run, folder: Path) -> None:
    """
    Tools get the ruling and the state, conditions and defeaters of each norm.
    """
    result = run("explain", "clean.specl", "--facts", '{"refund": 900}', "--format=json")
    trace = json.loads(result.out)
    assert [(each["rule"], each["state"]) for each in trace["norms"]] == [
        ("be_helpful", "defeated"),
        ("big_refunds", "in force"),
    ]
    assert trace["norms"][1]["conditions"] == [
        {"kind": "when", "text": "refund > 500", "holds": True, "facts": {"refund": 900}}
    ]
    assert trace["facts"] == {"refund": 900}


def test_every_fact_is_needed(run: Run, folder: Path) -> None:
    """
    A trace is that of one scenario: open facts are named.
    """
    result = run("explain", "clean.specl", "--facts", "{}")
    assert result.status == 2
    assert "a value is needed for `refund`" in result.err


def test_bad_facts(run: Run, folder: Path) -> None:
    """
    Facts that mean nothing are a usage error.
    """
    result = run("explain", "clean.specl", "--facts", '{"refund": true}')
    assert (result.status, result.out) == (2, "")
    assert "fact `refund`" in result.err


def test_a_module_of_the_standard_library_is_shown(run: Run) -> None:
    """
    Its text says which acts and facts it has, with their questions and constraints.
    """
    shown = run("explain", "std.reply")
    assert shown.status == 0
    assert 'act refuse "Does the reply decline' in shown.out
    missing = run("explain", "std.reples")
    assert (
        missing.status,
        "there is no module `std.reples`; there is std.reply" in missing.err,
    ) == (
        2,
        True,
    )
