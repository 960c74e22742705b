"""
Which norm outranks which, straight from the four cases of the definition.
"""

from __future__ import annotations

from specl.model import Norm, Ordering, Spec


def outranked_pairs(
    spec: Spec, orderings: tuple[Ordering, ...] | None = None
) -> set[tuple[int, int]]:
    """
    Return all pairs of positions of which the first outranks the second.

    Args:
        spec: The spec.
        orderings: What to take instead of the spec's own `overrides` and `precedence` pairs.
    """
    pairs = {
        (one.higher, one.lower) for one in (spec.orderings if orderings is None else orderings)
    }
    over = _closed(pairs)
    direct = {
        (n.position, m.position)
        for n in spec.norms
        for m in spec.norms
        if n is not m and _outranks(spec, over, n, m)
    }
    return _closed(direct)


def _outranks(spec: Spec, over: set[tuple[str, str]], n: Norm, m: Norm) -> bool:
    level_of_n = spec.levels.index(spec.rules[n.rule].level)
    level_of_m = spec.levels.index(spec.rules[m.rule].level)
    if level_of_n != level_of_m:
        return level_of_n < level_of_m
    if (n.verb == "should") != (m.verb == "should"):
        return m.verb == "should"
    return (n.rule, m.rule) in over or _denied_first(spec, over, n, m)


def _denied_first(spec: Spec, over: set[tuple[str, str]], n: Norm, m: Norm) -> bool:
    is_denial = n.verb == "must" and n.negated
    gives_way = m.verb == "may" or (m.verb == "must" and not m.negated)
    unordered = n.rule != m.rule and not {(n.rule, m.rule), (m.rule, n.rule)} & over
    if not (is_denial and gives_way and unordered):
        return False
    denying = {norm.rule for norm in spec.norms if norm.verb == "must" and norm.negated}
    if any((m.rule, other) in over for other in denying):
        return False
    return any(
        deny.level == spec.rules[n.rule].level
        and (deny.rules is None or {n.rule, m.rule} <= deny.rules)
        for deny in spec.deny_first
    )


def _closed(pairs: set) -> set:
    """
    Return a relation closed under transitivity.
    """
    closed = set(pairs)
    while True:
        more = {(a, d) for a, b in closed for c, d in closed if b == c} - closed
        if not more:
            return closed
        closed |= more
