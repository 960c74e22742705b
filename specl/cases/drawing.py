"""
Scenarios made from a few whole numbers, each of them valid and zeros the quietest.

Some numbers choose rules: the scenario is the quiet point of a box in which they count, as far
as they can count together. Others move facts from there to values on either side of a bound;
where a move breaks an assumption, the facts that share it are moved along.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import attrs

from specl.cases.cubes import Cube
from specl.cases.doubts import surely_has_reply
from specl.cases.field import Field, facts_of_atom
from specl.cases.ground import BUDGET, Ground, inquiry_of, world_of
from specl.cases.regions import beside
from specl.cases.search import State, UnsettledError
from specl.logic.formula import And, Formula, Named, atoms_of
from specl.logic.interval import Interval, interval_of
from specl.logic.regions import Total
from specl.logic.truth import truth
from specl.model import Fact, Spec, Value

__all__ = ["Drawing", "Move"]

Move = tuple[int, int]
"""Which field is moved, and to which of its values; larger numbers begin again from 0."""

_KEPT = 20_000
_STEPS = 40


@attrs.define(eq=False, repr=False)
class Drawing:
    """
    Makes scenarios of one spec.

    Attributes:
        quiet: The scenario that nothing chose.
        norms: How many norms there are to choose from.
        offers: For each field that can be moved, the values to which.
    """

    ground: Ground
    quiet: dict[str, Value]
    norms: Sequence[Formula]
    offers: Sequence[tuple[Field, Sequence[Value]]]
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
        offers = [(field, _offered(field)) for field in ground.cubes.grid.fields]
        return cls(
            ground,
            _quiet(ground, budget),
            norms,
            [(field, values) for field, values in offers if len(values) > 1],
            _laws_by_fact(ground),
        )

    def scenario(self, chosen: Iterable[int], moves: Iterable[Move]) -> dict[str, Value]:
        """
        Return a scenario that satisfies the assumptions and has a reply.

        Args:
            chosen: Norms that are to be in force, as far as possible together.
            moves: What is moved after that, one after the other, as far as possible.
        """
        wanted = tuple(dict.fromkeys(number % len(self.norms) for number in chosen))
        state = self._state(wanted) if self.norms else None
        scenario: Mapping[str, Value] = self.quiet
        if state is not None:
            scenario = self.ground.scenario(state)
        for place, number in moves:
            if self.offers:
                field, values = self.offers[place % len(self.offers)]
                scenario = self._moved(scenario, field, values[number % len(values)])
        return dict(scenario) if self._has_reply(scenario) else dict(self.quiet)

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
        change = _change(self.ground.world.spec.facts, scenario, field, value)
        if change is None:
            return scenario
        moved = {**scenario, **change}
        laws = [law for name in change for law in self._laws.get(name, ())]
        if self._hold(laws, moved):
            return moved
        return self._mended(moved, next(iter(change)), laws) or scenario

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


def _offered(field: Field) -> Sequence[Value]:
    """
    Return the values to which a field can be moved, the quietest first.
    """
    if not field.is_derived and not field.regions:
        return field.samples
    ends = [end for region in field.regions for end in _ends(region)]
    return tuple(dict.fromkeys([*field.samples, *ends]))


def _ends(region: Interval) -> list[Fraction | int]:
    """
    Return the ends of a region, or numbers next to them.
    """
    found: list[Fraction | int] = []
    if region.low is not None:
        found.append(beside(region, low=True) if region.low_strict else region.low)
    if region.high is not None:
        found.append(beside(region, low=False) if region.high_strict else region.high)
    return found


def _change(
    facts: Mapping[str, Fact], scenario: Mapping[str, Value], field: Field, value: Value
) -> Mapping[str, Value] | None:
    """
    Return what to change of a scenario so that a field has a value; None: that is not simple.
    """
    if isinstance(field.subject, Total):
        return _moving_one(facts, scenario, field.subject, value)
    if isinstance(field.subject, tuple):
        name, member = field.subject
        held = scenario[name]
        assert isinstance(held, frozenset)
        return {name: held | {member} if value else held - {member}}
    return {field.facts[0]: value}


def _moving_one(
    facts: Mapping[str, Fact], scenario: Mapping[str, Value], total: Total, value: Value
) -> Mapping[str, Value] | None:
    """
    Return a new value for one fact with which a sum is as wanted, if one fact can do it.
    """
    now = sum(factor * scenario[name] for name, factor in total.terms)  # type: ignore[operator, misc]
    for name, factor in total.terms:
        wanted = scenario[name] + Fraction(value - now, factor)  # type: ignore[operator]
        range_ = interval_of(facts[name].type)
        if range_.integer and wanted.denominator > 1:
            continue
        if (range_.low is None or range_.low <= wanted) and (
            range_.high is None or wanted <= range_.high
        ):
            return {name: int(wanted) if range_.integer else wanted}
    return None
