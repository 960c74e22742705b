"""
A plan as propositions: which norms are in force, which are broken, and classes by the worst of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import groupby

import attrs

from specl.model import Strength
from specl.rubric.guard.plan import Plan, PlannedClash, PlannedNorm
from specl.rubric.job import CannotExpressError
from specl.rubric.order import criterion_id
from specl.rubric.propositions.logic import FALSE, TRUE, Logic, Truth, Wanted, opposite
from specl.rubric.propositions.model import Conjunction, Propositions

__all__ = ["IDEAL", "propositions_of"]

IDEAL = "ideal"


def propositions_of(plan: Plan, *, unjudged: Collection[str] = ()) -> Propositions:
    """
    Return what is to be answered about a reply, and classes of replies by what they break.

    Args:
        plan: What the spec comes to.
        unjudged: The ids of norms that count for what is in force but not for classes.

    Raises:
        CannotExpressError: All replies are in one class.
    """
    building = _Building(plan, Logic(plan.spec), frozenset(unjudged))
    classes = building.classes()
    if len(classes) < 2:
        only = next(iter(classes))
        raise CannotExpressError(
            f"every reply is in one class, `{only}`: there is nothing to grade"
        )
    return _needed(building.logic, classes)


@attrs.define(eq=False, repr=False)
class _Building:
    """
    The work of `propositions_of`.

    Attributes:
        force: For each norm, by its place, whether it is in force.
    """

    plan: Plan
    logic: Logic
    unjudged: frozenset[str]
    force: list[Truth] = attrs.field(factory=list)

    def classes(self) -> dict[str, Conjunction]:
        """
        Return the classes, from the best to the worst.
        """
        self._decide()
        higher: list[Truth] = []
        named: list[tuple[str, list[Truth]]] = []
        for said, kept in self._tiers():
            if kept is not TRUE:
                name = self.logic.names.like(f"breaks {said}")
                named.append((name, [*higher, opposite(kept)]))
                higher.append(kept)
        named.append((IDEAL, higher))
        found = ((name, _conjunction(parts)) for name, parts in reversed(named))
        return {name: parts for name, parts in found if parts is not None}

    def _tiers(self) -> Iterator[tuple[str, Truth]]:
        """
        Yield each level and strength, the highest first, with whether all its norms are kept.
        """
        numbered = enumerate(self.plan.norms)
        for _, group in groupby(numbered, key=lambda pair: pair[1].rank):
            norms = list(group)
            said = _tier(self.plan, norms[0][1])
            broken = [self._broken(place, norm) for place, norm in norms]
            yield said, self.logic.all(map(opposite, broken), f"keeps {said}")

    def _broken(self, place: int, planned: PlannedNorm) -> Truth:
        name = criterion_id(planned.norm)
        if planned.norm.is_permission or name in self.unjudged:
            return FALSE
        met = self.logic.expr(planned.obligation, f"meets {name}")
        return self.logic.all((self.force[place], opposite(met)), f"breaks {name}")

    def _decide(self) -> None:
        """
        Work out for each norm, down the order, whether it is in force.
        """
        applies = self._applies()
        made = _made(self.plan)
        clashing = _clashing(self.plan)
        for place, (norm, above) in enumerate(zip(self.plan.norms, _above(self.plan), strict=True)):
            name = criterion_id(norm.norm)
            ways = (self._way(clash, norm, made, above) for clash in clashing.get(norm.claim, ()))
            beaten = self.logic.any(ways, f"stands {name}")
            own = applies[norm.norm.rule]
            self.force.insert(place, self.logic.all((own, opposite(beaten)), f"in force {name}"))

    def _applies(self) -> Mapping[str, Truth]:
        """
        Return for each rule whether it applies.
        """
        own = {
            each.rule.name: self.logic.expr(each.when, f"when {each.rule.name}")
            for each in self.plan.rules
        }
        by = {each.rule.name: each.suspended_by for each in self.plan.rules}
        for name in self.plan.suspensions:
            parts = (own[name], *(opposite(own[each]) for each in by[name]))
            own[name] = self.logic.all(parts, f"applies {name}")
        return own

    def _way(
        self,
        clash: PlannedClash,
        planned: PlannedNorm,
        made: Mapping[int, list[int]],
        above: Collection[int],
    ) -> Truth:
        """
        Return whether a norm is defeated in a clash.
        """
        parts = []
        for other in clash.claims:
            if other != planned.claim:
                force = [self.force[place] for place in made[other] if place in above]
                asked = self.plan.norms[made[other][0]].norm.text
                parts.append(self.logic.any(force, f"nobody says {asked}"))
        if FALSE in parts:
            return FALSE
        first = (criterion_id(self.plan.norms[made[claim][0]].norm) for claim in clash.claims)
        when = self.logic.formula(clash.when, f"clash {' '.join(first)}")
        return self.logic.all((*parts, when), f"defeat of {criterion_id(planned.norm)}")


def _tier(plan: Plan, planned: PlannedNorm) -> str:
    strength = "must" if planned.norm.strength is Strength.BINDING else "should"
    return f"{plan.spec.rules[planned.norm.rule].level} {strength}"


def _made(plan: Plan) -> dict[int, list[int]]:
    """
    Return for each claim the places of the norms that make it.
    """
    found: dict[int, list[int]] = {}
    for place, norm in enumerate(plan.norms):
        found.setdefault(norm.claim, []).append(place)
    return found


def _clashing(plan: Plan) -> dict[int, list[PlannedClash]]:
    """
    Return for each claim the clashes in which it may be defeated.
    """
    found: dict[int, list[PlannedClash]] = {}
    for clash in plan.clashes:
        if len(clash.claims) > 1:
            for claim in clash.claims:
                found.setdefault(claim, []).append(clash)
    return found


def _above(plan: Plan) -> Iterator[Collection[int]]:
    """
    Yield for each norm the places of the norms that outrank it.
    """
    rank, start = -1, 0
    for place, norm in enumerate(plan.norms):
        if norm.rank != rank:
            rank, start = norm.rank, place
        yield frozenset((*range(start), *norm.after))


def _conjunction(parts: Iterable[Truth]) -> Conjunction | None:
    """
    Return what all has to be so, None where it cannot all be.
    """
    found: dict[str, bool] = {}
    for part in parts:
        if isinstance(part, Wanted):
            if found.setdefault(part.name, part.positive) is not part.positive:
                return None
        elif part is FALSE:
            return None
    return found


def _needed(logic: Logic, classes: Mapping[str, Conjunction]) -> Propositions:
    """
    Return the propositions on which the classes turn, and no others.
    """
    needed = {name for parts in classes.values() for name in parts}
    for name, parts in reversed(logic.derived.items()):
        if name in needed:
            needed.update(parts)
    return Propositions(
        simple=tuple(each for each in logic.simple.values() if each.name in needed),
        derived={name: parts for name, parts in logic.derived.items() if name in needed},
        classes=classes,
    )
