"""
A scenario for each goal of coverage from one Z3 model a goal.

The goals and what their words stand for are specl's own; what is compared is how scenarios
are found for them. One solver knows the assumptions and all definitions, and each goal is
pushed, asked for and popped.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import attrs
import z3

from specl.cases.coverage import shown_in
from specl.cases.goals import Goal, goals_of
from specl.cases.ground import world_of
from specl.cases.packing import cover_greedily
from specl.logic.formula import And, Constant, Formula, Has, Holds, Is, Leaf, Named, Or, Test
from specl.logic.world import World
from specl.model import ChoiceType, Spec, Value
from tests.benchmarks.peers.z3_terms import Terms

__all__ = ["Covered", "cover_by_models"]


@attrs.frozen
class Covered:
    """
    The goals that some model shows, by name, and how many cases are enough for them.
    """

    met: frozenset[str]
    cases: int


def cover_by_models(spec: Spec) -> Covered:
    """
    Ask for a model of each goal, then choose cases among them as specl does.
    """
    world = world_of(spec)
    goals = goals_of(world)
    scenarios = _models(world, goals)
    shown = shown_in(scenarios, (goal.when for goal in goals), world.definitions)
    sets = [
        sum(1 << place for place, where in enumerate(shown) if where >> scenario & 1)
        for scenario in range(len(scenarios))
    ]
    met = [place for place, where in enumerate(shown) if where]
    cases = cover_greedily(sets, sum(1 << place for place in met))
    return Covered(frozenset(goals[place].name for place in met), len(cases))


def _models(world: World, goals: Iterable[Goal]) -> list[dict[str, Value]]:
    asking = _Asking(Terms(world.spec))
    solver = z3.Solver()
    solver.add(*asking.terms.world())
    for name, meaning in world.definitions.items():
        solver.add(z3.Bool(name) == asking.formula(meaning))
    found = []
    for goal in goals:
        solver.push()
        solver.add(asking.formula(goal.when))
        if solver.check() == z3.sat:
            found.append(asking.terms.scenario(solver.model()))
        solver.pop()
    return found


@attrs.frozen
class _Asking:
    terms: Terms

    def formula(self, formula: Formula) -> Any:
        """
        Return a formula as a Z3 term.
        """
        match formula:
            case Constant(value):
                return z3.BoolVal(value)
            case And(parts):
                return z3.And(*map(self.formula, parts))
            case Or(parts):
                return z3.Or(*map(self.formula, parts))
            case Leaf(atom, positive):
                return self._atom(atom) if positive else z3.Not(self._atom(atom))

    def _atom(self, atom: object) -> Any:
        variables = self.terms.variables
        match atom:
            case Named(name):
                return z3.Bool(name)
            case Holds(name):
                return variables[name]
            case Has(name, value):
                return variables[name][value]
            case Is(name, value):
                type_ = self.terms.spec.facts[name].type
                assert isinstance(type_, ChoiceType)
                return variables[name] == type_.rank[value]
            case Test(expr):
                return self.terms.term(expr)
        raise NotImplementedError(f"no mix has {atom}")
