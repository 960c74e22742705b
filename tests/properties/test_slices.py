"""
A check slice by slice finds what a check of the whole finds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from specl.check import check, slices
from specl.check.sliced import Checking, check_slices, put_together
from specl.diagnostics import Diagnostic
from specl.model import Spec, Waiver
from specl.workspace.report import in_order
from tests.reference.beside import neighbours
from tests.reference.generate import drafts
from tests.reference.pipeline import spec_of

BUDGET = 5_000_000


@pytest.fixture(autouse=True, scope="module")
def small_slices() -> Iterator[None]:
    """
    Cut even the smallest specs, and let no two components share a slice.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slices, "SMALL", 0)
        patch.setattr(slices, "_ALONE", 1)
        yield


@given(drafts())
def test_slices_of_a_random_spec_come_to_the_whole(draft):
    """
    Slice by slice the findings are those of the whole.
    """
    assert_same(spec_of(draft.text()))


@settings(max_examples=settings.default.max_examples // 3)
@given(neighbours(), st.data())
def test_specs_beside_each_other_come_to_the_whole(text, data):
    """
    Where there are several slices for certain, and waivers, the findings are those of the whole.
    """
    spec = spec_of(text)
    clashing = [each.data["rules"] for each in check(spec).findings if len(rules(each)) > 1]
    chosen = data.draw(st.lists(st.sampled_from(clashing), max_size=2) if clashing else st.just([]))
    pair = data.draw(st.lists(st.sampled_from(list(spec.rules)), min_size=2, max_size=2))
    waived = [waiver(spec, each) for each in (*chosen, *([pair] if len({*pair}) > 1 else []))]
    assert_same(attrs.evolve(spec, waivers=tuple(waived)))


def waiver(spec: Spec, names: list[str]) -> Waiver:
    """
    Return a waiver of a contradiction between some rules.
    """
    return Waiver("contradiction", tuple(names), None, None, spec.rules[names[0]].span)


def rules(finding: Diagnostic) -> list[str]:
    """
    Return the rules of a clash, none of another finding.
    """
    is_clash = finding.code.slug in {"contradiction", "tension"}
    return finding.data["rules"] if is_clash else []


def assert_same(spec: Spec) -> None:
    """
    Assert that slices and the whole give the same findings, in the same order.

    Where a question about the whole takes more than its budget, slices may know more.
    """
    whole = check(spec, budget=BUDGET)
    assume(whole.complete)
    checked = check_slices(spec, Checking(budget=BUDGET))
    parts = put_together([part.report for part in checked])
    assert parts.complete
    expected, found = (in_order(each.findings, ["random.specl"]) for each in (whole, parts))
    assert [told(each) for each in expected] == [told(each) for each in found]


def told(finding: Diagnostic) -> Any:
    """
    Return all that a finding says.
    """
    labels = [(label.span, label.message) for label in finding.labels]
    fixes = [(fix.title, fix.edits) for fix in finding.fixes]
    words = (finding.message, finding.notes, finding.help)
    return finding.code.slug, finding.severity, words, labels, fixes, dict(finding.data)
