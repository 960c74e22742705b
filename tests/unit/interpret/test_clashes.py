"""
Minimal clashes: all of them, however many there are side by side, and the sets behind them.
"""

from __future__ import annotations

import time
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specl.interpret import ruling
from specl.interpret.hitting import bits_of, hitting_set
from specl.interpret.islands import islands
from specl.model import Law
from specl.model.expressions import Implies, Not
from tests.unit.building import HERE, a, act, norm, rule, spec

SETS = st.lists(st.integers(1, 63), max_size=6)


@given(SETS, SETS)
def test_a_hitting_set_is_found_exactly_where_one_exists(to_hit, to_avoid):
    """
    It has one element of each set to hit and not all of any set to avoid.
    """

    def does(chosen):
        hits = all(chosen & mask for mask in to_hit)
        return hits and not any(mask & ~chosen == 0 for mask in to_avoid)

    found = hitting_set(to_hit, to_avoid)
    assert any(map(does, range(64))) == (found is not None)
    assert found is None or does(found)


def test_bits_come_one_by_one():
    """
    A bit set is the sum of its bits, the lowest first.
    """
    assert [1, 4, 32] == list(bits_of(37))


def test_islands_share_no_variable():
    """
    What shares a variable, directly or through others, stands together; what has none, alone.
    """

    class Item:
        def __init__(self, bit):
            self.bit = bit

    items = [Item(bit) for bit in (1, 2, 4, 8, 16)]
    reach = {1: {1, 2}, 2: {3}, 4: {2, 4}, 8: set(), 16: {4}}
    groups = islands(items, {bit: frozenset(variables) for bit, variables in reach.items()})
    assert [[1, 4, 16], [2], [8]] == sorted([[one.bit for one in group] for group in groups])


@pytest.mark.parametrize("count", [3, 40])
def test_many_clashes_side_by_side_are_all_found_at_once(count):
    """
    Independent contradictions take time in proportion to their number, not to their choices.
    """
    acts = [f"b{index}" for index in range(count)]
    asked = [rule(f"do_{name}", norm("must", a(name))) for name in acts]
    forbidden = [rule(f"no_{name}", norm("must not", a(name))) for name in acts]
    tied = [Law(Implies(a("refuse"), Not(a(name))), "", HERE) for name in acts]
    made = spec(
        *asked, *forbidden, acts=[act(name) for name in ["refuse", *acts]], constraints=tuple(tied)
    )
    before = time.process_time()
    found = [[one.rule for one in norms] for norms in ruling(made, {}).contradictions]
    assert [[f"do_{name}", f"no_{name}"] for name in acts] == found
    assert time.process_time() - before < 5


def test_clashes_of_three_are_found_among_many():
    """
    At most two of six acts may be shown, and all are asked for: each three clash.
    """
    acts = [f"b{index}" for index in range(6)]
    laws = [
        Law(Implies(a(one), Implies(a(two), Not(a(three)))), "", HERE)
        for one, two, three in combinations(acts, 3)
    ]
    made = spec(
        *(rule(f"do_{name}", norm("must", a(name))) for name in acts),
        acts=[act(name) for name in acts],
        constraints=tuple(laws),
    )
    found = [tuple(one.rule for one in norms) for norms in ruling(made, {}).contradictions]
    assert list(combinations([f"do_{name}" for name in acts], 3)) == found
