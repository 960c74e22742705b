"""
What is measured of specl: the few entry points that the rows of the table call.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from specl import loads
from specl.model import Norm, Spec
from specl.model.ruling import Scenario
from tests.benchmarks.mixes.draft import Draft
from tests.benchmarks.specs import draw

if TYPE_CHECKING:
    from specl.decide import Batch, Rulings

__all__ = [
    "Many",
    "contradictions",
    "cover_goals",
    "decide_one",
    "drawn",
    "in_force",
    "resolved",
]


@cache
def drawn(mix: str, rules: int) -> Draft:
    """
    Return the spec of a mix and a size.
    """
    return draw(mix, rules)


def resolved(mix: str, rules: int) -> Spec:
    """
    Return its meaning, anew each time so that nothing is remembered of an earlier run.
    """
    return loads(drawn(mix, rules).text())


def contradictions(spec: Spec) -> set[tuple[str, ...]]:
    """
    Return the sets of rules that contradict each other, proved to be all.

    They are looked for as `specl check` does it: in each of the slices that have nothing to do
    with each other, the spec itself left out of Python's search for circles.
    """
    from specl.check.slices import restricted, slices
    from specl.text.upkeep import left_out_of_upkeep

    with left_out_of_upkeep():
        parts = restricted(spec, [part.rules for part in slices(spec)])
        return set().union(*map(_contradictions, parts))


def _contradictions(spec: Spec) -> set[tuple[str, ...]]:
    from specl.check.clashes import clashes
    from specl.check.engine import BUDGET, Engine

    engine = Engine.of(spec, [], budget=BUDGET)
    engine.leave_out_no_reply()
    found = clashes(engine)
    if engine.undecided:
        raise RuntimeError(f"{len(engine.undecided)} questions were left undecided")
    return {tuple(norm.rule for norm in clash.norms) for clash in found}


def decide_one(spec: Spec) -> Callable[[Scenario], tuple[Norm, ...]]:
    """
    Return a function from a scenario to the norms in force.
    """
    from specl.decide import Decider

    return Decider(spec).in_force


@attrs.frozen
class Many:
    """
    A spec made ready to be asked about many scenarios.
    """

    batch: Batch

    @classmethod
    def of(cls, spec: Spec) -> Many:
        """
        Make a spec ready.
        """
        from specl.decide import Batch

        return cls(Batch(spec))

    def columns(self, columns: Mapping[str, Any]) -> Rulings:
        """
        Return the rulings in all rows of some columns, defeat resolved in each.
        """
        found = self.batch.rulings(self.batch.table(columns))
        assert len(found.packed_in_force)
        return found

    def lines(self, path: Path) -> int:
        """
        Decide all lines of a file, a piece at a time; return how many norms are in force in all.
        """
        return sum(in_force(self.batch.rulings(table)) for table in self.batch.tables(path))


def in_force(rulings: Rulings) -> int:
    """
    Return how many norms are in force in all scenarios together.
    """
    import numpy as np

    return int(np.bitwise_count(rulings.packed_in_force).sum())


def cover_goals(spec: Spec) -> tuple[frozenset[str], int]:
    """
    Return the goals that cases were found for, by name, and how many cases there are.
    """
    from specl.cases import cover

    coverage = cover(spec)
    if coverage.undecided:
        raise RuntimeError(f"{len(coverage.undecided)} goals were left undecided")
    return frozenset(goal.name for goal in coverage.met), len(coverage.cases)
