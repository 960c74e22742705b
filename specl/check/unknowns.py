"""
The ruling where some facts are unknown: what is certain, and what is possible besides.
"""

from __future__ import annotations

from specl.check.clashes import candidates
from specl.check.engine import BUDGET, Engine
from specl.logic.formula import Formula, conj, negate
from specl.logic.inquiry import OutOfBudgetError, pin
from specl.logic.size import TooLargeError
from specl.logic.solver import solvers_let_go
from specl.model import Defeat, Norm, Ruling, Scenario, Spec
from specl.text.record import record

__all__ = ["NoCompletionError", "OutOfBudgetError", "partial_ruling"]


class NoCompletionError(ValueError):
    """
    No scenario that can exist, and has a reply, agrees with the facts given.
    """


@solvers_let_go()
def partial_ruling(spec: Spec, given: Scenario, budget: int = BUDGET) -> Ruling:
    """
    Return the ruling over every completion of some facts.

    Args:
        spec: The spec.
        given: The facts that are known.
        budget: How much work the solver may spend on one question.

    Returns:
        What is applicable, in force, defeated and contradictory in every completion;
        `possible` are the norms in force in some but not in all.

    Raises:
        NoCompletionError: The facts are against the assumptions, or leave no reply.
        OutOfBudgetError: The solver gave up, or the norms are too much for the search.
    """
    try:
        engine = Engine.of(spec, (), budget=budget)
    except TooLargeError as error:
        raise OutOfBudgetError from error
    engine.leave_out_no_reply()
    if not engine.incoherence.knows_norms:
        raise OutOfBudgetError
    return _Completions(engine, conj(pin(spec.facts[n], v) for n, v in given.items())).ruling()


@record
class _Completions:
    engine: Engine
    given: Formula

    def ruling(self) -> Ruling:
        scenario = self.engine.inquiry.exists(self.given)
        if scenario is None:
            raise NoCompletionError
        spec, world = self.engine.spec, self.engine.world
        sample = self.engine.ruling(scenario)
        in_force = [norm for norm in sample.in_force if self._always(world.in_force(norm))]
        return Ruling(
            tuple(norm for norm in sample.applicable if self._always(world.applies(norm.rule))),
            tuple(in_force),
            tuple(defeat for defeat in sample.defeated if self._always_defeated(defeat)),
            tuple(norms for norms in sample.contradictions if self._always_clash(norms)),
            tuple(
                norm
                for norm in spec.norms
                if norm not in in_force and self._sometimes(world.in_force(norm))
            ),
        )

    def _always(self, formula: Formula) -> bool:
        return not self.engine.inquiry.possible(self.given, negate(formula))

    def _sometimes(self, formula: Formula) -> bool:
        return self.engine.inquiry.possible(self.given, formula)

    def _always_defeated(self, defeat: Defeat) -> bool:
        world = self.engine.world
        applies = world.applies(defeat.norm.rule)
        return self._always(conj((applies, negate(world.in_force(defeat.norm)))))

    def _always_clash(self, norms: tuple[Norm, ...]) -> bool:
        world = self.engine.world
        whens = (
            when
            for nogood in self.engine.incoherence.nogoods
            for found, when in candidates(world, nogood)
            if found == norms
        )
        return any(self._always(when) for when in whens)
