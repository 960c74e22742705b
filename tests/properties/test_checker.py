"""
The checker against brute force on random specs: findings, and the laws that they obey.
"""

from __future__ import annotations

from random import Random
from typing import Any

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from specl.check import check
from tests.reference.findings import findings
from tests.reference.generate import drafts
from tests.reference.pipeline import spec_of
from tests.reference.reported import reported

COMPARED = {
    "empty-world",
    "no-reply",
    "contradiction",
    "tension",
    "impossible",
    "unreachable",
    "overridden",
    "ensure-failed",
    "ensure-open",
    "gap",
    "vacuous",
    "redundant",
    "foreclosed",
    "right",
    "idle-override",
}


@settings(max_examples=5 * settings.default.max_examples)
@given(drafts())
def test_findings_are_those_of_brute_force(draft):
    """
    The check finds exactly what trying every reply in every scenario finds, and says it is all.
    """
    spec = spec_of(draft.text())
    report = check(spec)
    assert report.complete
    assert compared(findings(spec)) == compared(reported(report.findings))


@given(drafts(), st.integers(0, 2**32))
def test_the_order_of_declarations_changes_no_finding(draft, seed):
    """
    Rules in another order get the same findings, save which of two redundant norms is named.
    """
    rules = list(draft.rules)
    Random(seed).shuffle(rules)
    moved = attrs.evolve(draft, rules=tuple(rules))
    before, after = (compared(all_findings(one.text())) for one in (draft, moved))
    assert without_redundant(before) == without_redundant(after)


def compared(found: dict[str, set[Any]]) -> dict[str, set[Any]]:
    """
    Return the findings that brute force knows, by code, codes without any left out.
    """
    return {code: found[code] for code in sorted(COMPARED & found.keys()) if found[code]}


def all_findings(text: str) -> dict[str, set[Any]]:
    """
    Return everything that the check reports of a text, by code.
    """
    return reported(check(spec_of(text)).findings)


def without_redundant(found: dict[str, set[Any]]) -> dict[str, set[Any]]:
    """
    Return findings by code without those of which one norm stands for another.
    """
    return {code: ones for code, ones in found.items() if code != "redundant"}
