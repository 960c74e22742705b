"""
Solvers are let go of when their work is done.
"""

from __future__ import annotations

import gc
from random import Random

from specl.check import check
from specl.logic import z3_solver
from specl.logic.solver import solvers_let_go
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


def test_a_check_leaves_no_solver_behind() -> None:
    """
    What a check made of Z3 is gone when it ends, though Python has not looked for circles.
    """
    before = living()
    gc.disable()
    try:
        for seed in range(20):
            check(spec_of(draw(Random(seed)).text()))
        left = [each for each in living() if not any(each is other for other in before)]
    finally:
        gc.enable()
    assert left, "no spec needed Z3, or nothing was left that a circle could hold"
    assert not any(hasattr(each, "_context") for each in left)


def living() -> list[z3_solver.Z3Solver]:
    """
    Return the solvers that Python knows of, some of them of other tests.
    """
    return [each for each in gc.get_objects() if isinstance(each, z3_solver.Z3Solver)]
