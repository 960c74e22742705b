"""
What the checker asks of a solver, whichever it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Protocol

from specl.text.record import record

__all__ = ["Answer", "Solver"]


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
