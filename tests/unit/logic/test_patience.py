"""
How long a search by hand may take: long at first, and short after too many in vain.
"""

from __future__ import annotations

from specl.logic.patience import FEW_STEPS, IN_VAIN, STEPS, Patience


def test_patience_ends_with_what_was_spent_in_vain():
    """
    The first searches may take their time; when enough has led to nothing, only easy ones go on.
    """
    patience = Patience()
    assert (STEPS, False) == (patience.steps, patience.is_over)
    patience.disappoint(IN_VAIN - 1)
    assert STEPS == patience.steps
    patience.disappoint(1)
    assert (FEW_STEPS, True) == (patience.steps, patience.is_over)
