"""
Scenarios made from a few whole numbers, each of them valid and zeros the quietest.

Some numbers choose rules: the scenario is the quiet point of a box in which they count, as far
as they can count together. Others move facts from there, to values on either side of a bound or to
any; where a move breaks an assumption, the facts that share it are moved along. In the end facts
can be put back to their quiet values one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import attrs

from specl.cases.cubes import Cube
from specl.cases.doubts import surely_has_reply
from specl.cases.field import Field
from specl.cases.ground import BUDGET, Ground, inquiry_of, world_of
from specl.cases.moving import Offer, change, offer_of
from specl.cases.search import State, UnsettledError
from specl.logic.formula import And, Formula, Named, atoms_of
from specl.logic.mentioned import facts_of_atom
from specl.logic.truth import truth
from specl.model import Spec, Value

__all__ = ["Drawing", "Move", "drawing_of"]

Move = tuple[int, int]
"""Which field is moved, and to what; larger numbers begin again from 0."""

_KEPT = 20_000
_STEPS = 40


@attrs.define(eq=False, repr=False)
class Drawing:
    """
    Makes scenarios of one spec.

    Attributes:
        quiet: The scenario that nothing chose.
        norms: When the norms are in force that are not in the quiet scenario.
        offers: To what each field can be moved, of those that can.
    """

    ground: Ground
    quiet: dict[str, Value]
    norms: Sequence[Formula]
    offers: Sequence[Offer]
    _laws: Mapping[str, Sequence[Formula]]
    _states: dict[tuple[int, ...], State | None] = attrs.field(factory=dict)

    @classmethod
    def of(cls, spec: Spec, *, budget: int = BUDGET) -> Drawing:
        """
        Return what draws scenarios of a spec.

        Raises:
            TooLargeError: A condition over facts is too much to be taken apart.
            ValueError: No scenario satisfies the assumptions and has a reply.
            OutOfBudgetError: Whether there is one was not found out within the budget.
        """
        world = world_of(spec, budget=budget)
        norms = tuple(dict.fromkeys(map(world.in_force, spec.norms)))
        ground = Ground.of(world, norms)
        offers = [offer_of(field, spec.facts) for field in ground.cubes.grid.fields]
        quiet = _quiet(ground, budget)
        return cls(
            ground,
            quiet,
            tuple(norm for norm in norms if not truth(norm, quiet, ground.definitions, {})),
            [offer for offer in offers if offer.moves],
            _laws_by_fact(ground),
        )

    def scenario(self, chosen: Iterable[int], moves: Iterable[Move]) -> dict[str, Value]:
        """
        Return a scenario that satisfies the assumptions and has a reply.

        Args:
            chosen: Norms that are to be in force, as far as possible together.
            moves: What is moved after that, one after the other, as far as possible.
        """
        numbers = [number % len(self.norms) for number in chosen] if self.norms else []
        state = self._state(tuple(dict.fromkeys(numbers)))
        scenario: Mapping[str, Value] = self.quiet
        if state is not None:
            scenario = self.ground.scenario(state)
        for place, number in moves:
            if self.offers:
                offer = self.offers[place % len(self.offers)]
                scenario = self._moved(scenario, offer.field, offer.value(number, scenario))
        return dict(scenario) if self._has_reply(scenario) else dict(self.quiet)

    def away(self, scenario: Mapping[str, Value]) -> tuple[str, ...]:
        """
        Return the facts that have another value than the quiet one, in their order.
        """
        return tuple(name for name, value in self.quiet.items() if scenario[name] != value)

    def put_back(self, scenario: Mapping[str, Value], name: str) -> dict[str, Value]:
        """
        Return a scenario with a fact back at its quiet value, and with it what an assumption asks.

        Returns:
            A valid scenario that leaves fewer facts away from their quiet values; the same one
            where there is none.
        """
        found = self._with(scenario, {name: self.quiet[name]})
        fewer = len(self.away(found)) < len(self.away(scenario))
        return dict(found if fewer and self._has_reply(found) else scenario)

    def holds(self, scenario: Mapping[str, Value]) -> bool:
        """
        Tell whether a scenario satisfies the assumptions and has a reply.
        """
        return self._hold([self.ground.background], scenario) and self._has_reply(scenario)

    def _has_reply(self, scenario: Mapping[str, Value]) -> bool:
        """
        Make sure of a reply where the background cannot be relied on for it.
        """
        if not self.ground.world.incoherence.constraints_undecided:
            return True
        return surely_has_reply(self.ground.world.spec, scenario)

    def _state(self, chosen: tuple[int, ...]) -> State | None:
        """
        Return a state in which the first of some norms is in force, and what others can be.
        """
        if not chosen:
            return None
        if chosen not in self._states:
            if len(self._states) >= _KEPT:
                self._states.clear()
            before = self._state(chosen[:-1])
            after = self._added(before, self.ground.cube(self.norms[chosen[-1]]))
            self._states[chosen] = before if after is None else after
        return self._states[chosen]

    def _added(self, before: State | None, cube: Cube) -> State | None:
        ground = self.ground
        try:
            if before is not None:
                return ground.search.add(before, cube, steps=_STEPS)
            background = ground.cube(ground.background)
            return ground.search.start(background, cube, steps=_STEPS)
        except UnsettledError:
            return None

    def _moved(
        self, scenario: Mapping[str, Value], field: Field, value: Value
    ) -> Mapping[str, Value]:
        """
        Return a scenario with a field moved to a value, or the same where that cannot be.
        """
        changed = change(self.ground.world.spec.facts, scenario, field, value)
        return scenario if changed is None else self._with(scenario, changed)

    def _with(
        self, scenario: Mapping[str, Value], changed: Mapping[str, Value]
    ) -> Mapping[str, Value]:
        """
        Return a scenario with a fact changed, or the same where that cannot be.
        """
        moved = {**scenario, **changed}
        laws = [law for name in changed for law in self._laws.get(name, ())]
        if self._hold(laws, moved):
            return moved
        return self._mended(moved, next(iter(changed)), laws) or scenario

    def _hold(self, laws: Iterable[Formula], scenario: Mapping[str, Value]) -> bool:
        definitions = self.ground.definitions
        return all(truth(law, scenario, definitions, {}) for law in laws)

    def _mended(
        self, scenario: Mapping[str, Value], moved: str, laws: Sequence[Formula]
    ) -> Mapping[str, Value] | None:
        """
        Return a scenario in which the facts that share an assumption with a moved one give way.
        """
        giving = {name for law in laws for name in _facts_in(law)} - {moved}
        grid = self.ground.cubes.grid
        box = grid.everything
        for field in grid.fields:
            if not field.is_derived and field.facts[0] not in giving:
                value = field.value_in(scenario)
                if field.regions or value in field.samples:
                    box &= ~grid.span(field) | 1 << grid.shift[field] + field.index(value)
        try:
            state = self.ground.search.within(
                box, self.ground.cube(self.ground.background), steps=_STEPS
            )
        except UnsettledError:
            return None
        if state is None:
            return None
        found = self.ground.scenario(state)
        mended = {**scenario, **{name: found[name] for name in giving}}
        concerned = dict.fromkeys(law for name in giving for law in self._laws.get(name, ()))
        return mended if self._hold([*laws, *concerned], mended) else None


def _quiet(ground: Ground, budget: int) -> dict[str, Value]:
    """
    Return the quietest scenario there is.
    """
    try:
        state = ground.state()
        scenario = None if state is None else ground.scenario(state)
    except UnsettledError:
        scenario = inquiry_of(ground, budget).exists()
    if scenario is None:
        raise ValueError("no scenario satisfies the assumptions and has a reply")
    return scenario


def _laws_by_fact(ground: Ground) -> dict[str, list[Formula]]:
    """
    Return for each fact the parts of the background that speak of it.
    """
    background = ground.background
    parts = background.parts if isinstance(background, And) else (background,)
    found: dict[str, list[Formula]] = {}
    for part in parts:
        for name in _facts_in(part):
            found.setdefault(name, []).append(part)
    return found


def _facts_in(formula: Formula) -> dict[str, None]:
    """
    Return the facts that a part of the background mentions; it knows no definitions.
    """
    atoms = atoms_of(formula)
    assert not any(isinstance(atom, Named) for atom in atoms)
    return {name: None for atom in atoms for name in facts_of_atom(atom)}


@lru_cache(maxsize=16)
def drawing_of(spec: Spec) -> Drawing:
    """
    Return what draws scenarios of a spec; it is kept, for tests ask again and again.

    Raises:
        TooLargeError: As `Drawing.of` does.
        ValueError: As `Drawing.of` does.
        OutOfBudgetError: As `Drawing.of` does.
    """
    return Drawing.of(spec)
