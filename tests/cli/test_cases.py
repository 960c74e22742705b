"""
`specl cases`: files written, reports on standard error, statuses.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from specl.cases.targets import TARGETS
from tests.cli.conftest import Run

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
EMPTY_WORLD = 'fact b: bool "b?"\nact x "x?"\nassume b\nassume not b\nrule r { must x }\n'
HARD = """\
fact n0: int 0..1000 "?"
fact n1: int 0..1000 "?"
fact n2: int 0..1000 "?"
fact n3: int 0..1000 "?"
act x "x?"
rule r { when max(n0, n1) + min(n2, n3) == 777 and abs(n0 - n3) == 5 must x }
"""
ENDLESS = """\
fact b: bool "b?"
act x: int "?"
act y: int "?"
act z: int "?"
act w: int "?"
act u "u?"
{}
rule s {{ must u }}
"""


def test_cases_go_to_a_file_or_to_standard_output(run: Run, folder: Path) -> None:
    """
    Both get the same lines; the report goes to standard error either way.
    """
    shown = run("cases", "clean.specl")
    written = run("cases", "clean.specl", "-o", "cases.jsonl")
    assert 0 == shown.status == written.status
    assert "" == written.out
    assert shown.out == (folder / "cases.jsonl").read_text(encoding="utf-8")
    assert shown.err == written.err
    assert "clean: 2 cases for 8 goals\n" == shown.err.splitlines(keepends=True)[0]


@pytest.mark.parametrize("target", TARGETS)
def test_every_format_is_written(run: Run, folder: Path, target: str) -> None:
    """
    Each format of the help can be asked for, and has every case in it.
    """
    ids = [json.loads(line)["id"] for line in run("cases", "clean.specl").out.splitlines()]
    result = run("cases", "clean.specl", "--to", target)
    assert 0 == result.status
    assert all(name in result.out for name in ids)
    assert target in run("cases", "--help").out


def test_a_contradiction_is_a_case_without_a_reply(run: Run, folder: Path) -> None:
    """
    Its row has no reply that obeys, the report names it, and the status is 1.
    """
    result = run("cases", "clash.specl")
    rows = [json.loads(line) for line in result.out.splitlines()]
    (row,) = [row for row in rows if row["ruling"]["contradictions"]]
    assert (1, None) == (result.status, row["reply"])
    assert ["the ruling is contradictory: no reply obeys all norms in force"] == row["notes"]
    assert ["must answer", "must escalate"] == [each["norm"]["text"] for each in row["violations"]]
    assert all(each["reply"] for each in row["violations"])
    assert f"contradictory: {row['id']}: no reply obeys its ruling\n" in result.err


def test_a_report_as_json(run: Run, folder: Path) -> None:
    """
    It has every goal with its state, the cases that show it, and why it is impossible.
    """
    (folder / "none.specl").write_text(
        'fact n: int 0..9 "n?"\nact x "x?"\nrule r { when 2 * n > 20 must x }\n', encoding="utf-8"
    )
    result = run("cases", "none.specl", "--report", "json")
    report = json.loads(result.err)
    states = {each["name"]: each for each in report["details"]}
    assert len(report["details"]) == report["goals"]["total"]
    assert sum(report["goals"].values()) == 2 * report["goals"]["total"]
    assert sum(each["goals"] for each in report["kinds"]) == report["goals"]["total"]
    found = states["r `must x` is in force"]
    assert ("impossible", []) == (found["state"], found["cases"])
    assert [
        [
            {
                "kind": "condition",
                "text": "`r` applies only when `2 * n > 20`",
                "place": {"file": "none.specl", "line": 3, "column": 10},
            },
            {
                "kind": "range",
                "text": "`n` is of type `int 0..9`",
                "place": {"file": "none.specl", "line": 1, "column": 1},
            },
        ]
    ] == found["why"]
    met = [each for each in report["details"] if each["state"] == "met"]
    assert all(set(each["cases"]) <= set(report["cases"]) and each["cases"] for each in met)


def test_no_report_and_all_of_it(run: Run, folder: Path) -> None:
    """
    Nothing is told, or the cases of each goal as well.
    """
    assert "" == run("cases", "clean.specl", "--report", "none").err
    lines = run("cases", "clean.specl", "--verbose").err.splitlines()
    assert any(
        line.startswith("met: be_helpful `must answer` is in force: case-") for line in lines
    )


def test_kinds_are_chosen_by_name(run: Run, folder: Path) -> None:
    """
    With commas or one by one; what is no kind is named, all of it, with what may be meant.
    """
    chosen = run("cases", "clean.specl", "--cover", "in-force,overrides")
    assert (
        chosen.out == run("cases", "clean.specl", "--cover", "overrides", "--cover", "in-force").out
    )
    kinds = {g["kind"] for line in chosen.out.splitlines() for g in json.loads(line)["goals"]}
    assert {"in-force", "overrides"} == kinds
    wrong = run("cases", "clean.specl", "--cover", "in_force,nonsense")
    assert 2 == wrong.status
    assert "there is no kind `in_force`, did you mean `in-force`?" in wrong.err
    assert "there is no kind `nonsense`" in wrong.err
    assert "boundary" in wrong.err
    assert 2 == run("cases", "clean.specl", "--cover", ",").status


def test_fewer_cases_leave_goals_out_by_name(run: Run, folder: Path) -> None:
    """
    With `--max 1` the case that shows most is left, and the goals of the other are named.
    """
    result = run("cases", "clean.specl", "--max", "1")
    assert (0, 1) == (result.status, len(result.out.splitlines()))
    left = [line for line in result.err.splitlines() if line.startswith("left out: ")]
    assert left
    assert f"{len(left)} left out" in result.err
    assert "help: allow more cases with --max" in result.err


@pytest.mark.parametrize("option", [("--max", "0"), ("--seed", "-1"), ("--budget", "0")])
def test_numbers_that_make_no_sense(run: Run, folder: Path, option: tuple[str, str]) -> None:
    """
    They are a usage error, status 2.
    """
    result = run("cases", "clean.specl", *option)
    assert 2 == result.status
    assert f"Invalid value for '{option[0]}'" in result.err


def test_what_is_undecided_is_named(run: Run, folder: Path) -> None:
    """
    The status is 3, and no row claims what is not known.
    """
    (folder / "hard.specl").write_text(HARD, encoding="utf-8")
    result = run("cases", "hard.specl", "--budget", "1")
    assert 3 == result.status
    assert "undecided: r `must x` is in force\n" in result.err
    assert "help: --budget gives the solver more" in result.err


def test_a_case_whose_ruling_is_not_found_out_is_none(run: Run, folder: Path) -> None:
    """
    The goals that only it shows are undecided, status 3.
    """
    text = "rule r { when b must x + y == 2 * z must x - y == 2 * w + 1 }"
    (folder / "endless.specl").write_text(ENDLESS.format(text), encoding="utf-8")
    result = run("cases", "endless.specl")
    rows = [json.loads(line) for line in result.out.splitlines()]
    assert (3, [{"b": False}]) == (result.status, [row["facts"] for row in rows])
    assert "undecided: b is true\n" in result.err


def test_a_violation_that_is_not_found_out_is_named(run: Run, folder: Path) -> None:
    """
    Its reply is null, the notes of the row and the report say so, and the rest is there.
    """
    text = "constraint x + y == 2 * z\nrule r { when b must x - y != 2 * w + 1 }"
    (folder / "endless.specl").write_text(ENDLESS.format(text), encoding="utf-8")
    result = run("cases", "endless.specl")
    (row,) = [
        row for row in map(json.loads, result.out.splitlines()) if row["facts"] == {"b": True}
    ]
    told = f"{row['id']}: whether a reply breaks `must x - y != 2 * w + 1` of `r` was not found out"
    assert (3, [told]) == (result.status, row["notes"])
    assert f"undecided: {told}\n" in result.err
    assert [False, True] == [each["reply"] is not None for each in row["violations"]]


def test_specs_with_nothing_to_show(run: Run, folder: Path) -> None:
    """
    An empty spec has no cases, status 0; a spec without scenarios none either, status 1.
    """
    (folder / "empty.specl").write_text('act x "x?"\n', encoding="utf-8")
    result = run("cases", "empty.specl")
    assert (0, "") == (result.status, result.out)
    assert "there is nothing to cover" in result.err
    (folder / "world.specl").write_text(EMPTY_WORLD, encoding="utf-8")
    result = run("cases", "world.specl")
    assert (1, "") == (result.status, result.out)
    assert "    assume `b` (world.specl:3:1)\n    assume `not b` (world.specl:4:1)\n" in result.err
    assert "no scenario satisfies all that is assumed and has a reply" in result.err


def test_a_spec_without_goals_of_the_kinds_chosen(run: Run, folder: Path) -> None:
    """
    The report says that it is the kinds of which there are none, and names them.
    """
    (folder / "small.specl").write_text('act x "x?"\nrule r { must x }\n', encoding="utf-8")
    result = run("cases", "small.specl", "--cover", "ensure,example")
    assert (0, "") == (result.status, result.out)
    assert "the spec has no goals of the kinds chosen: `example`, `ensure`\n" in result.err
    assert "no rules" not in result.err


def test_a_kind_of_which_nothing_is_possible_is_no_error(run: Run, folder: Path) -> None:
    """
    Impossible goals alone leave no case, and that is no empty world.
    """
    (folder / "idle.specl").write_text(
        'act x "x?"\nact y "y?"\nrule r overrides s { must x }\nrule s { must y }\n',
        encoding="utf-8",
    )
    result = run("cases", "idle.specl", "--cover", "overrides")
    assert (0, "") == (result.status, result.out)
    assert "no scenario satisfies" not in result.err


@pytest.mark.parametrize("name", ["support/support", "coding_agent/agent", "model_spec/model_spec"])
def test_all_that_is_possible_of_the_examples_is_met(run: Run, name: str) -> None:
    """
    Every goal of the shipped specs is met or was proven impossible, and then has its reasons.
    """
    result = run("cases", EXAMPLES / f"{name}.specl", "--report", "json")
    report = json.loads(result.err)
    counts = report["goals"]
    assert (0, 0) == (counts["undecided"], counts["left_out"])
    assert counts["total"] == counts["met"] + counts["impossible"] > 100
    assert len(report["cases"]) < 30
    impossible = [each for each in report["details"] if each["state"] == "impossible"]
    kinds = [reason["kind"] for each in impossible for way in each["why"] for reason in way]
    assert kinds
    assert "goal" not in kinds


def test_the_same_bytes_whatever_the_hashes_of_a_process() -> None:
    """
    Rows and reports do not depend on the order of sets.
    """
    outputs = {
        subprocess.run(
            [sys.executable, "-m", "specl", "cases", EXAMPLES / "support/support.specl"],
            env={**os.environ, "PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert 1 == len(outputs)


def test_specs_that_mean_nothing_or_are_not_there(run: Run, folder: Path) -> None:
    """
    A broken text is shown with its mistake, status 1; a missing file is status 2.
    """
    (folder / "broken.specl").write_text("rule {", encoding="utf-8")
    assert 1 == run("cases", "broken.specl").status
    assert 2 == run("cases", "missing.specl").status
    assert 2 == run("cases", "clean.specl", "-o", "no/such/folder.jsonl").status


def test_the_test_module_runs_by_itself(run: Run, folder: Path) -> None:
    """
    Rulings and replies are tested; a policy is where there is a fixture for it.
    """
    tests = folder / "tests"
    tests.mkdir()
    assert 0 == run("cases", "clean.specl", "--to", "pytest", "-o", tests / "test_it.py").status
    assert (0, "4 passed, 2 skipped") == _pytest(tests)
    (tests / "conftest.py").write_text(
        "import pytest\n\n\n@pytest.fixture\ndef policy():\n"
        "    return lambda facts: {'answer': True, 'escalate': False}\n",
        encoding="utf-8",
    )
    assert (1, "1 failed, 5 passed") == _pytest(tests)


def test_the_test_module_notices_another_ruling(run: Run, folder: Path) -> None:
    """
    When the spec says something else, the rulings are no more what they were.
    """
    assert 0 == run("cases", "clean.specl", "--to", "pytest", "-o", "test_it.py").status
    text = (folder / "clean.specl").read_text(encoding="utf-8")
    (folder / "clean.specl").write_text(text.replace("refund > 500", "refund > 700"), "utf-8")
    status, summary = _pytest(folder)
    assert 1 == status
    assert "2 failed" in summary


def test_from_standard_input_the_spec_has_no_path(run: Run, folder: Path) -> None:
    """
    The tests then say how to name the spec, and do.
    """
    text = (folder / "clean.specl").read_bytes()
    result = run("cases", "-", "--to", "pytest", stdin=text)
    (folder / "test_it.py").write_text(result.out, encoding="utf-8")
    assert (0, "6 skipped") == _pytest(folder)
    assert (0, "4 passed, 2 skipped") == _pytest(folder, SPECL_SPEC="clean.specl")


def _pytest(folder: Path, **environment: str) -> tuple[int, str]:
    """
    Run pytest in a folder, and return its status and what it came to.
    """
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", "."],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout.splitlines()[-1].rsplit(" in ", 1)[0]
