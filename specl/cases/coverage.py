"""
`cover`: few cases that show everything that a spec can come to, and what none can show.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_
from random import Random

import attrs

from specl.cases.doubts import depends_on_standing, is_borne_out, surely_has_reply
from specl.cases.goals import KINDS, Goal, Kind, goals_of
from specl.cases.ground import BUDGET, Ground, inquiry_of, world_of
from specl.cases.packing import cover_greedily, pack
from specl.logic.batch import Batch
from specl.logic.formula import FALSE, Formula
from specl.logic.inquiry import OutOfBudgetError
from specl.logic.size import TooLargeError
from specl.logic.solver import solvers_let_go
from specl.logic.world import World
from specl.model import Scenario, Spec, Value
from specl.text.record import record
from specl.text.upkeep import upkeep_put_off

__all__ = ["Case", "Coverage", "cover", "shown_in"]


@record
class Case:
    """
    One scenario and the goals that it shows.
    """

    facts: Scenario
    goals: tuple[Goal, ...]


@record
class Coverage:
    """
    What cases cover of a spec. Every goal is met, impossible, undecided or left out.

    Attributes:
        goals: All goals that were asked for.
        met: Those that some case shows.
        impossible: Those that no scenario shows: this was proven.
        undecided: Those of which neither is known within the budget.
        cases: Enough cases for all goals met; none can be left out. Those that show most
            come first.
        left_out: Those that some scenario shows, but none of as few cases as were asked for.
        world: What the names in the goals' formulas stand for; None where no goal was looked for.
    """

    goals: tuple[Goal, ...]
    met: tuple[Goal, ...]
    impossible: tuple[Goal, ...]
    undecided: tuple[Goal, ...]
    cases: tuple[Case, ...]
    left_out: tuple[Goal, ...] = ()
    world: World | None = attrs.field(default=None, eq=False, repr=False)


@solvers_let_go()
@upkeep_put_off()
def cover(
    spec: Spec,
    *,
    budget: int = BUDGET,
    seed: int = 0,
    kinds: Iterable[Kind] = KINDS,
    limit: int | None = None,
) -> Coverage:
    """
    Find a small set of scenarios that shows all that can be shown of a spec.

    Args:
        spec: The spec.
        budget: How much work the solver may spend on one goal, as a Z3 `rlimit`.
        seed: Another one may choose other cases; the same gives the same.
        kinds: The kinds of goals wanted; all unless given.
        limit: The most cases wanted; those are taken that show most goals. None: as many as
            the goals need.
    """
    try:
        world = world_of(spec, budget=budget)
        goals = goals_of(world, kinds)
    except TooLargeError:
        everything = Goal("example", spec.name, "anything: a condition is too large", FALSE)
        return Coverage((everything,), (), (), (everything,), ())
    return _Covering(world, goals, budget, seed, limit).run()


@attrs.define(eq=False, repr=False)
class _Covering:
    """
    The work of `cover`.

    Attributes:
        scenarios: Those found, some of which will be cases.
        shown: For each goal where it holds among the scenarios, as a bit set.
    """

    world: World
    goals: tuple[Goal, ...]
    budget: int
    seed: int
    limit: int | None
    impossible: set[int] = attrs.field(factory=set)
    undecided: set[int] = attrs.field(factory=set)
    scenarios: list[dict[str, Value]] = attrs.field(factory=list)
    shown: list[int] = attrs.field(factory=list)

    def run(self) -> Coverage:
        ground = Ground.of(self.world, (goal.when for goal in self.goals))
        unsettled = self._packed(ground)
        self._asked(ground, unsettled)
        self._checked(ground)
        return self._coverage()

    def _packed(self, ground: Ground) -> list[int]:
        """
        Search boxes, and return the goals for which this settled nothing.
        """
        alike: dict[int, list[int]] = {}
        cubes = []
        for place, goal in enumerate(self.goals):
            cube = ground.cube(goal.when)
            if id(cube) not in alike:
                cubes.append(cube)
            alike.setdefault(id(cube), []).append(place)
        Random(self.seed).shuffle(cubes)  # noqa: S311 - an order, and no secret
        cubes.sort(key=lambda cube: cube.keep.bit_count())
        packed = pack(ground.search, ground.cube(ground.background), cubes)
        self.scenarios += [ground.scenario(state) for state in packed.states]
        self.impossible.update(place for cube in packed.impossible for place in alike[id(cube)])
        return [place for cube in packed.unsettled for place in alike[id(cube)]]

    def _asked(self, ground: Ground, places: Sequence[int]) -> None:
        """
        Ask the solver for scenarios of goals that nothing found so far shows.
        """
        if not places:
            return
        inquiry = inquiry_of(ground, self.budget)
        before = self._where(self.goals[place].when for place in places)
        left = [place for place, where in zip(places, before, strict=True) if not where]
        for place in left:
            try:
                scenario = inquiry.exists(self.goals[place].when)
            except OutOfBudgetError:
                self.undecided.add(place)
                continue
            if scenario is None:
                self.impossible.add(place)
            elif scenario not in self.scenarios:
                self.scenarios.append(scenario)

    def _where(self, formulas: Iterable[Formula]) -> list[int]:
        return shown_in(self.scenarios, formulas, self.world.definitions)

    def _checked(self, ground: Ground) -> None:
        """
        Evaluate every goal in every scenario.

        Raises:
            AssertionError: A scenario does not show what it was found for.
        """
        background, *self.shown = self._where(
            [ground.background, *(goal.when for goal in self.goals)]
        )
        assert background == (1 << len(self.scenarios)) - 1
        for place, where in enumerate(self.shown):
            name = self.goals[place].name
            assert not (where and place in self.impossible), f"not impossible: {name}"
            assert where or place in self.impossible | self.undecided, f"not shown: {name}"
        if not self.world.incoherence.knows_norms:
            self._doubted()
        self.undecided -= {place for place, where in enumerate(self.shown) if where}

    def _doubted(self) -> None:
        """
        Keep what the interpreter bears out; what it does not is undecided.
        """
        spec = self.world.spec
        known = [surely_has_reply(spec, scenario) for scenario in self.scenarios]
        with_reply = sum(1 << place for place, has in enumerate(known) if has)
        for place, goal in enumerate(self.goals):
            shown = self.shown[place] & with_reply
            if depends_on_standing(goal):
                self.impossible.discard(place)
                shown &= sum(
                    1 << at
                    for at, scenario in enumerate(self.scenarios)
                    if shown >> at & 1 and is_borne_out(spec, goal, scenario)
                )
            self.shown[place] = shown
            if not shown and place not in self.impossible:
                self.undecided.add(place)

    def _coverage(self) -> Coverage:
        """
        Choose the cases, and sort the goals into what became of them.
        """
        possible = sum(1 << place for place, where in enumerate(self.shown) if where)
        sets = _turned(self.shown, len(self.scenarios))
        chosen = cover_greedily(sets, possible, limit=self.limit)
        met = reduce(or_, (sets[place] for place in chosen), 0)
        return Coverage(
            goals=self.goals,
            met=self._chosen(_places(met)),
            impossible=self._chosen(self.impossible),
            undecided=self._chosen(self.undecided),
            cases=tuple(
                Case(self.scenarios[place], self._chosen(_places(sets[place]))) for place in chosen
            ),
            left_out=self._chosen(_places(possible & ~met)),
            world=self.world,
        )

    def _chosen(self, places: Iterable[int]) -> tuple[Goal, ...]:
        return tuple(self.goals[place] for place in sorted(places))


def shown_in(
    scenarios: Sequence[Scenario],
    formulas: Iterable[Formula],
    definitions: Mapping[str, Formula],
) -> list[int]:
    """
    Return for each of some formulas the scenarios in which it holds, as a bit set.

    Args:
        scenarios: Each with a value for every fact.
        formulas: Over facts and definitions.
        definitions: What names stand for.
    """
    wanted = list(formulas)
    if not scenarios:
        return [0 for _ in wanted]
    base = scenarios[0]
    changes = [
        {name: value for name, value in scenario.items() if value != base[name]}
        for scenario in scenarios
    ]
    batch = Batch(base, changes, definitions)
    return [batch.holding(formula) for formula in wanted]


def _turned(rows: Sequence[int], width: int) -> list[int]:
    """
    Return the columns of a table of bits.
    """
    if not rows or not width:
        return [0] * width
    table = "".join(format(row, f"0{width}b") for row in reversed(rows))
    return [int(table[place::width], 2) for place in reversed(range(width))]


def _places(bits: int) -> list[int]:
    """
    Return which bits of a bit set are set, in order.
    """
    text = format(bits, "b")[::-1]
    found: list[int] = []
    place = text.find("1")
    while place >= 0:
        found.append(place)
        place = text.find("1", place + 1)
    return found
