"""
A spec changed a little, and where anything can come of it.

A rule that applies, or ranks, otherwise than before makes a difference only where its own
conditions hold, and those of what it gives way to now or no longer. Whatever else differs does
so in the same scenarios: the highest norm that differs is one of that rule's. So what a mend
changes is looked for among the few norms that can apply there, however large the spec.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from specl.check.engine import Engine
from specl.logic.formula import FALSE, TRUE, And, Formula, conj, disj, negate
from specl.logic.moved import ranked_otherwise
from specl.logic.reading import holding
from specl.logic.regions import Box
from specl.logic.world import World
from specl.model import Norm, Priority, Rule, Spec
from specl.text.record import record

__all__ = ["Variation", "difference", "parts_of"]

MANY = 12


@record
class Variation:
    """
    What a change of a spec comes to.

    Attributes:
        spec: The changed spec.
        whole: Its world.
        before: The world as it is, of the norms that count.
        after: The changed world, of the norms that count.
        where: Holds wherever anything may differ; before and after mean something only there.
        parts: What all has to hold for `where` to hold.
        common: What holds wherever anything may differ.
        altered: The rules that may apply otherwise than before.
        narrowed: Those of them that have more conditions.
        is_stopped: Whether one of these does not apply, after the change, wherever `where` holds.
        seeds: The norms of which the highest that differs anywhere is one.
        boxes: Boxes around where anything may differ; None where they are too many to help.
    """

    spec: Spec
    whole: World
    before: World
    after: World
    where: Formula
    parts: frozenset[Formula]
    common: frozenset[Formula]
    altered: frozenset[str]
    narrowed: frozenset[str]
    is_stopped: bool
    seeds: tuple[Norm, ...]
    boxes: tuple[Box, ...] | None

    @classmethod
    def of(cls, engine: Engine, spec: Spec) -> Variation:
        """
        Return what comes of changing the spec of an engine in priorities, conditions or levels.

        Args:
            engine: What is known of the spec as it is.
            spec: The changed one; the same rules, none with fewer conditions.
        """
        whole = engine.worlds.variant(spec)
        apart = ranked_otherwise(whole.spec.priority, engine.spec.priority)
        spots = [*_moved(engine, whole), *_reordered(engine, spec.priority, apart)]
        counted, boxes = 0, []
        for rules, _ in spots:
            meeting = -1
            for name in rules:
                meeting &= engine.screen.meets(name)
            counted |= meeting
        for rules, _ in spots if len(spots) <= MANY else ():
            box = engine.screen.meeting([engine.spec.rules[name].norms[0] for name in rules])
            boxes += [] if box is None else [box]
        before = engine.worlds.counting(counted)
        where = disj(where for _, where in spots)
        changed = whole.moved_rules.union(*(rules for rules, _ in spots))
        narrowed = _narrowed(engine.spec, whole)
        suspends_alike = set(engine.spec.suspensions) == set(spec.suspensions)
        return cls(
            spec,
            whole,
            before,
            engine.worlds.variant(spec, before),
            engine.worlds.named(where),
            parts_of(where),
            _common(where for _, where in spots),
            whole.moved_rules if narrowed or not suspends_alike else frozenset(),
            narrowed,
            bool(narrowed) and [rules for rules, _ in spots] == [tuple(narrowed)],
            tuple(norm for norm in spec.norms if norm.rule in changed),
            tuple(boxes) if len(spots) <= MANY else None,
        )

    def first(self) -> Formula:
        """
        Return where a norm differs: wherever any does, the highest that does is a seed.
        """
        seeds = (difference(self.before, self.after, norm) for norm in self.seeds)
        return conj((self.where, disj(seeds)))

    def can_equal(self, other: Variation) -> bool:
        """
        Tell whether two changes come to the same if they do so for the seeds of both.
        """
        one, another = self.spec.priority, other.spec.priority
        seeds = {norm.position for norm in (*self.seeds, *other.seeds)}
        return (
            self.parts == other.parts
            and one.rank == another.rank
            and ranked_otherwise(self.whole.spec.priority, another) <= seeds
        )

    def concerns(self, engine: Engine, norms: Iterable[Norm]) -> bool:
        """
        Tell whether some norms may all apply where anything may differ.
        """
        if self.boxes is None:
            return True
        return any(engine.screen.meeting(norms, box) is not None for box in self.boxes)


_Spot = tuple[tuple[str, ...], Formula]
"""Rules that all apply where something may differ, and when it may."""


def _moved(engine: Engine, whole: World) -> Iterator[_Spot]:
    """
    Yield where rules may apply otherwise than before.
    """
    before, after, world = engine.spec, whole.spec, engine.world
    suspensions = set(before.suspensions) ^ set(after.suspensions)
    for name in whole.moved_rules:
        own = world.conditions_of(name)
        added = _added(before.rules[name], after.rules[name])
        if added is not None:
            yield (name,), conj((own, added))
        by = {each.by for each in after.suspensions if each.of == name}
        by |= {each.by for each in before.suspensions if each.of == name}
        new = {each.by for each in suspensions if each.of == name}
        for other in sorted(by & (whole.moved_rules | new)):
            yield (name, other), conj((own, world.conditions_of(other)))


def _added(before: Rule, after: Rule) -> Formula | None:
    """
    Return when a rule no longer applies because of conditions that are new.
    """
    unless = tuple(each for each in after.unless if each not in before.unless)
    return disj(holding((each,), ()) for each in unless) if unless else None


def _reordered(engine: Engine, after: Priority, apart: Iterable[int]) -> Iterator[_Spot]:
    """
    Yield where norms may give way otherwise than before: where what they give way to applies.
    """
    norms, before, world = engine.spec.norms, engine.spec.priority, engine.world
    pairs = {
        (norms[place].rule, other.rule): None
        for place in sorted(apart)
        for other in norms
        if before.outranks(other.position, place) != after.outranks(other.position, place)
        or before.outranks(place, other.position) != after.outranks(place, other.position)
    }
    for rules in pairs:
        yield rules, conj(world.conditions_of(name) for name in rules)


def _narrowed(before: Spec, whole: World) -> frozenset[str]:
    """
    Return the rules that have other conditions than before.
    """
    rules, others = before.rules, whole.spec.rules
    return frozenset(
        name
        for name in whole.moved_rules
        if rules[name].unless != others[name].unless or rules[name].when != others[name].when
    )


def parts_of(formula: Formula) -> frozenset[Formula]:
    """
    Return formulas that all hold where, and only where, a formula does.
    """
    if formula == TRUE:
        return frozenset()
    return frozenset(formula.parts if isinstance(formula, And) else (formula,))


def _common(formulas: Iterable[Formula]) -> frozenset[Formula]:
    """
    Return formulas that hold where any of some others does.
    """
    found = [parts_of(formula) for formula in formulas]
    return found[0].intersection(*found[1:]) if found else frozenset()


def difference(before: World, after: World, norm: Norm) -> Formula:
    """
    Return when a norm is in force in one world only.
    """
    one, other = before.in_force(norm), after.in_force(norm)
    if one == other:
        return FALSE
    return disj((conj((one, negate(other))), conj((negate(one), other))))
