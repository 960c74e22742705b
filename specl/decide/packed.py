"""
What is so in every scenario of a table, as rows of bits.
"""

from __future__ import annotations

import attrs
import numpy as np
from numpy.typing import NDArray

from specl.decide.plan import Plan
from specl.decide.program import Program
from specl.decide.rows import rows_of
from specl.decide.table import Table
from specl.decide.tape import Row

__all__ = ["Matrix", "Packed", "clashing", "decided"]

Matrix = NDArray[np.uint8]


@attrs.frozen(eq=False)
class Packed:
    """
    What holds and what is in force in a table.

    Attributes:
        found: A row for each bit of the program: where each norm applies, and further down where
            each condition holds.
        force: Where each norm is in force, in source order.
    """

    found: Matrix
    force: Matrix


def decided(plan: Plan, table: Table) -> Packed:
    """
    Decide every scenario of a table.
    """
    width = (table.size + 7) // 8
    found = np.empty((plan.program.width, width), np.uint8)
    force = np.empty((len(plan.program.norms), width), np.uint8)
    plan.score.play(rows_of(plan.leaves, table), (*found, *force))
    return Packed(found, force)


def clashing(program: Program, packed: Packed) -> Row:
    """
    Return where norms in force clash.
    """
    made: dict[int, Row] = {}
    for claim, norm in zip(program.claims, program.norms, strict=True):
        if claim is not None:
            row = packed.force[norm.position]
            made[claim] = made[claim] | row if claim in made else row
    found = np.zeros(packed.force.shape[1], np.uint8)
    for clash in program.clashes:
        if all(claim in made for claim in clash.claims):
            rows = [made[claim] for claim in clash.claims]
            when = [packed.found[clash.when.bit_length() - 1]] if clash.when else []
            found |= np.bitwise_and.reduce([*rows, *when])
    return found
