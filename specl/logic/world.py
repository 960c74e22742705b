"""
The meaning of a spec as definitions over facts: which rules apply, which norms are in force.

The definitions follow the induction of the language's section "Meaning" down the order of
the norms. Their number grows with the norms, not with their pairs: what the norms of
higher ranks demand of a claim is defined once a rank and shared (a ladder).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import attrs

from specl.logic.claims import Claims
from specl.logic.clauses import bits_of
from specl.logic.formula import FALSE, Constant, Formula, Leaf, conj, disj, named, negate
from specl.logic.incoherence import Incoherence, Nogood
from specl.logic.moved import moved_rules, ranked_otherwise
from specl.logic.normal import formula_of
from specl.logic.reading import Readings
from specl.model import Norm, Rule, Spec
from specl.text.record import mutable

__all__ = ["World"]

_Standing = tuple[int | None, int, int]
"""A norm's claim, its rank, and the norms of that rank that outrank it."""


@mutable
class World:
    """
    A spec's definitions.

    Attributes:
        claims: The claims of the norms that can apply.
        definitions: Formulas by name, each after those that it mentions; worlds of nearly
            the same spec share them.
        mark: What sets this world's names apart where they do not say the same.
        readings: What was read of the rules' own conditions.
        conditions: By the identity of a rule, the rule and when its own conditions hold.
        moved_rules: The rules that may apply elsewhere than in the world that this one varies.
        clashing: The sets of norms that are in force together somewhere though no reply meets
            them all, each with when they are, once all of them are known.
    """

    spec: Spec
    incoherence: Incoherence
    claims: Claims
    mark: str = ""
    definitions: dict[str, Formula] = attrs.field(factory=dict)
    readings: Readings = attrs.field(factory=Readings)
    conditions: dict[int, tuple[Rule, Formula]] = attrs.field(factory=dict)
    moved_rules: frozenset[str] = frozenset()
    clashing: list[tuple[tuple[Norm, ...], Formula]] | None = None
    _known: dict[str, Formula] = attrs.field(factory=dict)
    _applies: dict[str, Formula] = attrs.field(factory=dict)
    _in_force: dict[int, Formula] = attrs.field(factory=dict)
    _ladder: dict[tuple[int, int], Formula] = attrs.field(factory=dict)
    _defeats: dict[_Standing, tuple[tuple[Nogood, Formula], ...]] = attrs.field(factory=dict)
    _preceded: set[_Standing] = attrs.field(factory=set)
    _withstanding: dict[_Standing, tuple[Formula, ...]] = attrs.field(factory=dict)
    _base: World | None = None
    _around: World | None = None
    _affected: list[int] | None = None

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
        claims = Claims.of(spec, incoherence) if base is None else base.claims.ranked(spec.priority)
        world = cls(spec, incoherence, claims, mark)
        if readings is not None:
            world.readings = readings
        if base is not None:
            world._vary(base)
        return world

    def within(self, counted: int, mark: str) -> World:
        """
        Return this world as it is where only some of the norms can apply.

        Args:
            counted: The norms that can, as a bit set of positions.
            mark: Sets its names apart.
        """
        claims = self.claims.among(self.spec.norms, counted)
        local = World(self.spec, self.incoherence, claims, mark)
        local.definitions, local.conditions = self.definitions, self.conditions
        local.readings = self.readings
        local._around = self
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
        self.moved_rules = moved_rules(self.spec, base.spec)

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
        apart = ranked_otherwise(priority, base.spec.priority)
        moved = {n.position for name in self.moved_rules for n in self.spec.rules[name].norms}
        for place in apart:
            if priority.rank[place] != base.spec.priority.rank[place]:
                changed |= 1 << (claim_of[place] or 0)
        for place in priority.downwards(bits_of(self.claims.counted)):
            claim = claim_of[place]
            if place in apart or place in moved or changed & self.claims.rivals(claim):
                self._define_in_force(norms[place])
                differs = self._in_force[place] != base.in_force(norms[place])
                if differs or place in apart:
                    affected.append(place)
                if differs and claim is not None:
                    changed |= 1 << claim

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

    def once(self, name: str, work_out: Callable[[], Formula]) -> Formula:
        """
        Return what has a name in this world, worked out when it is first asked for.
        """
        if name not in self._known:
            self._known[name] = self.define(name, work_out())
        return self._known[name]

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
                missing = [p for p in self.claims.beating(pending[-1]) if p not in self._in_force]
                if missing:
                    pending.extend(missing)
                    continue
                self._preceded.add(standing)
            place = pending.pop()
            if place not in self._in_force:
                self._define_in_force(self.spec.norms[place])

    def norms_of(self, claim: int) -> list[Norm]:
        """
        Return the norms that make a claim.
        """
        return self.claims.norms_of(claim)

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
        for nogood in self.claims.made_above(claim, rank, above):
            others = (each for each in nogood.members() if each != claim)
            when = conj((nogood.minimal, *(self._demanded_above(e, rank, above) for e in others)))
            if when != FALSE:
                yield nogood, when

    def _undefeated(self, norm: Norm) -> tuple[Formula, ...]:
        """
        Return, for each set that may defeat a norm, that it does not.
        """
        key = self._standing(norm)
        if key not in self._withstanding:
            found = tuple(negate(when) for _, when in self.defeats_of(norm))
            self._withstanding[key] = found
        return self._withstanding[key]

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
        return disj((self.demanded_above_rank(claim, rank), *beside))

    def demanded_above_rank(self, claim: int, rank: int) -> Formula:
        """
        Return when some norm in force of a higher rank makes a claim.
        """
        key = (claim, rank)
        if key not in self._ladder:
            ranks = self.spec.priority.rank
            above = [norm for norm in self.norms_of(claim) if ranks[norm.position] < rank]
            lowest = max((ranks[norm.position] for norm in above), default=0)
            last = (self.in_force(norm) for norm in above if ranks[norm.position] == lowest)
            rest = self.demanded_above_rank(claim, lowest) if above else FALSE
            self._ladder[key] = self.define(f"demanded {claim} {rank}", disj((rest, *last)))
        return self._ladder[key]

    def _define_in_force(self, norm: Norm) -> None:
        formula = conj((self.applies(norm.rule), *self._undefeated(norm)))
        name = f"in force {norm.rule} {norm.index} {norm.part}"
        self._in_force[norm.position] = self.define(name, formula)
