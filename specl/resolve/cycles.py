"""
Circles in the order between rules, each reported with all clauses along it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from specl.model.chains import chains, cycle_in
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
    Report one circle of each knot of rules, and take all pairs within the knot away.
    """
    cut: set[_Pair] = set()
    while (cycle := cycle_in(places)) is not None:
        steps = list(zip(cycle, (*cycle[1:], cycle[0]), strict=True))
        clauses = tuple(places[step] for step in steps)
        program.report(problems.OrderCycle(cycle, verb, clauses))
        knot = _knot(cycle[0], places)
        inside = {pair for pair in places if knot.issuperset(pair)}
        for pair in inside:
            del places[pair]
        cut |= inside
    return cut


def _knot(rule: str, places: Iterable[_Pair]) -> set[str]:
    """
    Return the rules that stand both above and below a rule.
    """
    above = chains(places)
    return {other for other in above.get(rule, ()) if rule in above.get(other, ())}
