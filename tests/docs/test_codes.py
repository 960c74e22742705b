"""
The page of each code shows what it says: its example has the finding, its mend has not.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from specl.diagnostics import Severity
from specl.diagnostics.codes import CODES
from tests.docs.blocks import Block, blocks_in
from tests.docs.specs import findings_in

PAGES = {slug: code.explanation.partition("## Mend") for slug, code in CODES.items()}


@pytest.mark.parametrize("slug", CODES)
def test_example_has_the_finding(slug: str, tmp_path: Path) -> None:
    """
    Each spec in a page's example is reported with the page's code.
    """
    for block in _specs(slug, PAGES[slug][0]):
        found = {finding.code.slug for finding in findings_in(block.text, tmp_path)}
        assert slug in found, block.place


@pytest.mark.parametrize("slug", CODES)
def test_mend_settles_it(slug: str, tmp_path: Path) -> None:
    """
    Each spec in a page's mend is free of errors and of what the page is about.
    """
    for block in _specs(slug, PAGES[slug][2]):
        left = [
            finding.code.slug
            for finding in findings_in(block.text, tmp_path)
            if finding.severity is Severity.ERROR or finding.code.slug == slug
        ]
        assert [] == left, block.place


def _specs(slug: str, text: str) -> list[Block]:
    page = Path(f"{slug}.md")
    return [block for block in blocks_in(text, page) if block.language == "specl"]
