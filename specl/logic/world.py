"""
The meaning of a spec as definitions over facts: which rules apply, which norms are in force.

The definitions follow the induction of the language's section "Meaning" down the order of
the norms. Their number grows with the norms, not with their pairs: what the norms of
higher ranks demand of a claim is defined once a rank and shared (a ladder).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import attrs

from specl.logic.clauses import bits_of
from specl.logic.formula import FALSE, Constant, Formula, Leaf, conj, disj, named, negate
from specl.logic.incoherence import Incoherence, Nogood, Refutation
from specl.logic.normal import formula_of
from specl.logic.reading import Readings
from specl.model import Norm, Priority, Rule, Spec, Strength
from specl.model.expressions import Expr

__all__ = ["World"]

_Standing = tuple[int | None, int, int]
"""A norm's claim, its rank, and the norms of that rank that outrank it."""


@attrs.define(eq=False, repr=False)
class World:
    """
    A spec's definitions.

    Attributes:
        definitions: Formulas by name, each after those that it mentions; worlds of nearly
            the same spec share them.
        mark: What sets this world's names apart where they do not say the same.
        readings: What was read of the rules' own conditions.
        conditions: By the identity of a rule, the rule and when its own conditions hold.
        concerning: For each claim the sets that contain it.
        counted: The norms that can apply, as a bit set of positions; all unless it says else.
        moved_rules: The rules that may apply elsewhere than in the world that this one varies.
        clashing: The sets of norms that are in force together somewhere though no reply meets
            them all, each with when they are, once all of them are known.
    """

    spec: Spec
    incoherence: Incoherence
    mark: str = ""
    definitions: dict[str, Formula] = attrs.field(factory=dict)
    readings: Readings = attrs.field(factory=Readings)
    conditions: dict[int, tuple[Rule, Formula]] = attrs.field(factory=dict)
    concerning: Mapping[int | None, tuple[Nogood, ...]] = attrs.field(factory=dict)
    moved_rules: frozenset[str] = frozenset()
    clashing: list[tuple[tuple[Norm, ...], Formula]] | None = None
    _applies: dict[str, Formula] = attrs.field(factory=dict)
    _in_force: dict[int, Formula] = attrs.field(factory=dict)
    _by_claim: dict[int, list[Norm]] = attrs.field(factory=dict)
    _ladder: dict[tuple[int, int], Formula] = attrs.field(factory=dict)
    _defeats: dict[_Standing, tuple[tuple[Nogood, Formula], ...]] = attrs.field(factory=dict)
    _highest: dict[int, int] = attrs.field(factory=dict)
    _preceded: set[_Standing] = attrs.field(factory=set)
    _withstanding: dict[_Standing, tuple[Formula, ...]] = attrs.field(factory=dict)
    _all: dict[tuple[int, bool], Formula] = attrs.field(factory=dict)
    _incoherent: dict[bool, Formula] = attrs.field(factory=dict)
    counted: int = -1
    _base: World | None = None
    _around: World | None = None
    _claimed: int | None = None
    _ranks: dict[int, int] = attrs.field(factory=dict)
    _makers: dict[int, int] = attrs.field(factory=dict)
    _affected: list[int] | None = None
    _rival_claims: dict[int | None, int] = attrs.field(factory=dict)

    @classmethod
    def of(
        cls,
        spec: Spec,
        incoherence: Incoherence,
        *,
        base: World | None = None,
        mark: str = "",
        readings: Readings | None = None,
    ) -> World:
        """
        Return the definitions of a spec.

        Args:
            spec: The spec.
            incoherence: What no reply can meet in it.
            base: A world of nearly the same spec; equal definitions keep their names.
            mark: Sets names of differing definitions apart; needed with a base.
            readings: What was read of rules of the spec already.
        """
        world = cls(spec, incoherence, mark)
        if readings is not None:
            world.readings = readings
        if base is not None:
            world._vary(base)
            return world
        world.concerning = _by_claim(incoherence.nogoods)
        world.counted = (1 << len(spec.norms)) - 1
        for norm in spec.norms:
            claim = incoherence.claim_of[norm.position]
            if claim is not None:
                world._by_claim.setdefault(claim, []).append(norm)
        return world

    def within(self, counted: int, mark: str) -> World:
        """
        Return this world as it is where only some of the norms can apply.

        Args:
            counted: The norms that can, as a bit set of positions.
            mark: Sets its names apart.
        """
        local = World(self.spec, self.incoherence, mark)
        local.definitions, local.conditions = self.definitions, self.conditions
        local.readings = self.readings
        local.concerning, local._rival_claims = self.concerning, self._rival_claims
        local._around = self
        local.counted = counted
        for position in bits_of(counted):
            claim = self.incoherence.claim_of[position]
            if claim is not None:
                local._by_claim.setdefault(claim, []).append(self.spec.norms[position])
        if self.clashing is not None:
            local.clashing = [
                (norms, when)
                for norms, when in self.clashing
                if all(counted >> norm.position & 1 for norm in norms)
            ]
        return local

    def _vary(self, base: World) -> None:
        """
        Take over from a base all that is the same here.
        """
        self._base = base
        self.definitions, self.conditions = base.definitions, base.conditions
        self.readings = base.readings
        self.concerning, self._by_claim = base.concerning, base._by_claim
        self._rival_claims, self.counted = base._rival_claims, base.counted
        rules, before = self.spec.rules, base.spec.rules
        moved = {name for name, rule in rules.items() if rule is not before[name]}
        suspensions = set(self.spec.suspensions) ^ set(base.spec.suspensions)
        moved.update(suspension.of for suspension in suspensions)
        self.moved_rules = _downstream(moved, self.spec)

    def affected(self) -> list[int]:
        """
        Return the positions of norms that are in force elsewhere than in the base, or ranked so.

        What a base says of a norm still holds if the norm applies in the same scenarios,
        stands below the same norms, and nothing has changed of what it may clash with.
        """
        if self._affected is None:
            self._affected = []
            self._work_out(self._affected)
        return self._affected

    def _work_out(self, affected: list[int]) -> None:
        """
        Define when norms are in force that may be so elsewhere, going down the order.
        """
        base, norms, priority = self._base, self.spec.norms, self.spec.priority
        assert base is not None
        claim_of, changed = self.incoherence.claim_of, 0
        apart = self.ranked_otherwise(base.spec.priority)
        moved = {n.position for name in self.moved_rules for n in self.spec.rules[name].norms}
        for place in apart:
            if priority.rank[place] != base.spec.priority.rank[place]:
                changed |= 1 << (claim_of[place] or 0)
        for place in priority.downwards(bits_of(self.counted)):
            claim = claim_of[place]
            if place in apart or place in moved or changed & self._rivals(claim):
                self._define_in_force(norms[place])
                differs = self._in_force[place] != base.in_force(norms[place])
                if differs or place in apart:
                    affected.append(place)
                if differs and claim is not None:
                    changed |= 1 << claim

    def ranked_otherwise(self, before: Priority) -> set[int]:
        """
        Return the positions of norms that do not stand where they stood before.
        """
        now = self.spec.priority
        if now is before:
            return set()
        ranks = enumerate(zip(now.rank, before.rank, strict=True))
        sets = enumerate(zip(now.above, before.above, strict=True))
        return {place for each in (ranks, sets) for place, (one, other) in each if one != other}

    def _rivals(self, claim: int | None) -> int:
        """
        Return the claims, as a bit set, that some set in which no reply meets a claim has.
        """
        if claim not in self._rival_claims:
            rivals = 0
            for nogood in self.concerning.get(claim, ()):
                rivals |= nogood.claims
            self._rival_claims[claim] = rivals
        return self._rival_claims[claim]

    def define(self, name: str, formula: Formula) -> Formula:
        """
        Give a formula a name, unless it is as short as one.
        """
        if isinstance(formula, Constant | Leaf):
            return formula
        if self.definitions.get(name) != formula:
            name = self.mark + name
        self.definitions[name] = formula
        return named(name)

    @property
    def assumed(self) -> Formula:
        """
        Return what every scenario satisfies by assumption.
        """
        return conj(formula_of(law.expr) for law in self.spec.assumptions)

    def applies(self, rule: str) -> Formula:
        """
        Return when a rule applies: its conditions hold and no rule that applies suspends it.
        """
        if self._around is not None:
            return self._around.applies(rule)
        if self._base is not None and rule not in self.moved_rules:
            return self._base.applies(rule)
        pending = [rule]
        while rule not in self._applies:
            name = pending[-1]
            suspending = self.spec.suspended_by[name]
            missing = [by for by in suspending if self._is_missing(by)]
            pending.extend(missing)
            if not missing:
                own = self.conditions_of(name)
                others = (negate(self.applies(by)) for by in suspending)
                self._applies[name] = self.define(f"applies {name}", conj((own, *others)))
                pending.pop()
        return self._applies[rule]

    def _is_missing(self, rule: str) -> bool:
        return rule not in self._applies and (self._base is None or rule in self.moved_rules)

    def conditions_of(self, name: str) -> Formula:
        """
        Return when a rule's own conditions hold, worked out once for all worlds that share it.
        """
        rule = self.spec.rules[name]
        if id(rule) not in self.conditions:
            self.conditions[id(rule)] = rule, self.readings.formula(rule)
        return self.conditions[id(rule)][1]

    def in_force(self, norm: Norm) -> Formula:
        """
        Return when a norm is in force.
        """
        if self._base is not None:
            self.affected()
            found = self._in_force.get(norm.position)
            return self._base.in_force(norm) if found is None else found
        if norm.position not in self._in_force:
            self._define_down_to(norm.position)
        return self._in_force[norm.position]

    def _define_down_to(self, position: int) -> None:
        """
        Define when a norm is in force, after all norms that may defeat it.
        """
        pending = [position]
        while pending:
            standing = self._standing(self.spec.norms[pending[-1]])
            if standing not in self._preceded:
                missing = [p for p in self._beating(pending[-1]) if p not in self._in_force]
                if missing:
                    pending.extend(missing)
                    continue
                self._preceded.add(standing)
            place = pending.pop()
            if place not in self._in_force:
                self._define_in_force(self.spec.norms[place])

    def _beating(self, position: int) -> list[int]:
        """
        Return the positions of the norms that may take part in defeating one.
        """
        claim, priority = self.incoherence.claim_of[position], self.spec.priority
        rank, above = priority.rank, priority.above[position]
        return [
            norm.position
            for other in bits_of(self._rivals(claim))
            for norm in self._by_claim.get(other, ())
            if rank[norm.position] < rank[position] or above >> norm.position & 1
        ]

    def norms_of(self, claim: int) -> list[Norm]:
        """
        Return the norms that make a claim.
        """
        return self._by_claim.get(claim, [])

    def makers_of(self, claim: int) -> int:
        """
        Return the norms that make a claim, as a bit set of positions.
        """
        if claim not in self._makers:
            self._makers[claim] = sum(1 << norm.position for norm in self.norms_of(claim))
        return self._makers[claim]

    def of_rank(self, rank: int) -> int:
        """
        Return the norms of a rank, as a bit set of positions.
        """
        if not self._ranks:
            for position, each in enumerate(self.spec.priority.rank):
                self._ranks[each] = self._ranks.get(each, 0) | 1 << position
        return self._ranks.get(rank, 0)

    def claim(self, norm: Norm) -> int | None:
        """
        Return the claim that a norm makes, or None where it was too much to work out.
        """
        return self.incoherence.claim_of[norm.position]

    def defeats_of(self, norm: Norm, above: int | None = None) -> Sequence[tuple[Nogood, Formula]]:
        """
        Return each set that may defeat a norm, and when it does so if the norm applies.

        Norms of one claim that stand alike are defeated alike.

        Args:
            norm: The norm.
            above: The norms of its rank that are to outrank it; those that do unless given.
        """
        key = self._standing(norm, above)
        if key not in self._defeats:
            self._defeats[key] = tuple(self._defeating(*key))
        return self._defeats[key]

    def _standing(self, norm: Norm, above: int | None = None) -> _Standing:
        """
        Return all that it depends on what defeats a norm.
        """
        priority, place = self.spec.priority, norm.position
        above = priority.above[place] if above is None else above
        return self.incoherence.claim_of[place], priority.rank[place], above

    def _defeating(
        self, claim: int | None, rank: int, above: int
    ) -> Iterator[tuple[Nogood, Formula]]:
        here = self._claims_here
        for nogood in self.concerning.get(claim, ()):
            if nogood.claims & ~here or nogood.claims == 1 << (claim or 0):
                continue
            rest = nogood.claims & ~(1 << (claim or 0))
            if not rest & rest - 1 and not self._is_made_above(rest, rank, above):
                continue
            others = (each for each in nogood.members() if each != claim)
            when = conj((nogood.minimal, *(self._demanded_above(e, rank, above) for e in others)))
            if when != FALSE:
                yield nogood, when

    def _is_made_above(self, claim: int, rank: int, above: int) -> bool:
        """
        Tell whether a norm of a higher rank, or one of some norms, makes a claim, given as one bit.
        """
        place = claim.bit_length() - 1
        if place not in self._highest:
            ranks = self.spec.priority.rank
            self._highest[place] = min(ranks[each.position] for each in self.norms_of(place))
        return self._highest[place] < rank or (
            above != 0 and any(above >> each.position & 1 for each in self.norms_of(place))
        )

    def _undefeated(self, norm: Norm) -> tuple[Formula, ...]:
        """
        Return, for each set that may defeat a norm, that it does not.
        """
        key = self._standing(norm)
        if key not in self._withstanding:
            found = tuple(negate(when) for _, when in self.defeats_of(norm))
            self._withstanding[key] = found
        return self._withstanding[key]

    @property
    def _claims_here(self) -> int:
        """
        Return the claims that some norm here makes, as a bit set.
        """
        if self._claimed is None:
            self._claimed = 0
            for claim in self._by_claim:
                self._claimed |= 1 << claim
        return self._claimed

    def demanded_above(self, claim: int, norm: Norm) -> Formula:
        """
        Return when some norm in force that outranks the given one makes a claim.
        """
        priority, place = self.spec.priority, norm.position
        return self._demanded_above(claim, priority.rank[place], priority.above[place])

    def _demanded_above(self, claim: int, rank: int, above: int) -> Formula:
        """
        Return when some norm in force of a higher rank, or of some norms, makes a claim.
        """
        beside = (
            self.in_force(other)
            for other in (self.norms_of(claim) if above else ())
            if above >> other.position & 1
        )
        return disj((self._demanded_above_rank(claim, rank), *beside))

    def _demanded_above_rank(self, claim: int, rank: int) -> Formula:
        key = (claim, rank)
        if key not in self._ladder:
            ranks = self.spec.priority.rank
            above = [norm for norm in self.norms_of(claim) if ranks[norm.position] < rank]
            lowest = max((ranks[norm.position] for norm in above), default=0)
            last = (self.in_force(norm) for norm in above if ranks[norm.position] == lowest)
            rest = self._demanded_above_rank(claim, lowest) if above else FALSE
            self._ladder[key] = self.define(f"demanded {claim} {rank}", disj((rest, *last)))
        return self._ladder[key]

    def _define_in_force(self, norm: Norm) -> None:
        formula = conj((self.applies(norm.rule), *self._undefeated(norm)))
        name = f"in force {norm.rule} {norm.index} {norm.part}"
        self._in_force[norm.position] = self.define(name, formula)

    def refuted(
        self,
        probe: Expr,
        *,
        binding: bool = False,
        counts: Callable[[Norm], bool] | None = None,
        all_above: Callable[[int], int | None] | None = None,
    ) -> Formula:
        """
        Return when the norms in force leave no reply that has a probed expression.

        Args:
            probe: One of the expressions probed for.
            binding: Count binding norms only.
            counts: Which norms count; all do where it is None.
            all_above: For a claim a rank above which all norms that make it are known to count,
                binding or not, so that they need not be gone through.
        """
        specific = self._all_demanded(self.incoherence.probes[probe], binding, counts, all_above)
        return disj((specific, self._contradicted(binding, counts)))

    def excluded(self, probe: Expr) -> Formula:
        """
        Return when the constraints alone leave no reply that has a probed expression.
        """
        return disj(each.when for each in self.incoherence.probes[probe] if not each.claims)

    def _contradicted(self, binding: bool, counts: Callable[[Norm], bool] | None) -> Formula:
        """
        Return when the obligations in force that count leave no reply at all.
        """
        if self.clashing is None:
            return self._all_demanded(self.incoherence.contrary, binding, counts)
        return disj(
            when
            for norms, when in self.clashing
            if all(
                not norm.is_permission
                and not (binding and norm.strength is Strength.ADVISORY)
                and (counts is None or counts(norm))
                for norm in norms
            )
        )

    def incoherent(
        self, *, binding: bool = False, counts: Callable[[Norm], bool] | None = None
    ) -> Formula:
        """
        Return when the norms in force are incoherent.

        Args:
            binding: Count binding norms only.
            counts: Which norms count; all do where it is None.
        """
        if self.clashing is not None:
            return disj(
                when
                for norms, when in self.clashing
                if not (binding and any(n.strength is Strength.ADVISORY for n in norms))
                and (counts is None or all(map(counts, norms)))
            )
        if counts is not None:
            return self._all_demanded(self.incoherence.nogoods, binding, counts)
        if binding not in self._incoherent:
            formula = self._all_demanded(self.incoherence.nogoods, binding, None)
            self._incoherent[binding] = self.define(f"incoherent {binding}", formula)
        return self._incoherent[binding]

    def _all_demanded(
        self,
        nogoods: Iterable[Nogood | Refutation],
        binding: bool,
        counts: Callable[[Norm], bool] | None,
        all_above: Callable[[int], int | None] | None = None,
    ) -> Formula:
        """
        Return when norms in force make all the claims of some nogood.
        """

        def demanded(claim: int) -> Formula:
            rank = None if all_above is None else all_above(claim)
            if rank is None:
                return self._demanded(claim, binding, counts)
            ranks = self.spec.priority.rank
            rest = (norm for norm in self.norms_of(claim) if ranks[norm.position] >= rank)
            beside = (self.in_force(norm) for norm in rest if counts is None or counts(norm))
            return disj((self._demanded_above_rank(claim, rank), *beside))

        return disj(
            conj((nogood.when, *map(demanded, nogood.members())))
            for nogood in nogoods
            if not nogood.claims & ~self._claims_here
        )

    def _demanded(
        self, claim: int, binding: bool, counts: Callable[[Norm], bool] | None
    ) -> Formula:
        """
        Return when some norm in force that counts makes a claim.
        """
        key = (claim, binding)
        if counts is None and key in self._all:
            return self._all[key]
        found = disj(
            self.in_force(norm)
            for norm in self.norms_of(claim)
            if not (binding and norm.strength is Strength.ADVISORY)
            and (counts is None or counts(norm))
        )
        if counts is None:
            self._all[key] = self.define(f"demanded {claim} by {binding}", found)
            return self._all[key]
        return found


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


def _by_claim(nogoods: Iterable[Nogood]) -> dict[int | None, tuple[Nogood, ...]]:
    """
    Return for each claim the sets that contain it.
    """
    found: dict[int | None, list[Nogood]] = {}
    for nogood in nogoods:
        for claim in nogood.members():
            found.setdefault(claim, []).append(nogood)
    return {claim: tuple(sets) for claim, sets in found.items()}
