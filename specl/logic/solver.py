"""
What the checker asks of a solver, whichever it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from fractions import Fraction
from typing import Protocol

from specl.text.record import record

__all__ = ["Answer", "Solver", "note_solver", "solvers_let_go"]


@record
class Answer:
    """
    What a solver found.

    Attributes:
        decided: False where the budget ran out; then nothing else is known.
        model: Values of the constants asked for, or None where there is no solution.
        core: Where there is none, assumptions that suffice to exclude one.
    """

    decided: bool
    model: Mapping[str, bool | int | Fraction] | None = None
    core: tuple[str, ...] = ()


class Solver(Protocol):
    """
    Holds assertions, and answers whether they can hold together with some assumptions.
    """

    def add(self, commands: str) -> None:
        """
        Add SMT-LIB commands that declare all the constants they mention.
        """

    def check(self, assumptions: Sequence[str], wanted: Mapping[str, str]) -> Answer:
        """
        Ask for a solution in which some Boolean constants are true.

        Args:
            assumptions: Names of Boolean constants.
            wanted: The constants whose values are wanted, with their sorts.
        """

    def close(self) -> None:
        """
        Let go of all that it holds; it is not asked again.
        """


_made: ContextVar[list[Solver] | None] = ContextVar("_made", default=None)


@contextmanager
def solvers_let_go() -> Iterator[None]:
    """
    Close, at the end, the solvers that are made meanwhile.

    A solver holds tens of megabytes of which Python knows nothing, and what holds a solver tends to
    be a circle of objects: whoever checks many specs would fill the memory before Python looks.
    """
    made: list[Solver] = []
    token = _made.set(made)
    try:
        yield
    finally:
        _made.reset(token)
        for solver in made:
            solver.close()


def note_solver(solver: Solver) -> None:
    """
    Remember a solver that was made, where it is to be closed in the end.
    """
    made = _made.get()
    if made is not None:
        made.append(solver)
