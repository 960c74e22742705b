"""
Specs under pytest: what is collected, when it is read, and what is imported for it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from specl.plugins import checked
from tests.unit.plugins.running import broken, run
from tests.unit.plugins.specs import GOOD, HEADER

pytest_plugins = ["pytester"]

PASSING = [
    "good.specl::example small",
    "good.specl::ensure persons_pay_nothing",
    "good.specl::cover decided",
]


def test_promises_become_items_with_names(pytester: pytest.Pytester, folder: Path) -> None:
    """
    Examples, ensures and covers are collected by name, and hold.
    """
    collected = run(pytester, "--collect-only", "-q")
    assert PASSING == collected.outlines[:3]
    run(pytester).assert_outcomes(passed=3)


def test_one_promise_is_named_on_the_command_line(pytester: pytest.Pytester, folder: Path) -> None:
    """
    `pytest FILE::"example NAME"` runs that one alone.
    """
    found = run(pytester, "good.specl::example small", "-v")
    found.assert_outcomes(passed=1)
    found.stdout.fnmatch_lines(["good.specl::example small PASSED*"])


@pytest.mark.parametrize(
    ("arguments", "passed"),
    [
        (["-k", "small"], 1),
        (["-k", "example or cover"], 2),
        (["-m", "specl"], 3),
        (["-m", "not specl"], 0),
        (["--deselect", "good.specl::cover decided"], 2),
    ],
)
def test_items_are_chosen_as_others_are(
    pytester: pytest.Pytester, folder: Path, arguments: list[str], passed: int
) -> None:
    """
    `-k`, `-m` and `--deselect` know the items; `--strict-markers` knows their marker.
    """
    run(pytester, "--strict-markers", *arguments).assert_outcomes(
        passed=passed, deselected=3 - passed
    )


def test_examples_are_found_by_the_rule_that_they_stand_in(
    pytester: pytest.Pytester, folder: Path
) -> None:
    """
    `-k RULE` finds the examples within the rule.
    """
    broken(folder, HEADER.replace("should polite", "should polite\n  example e { given minor }"))
    run(pytester, "-k", "kind").assert_outcomes(passed=1, deselected=3)


def test_a_text_that_means_nothing_is_an_error_of_collection(
    pytester: pytest.Pytester, folder: Path
) -> None:
    """
    All that is wrong is shown with its place, and no traceback.
    """
    broken(folder, HEADER + "rule a at nowhere { must answr }\nrule b {")
    found = run(pytester)
    found.assert_outcomes(errors=1)
    found.stdout.fnmatch_lines(
        ["error*unknown-level*", "*did you mean `answer`?*", "error*syntax*", "ERROR broken.specl"]
    )
    found.stdout.no_fnmatch_line("*Traceback*")
    found.stdout.no_fnmatch_line("*.py:*")


def test_what_is_no_text_is_an_error_of_collection(pytester: pytest.Pytester, folder: Path) -> None:
    """
    Bytes that are no UTF-8 are told as `specl check` tells them.
    """
    (folder / "bytes.specl").write_bytes(b"rule \xff\xfe")
    found = run(pytester, "bytes.specl")
    found.assert_outcomes(errors=1)
    found.stdout.fnmatch_lines(["error*encoding*"])


@pytest.mark.parametrize(
    ("text", "advised"),
    [
        (b'<?xml version="1.0"?>\n<project name="x"/>\n', True),
        (b'{"specs": []}\n', True),
        (b"import os\n", True),
        (b"MZ\x00\x90 \xff", True),
        (b"???", True),
        (b"# ours\nrule a { must x }\n", False),
        (b"// ours\nfact a: bool\nnonsense", False),
    ],
)
def test_a_file_of_another_tool_is_told_how_to_leave_out(
    pytester: pytest.Pytester, folder: Path, text: bytes, *, advised: bool
) -> None:
    """
    It stays an error; where it does not begin as specs do, the settings that help are named.
    """
    (folder / "other.specl").write_bytes(text)
    found = run(pytester)
    found.assert_outcomes(errors=1)
    told = [line for line in found.outlines if "`specl_files`" in line and "`-p no:specl`" in line]
    assert advised == bool(told)


TITLED = """
example "Big, and: a 'refund'?" { given refund == 900 expect must answer }
example "Big, and a refund!" { given refund == 20 expect must answer }
example small_one "of twenty dollars" { given refund == 20 expect must answer }
example "small_one" { given refund == 20 expect must answer }
example "???" { given refund == 20 expect must answer }
"""


def test_examples_without_an_id_are_named_by_their_titles(
    pytester: pytest.Pytester, folder: Path
) -> None:
    """
    The words of the title name it, each example by a name of its own, wherever it stands.
    """
    names = ["Big_and_a_refund", "Big_and_a_refund_2", "small_one", "small_one_2"]
    for before in ("", "\n# moved down\n\n"):
        broken(folder, HEADER + before + TITLED)
        listed = run(pytester, "--collect-only", "-q", "broken.specl").outlines[:5]
        assert [f"broken.specl::example {name}" for name in names] == listed[:4]
        assert listed[4].startswith("broken.specl::example example_")
    found = run(pytester, "broken.specl::example Big_and_a_refund")
    found.assert_outcomes(failed=1)
    found.stdout.fnmatch_lines(
        ["*___ example Big_and_a_refund ___*", "FAILED broken.specl::example Big_and_a_refund - *"]
    )


@pytest.mark.parametrize(
    ("words", "passed", "failed"), [("big and refund", 1, 1), ("dollars", 1, 0), ("refund_2", 1, 0)]
)
def test_examples_are_found_by_their_titles(
    pytester: pytest.Pytester, folder: Path, words: str, passed: int, failed: int
) -> None:
    """
    `-k` knows the words of a title, and the title of an example that has an id.
    """
    broken(folder, HEADER + TITLED)
    found = run(pytester, "broken.specl", "-k", words)
    found.assert_outcomes(passed=passed, failed=failed, deselected=5 - passed - failed)


def test_files_share_one_check(
    pytester: pytest.Pytester, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    The check of a file is made once, whatever asks for it, and not for collecting.
    """
    made: list[str] = []
    search = checked.search

    def counted(spec, options):
        made.append(spec.name)
        return search(spec, options)

    monkeypatch.setattr(checked, "search", counted)
    run(pytester, "--collect-only", "--specl-strict")
    assert [] == made
    run(pytester, "--specl-strict").assert_outcomes(passed=4)
    assert ["desk"] == made


def test_ensures_of_modules_are_tested_in_the_whole(
    pytester: pytest.Pytester, folder: Path
) -> None:
    """
    A module's ensures are items of what uses it; its examples and covers are its own.
    """
    broken(folder, 'spec whole\nuse "./good.specl" as desk\n')
    found = run(pytester, "--collect-only", "-q", "broken.specl")
    assert ["broken.specl::ensure desk.persons_pay_nothing"] == found.outlines[:1]
    run(pytester).assert_outcomes(passed=4)


@pytest.mark.parametrize(
    ("ini", "arguments", "passed"),
    [
        ("specl_files =", [], 0),
        ("specl_files =", ["good.specl"], 3),
        ("specl_files = specs/*.specl", [], 3),
        ("specl_files = other.specl", [], 0),
        ("specl_files = other.specl goo?.specl", ["."], 6),
    ],
)
def test_the_ini_says_which_files_are_tests(
    pytester: pytest.Pytester, folder: Path, ini: str, arguments: list[str], passed: int
) -> None:
    """
    Patterns choose among files that are found; a file that is named is collected in any case.
    """
    (folder / "specs").mkdir()
    (folder / "specs" / "good.specl").write_text(GOOD, encoding="utf-8")
    pytester.makeini(f"[pytest]\n{ini}\n")
    run(pytester, "--strict-config", *arguments).assert_outcomes(passed=passed)


def test_the_budget_is_a_number(pytester: pytest.Pytester, folder: Path) -> None:
    """
    Anything else is an error of usage, in one line.
    """
    found = run(pytester, "--specl-budget", "much")
    assert pytest.ExitCode.USAGE_ERROR == found.ret
    found.stderr.fnmatch_lines(["*--specl-budget: `much` is not a whole number above 0"])
    run(pytester, "--specl-budget", "1000000").assert_outcomes(passed=3)


def test_the_plugin_can_be_left_out(pytester: pytest.Pytester, folder: Path) -> None:
    """
    `-p no:specl` takes the whole of it away.
    """
    found = pytester.runpytest_subprocess("-p", "no:specl", "-p", "no:cacheprovider")
    assert pytest.ExitCode.NO_TESTS_COLLECTED == found.ret
    (folder / "specs").mkdir()


def test_nothing_is_imported_before_there_is_a_spec(
    pytester: pytest.Pytester, folder: Path
) -> None:
    """
    A run of other tests, beside specs even, loads nothing that reads specs.
    """
    pytester.makepyfile(
        test_modules="""
        import json, sys
        def test_modules():
            with open("modules.json", "w") as stream:
                json.dump(sorted(sys.modules), stream)
        """
    )
    pytester.runpytest_subprocess("-p", "no:hypothesispytest", "test_modules.py")
    loaded = set(json.loads((folder / "modules.json").read_text()))
    assert {
        "specl",
        "specl.plugins",
        "specl.plugins.pytest_plugin",
        "specl.plugins.spec_items",
    } == {name for name in loaded if name.split(".")[0] == "specl"}
    assert set() == loaded & {"attr", "attrs", "lark", "z3", "hypothesis", "click", "numpy"}


def test_the_plugin_alone_imports_nothing_of_specl() -> None:
    """
    Its module needs the standard library and no other.
    """
    code = "import specl.plugins.pytest_plugin, sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True
    )
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert set() == loaded & {"attr", "attrs", "lark", "z3", "hypothesis", "click", "pytest"}
    assert "specl.text" not in done.stdout.split()
