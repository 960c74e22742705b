"""
Z3 asked for one scenario a goal: what packing goals into boxes is measured against.

One solver is told the definitions once and keeps what it learns; each goal is a question of its
own to it, and gets a scenario of its own. Nothing is looked up among the scenarios found before.
"""

from __future__ import annotations

from collections.abc import Sequence

from specl.logic.decode import scenario_of, wanted_for
from specl.logic.encode import Encoder
from specl.logic.formula import Formula, conj
from specl.logic.world import World
from specl.logic.z3_solver import Z3Solver
from specl.model import Value

__all__ = ["scenarios_by_z3"]

BUDGET = 50_000_000


def scenarios_by_z3(world: World, goals: Sequence[Formula]) -> list[dict[str, Value] | None]:
    """
    Return for each of some formulas a scenario in which it holds, or None where there is none.

    Args:
        world: A spec's definitions.
        goals: Over facts and definitions.
    """
    encoder, solver = Encoder(world.spec.facts), Z3Solver(BUDGET)
    background = conj((world.assumed, world.incoherence.reply_exists))
    solver.add(encoder.declare())
    meanings = [encoder.definition(name, each) for name, each in world.definitions.items()]
    solver.add(encoder.commands([*meanings, encoder.term(background)]))
    wanted = wanted_for(encoder, world.spec.facts)
    found: list[dict[str, Value] | None] = []
    for place, goal in enumerate(goals):
        name = encoder.constant("goal", str(place), "Bool")
        solver.add(encoder.commands([f"(=> {name} {encoder.term(goal)})"]))
        answer = solver.check([name], wanted)
        assert answer.decided
        model = answer.model
        found.append(None if model is None else scenario_of(encoder, world.spec.facts, model))
    return found
