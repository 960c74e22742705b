"""
Specs that are large or deep: said to be undecided, or decided, and never a crash.
"""

from __future__ import annotations

from specl.check import check
from tests.reference.pipeline import spec_of


def test_a_condition_that_would_grow_without_end_is_undecided():
    """
    Forty nested `iff` would double forty times: the check says that it does not try.
    """
    facts = "\n".join(f'fact f{n}: bool "f{n}"' for n in range(41))
    nested = "f0"
    for n in range(1, 41):
        nested = f"({nested} iff f{n})"
    report = check(spec_of(f'{facts}\nact a "a"\nrule r {{ when {nested} must a }}'))
    assert ["undecided"] == [finding.code.slug for finding in report.findings]
    assert not report.complete


def test_a_long_chain_of_suspensions_is_no_recursion():
    """
    Of three hundred rules, each suspending the one before, every second never applies.
    """
    rules = ["rule r0 { when f must a }"]
    rules += [f"rule r{n} suspends r{n - 1} {{ when f must a }}" for n in range(1, 300)]
    text = "\n".join(['fact f: bool "f"', 'act a "a"', *rules])
    report = check(spec_of(text))
    dead = {f.data["subject"] for f in report.findings if f.code.slug == "unreachable"}
    assert {f"r{n}" for n in range(0, 300, 2)} == dead
    assert report.complete


def test_two_choices_of_many_values_are_compared_value_by_value():
    """
    Equal and unequal at once is one contradiction, found without trying ways to pick values.
    """
    values = " | ".join(f"v{n}" for n in range(40))
    text = f"""
    fact asked: {values} "asked"
    fact strict: bool "strict"
    act granted: {values} "granted"
    rule same {{ must granted == asked }}
    rule other {{ when strict must granted != asked }}
    """
    findings = check(spec_of(text)).findings
    (clash,) = (finding for finding in findings if finding.code.slug == "contradiction")
    assert {"strict": True} == clash.data["witness"]["facts"]
