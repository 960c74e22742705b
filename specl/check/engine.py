"""
The search for everything that `specl check` reports about a spec that has a meaning.

The engine first works out what no reply can meet (`incoherence`), then writes the meaning
as definitions over facts (`world`), and then asks the solver for scenarios (`inquiry`).
Finders ask through the engine and return problems; a question that the solver gives up on
becomes an `undecided` problem, never silence.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import attrs

from specl.check.slices import tied_norms
from specl.logic.batch import Batch
from specl.logic.formula import FALSE, Formula, Or, disj
from specl.logic.incoherence import Incoherence, incoherence_of
from specl.logic.inquiry import Inquiry, OutOfBudgetError
from specl.logic.patience import Patience
from specl.logic.quiet import Quiet
from specl.logic.reading import Readings, hulls
from specl.logic.regions import Box
from specl.logic.size import require_small
from specl.logic.solver import Solver
from specl.logic.truth import truth
from specl.logic.world import World
from specl.model import Norm, Ruling, Scenario, Spec, Value
from specl.model.expressions import Expr
from specl.text.record import record

if TYPE_CHECKING:
    from specl.check.alone import Alone
    from specl.check.screen import Screen
    from specl.check.shrink import Witness

__all__ = ["BUDGET", "Engine", "Undecided"]

BUDGET = 50_000_000
FEW = 24
Key = TypeVar("Key")


@record
class Undecided:
    """
    A question that the budget did not suffice for.

    Attributes:
        question: What was asked, such as "whether two norms can clash".
        subject: The name of what it was asked about.
        norms: The norms concerned, if any.
    """

    question: str
    subject: str
    norms: tuple[Norm, ...] = ()


@attrs.define(eq=False, repr=False)
class Engine:
    """
    What is known of one spec, and the solver that is asked for more.

    Scenarios that the solver found are kept, each with what is known of the definitions in
    it, and tried first: one scenario often answers many questions.
    """

    spec: Spec
    incoherence: Incoherence
    world: World
    inquiry: Inquiry
    budget: int
    undecided: list[Undecided] = attrs.field(factory=list)
    progress: Callable[[str], None] = attrs.field(default=lambda _: None)
    _variants: Iterator[int] = attrs.field(factory=itertools.count)
    _mentioned: dict[str, tuple[str, ...]] = attrs.field(factory=dict)
    _names: dict[Formula, Formula] = attrs.field(factory=dict)
    _pool: list[Batch] = attrs.field(factory=list)
    _boxes: dict[str, Box | None] = attrs.field(factory=dict)
    _ways: dict[str, tuple[Box, ...]] = attrs.field(factory=dict)
    _patience: Patience = attrs.field(factory=Patience)
    _quiet: Quiet | None = None
    _screen: Screen | None = None
    _alone: Batch | None = None
    _tied: tuple[object, ...] | None = None
    _ties: dict[object, int] = attrs.field(factory=dict)
    _seen_alone: Alone | None = None
    _alike: dict[int, bool] = attrs.field(factory=dict)
    _locals: dict[int, World] = attrs.field(factory=dict)
    _rulings: dict[tuple[tuple[str, Value], ...], Ruling] = attrs.field(factory=dict)

    @classmethod
    def of(
        cls,
        spec: Spec,
        probes: Iterable[Expr],
        *,
        budget: int = BUDGET,
        progress: Callable[[str], None] | None = None,
    ) -> Engine:
        """
        Return an engine for a spec that answers questions about some probes.

        Scenarios without a reply still count until `leave_out_no_reply` is called.

        Raises:
            TooLargeError: A condition over facts is too much to be taken apart.
        """
        readings = Readings()
        for rule in spec.rules.values():
            readings.require_small(rule)
        for expr in _claims(spec):
            require_small(expr)
        incoherence = incoherence_of(spec, probes, budget)
        world = World.of(spec, incoherence, readings=readings)
        inquiry = Inquiry.about(
            spec.facts, world.definitions, world.assumed, lambda: _solver(budget)
        )
        engine = cls(spec, incoherence, world, inquiry, budget)
        if progress is not None:
            engine.progress = progress
        return engine

    def leave_out_no_reply(self) -> None:
        """
        From now on, count only scenarios in which some reply satisfies the constraints.
        """
        self.inquiry.require(self.incoherence.reply_exists)
        self._pool.clear()
        self._boxes.clear()
        self._ways.clear()
        self._quiet, self._screen = None, None

    def reply_exists(self) -> Formula:
        """
        Return when some reply satisfies the constraints, put the same way whatever the norms are.
        """
        alone = attrs.evolve(self.spec, rules={}, orderings=(), suspensions=(), waivers=())
        return incoherence_of(alone, (), self.budget).reply_exists

    def variant(self, spec: Spec, base: World | None = None) -> World:
        """
        Return the world of a spec that differs only in priorities, conditions or levels.

        Args:
            spec: The spec.
            base: The world as it is, or the part of it in which anything may differ.
        """
        mark = f"v{next(self._variants)} "
        return World.of(spec, self.incoherence, base=base or self.world, mark=mark)

    def aside(self, scenario: Scenario, boxes: Iterable[Box]) -> Engine:
        """
        Return an engine with a solver and a pool of its own, for questions about variants.

        What it is told stays out of this engine's solver, and what it leaves undecided is
        not noted here.

        Args:
            scenario: Near which the scenarios of the pool are to lie.
            boxes: In which they are to lie.
        """
        pool = [self._around(scenario, boxes), self.rules_alone]
        inquiry = self.inquiry.beside(self._patience)
        return attrs.evolve(self, inquiry=inquiry, undecided=[], pool=pool)

    @property
    def pool(self) -> Sequence[Batch]:
        """
        Return the scenarios that are tried first.
        """
        return self._pool

    def look_near(self, scenario: Scenario, boxes: Iterable[Box]) -> None:
        """
        Add a scenario, and others of some boxes that are like it, to the pool.
        """
        self._pool.append(self._around(scenario, boxes))

    def look_at(self, scenarios: Sequence[Scenario]) -> None:
        """
        Add some scenarios to the pool.
        """
        base = scenarios[0]
        changes = [
            {name: value for name, value in each.items() if value != base[name]}
            for each in scenarios
        ]
        self._pool.append(Batch(base, changes, self.inquiry.definitions))

    @property
    def rules_alone(self) -> Batch:
        """
        Return for each rule a quiet scenario in which it may apply.
        """
        if self._alone is None:
            boxes = (box for rule in self.spec.rules if (box := self.around(rule)) is not None)
            self._alone = self.quiet.batch(boxes, self.inquiry.definitions)
        return self._alone

    @contextmanager
    def asking(self, question: str, subject: str, norms: tuple[Norm, ...] = ()) -> Iterator[None]:
        """
        Note a question as undecided if the solver gives up on it.
        """
        try:
            yield
        except OutOfBudgetError:
            self.undecided.append(Undecided(question, subject, norms))

    def search(
        self,
        wanted: Mapping[Key, Formula],
        question: str,
        about: Callable[[Key], tuple[str, tuple[Norm, ...]]],
        near: Callable[[Key], Box | None] | None = None,
        *,
        exhaustive: bool = True,
    ) -> set[Key]:
        """
        Find out which of some formulas hold in some scenario; one scenario may serve several.

        Args:
            wanted: The formulas, by any key.
            question: What is asked, should it remain undecided.
            about: The name of what a key stands for, and its norms.
            near: A box in which to look first.
            exhaustive: Whether to go on until all is decided; else a key that is not
                returned may hold somewhere all the same.

        Returns:
            The keys whose formula holds somewhere; of the others it holds nowhere, unless
            it was noted as undecided.
        """
        left = {key: formula for key, formula in wanted.items() if formula is not FALSE}
        found = self._seen(left, self._pool)
        if near is not None and left:
            boxes = [box for key in left if (box := near(key)) is not None]
            found |= self._seen(left, [self._look(boxes)])
        if not exhaustive:
            return found
        found |= self._searched(left)
        return found | self._solved(left, question, about)

    def shows(self, formula: Formula) -> bool:
        """
        Tell whether a formula holds in some scenario.

        Raises:
            OutOfBudgetError: The solver gave up.
        """
        if any(batch.holding(formula) for batch in self._pool):
            return True
        return self.inquiry.possible(formula)

    def shows_any(self, formulas: Iterable[Formula]) -> bool:
        """
        Tell whether any of some formulas holds in some scenario.

        Raises:
            OutOfBudgetError: The solver gave up.
        """
        whole = disj(formulas)
        try:
            return self.shows(whole)
        except OutOfBudgetError:
            return any(map(self.shows, whole.parts if isinstance(whole, Or) else (whole,)))

    def shown(
        self, wanted: Mapping[Key, Formula], near: Callable[[Key], Iterable[Box]]
    ) -> set[Key]:
        """
        Return the keys of the formulas that hold in some scenario.

        Args:
            wanted: The formulas, by any key.
            near: Boxes in which a formula may hold.

        Raises:
            OutOfBudgetError: The solver gave up.
        """
        left = {key: formula for key, formula in wanted.items() if formula is not FALSE}
        found = self._seen(left, self._pool)
        try:
            while left and self._fetch(disj(left.values())):
                boxes = [box for key in left for box in near(key)]
                self._pool[-1] = self._around(self._pool[-1].base, boxes)
                found |= self._seen(left, self._pool[-1:])
        except OutOfBudgetError:
            found |= {key for key, formula in left.items() if self.inquiry.possible(formula)}
        return found

    def _around(self, scenario: Scenario, boxes: Iterable[Box]) -> Batch:
        """
        Return a scenario and others of some boxes that are like it.
        """
        changes = [{}, *(self.quiet.towards(scenario, box) for box in boxes)]
        near = Batch(scenario, changes, self.inquiry.definitions)
        kept = near.holding(self.inquiry.background)
        left = [change for place, change in enumerate(changes) if kept >> place & 1]
        return Batch(scenario, left, self.inquiry.definitions)

    def _seen(self, left: dict[Key, Formula], batches: Iterable[Batch]) -> set[Key]:
        """
        Take out of what is left all that holds in some scenario of some batches.
        """
        found: set[Key] = set()
        for batch in batches:
            here = {key for key, formula in left.items() if batch.holding(formula)}
            found |= here
            for key in here:
                del left[key]
        return found

    def _look(self, boxes: Iterable[Box]) -> Batch:
        """
        Add quiet scenarios of some boxes to the pool, and return them.
        """
        self._pool.append(self.quiet.batch(boxes, self.inquiry.definitions))
        return self._pool[-1]

    def _searched(self, left: dict[Key, Formula]) -> set[Key]:
        """
        Take out of what is left all that a search without the solver settles.
        """
        found = set()
        for key, formula in list(left.items()):
            holds = self.inquiry.settled(formula)
            if holds is not None:
                del left[key]
            if holds:
                found.add(key)
        return found

    def _solved(
        self,
        left: Mapping[Key, Formula],
        question: str,
        about: Callable[[Key], tuple[str, tuple[Norm, ...]]],
    ) -> set[Key]:
        """
        Ask the solver about what is left, in one question as long as it answers.
        """
        named = {key: self.named(formula) for key, formula in left.items()}
        found: set[Key] = set()
        try:
            while named and self._fetch(disj(named.values())):
                served = self._seen(named, self._pool[-1:])
                if not served:
                    raise AssertionError("a scenario serves nothing")
                found |= served
        except OutOfBudgetError:
            for key, formula in named.items():
                with self.asking(question, *about(key)):
                    if self.inquiry.possible(formula):
                        found.add(key)
        return found

    def named(self, formula: Formula) -> Formula:
        """
        Return a name for a formula, so that the solver reads it once however often it is asked.
        """
        if formula not in self._names:
            self._names[formula] = self.world.define(f"wanted {len(self._names)}", formula)
        return self._names[formula]

    def _fetch(self, formula: Formula) -> bool:
        """
        Put a scenario in which a formula holds at the end of the pool, if there is one.
        """
        scenario = self.inquiry.exists(formula)
        if scenario is not None:
            self._pool.append(Batch(scenario, [{}], self.inquiry.definitions))
        return scenario is not None

    def around(self, rule: str) -> Box | None:
        """
        Return a box around the scenarios in which a rule's own conditions hold, None for none.
        """
        if self._quiet is None:
            self._quiet = self._look_for_quiet()
        return self._boxes[rule]

    def ways(self, rule: str) -> tuple[Box, ...]:
        """
        Return boxes around the ways in which a rule's own conditions hold.
        """
        if rule not in self._ways:
            self._ways[rule] = tuple(self.quiet.regions.ways(self.world.conditions_of(rule)))
        return self._ways[rule]

    def local(self, *rules: str) -> World:
        """
        Return the world as it is wherever some rules apply: of what can apply beside them.

        A formula that holds only where these rules apply means the same there as in the whole.
        """
        counted = -1
        for rule in rules:
            counted &= self.screen.meets(rule)
        return self.counting(counted)

    def counting(self, counted: int) -> World:
        """
        Return the world as it is where only some norms, as a bit set, can apply.

        Where they are many it is the whole world, whose definitions all questions share.
        """
        if counted.bit_count() > FEW:
            return self.world
        if counted not in self._locals:
            self._locals[counted] = self.world.within(counted, f"l{next(self._variants)} ")
        return self._locals[counted]

    def know_clashes(self, found: Iterable[tuple[tuple[Norm, ...], Formula]]) -> None:
        """
        Take note that these sets of norms, and no others, are ever in force though incoherent.
        """
        self.world.clashing = list(found)
        self._locals.clear()

    def are_tied(self, one: Norm, other: Norm) -> bool:
        """
        Tell whether acts of two norms bear on each other, directly or through others.
        """
        if self._tied is None:
            self._tied = tied_norms(self.spec)
        return self._tied[one.position] == self._tied[other.position]

    def tied_to(self, norm: Norm) -> int:
        """
        Return the norms, as a bit set, whose acts bear on those of a norm.
        """
        if self._tied is None:
            self._tied = tied_norms(self.spec)
        if not self._ties:
            for place, tie in enumerate(self._tied):
                self._ties[tie] = self._ties.get(tie, 0) | 1 << place
        return self._ties[self._tied[norm.position]]

    def are_all_tied(self, one: Norm, claim: int) -> bool:
        """
        Tell whether acts of all norms that make a claim bear on those of a norm.
        """
        norms = self.world.norms_of(claim)
        if claim not in self._alike:
            self._alike[claim] = all(self.are_tied(norms[0], norm) for norm in norms)
        return self._alike[claim] and (not norms or self.are_tied(one, norms[0]))

    @property
    def alone(self) -> Alone | None:
        """
        Return what is seen in quiet scenarios; None where not all is known of the norms.
        """
        if self._seen_alone is None and self.incoherence.knows_norms:
            from specl.check.alone import Alone

            self._seen_alone = Alone.of(self)
        return self._seen_alone

    @property
    def screen(self) -> Screen:
        """
        Return which norms can apply together, as far as boxes tell.
        """
        if self._screen is None:
            from specl.check.screen import Screen

            self._screen = Screen(self.spec, self._boxes, self.quiet.regions)
        return self._screen

    @property
    def quiet(self) -> Quiet:
        """
        Return the quiet values of the facts, as the rules' conditions make them.
        """
        if self._quiet is None:
            self._quiet = self._look_for_quiet()
        return self._quiet

    def _look_for_quiet(self) -> Quiet:
        facts, rules, background = self.spec.facts, self.spec.rules, self.inquiry.background
        readings = {name: self.world.readings.of(rule) for name, rule in rules.items()}
        odd = [self.world.conditions_of(name) for name, one in readings.items() if one is None]
        regions, boxes = hulls(facts, list(readings.values()), [*odd, background])
        self._boxes.update(zip(rules, boxes, strict=True))
        return Quiet(facts, regions, [box for box in boxes if box is not None], background)

    def knows(self, *probes: Expr) -> bool:
        """
        Tell whether all is known of what leaves no reply for some probes.
        """
        return not self.incoherence.unknown_probes.intersection(probes)

    def is_undecided(self, norm: Norm) -> bool:
        """
        Tell whether not everything is known of what a norm asks.
        """
        return norm.position in self.incoherence.undecided

    def fresh(self) -> Inquiry:
        """
        Return an inquiry whose scenarios do not depend on what was asked before.
        """
        return self.inquiry.beside()

    def witness(self, formula: Formula) -> Witness:
        """
        Return the smallest witness of a finding: the same one whatever was asked before.
        """
        from specl.check.shrink import shrink

        return shrink(self.fresh(), formula)

    def holds(self, formula: Formula, scenario: Scenario, known: dict[str, bool]) -> bool:
        """
        Tell whether a formula holds in a scenario.
        """
        return truth(formula, scenario, self.inquiry.definitions, known, self._mentioned)

    def ruling(self, scenario: Scenario) -> Ruling:
        """
        Return the interpreter's ruling in a scenario.
        """
        from specl.interpret import ruling

        key = tuple(scenario.items())
        if key not in self._rulings:
            self._rulings[key] = ruling(self.spec, scenario)
        return self._rulings[key]


def _claims(spec: Spec) -> Iterator[Expr]:
    """
    Yield what a spec says of facts alone, except in its rules.
    """
    yield from (law.expr for law in spec.assumptions)
    for ensure in spec.ensures:
        yield from (each.expr for each in (*ensure.when, *ensure.unless))
    yield from (each.expr for cover in spec.covers for each in cover.when)
    yield from (given.expr for example in spec.examples for given in example.given)


def _solver(budget: int) -> Solver:
    from specl.logic.z3_solver import Z3Solver

    return Z3Solver(budget)
