"""
Minimal families of stretches, against every set of claims and against plain elimination.
"""

from __future__ import annotations

from itertools import combinations
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specl.logic import incoherence as room
from specl.logic.families import lone_columns, minimal_families
from specl.logic.incoherence import incoherence_of
from specl.logic.truth import truth
from specl.model.expressions import Not
from tests.reference.bruteforce import Brute
from tests.reference.generate import drafts
from tests.reference.pipeline import spec_of

BUDGET = 1_000_000
STRETCHES = st.builds(
    lambda first, length: ((1 << length) - 1) << first, st.integers(0, 5), st.integers(0, 4)
)
ASKED = [
    *(f"words {operator} {number}" for operator in ("<=", ">=", "==", "!=") for number in range(4)),
    *(f"tongue == {tongue}" for tongue in ("en", "de", "fr")),
    "tongue in {en, de}",
    "tools has web",
    "polite",
    "polite or words == 0",
    "loud implies words <= 1",
]


def both_ways(spec, probes=()):
    """
    Return what no reply can meet as found with families and by elimination alone.
    """
    families = incoherence_of(spec, probes, BUDGET)
    with patch.object(room, "lone_columns", lambda *_: {}):
        return families, incoherence_of(spec, probes, BUDGET)


def admitted(masks, claims):
    """
    Return the values that all of some claims admit.
    """
    left = -1
    for claim in claims:
        left &= masks[claim]
    return left


@given(st.lists(STRETCHES, max_size=6), st.integers(0, 63))
def test_families_are_the_minimal_sets_that_leave_no_value(stretches, single):
    """
    Of all sets of claims, no two of them single, those are found that leave no value but for less.
    """
    masks = dict(enumerate(stretches))
    sets = [each for size in range(len(masks) + 1) for each in combinations(masks, size)]
    empty = [
        frozenset(each)
        for each in sets
        if not admitted(masks, each) and sum(single >> claim & 1 for claim in each) < 2
    ]
    minimal = [each for each in empty if not any(other < each for other in empty)]
    found = list(minimal_families(masks, single))
    assert sorted(sum(1 << claim for claim in each) for each in minimal) == sorted(found)


@st.composite
def narrowed(draw):
    """
    Draw a spec most norms of which narrow one act each.
    """
    verbs = st.sampled_from(["must", "must", "should", "must not", "may"])
    norms = draw(st.lists(st.tuples(verbs, st.sampled_from(ASKED)), min_size=2, max_size=8))
    laws = draw(st.sets(st.sampled_from(["words <= 2", "tongue != fr or polite"]), max_size=1))
    lines = [f"  {verb} ({ask})" for verb, ask in norms]
    declared = [
        "spec s",
        'fact loud: bool "l"',
        'act words: int 0..3 "w"',
        'act tongue: en | de | fr "t"',
        'act tools: set of disk | web "o"',
        'act polite: bool "p"',
        *(f"constraint {law}" for law in laws),
    ]
    return "\n".join([*declared, "rule r {", *lines, "}"])


@given(narrowed(), st.data())
def test_families_are_what_elimination_finds(text, data):
    """
    Norms that narrow one act each clash as they do when all acts are eliminated alike.
    """
    spec = spec_of(text)
    norm = data.draw(st.sampled_from(spec.norms))
    quick, plain = both_ways(spec, [norm.obligation, Not(norm.obligation)])
    assert plain.claim_of == quick.claim_of
    assert plain.nogoods == quick.nogoods
    assert plain.contrary == quick.contrary
    assert plain.probes == quick.probes
    assert plain.reply_exists == quick.reply_exists


@settings(max_examples=40)
@given(drafts())
def test_families_mean_what_elimination_means_in_any_spec(draft):
    """
    Wherever a reply exists the same sets of claims are incoherent, and minimal, in both ways.
    """
    spec = spec_of(draft.text())
    quick, plain = both_ways(spec)
    for case in Brute(spec).cases:
        found = [
            {each.claims for each in one.nogoods if truth(each.minimal, case.facts, {}, {})}
            for one in (quick, plain)
        ]
        assert found[0] == found[1]


@pytest.mark.parametrize(
    ("norms", "columns"),
    [
        (["must words <= 1", "must words >= 2", "must polite"], 2),
        (["must words <= 1", "must words != 1"], 0),
        (["must words <= 1", "must words >= 2 or polite"], 0),
        (["must (loud implies words <= 1)", "must polite"], 1),
    ],
)
def test_only_columns_that_stretches_narrow_one_by_one_are_lone(norms, columns):
    """
    An act is left to elimination where a norm admits no stretch of it, or ties it to anything.
    """
    text = "\n".join(
        [
            "spec s",
            'fact loud: bool "l"',
            'act words: int 0..3 "w"',
            'act polite: bool "p"',
            "rule r {",
            *norms,
            "}",
        ]
    )
    seen = []

    def noting(*given):
        seen.append(lone_columns(*given))
        return seen[-1]

    with patch.object(room, "lone_columns", noting):
        incoherence_of(spec_of(text), (), BUDGET)
    assert [columns] == [len(each) for each in seen]
