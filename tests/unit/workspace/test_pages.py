"""
The examples on the pages of codes do what the pages say.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from specl.diagnostics.codes import CODES
from specl.workspace.checking import CheckOptions, check_files

BLOCK = re.compile(r"^```specl\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLES = {slug: BLOCK.findall(code.explanation) for slug, code in CODES.items()}
WITH_EXAMPLES = [slug for slug, blocks in EXAMPLES.items() if blocks]
WITHOUT = {
    "encoding",
    "format",
    "internal-error",
    "nesting-too-deep",
    "number-too-large",
    "undecided",
    "unreadable",
}


def found_in(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """
    Return the codes that a check of a text reports, each with one of its severities.
    """
    monkeypatch.chdir(tmp_path)
    Path("policy.specl").write_text(text, encoding="utf-8")
    findings = check_files(["policy.specl"], CheckOptions()).findings
    return {finding.code.slug: finding.severity.value for finding in findings}


def test_only_what_no_spec_can_show_has_no_example() -> None:
    """
    Every kind of finding that a spec can bring about has an example and its mend.
    """
    counts = {slug: len(blocks) for slug, blocks in EXAMPLES.items()}
    assert counts == {slug: 0 if slug in WITHOUT else 2 for slug in CODES}


@pytest.mark.parametrize("slug", WITH_EXAMPLES)
def test_the_example_shows_the_finding(
    slug: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    The first block of a page has the finding that the page explains.
    """
    assert slug in found_in(EXAMPLES[slug][0], tmp_path, monkeypatch)


@pytest.mark.parametrize("slug", WITH_EXAMPLES)
def test_the_mend_settles_it(slug: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The second block of a page has it no longer, and no error in its place.
    """
    found = found_in(EXAMPLES[slug][1], tmp_path, monkeypatch)
    errors = {code for code, severity in found.items() if severity == "error"}
    assert (slug in found, errors) == (False, set())
