"""
Keys of expressions: equal for equal expressions, and for no others.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from specl.logic.clauses import bits_of, places_of
from specl.logic.keys import key_of
from specl.model.expressions import Compare, Literal, Member, Not
from specl.model.types import INT, REAL, SetType
from tests.unit.building import a, f
from tests.unit.logic.drawn import COLOURS, CONSTANTS, OPERATORS, TERMS

LEAVES = st.one_of(
    st.sampled_from([f("p"), a("p"), f("q"), a("q")]),
    st.builds(Literal, st.integers(0, 2), st.sampled_from([INT, REAL])),
    st.builds(Literal, st.sampled_from(COLOURS.values), st.just(COLOURS)),
    st.builds(Compare, OPERATORS, TERMS, CONSTANTS),
    st.builds(Compare, OPERATORS, CONSTANTS, TERMS),
    st.builds(
        Member,
        st.builds(Literal, st.sampled_from(COLOURS.values), st.just(COLOURS)),
        st.sampled_from([f("tools", SetType(COLOURS)), a("tools", SetType(COLOURS))]),
    ),
)
EXPRS = st.one_of(LEAVES, st.builds(Not, LEAVES))


@given(EXPRS, EXPRS)
def test_expressions_share_a_key_if_they_are_equal(one, other):
    """
    Two expressions have the same key exactly where they are equal.
    """
    assert (key_of(one) == key_of(other)) is (one == other)


@given(st.sets(st.integers(0, 400)))
def test_the_places_of_bits_are_those_that_are_set(places):
    """
    The positions of the bits of a set come in order, however many there are.
    """
    bits = sum(1 << place for place in places)
    assert places_of(bits) == tuple(sorted(places)) == tuple(bits_of(bits))
