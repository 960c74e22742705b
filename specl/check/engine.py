"""
The search for everything that `specl check` reports about a spec that has a meaning.

The engine first works out what no reply can meet (`incoherence`), then writes the meaning
as definitions over facts (`world`), and then asks the solver for scenarios (`inquiry`).
Finders ask through the engine and return problems; a question that the solver gives up on
becomes an `undecided` problem, never silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import attrs

from specl.check.pool import Pool
from specl.check.ties import Ties
from specl.check.whereabouts import Whereabouts
from specl.check.worlds import Worlds
from specl.logic.formula import FALSE, Formula
from specl.logic.incoherence import Incoherence, incoherence_of
from specl.logic.inquiry import Inquiry, OutOfBudgetError
from specl.logic.patience import Patience
from specl.logic.reading import Readings
from specl.logic.regions import Box
from specl.logic.size import require_small
from specl.logic.solver import Solver
from specl.logic.truth import truth
from specl.logic.world import World
from specl.model import Norm, Ruling, Scenario, Spec, Value
from specl.model.expressions import Expr
from specl.text.record import mutable, record

if TYPE_CHECKING:
    from specl.check.alone import Alone
    from specl.check.screen import Screen
    from specl.check.shrink import Witness

__all__ = ["BUDGET", "Engine", "Undecided"]

BUDGET = 50_000_000
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


@mutable
class Engine:
    """
    What is known of one spec, and the solver that is asked for more.

    Attributes:
        world: What the spec means.
        worlds: The parts of it and those of changed specs.
        whereabouts: Where its rules apply, as far as boxes tell.
        pool: The scenarios at hand, which are tried first.
        ties: Which norms have to do with each other.
        undecided: What the budget did not suffice for so far.
    """

    spec: Spec
    incoherence: Incoherence
    world: World
    inquiry: Inquiry
    budget: int
    worlds: Worlds
    whereabouts: Whereabouts
    pool: Pool
    ties: Ties
    undecided: list[Undecided] = attrs.field(factory=list)
    progress: Callable[[str], None] = attrs.field(default=lambda _: None)
    _mentioned: dict[str, tuple[str, ...]] = attrs.field(factory=dict)
    _patience: Patience = attrs.field(factory=Patience)
    _alone: Alone | None = None
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
        whereabouts = Whereabouts(spec, world, inquiry)
        engine = cls(
            spec,
            incoherence,
            world,
            inquiry,
            budget,
            Worlds(world, incoherence),
            whereabouts,
            Pool(inquiry, whereabouts),
            Ties(spec, world),
        )
        if progress is not None:
            engine.progress = progress
        return engine

    def leave_out_no_reply(self) -> None:
        """
        From now on, count only scenarios in which some reply satisfies the constraints.
        """
        self.inquiry.require(self.incoherence.reply_exists)
        self.whereabouts = Whereabouts(self.spec, self.world, self.inquiry)
        self.pool = Pool(self.inquiry, self.whereabouts)

    def reply_exists(self) -> Formula:
        """
        Return when some reply satisfies the constraints, put the same way whatever the norms are.
        """
        alone = attrs.evolve(self.spec, rules={}, orderings=(), suspensions=(), waivers=())
        return incoherence_of(alone, (), self.budget).reply_exists

    def aside(self, scenario: Scenario, boxes: Iterable[Box]) -> Engine:
        """
        Return an engine with a solver and a pool of its own, for questions about variants.

        What it is told stays out of this engine's solver, and what it leaves undecided is
        not noted here.

        Args:
            scenario: Near which the scenarios of the pool are to lie.
            boxes: In which they are to lie.
        """
        inquiry = self.inquiry.beside(self._patience)
        pool = self.pool.beside(inquiry, scenario, boxes)
        return attrs.evolve(self, inquiry=inquiry, undecided=[], pool=pool)

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
        found = self.pool.seen(left)
        if near is not None and left:
            boxes = [box for key in left if (box := near(key)) is not None]
            found |= self.pool.seen_in(left, boxes)
        if not exhaustive:
            return found
        found |= self._searched(left)
        return found | self._solved(left, question, about)

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
        named = {key: self.worlds.named(formula) for key, formula in left.items()}
        found: set[Key] = set()
        try:
            while named and (served := self.pool.fetched(named)):
                found |= served
        except OutOfBudgetError:
            for key, formula in named.items():
                with self.asking(question, *about(key)):
                    if self.inquiry.possible(formula):
                        found.add(key)
        return found

    def local(self, *rules: str) -> World:
        """
        Return the world as it is wherever some rules apply: of what can apply beside them.

        A formula that holds only where these rules apply means the same there as in the whole.
        """
        counted, screen = -1, self.whereabouts.screen
        for rule in rules:
            counted &= screen.meets(rule)
        return self.worlds.counting(counted)

    @property
    def alone(self) -> Alone | None:
        """
        Return what is seen in quiet scenarios; None where not all is known of the norms.
        """
        if self._alone is None and self.incoherence.knows_norms:
            from specl.check.alone import Alone

            self._alone = Alone.of(self)
        return self._alone

    @property
    def screen(self) -> Screen:
        """
        Return which norms can apply together, as far as boxes tell.
        """
        return self.whereabouts.screen

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
