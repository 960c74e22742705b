"""
Minimal sets of claims that no reply meets, against trying all sets and all replies.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from specl.logic.clauses import Clause, Layout, bits_of
from specl.logic.eliminate import Elimination, eliminate

SIZES = (2, 2, 3, 4)
CLAIMS = 4
FACTS = 2
LAYOUT = Layout.of(CLAIMS, SIZES, FACTS)
BUDGET = 10_000


@st.composite
def clauses(draw: st.DrawFn) -> Clause:
    """
    Draw a clause: up to two claims withdrawn, values of up to three columns, up to one fact.
    """
    clause = sum(1 << claim for claim in draw(st.sets(st.integers(0, CLAIMS - 1), max_size=2)))
    for column in draw(st.sets(st.integers(0, len(SIZES) - 1), min_size=1, max_size=3)):
        field = LAYOUT.fields[column]
        clause |= draw(st.integers(1, 2 ** SIZES[column] - 2)) * (field & -field)
    if draw(st.integers(0, 3)) == 0:
        clause |= 1 << LAYOUT.first_fact + draw(st.integers(0, 2 * FACTS - 1))
    return clause


DRAWN = st.lists(clauses(), min_size=1, max_size=9, unique=True)
SINGLE = st.sampled_from([0, 0b1000, 0b1100])


def incoherent(drawn: list[Clause], claims: int, facts: tuple[bool, ...]) -> bool:
    """
    Tell whether no reply meets some claims, by trying every reply.
    """
    met = ((1 << CLAIMS) - 1) & ~claims
    for place, holds in enumerate(facts):
        met |= 1 << LAYOUT.first_fact + 2 * place + (0 if holds else 1)
    left = [clause for clause in drawn if not clause & met]
    return not any(
        all(clause & reply for clause in left)
        for reply in (
            sum((LAYOUT.fields[c] & -LAYOUT.fields[c]) << value for c, value in enumerate(values))
            for values in product(*map(range, SIZES))
        )
    )


def said(found: Elimination, claims: int, facts: tuple[bool, ...]) -> bool:
    """
    Tell whether a clause that is left says that some claims cannot be met together.
    """
    return incoherent_by(found.clauses, claims, facts)


def incoherent_by(left: tuple[Clause, ...], claims: int, facts: tuple[bool, ...]) -> bool:
    met = ((1 << CLAIMS) - 1) & ~claims
    for place, holds in enumerate(facts):
        met |= 1 << LAYOUT.first_fact + 2 * place + (0 if holds else 1)
    return any(not clause & met for clause in left)


def questions(single: int) -> Iterator[tuple[int, tuple[bool, ...]]]:
    """
    Yield each set of claims that may stand together, with each way for the facts to be.
    """
    for claims in range(1 << CLAIMS):
        if (claims & single).bit_count() < 2:
            for facts in product([False, True], repeat=FACTS):
                yield claims, facts


@given(DRAWN, SINGLE)
def test_what_is_left_names_every_incoherent_set(drawn, single):
    """
    A set of claims is incoherent, under some facts, exactly where a clause that is left says so.
    """
    found = eliminate(drawn, LAYOUT, single, BUDGET)
    assert (0, False) == (found.unfinished, found.laws_unfinished)
    for claims, facts in questions(single):
        assert incoherent(drawn, claims, facts) == said(found, claims, facts)


@given(DRAWN, SINGLE)
def test_no_clause_that_is_left_says_what_another_does(drawn, single):
    """
    What is left is minimal, speaks of no column, and no two of the claims that stand alone.
    """
    left = eliminate(drawn, LAYOUT, single, BUDGET).clauses
    assert not any(one != other and one | other == other for one, other in product(left, left))
    assert not any(LAYOUT.columns_of(clause) for clause in left)
    assert all((clause & single).bit_count() < 2 for clause in left)


@given(DRAWN, SINGLE, st.integers(0, 12))
def test_a_budget_leaves_out_only_what_it_names(drawn, single, budget):
    """
    With a budget nothing wrong is said, and a set that is not found has an unfinished claim.
    """
    found = eliminate(drawn, LAYOUT, single, budget)
    for claims, facts in questions(single):
        if said(found, claims, facts):
            assert incoherent(drawn, claims, facts)
        elif incoherent(drawn, claims, facts):
            assert claims & found.unfinished or found.laws_unfinished


@given(DRAWN)
def test_without_a_budget_claims_that_need_work_are_unfinished(drawn):
    """
    A budget of no steps names every claim of a clause that is still unresolved.
    """
    found = eliminate(drawn, LAYOUT, 0, 0)
    whole = eliminate(drawn, LAYOUT, 0, BUDGET)
    missed = [clause for clause in whole.clauses if clause not in found.clauses]
    for clause in missed:
        claims = set(bits_of(LAYOUT.claims_of(clause)))
        assert claims & set(bits_of(found.unfinished)) or found.laws_unfinished
    assert found.steps <= whole.steps or whole.steps == 0
