"""
Few sets that have together what is wanted.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_

from hypothesis import given
from hypothesis import strategies as st

from specl.cases.packing import cover_greedily

SETS = st.lists(st.integers(0, 2**10 - 1), max_size=12)


def plainly(sets: Sequence[int], wanted: int) -> list[int]:
    """
    Choose what adds most, again and again, and leave out what turns out superfluous.
    """
    chosen: list[int] = []
    missing = wanted
    while any(each & missing for each in sets):
        best = max(range(len(sets)), key=lambda at: ((sets[at] & missing).bit_count(), -at))
        chosen.append(best)
        missing &= ~sets[best]
    for place in reversed(list(chosen)):
        others = reduce(or_, (sets[at] for at in chosen if at != place), 0)
        if not sets[place] & wanted & ~others:
            chosen.remove(place)
    return chosen


@given(SETS, st.integers(0, 2**10 - 1))
def test_sets_are_chosen_as_if_each_were_weighed_anew(sets: list[int], wanted: int) -> None:
    """
    Each choice adds most, the first of those that do, and none is left that others make up for.
    """
    assert plainly(sets, wanted) == cover_greedily(sets, wanted)


@given(SETS, st.integers(0, 3))
def test_no_more_sets_are_chosen_than_asked_for(sets: list[int], limit: int) -> None:
    """
    Where that does not suffice, those are taken that add most.
    """
    found = cover_greedily(sets, 2**10 - 1, limit=limit)
    assert len(found) <= limit
    if found and len(plainly(sets, 2**10 - 1)) > limit:
        assert max(each.bit_count() for each in sets) == sets[found[0]].bit_count()
