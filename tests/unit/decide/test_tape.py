"""
Operations on rows of bits: what is noted, and what playing it gives.
"""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from specl.decide.tape import EVERYWHERE, NOWHERE, Tape

ROWS = (0b11110000, 0b11001100, 0b10101010)


def played(tape: Tape, leaves: list[int], wanted: list[int]) -> list[int]:
    """
    Return the rows that are wanted, as whole numbers.
    """
    given_rows = {leaf: np.full(3, row, np.uint8) for leaf, row in zip(leaves, ROWS, strict=True)}
    found = np.empty((len(wanted), 3), np.uint8)
    tape.score(wanted).play(given_rows, found)
    assert (found == found[:, :1]).all()
    return [int(row[0]) for row in found]


@given(st.data())
def test_what_is_played_is_what_was_noted(data: st.DataObject) -> None:
    """
    However operations hang together, and whatever is wanted of them, once or twice.
    """
    tape = Tape()
    leaves = [tape.leaf() for _ in ROWS]
    values = {EVERYWHERE: 255, NOWHERE: 0, **dict(zip(leaves, ROWS, strict=True))}
    rows = st.sampled_from(sorted(values))
    for _ in range(data.draw(st.integers(0, 12))):
        one, other = data.draw(rows), data.draw(rows)
        for row, value in [
            (tape.all_of((one, other)), values[one] & values[other]),
            (tape.any_of((one, other)), values[one] | values[other]),
            (tape.differing(one, other), values[one] ^ values[other]),
            (tape.negation(one), 255 ^ values[one]),
        ]:
            assert value == values.setdefault(row, value)
        rows = st.sampled_from(sorted(values))
    wanted = data.draw(st.lists(rows))
    assert [values[row] for row in wanted] == played(tape, leaves, wanted)


def test_the_same_operation_is_noted_once() -> None:
    """
    Its operands may stand in any order.
    """
    tape = Tape()
    one, other = tape.leaf(), tape.leaf()
    assert tape.all_of((one, other)) == tape.all_of((other, one))
    assert 1 == len(tape.score([tape.all_of((one, other)), one]).steps) - 1


def test_rows_make_room_for_others() -> None:
    """
    However long a chain is, one row besides what is wanted is enough to follow it.
    """
    tape = Tape()
    row, other = tape.leaf(), tape.leaf()
    for _ in range(50):
        row = tape.negation(tape.all_of((row, other)))
    score = tape.score([row])
    assert (100, 1) == (len(score.steps), score.notes)


def test_a_row_joined_with_itself_makes_room_once() -> None:
    """
    Two others that are needed at the same time are not put in its place.
    """
    tape = Tape()
    leaves = [tape.leaf() for _ in ROWS]
    row = tape.any_of(leaves[:2])
    same, other = tape.all_of((row, row)), tape.all_of(leaves[1:])
    (found,) = played(tape, leaves, [tape.differing(same, other)])
    assert (ROWS[0] | ROWS[1]) ^ (ROWS[1] & ROWS[2]) == found


def test_what_nothing_needs_is_not_played() -> None:
    """
    Only what leads to the rows that are wanted is.
    """
    tape = Tape()
    one, other = tape.leaf(), tape.leaf()
    tape.any_of((one, other))
    assert 1 == len(tape.score([tape.all_of((one, other))]).steps)
