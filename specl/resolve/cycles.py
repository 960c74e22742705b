"""
Circles in the order between rules, each reported once with all clauses along it.
"""

from __future__ import annotations

from collections.abc import Sequence

from specl.model.priority import cycle_in
from specl.model.rules import Ordering, Suspension
from specl.resolve import problems
from specl.resolve.program import Program
from specl.text import Span

__all__ = ["cut_cycles"]

_Pair = tuple[str, str]


def cut_cycles(
    orderings: Sequence[Ordering], suspensions: Sequence[Suspension], program: Program
) -> tuple[tuple[Ordering, ...], tuple[Suspension, ...]]:
    """
    Return the pairs that are in no reported circle.
    """
    before = {(pair.higher, pair.lower): pair.span for pair in orderings}
    aside = {(pair.by, pair.of): pair.span for pair in suspensions}
    cut = _report(before, "goes before", program)
    lifted = _report(aside, "suspends", program)
    return (
        tuple(pair for pair in orderings if (pair.higher, pair.lower) not in cut),
        tuple(pair for pair in suspensions if (pair.by, pair.of) not in lifted),
    )


def _report(places: dict[_Pair, Span], verb: str, program: Program) -> set[_Pair]:
    """
    Report circles until none is left, taking the steps of each away.
    """
    cut: set[_Pair] = set()
    while (cycle := cycle_in(places)) is not None:
        steps = list(zip(cycle, (*cycle[1:], cycle[0]), strict=True))
        program.report(problems.OrderCycle(cycle, verb, tuple(places.pop(step) for step in steps)))
        cut.update(steps)
    return cut
