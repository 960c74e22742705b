"""
Mends for contradictions, each proven before it is offered.

A mend is tried on the model: the spec with one more override, suspension, condition or
another level. It is offered only when the search finds that the clash is gone and that no
clash, dead rule, failed ensure or failed example has come up that was not there before.
Those that change the rulings least come first: fewest norms left in force nowhere, then
fewest norms changed where nothing was contradictory, then fewest norms changed at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

import attrs

from specl.check.clashes import Clash, is_tension, showing
from specl.check.edits import Editor
from specl.check.effects import Effect, Effects
from specl.check.engine import Engine
from specl.check.outlook import Change, Outlook
from specl.check.probe import Probe
from specl.check.promises import failure_of
from specl.check.proposals import Mend, Proposals
from specl.check.screen import settles
from specl.check.sightings import Sightings
from specl.check.tally import New, Tally
from specl.check.trials import asked, failures
from specl.check.variation import Variation, parts_of
from specl.diagnostics import Fix
from specl.logic.clauses import bits_of
from specl.logic.formula import Formula, conj, negate
from specl.logic.incoherence import Nogood
from specl.logic.inquiry import OutOfBudgetError
from specl.logic.regions import Box
from specl.logic.world import World
from specl.model import Norm, Scenario
from specl.text.record import mutable, record

__all__ = ["Mender"]

SOME = 16


@record
class _Known:
    """
    A clash of the spec as it is, and whether it is a tension.
    """

    clash: Clash
    tension: bool


@mutable
class Mender:
    """
    Finds mends for the clashes of a spec.

    Attributes:
        known: All clashes of the spec as it is.
        plainly: Whether to ask for scenarios only, as if nothing followed from the order.
    """

    engine: Engine
    known: list[Clash]
    plainly: bool = False
    _failing: set[str] | None = None
    _outlook: Outlook | None = None
    _graded: dict[tuple[Norm, ...], _Known] = attrs.field(factory=dict)

    def mends(self, clash: Clash, scenario: Scenario) -> tuple[Fix, ...]:
        """
        Return the mends that settle a clash and bring no new error, the gentlest first.

        Where not all is known of what norms exclude none is proven, and only a waiver is left.

        Args:
            clash: The clash.
            scenario: One in which it shows.
        """
        weighed = enumerate(self.weighed(clash, scenario))
        order = sorted(weighed, key=lambda each: (*_cost(each[1][1]), each[0]))
        mends = [Fix(mend.title, mend.edits) for _, (mend, _) in order]
        rules = tuple(dict.fromkeys(norm.rule for norm in clash.norms))
        return (*mends, Editor(self.engine.spec).waive(rules))

    def weighed(self, clash: Clash, scenario: Scenario) -> list[tuple[Mend, Effect]]:
        """
        Return the mends that settle a clash and bring no new error, with what they do to norms.

        Args:
            clash: The clash.
            scenario: One in which it shows.
        """
        self._failing_now()
        if not self.engine.incoherence.knows_norms:
            return []
        trial = attrs.evolve(self, engine=self.engine.aside(scenario, self._nearby(clash)))
        effects = Effects(trial.engine, clash)
        tallies = self._tallies(trial.engine, clash)
        found = (
            (mend, trial.effect(clash, mend, effects, tallies))
            for mend in Proposals(self.engine.spec).of(clash.norms)
        )
        weighed = [(mend, effect) for mend, effect in found if effect is not None]
        trial.engine.inquiry.let_go()
        return weighed

    def _nearby(self, clash: Clash) -> Iterator[Box]:
        """
        Yield boxes in which a mend may show: where the clash does, beside each other norm there.
        """
        engine = self.engine
        beside = -1
        for norm in clash.norms:
            beside &= engine.screen.meets(norm.rule)
        for place in bits_of(beside):
            for way in engine.whereabouts.ways(engine.spec.norms[place].rule):
                box = engine.screen.meeting(clash.norms, way)
                if box is not None:
                    yield box

    def _tallies(self, engine: Engine, clash: Clash) -> Callable[[Variation], Tally] | None:
        """
        Return what makes the tally of a mend, where all clashes are known; None: it is not made.

        Args:
            engine: With the scenarios that are tried first.
            clash: The clash that the mends are to settle.
        """
        if self.plainly or self.engine.world.clashing is None:
            return None
        if self._outlook is None:
            self._outlook = Outlook.of(self.engine, self.known)
        outlook = self._outlook
        one = clash.norms[0]
        tied = [c for c in self.known if all(engine.ties.are_tied(norm, one) for norm in c.norms)]
        sightings = Sightings(engine, outlook, tied)

        def tally(varied: Variation) -> Tally:
            rules = frozenset(norm.rule for norm in clash.norms)
            change = Change(outlook, varied, rules, outlook.order_of(varied))
            return Tally(engine, outlook, sightings, clash, varied, change)

        return tally

    def effect(
        self,
        clash: Clash,
        mend: Mend,
        effects: Effects,
        tallies: Callable[[Variation], Tally] | None,
    ) -> Effect | None:
        """
        Return what a mend does to norms, or None where it is none.

        A mend of which anything remains undecided is none.
        """
        self.engine.undecided.clear()
        try:
            varied = Variation.of(self.engine, mend.spec)
            tally = None if tallies is None else tallies(varied)
            if self._settles(clash, varied, tally) and not self.engine.undecided:
                return effects.of(varied, tally)
        except OutOfBudgetError:
            pass
        return None

    def _settles(self, clash: Clash, varied: Variation, tally: Tally | None) -> bool:
        """
        Tell whether a clash is gone in a changed spec and nothing new is wrong there.
        """
        if self._shows_clash(clash, varied, tally):
            return False
        spec = self.engine.spec
        if self.engine.world.clashing is not None and (spec.ensures or spec.examples):
            others = [each for each in self.known if each.norms != clash.norms]
            whole = varied.whole
            whole.clashing = [(c.norms, showing(whole, c.nogood, c.norms)) for c in others]
        return (
            self._keeps_rules(varied.whole)
            and self._keeps_ensures(varied.whole)
            and self._keeps_examples(varied.whole)
        )

    def _shows_clash(self, clash: Clash, varied: Variation, tally: Tally | None) -> bool:
        """
        Tell whether a clash still shows, or one shows that was not known or was only a tension.
        """
        if not settles(varied.spec, clash.norms) and self._remains(clash, varied, tally):
            return True
        if tally is None or self._is_graver(varied):
            return self._shows_touched(clash, varied)
        return self._shows_new(varied, tally)

    def _remains(self, clash: Clash, varied: Variation, tally: Tally | None) -> bool:
        """
        Tell whether a clash that the order does not settle still shows.
        """
        if tally is None or not tally.cannot_show():
            return self._shows_still(clash, varied)
        conditions = (self.engine.world.conditions_of(norm.rule) for norm in clash.norms)
        if varied.parts <= frozenset().union(*map(parts_of, conditions)):
            return False
        return self._shows(conj((negate(varied.where), clash.when)))

    def _is_graver(self, varied: Variation) -> bool:
        """
        Tell whether a set of norms that was known as a tension is none in a changed spec.
        """
        return any(
            each.tension and not is_tension(varied.spec, norms)
            for norms, each in self._tensions().items()
        )

    def _shows_new(self, varied: Variation, tally: Tally) -> bool:
        """
        Tell whether a clash shows that was not known, among those that the outlook leaves.
        """
        known, spec = self._tensions(), varied.spec
        new = (
            each
            for each in tally.new_clashes()
            if each.norms not in known and not is_tension(spec, each.norms)
        )
        left: dict[tuple[Norm, ...], New] = {}
        while some := list(islice(new, SOME)):
            still = None if tally.sees(some) else Probe(tally).still_new(some)
            if still is None:
                return True
            left.update((each.norms, each) for each in still)
        return bool(left) and self.engine.pool.shows_any(
            conj((varied.where, showing(varied.after, new.nogood, new.norms)))
            for new in left.values()
        )

    def _shows_touched(self, clash: Clash, varied: Variation) -> bool:
        """
        Tell whether a clash shows that was not known or was only a tension, whatever it may be.

        Only sets with a norm that is in force or ranks otherwise than before can be new.
        """
        known = self._tensions()
        new: list[Formula] = []
        for chosen, nogood in self._touched(clash, varied):
            before = known.get(chosen)
            if before is None:
                if varied.concerns(self.engine, chosen):
                    new.append(conj((varied.where, showing(varied.after, nogood, chosen))))
            elif before.tension and self._shows_still(before.clash, varied):
                return True
        return self.engine.pool.shows_any(new)

    def _touched(
        self, clash: Clash, varied: Variation
    ) -> Iterator[tuple[tuple[Norm, ...], Nogood]]:
        """
        Yield the sets, no tensions, that may clash with a norm that a mend may change.
        """
        spec, world = varied.spec, varied.after
        seen: set[tuple[Norm, ...]] = {clash.norms}
        for place in world.affected():
            for chosen, nogood in self.engine.screen.touching(world, spec.norms[place]):
                if chosen not in seen:
                    seen.add(chosen)
                    if not is_tension(spec, chosen):
                        yield chosen, nogood

    def _shows_still(self, clash: Clash, varied: Variation) -> bool:
        """
        Tell whether a clash shows in a changed spec: as it did, or where anything may differ.
        """
        after = showing(varied.after, clash.nogood, clash.norms)
        unchanged = conj((negate(varied.where), clash.when))
        return self._shows(conj((varied.where, after))) or self._shows(unchanged)

    def _tensions(self) -> dict[tuple[Norm, ...], _Known]:
        """
        Return the known clashes, and of each whether it is a tension.
        """
        if not self._graded:
            spec = self.engine.spec
            self._graded.update({c.norms: _Known(c, is_tension(spec, c.norms)) for c in self.known})
        return self._graded

    def _keeps_rules(self, world: World) -> bool:
        before = self.engine.world
        return all(
            self._shows(world.applies(name)) or not self._shows(before.applies(name))
            for name in world.moved_rules
            if world.applies(name) != before.applies(name)
        )

    def _keeps_ensures(self, world: World) -> bool:
        before = self.engine.world
        return all(
            (failure := failure_of(world, ensure)) == failure_of(before, ensure)
            or not self._shows(failure)
            or self._shows(failure_of(before, ensure))
            for ensure in self.engine.spec.ensures
        )

    def _keeps_examples(self, world: World) -> bool:
        """
        Tell whether each example that fails in a world fails now; most are not concerned at all.
        """
        engine, before = self.engine, self.engine.world
        changed = tuple(
            example
            for example in engine.spec.examples
            if asked(engine.spec, example, world) != asked(engine.spec, example, before)
        )
        failing = {failure.example.name for failure in failures(engine, world, changed)}
        return failing <= self._failing_now()

    def _failing_now(self) -> set[str]:
        """
        Return the names of the examples that fail as things are.
        """
        if self._failing is None:
            examples = self.engine.spec.examples
            found = failures(self.engine, self.engine.world, examples)
            self._failing = {failure.example.name for failure in found}
        return self._failing

    def _shows(self, formula: Formula) -> bool:
        return self.engine.pool.shows(formula)


def _cost(effect: Effect) -> tuple[int, int, int]:
    return effect.silenced, effect.where_well, effect.anywhere
