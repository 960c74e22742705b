"""
A search that the budget cuts short: what it still reports is so, and that it was cut is said.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from specl.check import check
from tests.reference.findings import findings
from tests.reference.generate import drafts
from tests.reference.pipeline import spec_of
from tests.reference.reported import reported


@given(drafts(), st.integers(1, 5_000))
def test_a_cut_search_reports_nothing_that_is_not_so(draft, budget):
    """
    However small the budget, brute force bears out every finding, and what is missing is undecided.
    """
    spec = spec_of(draft.text())
    report = check(spec, budget=budget)
    expected, found = findings(spec), reported(report.findings)
    assert {} == {
        code: wrong for code in expected if (wrong := found.get(code, set()) - expected[code])
    }
    missing = any(expected[code] - found.get(code, set()) for code in expected)
    assert report.complete is ("undecided" not in found)
    assert not (missing and report.complete)
