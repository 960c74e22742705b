"""
What scenarios are searched on: the fields of a spec, its definitions as cubes, the background.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from specl.cases.cubes import Cube, Cubes
from specl.cases.fields import Fields
from specl.cases.grid import Grid
from specl.cases.packing import STEPS
from specl.cases.search import Search, State
from specl.logic.formula import And, Atom, Formula, Leaf, Named, Or, conj
from specl.logic.incoherence import incoherence_of
from specl.logic.inquiry import Inquiry
from specl.logic.size import require_small
from specl.logic.solver import Solver
from specl.logic.world import World
from specl.model import Ensure, Rule, Spec, Value

__all__ = ["BUDGET", "Ground", "inquiry_of", "world_of"]

BUDGET = 50_000_000


def world_of(spec: Spec, *, budget: int = BUDGET) -> World:
    """
    Return the meaning of a spec as definitions.

    Raises:
        TooLargeError: A condition over facts is too much to be taken apart.
    """
    for law in spec.assumptions:
        require_small(law.expr)
    holders: list[Rule | Ensure] = [*spec.rules.values(), *spec.ensures]
    for holder in holders:
        for condition in (*holder.when, *holder.unless):
            require_small(condition.expr)
    for example in spec.examples:
        for given in example.given:
            require_small(given.expr)
    return World.of(spec, incoherence_of(spec, (), budget))


@attrs.define(eq=False, repr=False)
class Ground:
    """
    Where the scenarios of a spec are searched.

    Attributes:
        background: What every scenario satisfies: the assumptions, and that a reply exists.
        definitions: Those that the formulas depend on, each after those that it mentions.
    """

    world: World
    background: Formula
    definitions: Mapping[str, Formula]
    cubes: Cubes
    search: Search

    @classmethod
    def of(cls, world: World, formulas: Iterable[Formula]) -> Ground:
        """
        Return the ground on which some formulas can be looked for.
        """
        background = conj((world.assumed, world.incoherence.reply_exists))
        atoms, names = _mentioned([background, *formulas])
        more, needed = _mentioned_by(world, names)
        fields = Fields.of(world.spec.facts, {**atoms, **more}, _asked(world))
        cubes = Cubes(fields, Grid.of(fields))
        definitions = {n: each for n, each in world.definitions.items() if n in needed}
        cubes.define(definitions)
        return cls(world, background, definitions, cubes, Search.on(cubes.grid))

    def state(self, *formulas: Formula) -> State | None:
        """
        Return a state in which the background and some of the formulas hold; None: there is none.

        Raises:
            UnsettledError: The search cannot tell.
        """
        cubes = map(self.cube, formulas)
        return self.search.start(self.cube(self.background), *cubes, steps=STEPS)

    def cube(self, formula: Formula) -> Cube:
        """
        Return one of the formulas as a cube.
        """
        return self.cubes.of(formula)

    def scenario(self, state: State) -> dict[str, Value]:
        """
        Return the quiet scenario of a state.
        """
        found = self.cubes.grid.scenario(state.point.bits, state.point.values)
        return {name: found[name] for name in self.world.spec.facts}


def _mentioned(formulas: Iterable[Formula]) -> tuple[dict[Atom, None], dict[str, None]]:
    """
    Return the atoms about facts and the definitions that formulas mention, as keys.
    """
    atoms: dict[Atom, None] = {}
    names: dict[str, None] = {}
    met: dict[int, Formula] = {}
    for formula in formulas:
        pending = [formula]
        while pending:
            current = pending.pop()
            if id(current) not in met:
                met[id(current)] = current
                if isinstance(current, And | Or):
                    pending.extend(reversed(current.parts))
                elif isinstance(current, Leaf) and isinstance(current.atom, Named):
                    names[current.atom.name] = None
                elif isinstance(current, Leaf):
                    atoms[current.atom] = None
    return atoms, names


def _mentioned_by(world: World, names: Iterable[str]) -> tuple[dict[Atom, None], dict[str, None]]:
    """
    Return the atoms that definitions come down to, and all definitions on the way, as keys.
    """
    atoms: dict[Atom, None] = {}
    found: dict[str, None] = {}
    pending = list(names)
    while pending:
        name = pending.pop()
        if name not in found:
            found[name] = None
            more, others = _mentioned([world.definitions[name]])
            atoms.update(more)
            pending.extend(others)
    return atoms, found


def _asked(world: World) -> dict[tuple[Atom, bool], int]:
    """
    Count how often the rules' conditions ask for each atom or its contrary.
    """
    found: dict[tuple[Atom, bool], int] = {}
    pending = [world.conditions_of(rule) for rule in world.spec.rules]
    while pending:
        match pending.pop():
            case Leaf(Named()):
                pass
            case Leaf(atom, positive):
                found[atom, positive] = found.get((atom, positive), 0) + 1
            case And(parts) | Or(parts):
                pending.extend(parts)
    return found


def inquiry_of(ground: Ground, budget: int) -> Inquiry:
    """
    Return the solver behind what no search of boxes settles.
    """
    return Inquiry.about(
        ground.world.spec.facts,
        ground.world.definitions,
        ground.background,
        lambda: _solver(budget),
    )


def _solver(budget: int) -> Solver:
    from specl.logic.z3_solver import Z3Solver

    return Z3Solver(budget)
