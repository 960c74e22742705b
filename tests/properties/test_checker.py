"""
The checker against brute force on random specs: findings, witnesses and mends.
"""

from __future__ import annotations

from random import Random
from typing import Any

import attrs
from hypothesis import given
from hypothesis import strategies as st

from specl.check import check
from specl.diagnostics import Diagnostic, Edit
from specl.model import Spec, value_from_json
from tests.reference.bruteforce import Brute, Case
from tests.reference.findings import findings
from tests.reference.generate import drafts
from tests.reference.pipeline import spec_of
from tests.reference.reported import norm_id, reported

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
OF_CLASHES = {"contradiction", "tension", "impossible"}
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
def test_findings_are_those_of_brute_force(draft):
    """
    The check finds exactly what trying every reply in every scenario finds, and says it is all.
    """
    spec = spec_of(draft.text())
    report = check(spec)
    assert report.complete
    assert compared(findings(spec)) == compared(reported(spec, report.findings))


@given(drafts())
def test_a_witness_brings_about_its_finding_and_can_spare_no_fact(draft):
    """
    Every completion of a witness shows its finding; without any one of its facts some does not.
    """
    spec = spec_of(draft.text())
    brute = Brute(spec)
    for finding in check(spec).findings:
        if finding.code.slug in OF_CLASHES:
            clash = frozenset(brute_position(spec, norm) for norm in finding.data["norms"])
            facts = witness_facts(spec, finding)
            assert shows_everywhere(brute, facts, clash)
            for spared in facts:
                fewer = {name: value for name, value in facts.items() if name != spared}
                assert not shows_everywhere(brute, fewer, clash)


@given(drafts())
def test_a_mend_removes_its_finding_and_brings_no_error(draft):
    """
    With a mend's edits made, its finding is gone and brute force finds no new error.
    """
    text = draft.text()
    spec = spec_of(text)
    before = errors(spec)
    for finding in check(spec).findings:
        for fix in finding.fixes:
            mended = spec_of(edited(text, fix.edits))
            if len(mended.waivers) > len(spec.waivers):
                continue
            after = errors(mended)
            assert about(spec, finding) not in after
            assert after <= before


@given(drafts(), st.integers(0, 2**32))
def test_the_order_of_declarations_changes_no_finding(draft, seed):
    """
    Rules in another order get the same findings, save which of two redundant norms is named.
    """
    rules = list(draft.rules)
    Random(seed).shuffle(rules)
    moved = attrs.evolve(draft, rules=tuple(rules))
    one, other = spec_of(draft.text()), spec_of(moved.text())
    before, after = reported(one, check(one).findings), reported(other, check(other).findings)
    before.pop("redundant", None)
    after.pop("redundant", None)
    assert before == after


def compared(found: dict[str, set[Any]]) -> dict[str, set[Any]]:
    """
    Return the findings that brute force knows, by code, codes without any left out.
    """
    return {code: found[code] for code in sorted(COMPARED & found.keys()) if found[code]}


def errors(spec: Spec) -> set[tuple[str, Any]]:
    """
    Return the errors that brute force finds.
    """
    return {
        (code, one) for code, found in findings(spec).items() if code in ERRORS for one in found
    }


def about(spec: Spec, finding: Diagnostic) -> tuple[str, Any]:
    """
    Return a finding as `errors` has it.
    """
    (subject,) = reported(spec, [finding])[finding.code.slug]
    return finding.code.slug, subject


def brute_position(spec: Spec, norm: dict[str, Any]) -> int:
    """
    Return the position of a norm in JSON.
    """
    return next(one.position for one in spec.norms if one.id == norm_id(norm))


def witness_facts(spec: Spec, finding: Diagnostic) -> dict[str, Any]:
    """
    Return the facts that a witness names, as values.
    """
    facts = finding.data["witness"]["facts"].items()
    return {name: value_from_json(spec.facts[name].type, data) for name, data in facts}


def shows_everywhere(brute: Brute, facts: dict[str, Any], clash: frozenset[int]) -> bool:
    """
    Tell whether a clash is in force in every scenario with some facts, and there is one.
    """
    agreeing: list[Case] = [case for case in brute.cases if facts.items() <= case.facts.items()]
    return bool(agreeing) and all(clash in case.contradictions for case in agreeing)


def edited(text: str, edits: tuple[Edit, ...]) -> str:
    """
    Return a text with all edits of a fix made.
    """
    for edit in sorted(edits, key=lambda edit: edit.span.start, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text
