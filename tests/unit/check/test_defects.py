"""
What the budget leaves open, and witnesses: tests that fail until what they show is mended.
"""

from __future__ import annotations

from hypothesis import given, settings

from specl.check import check
from specl.model import Spec
from tests.reference.findings import findings
from tests.reference.generate import drafts
from tests.reference.pipeline import spec_of
from tests.reference.reported import reported
from tests.unit.check.clashes import clashes
from tests.unit.check.test_obligations_with_facts import MONEY

TOGETHER = {"contradiction", "tension", "impossible", "ensure-failed", "ensure-open", "gap"}
SUM = " + ".join(f"abs(a{n} - 1)" for n in range(14))
ACTS = "\n".join(f'act a{n}: real 0..9 "a{n}"' for n in range(14))


# defect: excluding one number at a time never ends
def test_one_number_is_enough_where_it_forces_the_rest():
    """
    Two fees above 5000 are more than anybody can have paid: the fee alone brings the clash about.
    """
    rules = """
        assume fee <= paid
        rule cap { must refund + bonus <= paid }
        rule a { must refund >= fee }
        rule b { must bonus >= fee }
        """
    assert [["fee"]] == [list(facts) for _, _, facts in clashes(MONEY + rules)]


# defect: a waiver is called unused though whether there is anything to waive was not judged
def test_a_waiver_of_norms_that_are_open_is_not_called_unused():
    """
    The two rules do contradict each other, which is beyond the search: no word on the waiver.
    """
    spec = spec_of(
        f"""spec s
        {ACTS}
        rule close {{ must {SUM} <= 3 }}
        rule plain {{ must a0 >= 8 }}
        waive contradiction between close, plain because "known"
        """
    )
    assert "waiver-unused" not in {finding.code.slug for finding in check(spec).findings}


# defect: with open constraints no rule is known to apply where a reply exists
def test_nothing_is_vacuous_where_the_constraints_are_open():
    """
    Far away there is no reply, which is beyond the search: nothing is said of rules for there.
    """
    spec = spec_of(
        f"""spec s
        fact far: bool "far"
        {ACTS}
        constraint {SUM} <= 3
        constraint far implies a0 >= 8
        rule only {{ when far must a0 >= 5 }}
        """
    )
    found = {finding.code.slug for finding in check(spec).findings}
    assert not found & {"vacuous", "overridden", "redundant", "idle-override"}


# defect: the same, seldom: about one random spec in a thousand
@settings(max_examples=25)
@given(drafts())
def test_a_small_budget_never_says_what_is_wrong(draft):
    """
    What is found with hardly any budget is found with any; `complete` is said only where it is.
    """
    spec = spec_of(draft.text())
    expected = findings(spec)
    for budget in (0, 100, 3_000):
        report = check(spec, budget=budget)
        found = reported(report.findings)
        assert report.complete == ("undecided" not in found)
        assert [] == wrong(spec, found, expected), budget
        if report.complete:
            assert found_errors(expected) == found_errors(found)


def wrong(spec: Spec, found: dict, expected: dict) -> list[object]:
    """
    Return the findings that brute force does not know; `redundant` names one of several.
    """
    known = set(expected) - {"redundant"}
    return [(code, one) for code in known for one in found.get(code, set()) - expected[code]]


def found_errors(found: dict) -> dict:
    """
    Return the findings about norms that clash.
    """
    return {code: found[code] for code in TOGETHER if found.get(code)}
