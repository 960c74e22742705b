"""
Mends for contradictions, each proven before it is offered.

A mend is tried on the model: the spec with one more override, suspension, condition or
another level. It is offered only when the search finds that the clash is gone and that no
clash, dead rule, failed ensure or failed example has come up that was not there before.
Those that change the rulings least come first: fewest norms left in force nowhere, then
fewest norms changed where nothing was contradictory, then fewest norms changed at all.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from specl.check.clashes import Clash, is_tension, showing
from specl.check.edits import Editor
from specl.check.effects import Effect, Effects
from specl.check.engine import Engine
from specl.check.promises import failure_of
from specl.check.proposals import Mend, Proposals
from specl.check.screen import settles
from specl.check.trials import asked, failures
from specl.check.variation import Variation
from specl.diagnostics import Fix
from specl.logic.clauses import bits_of
from specl.logic.formula import Formula, conj, negate
from specl.logic.incoherence import Nogood
from specl.logic.inquiry import OutOfBudgetError
from specl.logic.regions import Box
from specl.logic.world import World
from specl.model import Norm, Scenario
from specl.text.record import record

__all__ = ["Mender"]


@record
class _Known:
    """
    A clash of the spec as it is, and whether it is a tension.
    """

    clash: Clash
    tension: bool


@attrs.define(eq=False, repr=False)
class Mender:
    """
    Finds mends for the clashes of a spec.

    Attributes:
        known: All clashes of the spec as it is.
    """

    engine: Engine
    known: list[Clash]
    _failing: set[str] | None = None
    _graded: dict[tuple[Norm, ...], _Known] = attrs.field(factory=dict)

    def mends(self, clash: Clash, scenario: Scenario) -> tuple[Fix, ...]:
        """
        Return the mends that settle a clash and bring no new error, the gentlest first.

        Where not all is known of what norms exclude none is proven, and only a waiver is left.

        Args:
            clash: The clash.
            scenario: One in which it shows.
        """
        found: list[tuple[tuple[int, int, int, int], Fix]] = []
        self._failing_now()
        spec = self.engine.spec
        trial = attrs.evolve(self, engine=self.engine.aside(scenario, self._nearby(clash)))
        effects = Effects(trial.engine, clash)
        provable = self.engine.incoherence.knows_norms
        for index, mend in enumerate(Proposals(spec).of(clash.norms) if provable else ()):
            effect = trial.effect(clash, mend, effects)
            if effect is not None:
                cost = (effect.silenced, effect.where_well, effect.anywhere)
                found.append(((*cost, index), Fix(mend.title, mend.edits)))
        mends = [fix for _, fix in sorted(found, key=lambda pair: pair[0])]
        return (*mends, Editor(spec).waive(tuple(dict.fromkeys(n.rule for n in clash.norms))))

    def _nearby(self, clash: Clash) -> Iterator[Box]:
        """
        Yield boxes in which a mend may show: where the clash does, beside each other norm there.
        """
        engine = self.engine
        beside = -1
        for norm in clash.norms:
            beside &= engine.screen.meets(norm.rule)
        for place in bits_of(beside):
            for way in engine.ways(engine.spec.norms[place].rule):
                box = engine.screen.meeting(clash.norms, way)
                if box is not None:
                    yield box

    def effect(self, clash: Clash, mend: Mend, effects: Effects) -> Effect | None:
        """
        Return what a mend does to norms, or None where it is none.

        A mend of which anything remains undecided is none.
        """
        self.engine.undecided.clear()
        try:
            varied = Variation.of(self.engine, mend.spec)
            if self._settles(clash, varied) and not self.engine.undecided:
                return effects.of(varied)
        except OutOfBudgetError:
            pass
        return None

    def _settles(self, clash: Clash, varied: Variation) -> bool:
        """
        Tell whether a clash is gone in a changed spec and nothing new is wrong there.
        """
        if self._shows_clash(clash, varied):
            return False
        if self.engine.world.clashing is not None:
            others = [each for each in self.known if each.norms != clash.norms]
            whole = varied.whole
            whole.clashing = [(c.norms, showing(whole, c.nogood, c.norms)) for c in others]
        return (
            self._keeps_rules(varied.whole)
            and self._keeps_ensures(varied.whole)
            and self._keeps_examples(varied.whole)
        )

    def _shows_clash(self, clash: Clash, varied: Variation) -> bool:
        """
        Tell whether a clash still shows, or one shows that was not known or was only a tension.

        Only sets with a norm that is in force or ranks otherwise than before can be new.
        """
        if not settles(varied.spec, clash.norms) and self._shows_still(clash, varied):
            return True
        known = self._tensions()
        new: list[Formula] = []
        for chosen, nogood in self._touched(clash, varied):
            before = known.get(chosen)
            if before is None:
                if varied.concerns(self.engine, chosen):
                    new.append(conj((varied.where, showing(varied.after, nogood, chosen))))
            elif before.tension and self._shows_still(before.clash, varied):
                return True
        return self.engine.shows_any(new)

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
        return self.engine.shows(formula)
