"""
The ruling in one scenario: what is in force, what is defeated and by what, what clashes.

Norms are taken down the order. One that can be obeyed beside all that outranks it is in
force without more ado. For the others minimal incoherent sets are sought: such a set
never has two norms that ask the same, nor two permissions, for each permission has to be
usable on its own. Norms whose acts no constraint or other norm connects never clash, so
each island of connected norms is worked out by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from weakref import WeakKeyDictionary

import attrs

from specl.interpret.applicable import applicable_rules
from specl.interpret.islands import islands
from specl.interpret.minimal import minimal_clashes
from specl.interpret.oracle import Oracle
from specl.interpret.replies import world_of
from specl.interpret.undecidable import NoReply
from specl.model.priority import Priority
from specl.model.rules import Norm
from specl.model.ruling import Defeat, Ruling, Scenario
from specl.model.spec import Spec
from specl.text.record import record

__all__ = ["ruling"]

_KEPT = 1_000


def ruling(spec: Spec, scenario: Scenario) -> Ruling:
    """
    Return the ruling in a complete scenario.

    Args:
        spec: The spec.
        scenario: A value for every fact, such that every `assume` holds.

    Raises:
        NoReply: No reply can exist in the scenario.
        Undecidable: Whether some norms can be obeyed together could not be found out.
    """
    world = world_of(spec, scenario)
    if world.oracle.base is None:
        raise NoReply("no reply can exist in this scenario")
    rules = applicable_rules(spec, scenario)
    norms = tuple(norm for rule in rules.values() for norm in rule.norms)
    asked = [_Asked(norm, world.oracle.bit(world.obligation(norm))) for norm in norms]
    known = _KNOWN.setdefault(world.oracle, {})
    key = tuple((one.norm.position, one.bit) for one in asked)
    if key not in known:
        if len(known) >= _KEPT:
            known.clear()
        reach = {one.bit: world.oracle.reach(world.obligation(one.norm)) for one in asked}
        known[key] = _ruling(asked, reach, world.oracle, spec.priority)
    return known[key]


@record
class _Asked:
    """
    An applicable norm and the bit of what it asks in the scenario.
    """

    norm: Norm
    bit: int


_KNOWN: WeakKeyDictionary[Oracle, dict[tuple[tuple[int, int], ...], Ruling]] = WeakKeyDictionary()


def _ruling(
    asked: Sequence[_Asked], reach: dict[int, frozenset[int]], oracle: Oracle, priority: Priority
) -> Ruling:
    parts = [_Island(oracle, priority, island) for island in islands(asked, reach)]
    defeats = [defeat for part in parts for defeat in part.decide()]
    beaten = {defeat.norm.position for defeat in defeats}
    clashes = [clash for part in parts for clash in part.contradictions()]
    return Ruling(
        applicable=tuple(one.norm for one in asked),
        in_force=tuple(one.norm for one in asked if one.norm.position not in beaten),
        defeated=tuple(sorted(defeats, key=lambda defeat: defeat.norm.position)),
        contradictions=tuple(sorted(clashes, key=lambda clash: [n.position for n in clash])),
    )


@attrs.define(eq=False, repr=False)
class _Island:
    """
    Applicable norms that may bear on each other; `in_force` grows down the order.
    """

    oracle: Oracle
    priority: Priority
    asked: Sequence[_Asked]
    in_force: list[_Asked] = attrs.field(factory=list)

    def decide(self) -> list[Defeat]:
        """
        Work down the order; return what is defeated.
        """
        defeats = []
        for one in sorted(self.asked, key=self._place):
            by = self._defeated_by(one)
            if by is None:
                self.in_force.append(one)
            else:
                defeats.append(Defeat(one.norm, by))
        return defeats

    def _place(self, one: _Asked) -> tuple[int, int, int]:
        position = one.norm.position
        above = self.priority.above[position].bit_count()
        return self.priority.rank[position], above, position

    def _defeated_by(self, one: _Asked) -> tuple[Norm, ...] | None:
        """
        Return the smallest set that defeats a norm, ties by source order, or None.
        """
        position = one.norm.position
        above = [
            other
            for other in self.in_force
            if self.priority.outranks(other.norm.position, position)
        ]
        duties, permissions = _first_of_each(above)
        everything = one.bit | _union(duties)
        if one.norm.is_permission:
            permissions = {}
        if self._fits(everything, permissions) or not self.oracle.can_meet(one.bit):
            return None
        found = [
            sorted(by, key=_position)
            for permission in (None, *permissions.items())
            for by in _defeats(self.oracle, one.bit, duties, permission)
        ]
        first = min(found, key=lambda by: (len(by), list(map(_position, by))), default=None)
        return None if first is None else tuple(first)

    def _fits(self, duties: int, permissions: dict[int, Norm]) -> bool:
        """
        Tell whether duties are coherent with permissions, each on its own.
        """
        if self.oracle.can_meet(duties | _union(permissions)):
            return True
        return self.oracle.can_meet(duties) and all(
            self.oracle.can_meet(duties | bit) for bit in permissions
        )

    def contradictions(self) -> list[tuple[Norm, ...]]:
        """
        Return the minimal incoherent sets of norms in force.
        """
        duties, permissions = _first_of_each(
            sorted(self.in_force, key=lambda one: one.norm.position)
        )
        if self._fits(_union(duties), permissions):
            return []
        clashes = [(mask, 0) for mask in minimal_clashes(self.oracle, tuple(duties))]
        for bit in permissions:
            beside = minimal_clashes(self.oracle, tuple(duties), beside=bit)
            clashes += [(mask, bit) for mask in beside if self.oracle.can_meet(mask)]
        return [norms for mask, bit in clashes for norms in self._spelt_out(mask, bit)]

    def _spelt_out(self, duties: int, permission: int) -> Iterable[tuple[Norm, ...]]:
        """
        Yield each set of norms that asks for the formulas of a clash, one norm a formula.
        """
        choices: dict[tuple[int, bool], list[Norm]] = {}
        for one in self.in_force:
            is_permission = one.norm.is_permission
            if one.bit & (permission if is_permission else duties):
                choices.setdefault((one.bit, is_permission), []).append(one.norm)
        for norms in product(*choices.values()):
            yield tuple(sorted(norms, key=_position))


def _defeats(
    oracle: Oracle, beaten: int, duties: dict[int, Norm], permission: tuple[int, Norm] | None
) -> Iterator[list[Norm]]:
    """
    Yield the sets of duties, with one permission if given, that defeat a formula.
    """
    bit, right = (0, []) if permission is None else (permission[0], [permission[1]])
    for mask in minimal_clashes(oracle, tuple(duties), beside=beaten | bit):
        alone = oracle.can_meet(mask | bit) and (not bit or oracle.can_meet(mask | beaten))
        if alone and (mask or bit):
            yield [norm for each, norm in duties.items() if each & mask] + right


def _first_of_each(asked: Iterable[_Asked]) -> tuple[dict[int, Norm], dict[int, Norm]]:
    """
    Return the first norm that asks for each formula, duties and permissions apart, in source order.
    """
    duties: dict[int, Norm] = {}
    permissions: dict[int, Norm] = {}
    for one in sorted(asked, key=lambda one: one.norm.position):
        if one.bit:
            (permissions if one.norm.is_permission else duties).setdefault(one.bit, one.norm)
    return duties, permissions


def _union(bits: Iterable[int]) -> int:
    union = 0
    for bit in bits:
        union |= bit
    return union


def _position(norm: Norm) -> int:
    return norm.position
