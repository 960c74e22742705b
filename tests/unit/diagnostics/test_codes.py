"""
The registry of findings is complete, consistent and explained.
"""

from __future__ import annotations

import re

import pytest

from specl.diagnostics import Severity, codes
from specl.diagnostics.codes import CODES

OF_THE_LANGUAGE = {
    "contradiction": "error",
    "tension": "warning",
    "impossible": "error",
    "unreachable": "error",
    "empty-world": "error",
    "no-reply": "error",
    "precedence-cycle": "error",
    "inverted-authority": "error",
    "example-failed": "error",
    "ensure-failed": "error",
    "ensure-open": "error",
    "waiver-expired": "error",
    "waiver-unused": "warning",
    "undecided": "error",
    "syntax": "error",
    "unknown-name": "error",
    "type": "error",
    "overridden": "warning",
    "foreclosed": "warning",
    "redundant": "warning",
    "vacuous": "warning",
    "idle-override": "warning",
    "gap": "warning",
    "unused": "warning",
    "right": "info",
    "untested": "info",
}


def test_the_codes_of_the_language_have_their_severities() -> None:
    """
    Every code that the language names is registered with the severity that it names.
    """
    registered = {slug: CODES[slug].severity.value for slug in OF_THE_LANGUAGE}
    assert registered == OF_THE_LANGUAGE


def test_numbers_are_unique_and_in_order() -> None:
    """
    No two codes share a number, and the registry lists them by number.
    """
    numbers = [code.number for code in CODES.values()]
    assert numbers == sorted(set(numbers))


def test_families_hold_their_severities() -> None:
    """
    S7 warns, S8 informs, and the others are errors save those that say otherwise.
    """
    mild = {"tension", "format"}
    expected = {"7": Severity.WARNING, "8": Severity.INFO}
    found = {
        slug: code.severity
        for slug, code in CODES.items()
        if slug not in mild and code.severity is not expected.get(code.number[1], Severity.ERROR)
    }
    assert found == {}


def test_each_code_has_a_constant() -> None:
    """
    `CONTRADICTION` is the code `contradiction`, and so for all.
    """
    constants = {name: getattr(codes, name) for name in codes.__all__ if name != "CODES"}
    expected = {code.slug.upper().replace("-", "_"): code for code in CODES.values()}
    assert constants == expected


@pytest.mark.parametrize("slug", CODES)
def test_page_says_what_why_and_how_to_mend(slug: str) -> None:
    """
    Every page is headed by its slug, says why the finding matters and how to mend it.
    """
    page = CODES[slug].explanation
    headings = re.findall(r"^#+ .*$", page, flags=re.MULTILINE)
    expected = [f"# {slug}", "## Why it matters", "## Example", "## Mend"]
    assert [heading for heading in expected if heading in headings] == headings
    assert {f"# {slug}", "## Why it matters", "## Mend"} <= set(headings)


@pytest.mark.parametrize("slug", CODES)
def test_summary_is_one_lower_case_line(slug: str) -> None:
    """
    Summaries read as parts of a list: no capital first, no full stop last.
    """
    summary = CODES[slug].summary
    assert re.fullmatch(r"[a-z`][^\n]{5,70}[^.\n]", summary)
