"""
Specs under pytest: what fails, and what a failure shows.
"""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.unit.plugins.running import broken, run, shown
from tests.unit.plugins.specs import BROKEN, CLASH, GOOD, HARD, REPLIES

pytest_plugins = ["pytester"]


def test_what_does_not_hold_fails(pytester: pytest.Pytester, folder: Path) -> None:
    """
    Each promise fails for itself, and its line says why; `-x` stops at the first.
    """
    broken(folder)
    found = run(pytester)
    found.assert_outcomes(failed=8, passed=4)
    found.stdout.fnmatch_lines(
        ["FAILED broken.specl::example wants_answer - example `wants_answer` expects*"]
    )
    run(pytester, "-x").assert_outcomes(failed=1)


def test_a_failure_shows_expected_actual_and_the_deciding_rules(
    pytester: pytest.Pytester, folder: Path
) -> None:
    """
    What a failing example shows, to the letter.
    """
    broken(folder)
    assert shown(pytester, "broken.specl::example wants_answer") == WANTS_ANSWER


WANTS_ANSWER = """\
error[example-failed]: example `wants_answer` expects `must answer`, and the ruling does not say so
  --> broken.specl:38:10
   |
38 |   expect must answer
   |          ^^^^^^^^^^^ not borne out
   |
   = help: correct the example, give more facts, or change the rules

expected:
  must answer

actual:
  the ruling requires the opposite

decided by:
  big: must not answer (developer, binding; broken.specl:26:3)

trace:
  scenario: refund == 900, not minor

  in force
    big: must escalate
        when refund > 500 holds: refund == 900
        unless minor does not hold: not minor
    big: must not answer
        when refund > 500 holds: refund == 900
        unless minor does not hold: not minor

  defeated
    helpful: must answer
        by big: must not answer (level developer goes before user)
    helpful: should grant == refund
        by big: must escalate (level developer goes before user)

  1 more not applicable, shown with -v"""


@pytest.mark.parametrize(
    ("item", "lines"),
    [
        (
            "example advised",
            [
                "  the ruling advises this, and nothing that binds requires it",
                "  helpful: should grant == refund (user, advisory; broken.specl:18:3)",
            ],
        ),
        (
            "example left_open",
            [
                "  the ruling leaves it open: a reply with `not polite` obeys all that is in force",
                "not in force:",
                "  kind: should polite (guideline, advisory; broken.specl:32:3)",
                "  not applicable",
                "        when minor does not hold: not minor",
            ],
        ),
        (
            "example bad_reply",
            [
                "  the good reply “No.” obeys all that is in force",
                "  no reply that shows this obeys all that is in force",
                "  helpful: must answer (user, binding; broken.specl:17:3)",
                "  the bad reply “Here you are.” breaks something that is in force",
                "  a reply that shows this can obey all that is in force",
            ],
        ),
        ("example nothing_there", ["   = help: what is given is against the assumptions"]),
        (
            "ensure never_paid",
            ["  must grant == 0", "  the ruling advises this, and nothing that binds requires it"],
        ),
        (
            "ensure may_answer",
            [
                "  the ruling leaves no such reply",
                "  big: must not answer (developer, binding; broken.specl:26:3)",
                "  scenario: refund == 501, not minor",
            ],
        ),
        (
            "cover handed_over",
            ["  both are left open: a reply with `escalate` and another with `not escalate` *"],
        ),
    ],
)
def test_each_kind_of_failure_says_what_is(
    pytester: pytest.Pytester, folder: Path, item: str, lines: list[str]
) -> None:
    """
    What is said fits what went wrong.
    """
    broken(folder)
    text = shown(pytester, f"broken.specl::{item}")
    pytest.LineMatcher(text.split("\n")).fnmatch_lines(lines)
    assert "Traceback" not in text


@pytest.mark.parametrize(
    ("item", "expected", "actual"),
    [
        (
            "impossible",
            "the good reply “Both.” can exist",
            "the constraints leave no reply that shows this",
        ),
        ("not_in_force", "the bad reply “No.” breaks kind", "nothing of kind is in force"),
        (
            "spared",
            "the bad reply “No, dear.” breaks kind",
            "a reply that shows this need not",
        ),
        (
            "excluded",
            "may (escalate and grant == 5)",
            "the constraints leave no reply with it",
        ),
        (
            "long",
            "should words <= 5",
            "the ruling leaves it open: a reply with `words == 6` obeys all that is in force",
        ),
    ],
)
def test_each_fault_of_a_reply_is_told(
    pytester: pytest.Pytester, folder: Path, item: str, expected: str, actual: str
) -> None:
    """
    What constraints exclude, what is not in force and what is spared are told apart.
    """
    broken(folder, REPLIES)
    text = shown(pytester, f"broken.specl::example {item}")
    assert f"expected:\n  {expected}\n\nactual:\n  {actual}\n" in text


def test_contradictions_fail_what_they_touch(pytester: pytest.Pytester, folder: Path) -> None:
    """
    An example in a contradictory scenario and an open ensure fail, others hold.
    """
    broken(folder, CLASH)
    found = run(pytester, "broken.specl")
    found.assert_outcomes(failed=2, passed=1)
    found.stdout.fnmatch_lines(
        [
            "decided by:",
            "  helpful: must answer (user, binding; *)",
            "  big: must not answer (user, binding; *)",
            "  contradiction: no reply can obey all of",
        ]
    )


def test_what_is_undecided_fails_as_that(pytester: pytest.Pytester, folder: Path) -> None:
    """
    A promise that the search did not settle fails, and names the option that may help.
    """
    broken(folder, HARD)
    found = run(pytester, "broken.specl")
    found.assert_outcomes(failed=3)
    found.stdout.fnmatch_lines(
        ["error*undecided* `near`", "*help: raise `--specl-budget`, or simplify what is asked"]
    )


def test_a_spec_without_scenarios_keeps_no_promise(pytester: pytest.Pytester, folder: Path) -> None:
    """
    Where the check ends early, nothing passes.
    """
    broken(folder, GOOD + "\nassume minor and not minor\n")
    found = run(pytester, "broken.specl")
    found.assert_outcomes(failed=3)
    found.stdout.fnmatch_lines(["error*empty-world*the assumptions leave no scenario"])


def test_more_is_shown_with_v(pytester: pytest.Pytester, folder: Path) -> None:
    """
    With `-v` the trace is whole.
    """
    broken(folder)
    text = shown(pytester, "broken.specl::example advised", "-v")
    assert "    kind: should polite\n        when minor does not hold: not minor" in text
    assert "shown with -v" not in text


def test_strict_adds_the_check(pytester: pytest.Pytester, folder: Path) -> None:
    """
    `--specl-strict` has one more item a file, which shows each finding that no other shows.
    """
    broken(
        folder,
        CLASH.replace(
            "rule kind", "rule odd { when minor and not minor may answer }\nrule kind"
        ).replace("rule odd {", "rule odd at user {"),
    )
    run(pytester, "good.specl", "--specl-strict").assert_outcomes(passed=4)
    found = run(pytester, "broken.specl", "--specl-strict", "-k", "check")
    found.assert_outcomes(failed=1, deselected=3)
    text = found.stdout.str()
    assert "error[contradiction]: `helpful` and `big` cannot both be obeyed" in text
    assert "error[unreachable]: `odd` applies in no scenario" in text
    assert "example-failed" not in text
    assert "FAILED broken.specl::check - " in text


def test_junit_xml_has_the_items(pytester: pytest.Pytester, folder: Path) -> None:
    """
    The XML that build servers read has names, and of what failed the message and the account.
    """
    broken(folder)
    run(pytester, "broken.specl", "--junit-xml", "out.xml")
    written = ET.parse(folder / "out.xml")  # noqa: S314 - pytest has just written it
    cases = list(written.iter("testcase"))
    assert "example wants_answer" == cases[0].get("name")
    (failure,) = cases[0].findall("failure")
    assert (failure.get("message") or "").startswith("example `wants_answer` expects")
    assert "decided by:" in (failure.text or "")


def test_lines_of_a_crash_name_the_spec(pytester: pytest.Pytester, folder: Path) -> None:
    """
    `--tb=line` links the place in the spec.
    """
    broken(folder)
    found = run(pytester, "broken.specl::example advised", "--tb=line")
    found.stdout.fnmatch_lines(["*broken.specl:41: example `advised` expects*"])


def test_text_of_a_spec_does_not_reach_the_terminal_raw(
    pytester: pytest.Pytester, folder: Path
) -> None:
    """
    Marks that turn the direction of a text are shown, not obeyed.
    """
    broken(folder, BROKEN.replace('good "No."', 'good "No.\u202e"'))
    text = shown(pytester, "broken.specl::example bad_reply")
    assert "the good reply “No." in text
    assert "\u202e" not in text


def test_workers_of_xdist_run_the_items(pytester: pytest.Pytester, folder: Path) -> None:
    """
    `-n 2` comes to the same, failures with their accounts.
    """
    broken(folder)
    found = pytester.runpytest_subprocess("-n", "2", "-p", "no:cacheprovider")
    found.assert_outcomes(failed=8, passed=4)
    found.stdout.fnmatch_lines(["decided by:", "  big: must not answer (developer, binding; *)"])
    found.stdout.fnmatch_lines(["FAILED broken.specl::*"])
