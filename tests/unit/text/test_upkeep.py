"""
The search for circles of objects, put off and taken up again.
"""

from __future__ import annotations

import gc

import pytest

from specl.text.upkeep import upkeep_put_off


def test_the_search_is_taken_up_again() -> None:
    """
    It rests inside, one inside another too, and goes on afterwards, after a failure as well.
    """
    assert gc.isenabled()
    with upkeep_put_off():
        with upkeep_put_off():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(KeyError), upkeep_put_off():
        raise KeyError
    assert gc.isenabled()


def test_a_program_that_does_without_the_search_is_left_alone() -> None:
    """
    Where it was off before, it stays off.
    """
    gc.disable()
    try:
        with upkeep_put_off():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_nothing_is_kept_for_good() -> None:
    """
    A circle made meanwhile goes with the next search.
    """

    class Circle:
        pass

    with upkeep_put_off():
        circle = Circle()
        circle.itself = circle  # type: ignore[attr-defined]
        del circle
    gc.collect()
    assert not any(isinstance(each, Circle) for each in gc.get_objects())
    assert 0 == gc.get_freeze_count()
