"""
`specl check`: findings in every format, exit statuses, broken input.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import CLASH, CLEAN, Run

WARNS = CLEAN + '\nfact spare: bool "Does nobody ask for this?"\n'


def test_a_contradiction_is_shown_with_its_scenario(run: Run, folder: Path) -> None:
    """
    The finding names both rules, their places, the facts that bring it about and a mend.
    """
    result = run("check", "clash.specl")
    assert (result.status, result.err) == (1, "")
    for part in (
        "error[contradiction]: ",
        "`be_helpful`",
        "`big_refunds`",
        "--> clash.specl:",
        "= when: refund",
        "= help: ",
    ):
        assert part in result.out
    assert "1 error" in result.out.splitlines()[-1]
    assert result.out.splitlines()[-1].endswith("; every conflict was searched for")


def test_a_clean_spec_has_status_0(run: Run, folder: Path) -> None:
    """
    Without errors the check passes and says how completely it looked.
    """
    result = run("check", "clean.specl", "--ignore=untested")
    expected = "checked 1 file: nothing found; every conflict was searched for\n"
    assert (result.status, result.out, result.err) == (0, expected, "")


def test_json_is_one_object(run: Run, folder: Path) -> None:
    """
    Tools get one object for all files, with the fields that they are promised.
    """
    result = run("check", "clash.specl", "clean.specl", "--format", "json")
    whole = json.loads(result.out)
    (clash,) = [each for each in whole["findings"] if each["code"] == "contradiction"]
    assert (result.status, whole["version"], whole["ok"]) == (1, 1, False)
    assert clash["rules"] == ["be_helpful", "big_refunds"]
    assert clash["norms"] == [
        {"rule": "be_helpful", "index": 0, "text": "must answer"},
        {"rule": "big_refunds", "index": 0, "text": "must escalate"},
    ]
    assert set(clash["witness"]["facts"]) == {"refund"}
    assert clash["witness"]["complete"]["refund"] > 500
    assert clash["span"]["file"] == "clash.specl"
    assert (whole["summary"]["rules"], whole["summary"]["norms"]) == (4, 4)
    assert (whole["summary"]["errors"], whole["summary"]["warnings"]) == (1, 0)


@pytest.mark.parametrize("format_", ["text", "concise", "json", "github", "sarif"])
def test_every_format_is_deterministic(run: Run, folder: Path, format_: str) -> None:
    """
    The same files give the same output, byte for byte.
    """
    first = run("check", "clash.specl", "clean.specl", "--format", format_)
    assert first == run("check", "clash.specl", "clean.specl", "--format", format_)
    assert first.status == 1


def test_standard_input(run: Run) -> None:
    """
    `-` checks what is piped in.
    """
    result = run("check", "-", "--format=concise", stdin=CLASH.encode())
    assert result.status == 1
    assert any(
        line.startswith("<stdin>:") and "error[contradiction]" in line
        for line in result.out.splitlines()
    )


def test_standard_input_can_use_files_beside_it(run: Run, folder: Path) -> None:
    """
    Relative paths in a piped spec start where the user stands.
    """
    spec = b'use "./clean.specl" as clean\nassume clean.refund < 100\n'
    result = run("check", "-", "--format=concise", "--ignore=untested", stdin=spec)
    assert "missing-module" not in result.out
    assert "error[unreachable] `clean.big_refunds`" in result.out


def test_strict_lets_warnings_fail(run: Run, folder: Path) -> None:
    """
    A warning passes a check, and fails a strict one.
    """
    (folder / "warns.specl").write_text(WARNS, encoding="utf-8")
    relaxed, strict = run("check", "warns.specl"), run("check", "warns.specl", "--strict")
    assert (relaxed.status, strict.status) == (0, 1)
    assert "warning[unused]" in relaxed.out


def test_select_and_ignore(run: Run, folder: Path) -> None:
    """
    Only selected codes are shown and counted, ignored ones are not.
    """
    selected = run("check", "clash.specl", "--select", "untested,unused", "--format=concise")
    ignored = run("check", "clash.specl", "--ignore=S601", "--format=concise")
    assert (selected.status, ignored.status) == (0, 0)
    assert {line.split("[")[1].split("]")[0] for line in selected.out.splitlines()} == {"untested"}
    assert "contradiction" not in ignored.out


def test_an_unknown_code_is_a_usage_error(run: Run, folder: Path) -> None:
    """
    A misspelt code is not taken for one that never occurs.
    """
    result = run("check", "clash.specl", "--ignore=contradicton")
    assert result.status == 2
    assert "did you mean `contradiction`?" in result.err


def test_quiet_leaves_the_summary_out(run: Run, folder: Path) -> None:
    """
    Findings only, nothing where there are none.
    """
    assert run("check", "clean.specl", "--ignore=untested", "--quiet").out == ""


def test_each_file_is_checked_once(run: Run, folder: Path) -> None:
    """
    A file named twice counts once.
    """
    result = run("check", "clash.specl", "clash.specl")
    assert result.out.splitlines()[-1].startswith("checked 1 file:")


def test_colours_follow_the_option(run: Run, folder: Path) -> None:
    """
    `always` colours, `never` and a pipe do not.
    """
    outputs = {
        color: run("check", "clash.specl", f"--color={color}").out
        for color in ("always", "never", "auto")
    }
    assert "\x1b[" in outputs["always"]
    assert outputs["never"] == outputs["auto"]
    assert "\x1b[" not in outputs["never"]


def test_together_checks_files_as_one_spec(run: Run, folder: Path) -> None:
    """
    Rules of two files that clash with each other are found, by the names of their files.
    """
    head = CLASH.split("rule be_helpful", maxsplit=1)[0]
    (folder / "a.specl").write_text(head + "rule answers { must answer }\n", encoding="utf-8")
    (folder / "b.specl").write_text(head + "rule passes_on { must escalate }\n", encoding="utf-8")
    alone = run("check", "a.specl", "b.specl", "--format=json")
    both = run("check", "--together", "a.specl", "b.specl", "--format=json")
    rules = [
        each["rules"]
        for each in json.loads(both.out)["findings"]
        if each["code"] == "contradiction"
    ]
    assert (alone.status, both.status, rules) == (0, 1, [["a.answers", "b.passes_on"]])


def test_together_needs_all_files(run: Run, folder: Path) -> None:
    """
    Where one of the files cannot be read nothing is said of the others.
    """
    result = run("check", "--together", "clash.specl", "gone.specl", "--format=concise")
    assert (result.status, result.out) == (
        2,
        "gone.specl:1:1: error[unreadable] there is no file `gone.specl`\n",
    )


def test_waivers_hold_up_to_their_date(run: Run, folder: Path) -> None:
    """
    `--today` decides whether a waived contradiction is information or an error.
    """
    waive = 'waive contradiction between be_helpful, big_refunds until 2027-01-31 because "Soon."\n'
    (folder / "waived.specl").write_text(CLASH + waive, encoding="utf-8")
    on_time = run("check", "waived.specl", "--today=2027-01-31", "--format=json")
    late = run("check", "waived.specl", "--today=2027-02-01", "--format=concise")
    (waived,) = [
        each for each in json.loads(on_time.out)["findings"] if each["code"] == "contradiction"
    ]
    assert (on_time.status, waived["waived"], waived["severity"]) == (0, True, "info")
    assert late.status == 1
    assert "waiver-expired" in late.out


BROKEN = {
    "empty": b"",
    "binary": bytes(range(256)) * 8,
    "latin": "act größe".encode("latin-1"),
    "bom": b"\xef\xbb\xbf" + CLASH.encode(),
    "crlf": CLASH.replace("\n", "\r\n").encode(),
    "long-line": b"# " + b"x" * 10_000_000 + b"\n" + CLASH.encode(),
    "long-name": b"rule " + b"x" * 1_000_000 + b" {}",
    "parentheses": b"assume " + b"(" * 10_000 + b"true" + b")" * 10_000,
    "open-parentheses": b"assume " + b"(" * 10_000,
    "huge-number": b"fact n: int 0.." + b"9" * 5_000 + b' "n"',
    "sixty-five-bits": (
        b'fact n: int 0..99999999999999999999 "n"\nact a "a"\n'
        b"rule r {\n when n > 36893488147419103232\n must a\n}"
    ),
    "control": b"rule \x1b[31m { must \xe2\x80\xae }",
    "open-string": b'act a "never closed',
}
EXPECTED = {
    "empty": {0, 1},
    "binary": {2},
    "latin": {2},
    "bom": {1},
    "crlf": {1},
    "long-line": {1},
    "long-name": {1},
    "parentheses": {0, 1},
    "open-parentheses": {1},
    "huge-number": {1},
    "sixty-five-bits": {0, 1},
    "control": {1},
    "open-string": {1},
}


@pytest.mark.parametrize("kind", BROKEN)
def test_broken_input_is_a_clear_message(run: Run, folder: Path, kind: str) -> None:
    """
    Whatever a file holds, there is a finding or a clean check, never a fault of specl.
    """
    path = folder / "broken.specl"
    path.write_bytes(BROKEN[kind])
    result = run("check", "broken.specl")
    assert result.status in EXPECTED[kind]
    assert "internal" not in result.out + result.err
    assert "\x1b" not in result.out
    assert len(result.out) < 50_000


def test_crlf_and_bom_change_no_place(run: Run, folder: Path) -> None:
    """
    A file with a byte order mark and other line ends has its findings where the plain one has.
    """
    (folder / "other.specl").write_bytes(b"\xef\xbb\xbf" + CLASH.replace("\n", "\r\n").encode())
    plain = run("check", "clash.specl", "--format=concise").out
    assert run("check", "other.specl", "--format=concise").out == plain.replace("clash.", "other.")


@pytest.mark.parametrize("name", ["gone.specl", "."])
def test_a_file_that_cannot_be_read_has_status_2(run: Run, folder: Path, name: str) -> None:
    """
    A missing file and a folder are findings with status 2; other files are checked all the same.
    """
    result = run("check", name, "clash.specl", "--format=concise")
    assert result.status == 2
    assert "error[unreadable]" in result.out
    assert "error[contradiction]" in result.out


def test_a_use_that_climbs_out_is_refused(run: Run, folder: Path) -> None:
    """
    Nothing outside the project's folder is read.
    """
    (folder / "inner").mkdir()
    (folder / "inner" / "specl.toml").touch()
    (folder / "inner" / "climbs.specl").write_text('use "../clash.specl" as c\n', encoding="utf-8")
    result = run("check", "inner/climbs.specl", "--format=concise")
    assert result.status == 1
    assert "error[outside-project]" in result.out


def test_cyclic_uses_are_reported(run: Run, folder: Path) -> None:
    """
    Two modules that use each other end in a finding, not in a loop.
    """
    (folder / "a.specl").write_text('use "./b.specl" as b\n', encoding="utf-8")
    (folder / "b.specl").write_text('use "./a.specl" as a\n', encoding="utf-8")
    result = run("check", "a.specl", "b.specl", "--format=concise")
    assert result.status == 1
    assert "error[cyclic-use]" in result.out


def test_check_writes_nothing(run: Run, folder: Path) -> None:
    """
    A check without `--fix` leaves the folder as it was.
    """
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    run("check", "clash.specl", "clean.specl")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_tiny_budget_is_reported_as_undecided_or_enough(run: Run, folder: Path) -> None:
    """
    Where the budget ends the search, the check says so and never claims completeness.
    """
    result = run("check", "clean.specl", "--budget=1", "--ignore=untested")
    undecided = "error[undecided]" in result.out
    assert (result.status, "cut short" in result.out) == (3 if undecided else 0, undecided)
