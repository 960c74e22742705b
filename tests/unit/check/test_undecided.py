"""
What a budget leaves open is named, and nothing wrong is said instead.
"""

from __future__ import annotations

import pytest

from specl.check import Report, check
from specl.diagnostics import Diagnostic, Severity
from tests.reference.pipeline import spec_of

SUMS = """spec sums
fact paid: real 0..100 "paid"
fact fee: real 0..100 "fee"
act refund: real 0..100 "refund"
act bonus: real 0..100 "bonus"
rule cap { must refund + bonus <= paid }
rule kind { when fee > 10 must refund - 0.5 * bonus >= fee }
rule calm { should refund == bonus }
"""
DISTANCES = "\n".join(
    [
        "spec distances",
        'fact far: bool "far"',
        'act near: bool "near"',
        *(f'act a{n}: real 0..9 "a{n}"' for n in range(14)),
        f"rule close {{ must {' + '.join(f'abs(a{n} - 1)' for n in range(14))} <= 3 }}",
        "rule plain { when far must near }",
        "rule bare { when far must not near }",
    ]
)
TOGETHER = {"contradiction", "tension", "impossible", "ensure-failed", "ensure-open", "gap"}


def undecided(report: Report) -> list[Diagnostic]:
    """
    Return the findings about what is open.
    """
    return [finding for finding in report.findings if finding.code.slug == "undecided"]


@pytest.mark.parametrize("budget", [0, 1, 30])
def test_without_budget_the_norms_concerned_are_named(budget):
    """
    A search that may not begin names each norm that it knows too little of, as an error.
    """
    report = check(spec_of(SUMS), budget=budget)
    found = undecided(report)
    named = {norm["rule"] for finding in found for norm in finding.data.get("norms", [])}
    assert not report.complete
    assert {"cap", "kind", "calm"} == named
    assert {Severity.ERROR} == {finding.severity for finding in found}
    assert not TOGETHER & {finding.code.slug for finding in report.findings}


def test_with_budget_nothing_is_open():
    """
    The same spec is decided, its contradiction found, with the usual budget.
    """
    report = check(spec_of(SUMS))
    assert report.complete
    assert [] == undecided(report)
    assert ["contradiction"] == [
        finding.code.slug for finding in report.findings if finding.code.slug in TOGETHER
    ]


def test_a_norm_with_too_many_cases_does_not_hide_the_others():
    """
    Fourteen distances in one sum are left open by name; the clash beside them is found.
    """
    report = check(spec_of(DISTANCES))
    assert not report.complete
    assert {"close"} == {norm["rule"] for one in undecided(report) for norm in one.data["norms"]}
    clashes = [one for one in report.findings if one.code.slug == "contradiction"]
    assert [["plain", "bare"]] == [clash.data["rules"] for clash in clashes]
    assert [{"far": True}] == [clash.data["witness"]["facts"] for clash in clashes]


def test_integers_that_are_not_exhausted_are_left_open():
    """
    `2x + 3y == n` over integers without end is beyond the search, and the norms say so.
    """
    report = check(
        spec_of(
            """spec diophantine
            fact n: int "n"
            act x: int "x"
            act y: int "y"
            rule sum { must 2 * x + 3 * y == n }
            rule small { must x >= 0 and y >= 0 and 3 * x - 2 * y <= n }
            """
        )
    )
    assert not report.complete
    assert "sum" in {norm["rule"] for one in undecided(report) for norm in one.data["norms"]}
