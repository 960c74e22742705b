"""
Where a comparison decides whether a rule's conditions hold.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from specl.cases.conditions import decisions_of
from specl.logic.formula import conj
from tests.unit.cases.specs import spec_with

COMPARED = st.sampled_from(
    ["b", "c", "n > 3", "n == 4", "n == 3", "n + m > 4", "n + m == 5", "r >= 4", "t == law"]
)
CONDITIONS = st.recursive(
    COMPARED,
    lambda inner: st.one_of(
        inner.map("not ({})".format),
        st.builds("({}) {} ({})".format, inner, st.sampled_from(["and", "or", "iff"]), inner),
    ),
    max_leaves=5,
)
FACTS = (
    "type topic = law | art | sport",
    'fact b: bool "b?"',
    'fact c: bool "c?"',
    'fact n: int 0..9 "n?"',
    'fact m: int 0..9 "m?"',
    'fact r: real 0..9 "r?"',
    'fact t: topic "t?"',
    'act x "x?"',
)


@given(st.lists(CONDITIONS, min_size=1, max_size=3), st.lists(CONDITIONS, max_size=1))
def test_a_comparison_decides_where_all_that_it_takes_is_so(
    when: list[str], unless: list[str]
) -> None:
    """
    The comparison is as it is there, and what is around it holds: no less, no more, in order.
    """
    joined = " and ".join(f"({each})" for each in when)
    conditions = " unless ".join([joined, *unless])
    spec = spec_with(*FACTS, f"rule one at user {{ when {conditions} must x }}")
    for _, side in decisions_of(spec.rules.values()):
        around = [part.when for part in side.around]
        taken = [
            conj((*around[:place], side.itself, *around[place:]))
            for place in range(len(around) + 1)
        ]
        assert side.when in taken
