"""
Mends on random specs: applied to the text, each settles its finding and brings no new error.
"""

from __future__ import annotations

from typing import Any

from hypothesis import given

from specl.check import check
from specl.diagnostics import Diagnostic, Fix, Severity
from specl.model import Spec
from specl.workspace.fixing import apply_edits
from tests.reference.findings import findings
from tests.reference.generate import drafts
from tests.reference.pipeline import spec_of
from tests.reference.reported import norm_id

WAIVED = "accept it for now with `waive`"
ERRORS = {
    "empty-world",
    "no-reply",
    "contradiction",
    "impossible",
    "unreachable",
    "ensure-failed",
    "ensure-open",
}


@given(drafts())
def test_a_mend_settles_its_finding_and_brings_no_error(draft):
    """
    With a mend's edits made brute force finds no error that is new, and the finding is gone.
    """
    text = draft.text()
    spec = spec_of(text)
    before = errors(spec)
    for finding, fix in offered(spec):
        mended = spec_of(apply_edits(text, fix.edits))
        after = errors(mended)
        assert set() == after - before, fix.title
        if fix.title != WAIVED:
            assert norms(finding) not in {one for _, one in after}, fix.title


@given(drafts())
def test_a_second_check_agrees_that_a_finding_is_settled(draft):
    """
    With the gentlest mend made, a check finds no clash of these norms; waived, it is information.
    """
    text = draft.text()
    for finding in [*clashes(spec_of(text)).values()][:1]:
        for fix in {finding.fixes[0], finding.fixes[-1]}:
            after = clashes(spec_of(apply_edits(text, fix.edits)))
            if fix.title != WAIVED:
                assert norms(finding) not in after
                continue
            waived = after[norms(finding)]
            assert finding.code == waived.code
            assert (Severity.INFO, True) == (waived.severity, waived.data["waived"])


@given(drafts())
def test_every_clash_can_at_least_be_waived(draft):
    """
    Each contradiction and tension comes with different mends that have edits, the waiver last.
    """
    for finding in clashes(spec_of(draft.text())).values():
        titles = [fix.title for fix in finding.fixes]
        assert WAIVED == titles[-1]
        assert len(set(titles)) == len(titles)
        assert all(fix.edits for fix in finding.fixes)


def offered(spec: Spec) -> list[tuple[Diagnostic, Fix]]:
    """
    Return every mend that a check offers for contradictions and tensions, with its finding.
    """
    return [(finding, fix) for finding in clashes(spec).values() for fix in finding.fixes]


def norms(finding: Diagnostic) -> frozenset[Any]:
    """
    Return the norms of a clash by their names.
    """
    return frozenset(map(norm_id, finding.data["norms"]))


def clashes(spec: Spec) -> dict[frozenset[Any], Diagnostic]:
    """
    Return the contradictions and tensions of a spec by their norms.
    """
    found = check(spec).findings
    return {
        norms(finding): finding
        for finding in found
        if finding.code.slug in {"contradiction", "tension"}
    }


def errors(spec: Spec) -> set[tuple[str, Any]]:
    """
    Return the errors that brute force finds.
    """
    return {
        (code, one) for code, found in findings(spec).items() if code in ERRORS for one in found
    }
