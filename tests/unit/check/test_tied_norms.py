"""
Which norms' acts bear on each other, held against the plain definition.
"""

from __future__ import annotations

from hypothesis import given

from specl.check.slices import tied_norms
from tests.reference.bruteforce import Brute
from tests.reference.generate import drafts
from tests.reference.pipeline import spec_of
from tests.unit.check.engines import engine_of


@given(drafts())
def test_tied_norms_are_those_of_the_definition(draft):
    """
    Norms have something in common exactly where a chain of norms and constraints joins their acts.
    """
    spec = spec_of(draft.text())
    brute, tops = Brute(spec), tied_norms(spec)
    for place, top in enumerate(tops):
        assert brute.tied(place) == {other for other, each in enumerate(tops) if each == top}


def test_norms_are_tied_by_acts_and_constraints_not_by_facts():
    """
    A constraint between two acts ties what is asked about either; a shared condition ties nothing.
    """
    spec = spec_of(
        """spec s
        fact f: bool "f"
        act a: bool "a"
        act b: bool "b"
        act c: bool "c"
        constraint not (a and b)
        rule r { when f must a }
        rule s { must b }
        rule t { when f must c }
        """
    )
    engine = engine_of(spec)
    first, second, third = spec.norms
    assert engine.ties.are_tied(first, second)
    assert not engine.ties.are_tied(first, third)
    assert engine.ties.are_tied(third, third)
