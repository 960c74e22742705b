"""
What a mend does to norms, counted: the less, the gentler it is.

Mends often come to the same: whether a rule is overridden, suspended or has one more `unless`,
it is not in force where another is. What one was found to do is what the next does, where both
leave the norms in force alike from which all that differs comes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from specl.check.clashes import Clash
from specl.check.engine import Engine
from specl.check.probe import Probe
from specl.check.tally import Tally
from specl.check.variation import Variation, difference
from specl.logic.clauses import bits_of
from specl.logic.demands import incoherent
from specl.logic.formula import FALSE, Formula, conj, disj, negate
from specl.logic.regions import Box
from specl.model import Norm
from specl.text.record import mutable, record

__all__ = ["Effect", "Effects"]


@record
class Effect:
    """
    How many norms a mend silences, changes where all was well, and changes at all.

    A norm is silenced when it was in force somewhere and is in force nowhere. All is well
    where nothing is contradictory among norms that the clash bears on.
    """

    silenced: int
    where_well: int
    anywhere: int


@mutable
class Effects:
    """
    The effects of the mends of one clash, as far as they were asked for.
    """

    engine: Engine
    clash: Clash
    _known: list[tuple[Variation, Effect]] = attrs.field(factory=list)

    def of(self, varied: Variation, tally: Tally | None = None) -> Effect:
        """
        Return what a mend does.

        Args:
            varied: The changed spec.
            tally: What is known of it; None: nothing.

        Raises:
            OutOfBudgetError: The solver gave up.
        """
        if tally is not None:
            tally.look()
            if tally.open_norms():
                Probe(tally).search()
            if not tally.open_norms():
                return self._told(varied, tally)
        for other, effect in self._known:
            if self._are_alike(other, varied):
                return effect
        self._known.append((varied, self._counted(varied)))
        return self._known[-1][1]

    def _told(self, varied: Variation, tally: Tally) -> Effect:
        """
        Return what a mend does, by a tally that leaves nothing open.
        """
        norms = varied.spec.norms
        silenced = 0
        for place in bits_of(tally.shown):
            if not tally.is_in_force(norms[place]):
                silenced += self._is_silenced(norms[place], varied)
        return Effect(silenced, tally.well.bit_count(), tally.shown.bit_count())

    def _are_alike(self, one: Variation, other: Variation) -> bool:
        """
        Tell whether two changed specs have the same norms in force; if unsure, that they have not.
        """
        if not one.can_equal(other):
            return False
        seeds = dict.fromkeys((*one.seeds, *other.seeds))
        apart = disj(difference(one.after, other.after, norm) for norm in seeds)
        return not self._shows(conj((one.where, apart)))

    def _counted(self, varied: Variation) -> Effect:
        engine, norms = self.engine, varied.spec.norms
        first = engine.worlds.named(varied.first())
        differences = {
            norm: engine.worlds.named(conj((first, formula)))
            for norm in (norms[place] for place in varied.after.affected())
            if (formula := difference(varied.before, varied.after, norm)) != FALSE
            and varied.concerns(engine, (norm,))
        }
        anywhere = engine.pool.shown(differences, self._near)
        where_well = self._where_well(varied, {norm: differences[norm] for norm in anywhere})
        silenced = [norm for norm in anywhere if self._is_silenced(norm, varied)]
        return Effect(len(silenced), where_well, len(anywhere))

    def _where_well(self, varied: Variation, differences: Mapping[Norm, Formula]) -> int:
        """
        Return how many norms differ where nothing was contradictory; seldom any does.
        """
        engine, one = self.engine, self.clash.norms[0]
        loud = incoherent(varied.before, counts=lambda norm: engine.ties.are_tied(norm, one))
        calm = engine.worlds.named(negate(loud))
        if not self._shows(conj((calm, engine.worlds.named(varied.first())))):
            return 0
        wanted = {norm: conj((calm, differs)) for norm, differs in differences.items()}
        return len(engine.pool.shown(wanted, self._near))

    def _near(self, norm: Norm) -> Iterator[Box]:
        """
        Yield boxes in which a norm may differ.
        """
        for way in self.engine.whereabouts.ways(norm.rule):
            box = self.engine.screen.meeting(self.clash.norms, way)
            if box is not None:
                yield box

    def _is_silenced(self, norm: Norm, varied: Variation) -> bool:
        before = self.engine.local(norm.rule).in_force(norm)
        return (
            not self._shows(conj((negate(varied.where), before)))
            and not self._shows(conj((varied.where, varied.after.in_force(norm))))
            and self._shows(before)
        )

    def _shows(self, formula: Formula) -> bool:
        return self.engine.pool.shows(formula)
