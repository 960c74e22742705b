"""
All smallest sets of formulas that no reply meets, each once, smaller ones first.

Hitting sets show the way: every set that some reply meets, made as large as it can be, leaves
out formulas of which each minimal clash has one at least. The smallest set that has one
of each is either met as well, which leaves out others, or is a minimal clash itself. When
no set is left to try, all have been found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from specl.interpret.oracle import Oracle, bits_of
from specl.interpret.undecidable import Undecidable

__all__ = ["minimal_clashes"]

_ROUNDS = 20_000


def minimal_clashes(oracle: Oracle, universe: Sequence[int], *, beside: int = 0) -> Iterator[int]:
    """
    Yield each minimal bit set of formulas that no reply meets together with some others.

    Sets come by size, then as their formulas stand in the universe.

    Args:
        oracle: Answers what replies can meet.
        universe: The bits of the formulas to choose from, each once, in order.
        beside: Formulas that have to be met in any case.

    Raises:
        Undecidable: There are too many to go through.
    """
    everything = sum(universe)
    if oracle.can_meet(everything | beside):
        return
    place_of = {bit: place for place, bit in enumerate(universe)}
    left_out: list[int] = []
    found: list[int] = []
    for _ in range(_ROUNDS):
        places = _smallest(left_out, found, len(universe))
        if places is None:
            return
        chosen = sum(bit for bit, place in place_of.items() if places >> place & 1)
        if not oracle.can_meet(chosen | beside):
            found.append(places)
            yield chosen
            continue
        rest = everything & ~_grown(oracle, chosen, universe, beside)
        left_out.append(sum(1 << place_of[bit] for bit in bits_of(rest)))
    raise Undecidable("there are too many ways in which the norms clash")


def _grown(oracle: Oracle, chosen: int, universe: Sequence[int], beside: int) -> int:
    """
    Return a largest set around one that some reply meets.
    """
    everything = sum(universe)
    grown = chosen
    for bit in universe:
        if grown & bit:
            continue
        model = oracle.model(grown | bit | beside)
        if model is not None:
            grown |= bit | oracle.met_by(model, everything & ~grown)
    return grown


def _smallest(left_out: Sequence[int], found: Sequence[int], most: int) -> int | None:
    """
    Return the first smallest set of places that meets some sets and contains no other.
    """
    if 0 in found:
        return None
    for size in range(most + 1):
        chosen = _choose(left_out, found, size, 0, 0)
        if chosen is not None:
            return chosen
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
