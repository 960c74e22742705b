"""
Minimal clashes: sets of formulas that no reply meets, though it meets any smaller set.

Hitting sets show the way (MARCO): every set that some reply meets, made as large as it can
be, leaves out formulas of which each minimal clash not yet found has one at least. A set
that has one of each is either met as well, which leaves out others, or has a clash in it.
When no set is left to try, all have been found.
"""

from __future__ import annotations

from collections.abc import Sequence

from specl.interpret.hitting import bits_of, hitting_set
from specl.interpret.oracle import Oracle
from specl.interpret.repairs import Repairs
from specl.interpret.undecidable import Undecidable
from specl.interpret.variables import Model

__all__ = ["minimal_clashes"]

_ROUNDS = 5_000


def minimal_clashes(oracle: Oracle, universe: Sequence[int], *, beside: int = 0) -> list[int]:
    """
    Return every minimal set of formulas that no reply meets together with some others.

    What keeps a set from growing is a clash too, and a reply that can be repaired in several
    independent places speaks for all the sets that choose among these.

    Args:
        oracle: Answers what replies can meet.
        universe: The bits of the formulas to choose from, each once.
        beside: Formulas that have to be met in any case.

    Raises:
        Undecidable: There are too many to go through.
    """
    everything = sum(universe)
    if oracle.can_meet(everything | beside):
        return []
    repairs = Repairs(oracle, universe, beside)
    found: dict[int, None] = {}
    left_out: list[int] = []
    for _ in range(_ROUNDS):
        chosen = hitting_set(left_out, tuple(found))
        if chosen is None:
            return list(found)
        if not oracle.can_meet(chosen | beside):
            found[_shrunk(oracle, chosen, beside)] = None
            continue
        grown, model = _grown(oracle, chosen, universe, beside)
        rest = everything & ~grown
        found.update((_shrunk(oracle, grown | bit, beside), None) for bit in bits_of(rest))
        left_out.append(rest & ~repairs.spared(model, grown, tuple(found)))
    raise Undecidable("there are too many ways in which the norms clash")


def _shrunk(oracle: Oracle, clashing: int, beside: int) -> int:
    """
    Return a minimal clash within a set that no reply meets.
    """
    clash = oracle.clash_within(clashing | beside) & ~beside
    for bit in bits_of(clash):
        if not oracle.can_meet(clash & ~bit | beside):
            clash &= ~bit
    return clash


def _grown(oracle: Oracle, chosen: int, universe: Sequence[int], beside: int) -> tuple[int, Model]:
    """
    Return a largest set around one that some reply meets, and such a reply.
    """
    everything = sum(universe)
    grown, reply = chosen, oracle.model(chosen | beside)
    assert reply is not None
    for bit in universe:
        model = None if grown & bit else oracle.model(grown | bit | beside)
        if model is not None:
            reply = model
            grown |= bit | oracle.met_by(model, everything & ~grown)
    return grown, reply
