"""
Replies that break the ruling of a scenario: for each norm one that breaks it and little else.

Best is the reply that obeys but for one act. Where no such reply breaks the norm alone, any
other that does will serve; where none does, others are broken as well, the lowest first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from operator import itemgetter
from typing import TypeVar

import attrs

from specl.cases.replying import offers
from specl.interpret import Undecidable, evaluate, ruling
from specl.interpret.formula import Formula
from specl.interpret.replies import World, world_of
from specl.model import Norm, Profile, Scenario, Spec, Value
from specl.model.expressions import Expr, Not, acts_of
from specl.text.record import record

__all__ = ["Breach", "Breaking", "breaches"]

Kind = TypeVar("Kind")


@record
class Breach:
    """
    A reply that breaks a norm.

    Attributes:
        norm: The norm.
        profile: A value for every act.
        others: The other norms in force that it breaks as well; as few as could be found.
    """

    norm: Norm
    profile: Profile
    others: tuple[Norm, ...]


def breaches(spec: Spec, facts: Scenario) -> tuple[Breach, ...]:
    """
    Return for each must/should norm in force a reply that breaks it and little else.

    A norm that every reply obeys has none.

    Args:
        spec: The spec.
        facts: A value for every fact.

    Raises:
        NoReply: No reply can exist in the scenario.
        Undecidable: Whether some norm can be broken was not found out.
    """
    breaking = Breaking.of(spec, facts, ruling(spec, facts).in_force)
    found = (breaking.breach(norm) for norm in breaking.duties)
    return tuple(breach for breach in found if breach is not None)


@attrs.define(slots=False, eq=False, repr=False)
class Breaking:
    """
    Breaks the norms in force of one scenario, one at a time.

    Attributes:
        duties: The must/should norms in force.
        asked: What each of them asks here, by position.
    """

    spec: Spec
    facts: Scenario
    duties: Sequence[Norm]
    world: World
    asked: Mapping[int, Formula]
    _acts: dict[int, tuple[str, ...]] = attrs.field(factory=dict)
    _held: dict[tuple[object, ...], bool] = attrs.field(factory=dict)

    @classmethod
    def of(cls, spec: Spec, facts: Scenario, in_force: Iterable[Norm]) -> Breaking:
        """
        Return what breaks the norms that are in force in a scenario.
        """
        duties = [norm for norm in in_force if not norm.is_permission]
        world = world_of(spec, facts)
        asked = {norm.position: world.obligation(norm) for norm in duties}
        return cls(spec, facts, duties, world, asked)

    @cached_property
    def plain(self) -> Profile | None:
        """
        Return a reply that obeys all of them, or None where none does.

        Raises:
            Undecidable: Whether one does was not found out.
        """
        return self.world.reply(list(self.asked.values()))

    @cached_property
    def _plain_if_known(self) -> Profile | None:
        try:
            return self.plain
        except Undecidable:
            return None

    def breach(self, norm: Norm) -> Breach | None:
        """
        Return a reply that breaks one of the norms; None: every reply obeys it.

        Raises:
            Undecidable: Whether it can be broken was not found out.
        """
        near, failures = self._nearest(norm)
        profile = near if failures == 1 else self._alone(norm) or self._sparing(norm, near)
        if profile is None:
            return None
        also = [each for each in self.duties if each is not norm and self._fails(each, profile)]
        return Breach(norm, profile, tuple(also))

    def _nearest(self, norm: Norm) -> tuple[Profile | None, int]:
        """
        Return the reply that obeys all, but for one act, so that it breaks a norm; None: none does.

        It is one that breaks as few others as any such reply. How many it breaks comes with it.
        """
        plain = self._plain_if_known
        if plain is None:
            return None, 0
        moved = (
            (act, {**plain, act: value})
            for act in acts_of(norm.obligation)
            for value in self._offers[act][1:]
        )
        broken = [
            (profile, self._failures(act, profile))
            for act, profile in moved
            if self._fails(norm, profile) and self._can_exist(act, profile)
        ]
        return min(broken, key=itemgetter(1), default=(None, 0))

    def _failures(self, act: str, profile: Profile) -> int:
        """
        Return how many norms a reply breaks that is but for one act the one that obeys all.
        """
        return sum(self._fails(each, profile) for each in self._duties_about.get(act, ()))

    def _can_exist(self, act: str, profile: Profile) -> bool:
        """
        Tell whether a reply can exist that is but for one act the one that obeys all.
        """
        return all(self._holds(law, profile) for law in self._laws_about.get(act, ()))

    @cached_property
    def _duties_about(self) -> Mapping[str, Sequence[Norm]]:
        return _by_act((norm, norm.obligation) for norm in self.duties)

    @cached_property
    def _laws_about(self) -> Mapping[str, Sequence[Expr]]:
        return _by_act((law.expr, law.expr) for law in self.spec.constraints)

    @cached_property
    def _offers(self) -> Mapping[str, Sequence[Value]]:
        assert self.plain is not None
        laws = [law.expr for law in self.spec.constraints]
        asked = [norm.obligation for norm in self.duties]
        return offers(self.spec, self.plain, [*laws, *asked])

    def _alone(self, norm: Norm) -> Profile | None:
        """
        Return a reply that breaks a norm and obeys all others.
        """
        return self.world.reply([self._broken(norm), *self._others(norm)])

    def _sparing(self, norm: Norm, near: Profile | None) -> Profile | None:
        """
        Return a reply that breaks one norm and of others only what it must, the lowest first.
        """
        rank = self.spec.priority.rank
        kept = [self._broken(norm)]
        found = self.world.reply(kept) if near is None else near
        if found is None:
            return None
        others = (other for other in self.duties if other is not norm)
        for other in sorted(others, key=lambda each: (rank[each.position], each.position)):
            if self._fails(other, found):
                better = self.world.reply([*kept, self.asked[other.position]])
                if better is None:
                    continue
                found = better
            kept.append(self.asked[other.position])
        return found

    def _broken(self, norm: Norm) -> Formula:
        return self.world.formula(Not(norm.obligation))

    def _others(self, norm: Norm) -> Iterator[Formula]:
        return (self.asked[other.position] for other in self.duties if other is not norm)

    def _fails(self, norm: Norm, profile: Profile) -> bool:
        return not self._holds(norm.obligation, profile)

    def _holds(self, expr: Expr, profile: Profile) -> bool:
        """
        Tell whether an expression of the spec holds, once for all replies alike in its acts.
        """
        acts = self._acts.get(id(expr))
        if acts is None:
            acts = self._acts[id(expr)] = tuple(acts_of(expr))
        key = id(expr), *[profile[act] for act in acts]
        holds = self._held.get(key)
        if holds is None:
            holds = self._held[key] = bool(evaluate(expr, self.facts, profile))
        return holds


def _by_act(speaking: Iterable[tuple[Kind, Expr]]) -> dict[str, list[Kind]]:
    """
    Return for each act what speaks of it.
    """
    found: dict[str, list[Kind]] = {}
    for each, expr in speaking:
        for act in acts_of(expr):
            found.setdefault(act, []).append(each)
    return found
