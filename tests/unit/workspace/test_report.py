"""
What a run came to: its exit status, its order, its counts.
"""

from __future__ import annotations

import pytest

from specl.diagnostics import Diagnostic, Label, Severity, codes
from specl.text import Source
from specl.workspace.report import FileReport, Outcome, in_order
from specl.workspace.selection import Selection, code_named


def found(slug: str, at: int = 0, name: str = "a.specl", **fields: object) -> Diagnostic:
    """
    Return a finding at an offset of a file.
    """
    label = Label(Source(name, " " * 20).span(at, at + 1))
    return Diagnostic(codes.CODES[slug], slug, labels=(label,), **fields)  # type: ignore[arg-type]


def outcome(*slugs: str) -> Outcome:
    """
    Return the outcome of one file with these findings.
    """
    return Outcome((FileReport(("a.specl",), None, tuple(map(found, slugs)), complete=True),))


@pytest.mark.parametrize(
    ("slugs", "relaxed", "strict"),
    [
        ([], 0, 0),
        (["untested"], 0, 0),
        (["redundant"], 0, 1),
        (["contradiction"], 1, 1),
        (["undecided"], 3, 3),
        (["undecided", "redundant"], 3, 1),
        (["undecided", "contradiction"], 1, 1),
        (["unreadable"], 2, 2),
        (["unreadable", "contradiction"], 2, 2),
        (["encoding"], 2, 2),
        (["internal-error", "undecided"], 2, 2),
    ],
)
def test_exit_status(slugs: list[str], relaxed: int, strict: int) -> None:
    """
    0 clean, 1 errors (strict: warnings), 2 could not run, 3 only undecided.
    """
    result = outcome(*slugs)
    assert (result.status(), result.status(strict=True)) == (relaxed, strict)


def test_a_waived_contradiction_does_not_fail() -> None:
    """
    A finding that was made information by a waiver is no error.
    """
    waived = found("contradiction", severity=Severity.INFO)
    assert Outcome((FileReport(("a",), None, (waived,), complete=True),)).status() == 0


def test_findings_follow_the_source() -> None:
    """
    The checked files come first, then modules by name; within a file the text's order holds.
    """
    mixed = [found("type", 5, "m.specl"), found("type", 9), found("syntax", 2), found("type", 2)]
    places = [(f.span and f.span.place, f.code.slug) for f in in_order(mixed, ["a.specl"])]
    assert places == [
        ("a.specl:1:3", "syntax"),
        ("a.specl:1:3", "type"),
        ("a.specl:1:10", "type"),
        ("m.specl:1:6", "type"),
    ]


def test_a_finding_in_a_shared_module_counts_once() -> None:
    """
    Two checked files that use one module report its mistakes once.
    """
    shared = found("type", 3, "m.specl")
    reports = [FileReport((name,), None, (shared,), complete=False) for name in ("a", "b")]
    assert Outcome(tuple(reports)).summary()["errors"] == 1


def test_selection_keeps_what_may_not_be_hidden() -> None:
    """
    Neither a broken text nor an unanswered question can be deselected.
    """
    slugs = ["syntax", "contradiction", "redundant", "undecided", "inverted-authority"]
    chosen = Selection(select=frozenset({"redundant"}), ignore=frozenset({"syntax", "undecided"}))
    shown = [finding.code.slug for finding in chosen.of(map(found, slugs))]
    assert shown == ["syntax", "redundant", "undecided", "inverted-authority"]


def test_selection_without_codes_shows_all_but_the_ignored() -> None:
    """
    `--ignore` alone takes away from everything.
    """
    shown = Selection(ignore=frozenset({"gap"})).of(map(found, ["gap", "right"]))
    assert [finding.code.slug for finding in shown] == ["right"]


@pytest.mark.parametrize("name", ["contradiction", "S601", "s601", "Contradiction"])
def test_codes_go_by_slug_and_number(name: str) -> None:
    """
    A code is found by either name, however it is capitalised.
    """
    assert code_named(name) == codes.CONTRADICTION


def test_unknown_codes_get_the_nearest() -> None:
    """
    A misspelt code is answered with the one that was meant.
    """
    with pytest.raises(LookupError, match="did you mean `contradiction`"):
        code_named("contradicton")
