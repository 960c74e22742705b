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
def test_a_mend_settles_its_finding(draft):
    """
    With a mend's edits made, a second check finds no clash of these norms.
    """
    text = draft.text()
    for finding, fix in offered(spec_of(text)):
        if fix.title != WAIVED:
            after = clashes(spec_of(apply_edits(text, fix.edits)))
            assert norms(finding) not in after, fix.title


@given(drafts())
def test_a_mend_brings_no_error(draft):
    """
    With a mend's edits made, brute force finds no error that was not there before.
    """
    text = draft.text()
    spec = spec_of(text)
    before = errors(spec)
    for _, fix in offered(spec):
        after = errors(spec_of(apply_edits(text, fix.edits)))
        assert set() == after - before, fix.title


@given(drafts())
def test_a_waiver_makes_its_finding_information(draft):
    """
    With the offered `waive` written, the finding is still there, as information that it is waived.
    """
    text = draft.text()
    for finding, fix in offered(spec_of(text)):
        if fix.title == WAIVED:
            spec = spec_of(apply_edits(text, fix.edits))
            waived = clashes(spec)[norms(finding)]
            assert (finding.code, Severity.INFO, True) == (
                waived.code,
                waived.severity,
                waived.data["waived"],
            )


@given(drafts())
def test_every_clash_can_at_least_be_waived(draft):
    """
    Each contradiction and tension comes with mends that have edits, the waiver last.
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
