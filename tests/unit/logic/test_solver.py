"""
Solvers are let go of when their work is done.
"""

from __future__ import annotations

import gc
import weakref
from random import Random

from specl.check import check
from specl.logic import z3_solver
from specl.logic.solver import note_solver, solvers_let_go
from tests.reference.generate import draw
from tests.reference.pipeline import spec_of


def test_solvers_made_meanwhile_are_closed(monkeypatch) -> None:
    """
    Those made inside are closed at the end, of nested work only its own, others never.
    """
    closed: list[int] = []
    monkeypatch.setattr(z3_solver.Z3Solver, "close", lambda self: closed.append(id(self)))
    outside = z3_solver.Z3Solver(1)
    with solvers_let_go():
        one = z3_solver.Z3Solver(1)
        with solvers_let_go():
            other = z3_solver.Z3Solver(1)
        assert [id(other)] == closed
    assert [id(other), id(one)] == closed
    assert id(outside) not in closed


def test_a_check_leaves_no_solver_behind(monkeypatch) -> None:
    """
    What a check made of Z3 is gone when it ends, though Python has not looked for circles.
    """
    made: list[weakref.ref[z3_solver.Z3Solver]] = []

    def noted(solver: z3_solver.Z3Solver) -> None:
        made.append(weakref.ref(solver))
        note_solver(solver)

    monkeypatch.setattr(z3_solver, "note_solver", noted)
    gc.disable()
    try:
        for seed in range(20):
            check(spec_of(draw(Random(seed)).text()))
    finally:
        gc.enable()
    assert made, "no spec needed Z3"
    assert not any(hasattr(each(), "_context") for each in made)
