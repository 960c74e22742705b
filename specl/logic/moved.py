"""
What stands otherwise in a spec than in one of the same rules before.
"""

from __future__ import annotations

from collections.abc import Iterable

from specl.model import Priority, Spec

__all__ = ["moved_rules", "ranked_otherwise"]


def moved_rules(now: Spec, before: Spec) -> frozenset[str]:
    """
    Return the rules that may apply elsewhere than before.
    """
    moved = {name for name, rule in now.rules.items() if rule is not before.rules[name]}
    moved.update(each.of for each in set(now.suspensions) ^ set(before.suspensions))
    return _downstream(moved, now)


def ranked_otherwise(now: Priority, before: Priority) -> set[int]:
    """
    Return the positions of norms that do not stand where they stood before.
    """
    if now is before:
        return set()
    ranks = enumerate(zip(now.rank, before.rank, strict=True))
    sets = enumerate(zip(now.above, before.above, strict=True))
    return {place for each in (ranks, sets) for place, (one, other) in each if one != other}


def _downstream(rules: Iterable[str], spec: Spec) -> frozenset[str]:
    """
    Return rules with all that they suspend, directly or through a chain.
    """
    suspended: dict[str, list[str]] = {}
    for suspension in spec.suspensions:
        suspended.setdefault(suspension.by, []).append(suspension.of)
    found, pending = set(rules), list(rules)
    while pending:
        for name in suspended.get(pending.pop(), ()):
            if name not in found:
                found.add(name)
                pending.append(name)
    return frozenset(found)
