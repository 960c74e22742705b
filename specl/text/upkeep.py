"""
Python's search for circles of objects, put off while very many objects are made that stay.

The search starts anew with every few hundred objects, and goes over all that were made
before, again and again: it took a third of the time that a large spec takes to be read.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["left_out_of_upkeep", "upkeep_put_off"]


MANY = 100_000


@contextmanager
def upkeep_put_off() -> Iterator[None]:
    """
    Make objects without a search for circles; afterwards all of them count as old if they are many.

    Few stay young: what counts as old is looked through rarely, and a program that reads one small
    spec after another would keep the circles of all of them.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        if gc.get_count()[0] > MANY:
            # Frozen and thawed, young objects are old ones, and the next search passes them by.
            gc.freeze()
            gc.unfreeze()
        gc.enable()


@contextmanager
def left_out_of_upkeep() -> Iterator[None]:
    """
    Leave what there is out of the search for circles, for a while in which it stays as it is.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
