"""
Minimal clashes: sets of formulas that no reply meets, though it meets any smaller set.

Hitting sets show the way: every set that some reply meets, made as large as it can be, leaves
out formulas of which each minimal clash has one at least. The smallest set that has one
of each is either met as well, which leaves out others, or is a minimal clash itself. When
no set is left to try, all have been found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from specl.interpret.oracle import Oracle, bits_of
from specl.interpret.repairs import Repairs
from specl.interpret.undecidable import Undecidable
from specl.interpret.variables import Model

__all__ = ["all_clashes", "smallest_clashes"]

_ROUNDS = 5_000
_TOO_MANY = "there are too many ways in which the norms clash"


def smallest_clashes(oracle: Oracle, universe: Sequence[int], *, beside: int = 0) -> Iterator[int]:
    """
    Yield each minimal set of formulas that no reply meets together with some others.

    Sets come by size, then as their formulas stand in the universe.

    Args:
        oracle: Answers what replies can meet.
        universe: The bits of the formulas to choose from, each once, in order.
        beside: Formulas that have to be met in any case.

    Raises:
        Undecidable: There are too many to go through.
    """
    if oracle.can_meet(sum(universe) | beside):
        return
    found: list[int] = []
    left_out: list[int] = []
    for _ in range(_ROUNDS):
        chosen = _smallest(universe, left_out, found)
        if chosen is None:
            return
        if oracle.can_meet(chosen | beside):
            grown, _ = _grown(oracle, chosen, universe, beside)
            left_out.append(sum(universe) & ~grown)
        else:
            found.append(chosen)
            yield chosen
    raise Undecidable(_TOO_MANY)


def all_clashes(oracle: Oracle, universe: Sequence[int], *, beside: int = 0) -> list[int]:
    """
    Return every minimal set of formulas that no reply meets together with some others.

    The sets are those of `smallest_clashes`, found in less time where they are many: what
    keeps a set from growing is a clash too, and a reply that is repaired in several
    independent places speaks for all the sets that choose among these.

    Raises:
        Undecidable: There are too many to go through.
    """
    if oracle.can_meet(sum(universe) | beside):
        return []
    repairs = Repairs(oracle, universe, beside)
    found: list[int] = []
    left_out: list[int] = []
    for _ in range(_ROUNDS):
        chosen = _smallest(universe, left_out, found)
        if chosen is None:
            return found
        if not oracle.can_meet(chosen | beside):
            found.append(chosen)
            continue
        grown, model = _grown(oracle, chosen, universe, beside)
        rest = sum(universe) & ~grown
        clashes = (_shrunk(oracle, grown | bit, beside) for bit in bits_of(rest))
        found.extend(clash for clash in dict.fromkeys(clashes) if clash not in found)
        left_out.append(rest & ~repairs.spared(model, grown, found))
    raise Undecidable(_TOO_MANY)


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


def _smallest(universe: Sequence[int], left_out: Sequence[int], found: Sequence[int]) -> int | None:
    """
    Return the first smallest set that meets some sets and contains no other.
    """
    if 0 in left_out or 0 in found:
        return None
    place_of = {bit: place for place, bit in enumerate(universe)}
    to_hit = [sum(1 << place_of[bit] for bit in bits_of(mask)) for mask in left_out]
    to_avoid = [sum(1 << place_of[bit] for bit in bits_of(mask)) for mask in found]
    for size in range(len(universe) + 1):
        places = _choose(to_hit, to_avoid, size, 0, 0)
        if places is not None:
            return sum(bit for bit, place in place_of.items() if places >> place & 1)
    return None


def _choose(
    to_hit: Sequence[int], to_avoid: Sequence[int], size: int, start: int, chosen: int
) -> int | None:
    """
    Return the first set of at most `size` more places, from `start` on, that does.
    """
    if not to_hit:
        return chosen
    if size == 0:
        return None
    # Places are chosen in rising order, so the next one cannot lie beyond the end of any set.
    last = min(mask.bit_length() for mask in to_hit)
    candidates = 0
    for mask in to_hit:
        candidates |= mask
    for place in range(start, last):
        bit = 1 << place
        if not candidates & bit or any(avoid & ~(chosen | bit) == 0 for avoid in to_avoid):
            continue
        rest = [mask for mask in to_hit if not mask & bit]
        result = _choose(rest, to_avoid, size - 1, place + 1, chosen | bit)
        if result is not None:
            return result
    return None
