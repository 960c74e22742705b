"""
Why no scenario shows a goal: requirements that exclude each other, none of which can be spared.

That they do is proven again, by themselves: nothing else of the spec takes part.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from specl.cases.coverage import Coverage
from specl.cases.goals import Goal
from specl.cases.ground import BUDGET
from specl.cases.needs import ways_of
from specl.cases.standing import Need
from specl.logic.conflict import smallest_conflict
from specl.logic.formula import TRUE, Formula, conj
from specl.logic.incoherence import incoherence_of
from specl.logic.inquiry import Inquiry, OutOfBudgetError
from specl.logic.normal import formula_of
from specl.logic.solver import Solver, solvers_let_go
from specl.logic.world import World
from specl.model import Fact, Law
from specl.model.types import INT, REAL, IntType, RealType
from specl.text.record import record

__all__ = ["Explanation", "explain"]


@record
class Explanation:
    """
    Why a goal is impossible.

    Attributes:
        reasons: For each way of meeting the goal what excludes each other. Without any one of
            them the others can hold together, as far as the budget sufficed to find out.
        everything: Whether there is no scenario at all, whatever it might show.
    """

    goal: Goal
    reasons: tuple[tuple[Need, ...], ...]
    everything: bool = False


@solvers_let_go()
def explain(coverage: Coverage, *, budget: int = BUDGET) -> tuple[Explanation, ...]:
    """
    Say of each impossible goal of a coverage why no scenario shows it.

    Args:
        coverage: What `cover` returned.
        budget: How much work the solver may spend on one question, as a Z3 `rlimit`.
    """
    if not coverage.impossible or coverage.world is None:
        return ()
    return _Explaining.of(coverage.world, budget).all(coverage.impossible)


@attrs.define(eq=False, repr=False)
class _Explaining:
    """
    The work of `explain`.

    Attributes:
        inquiry: Knows facts and definitions, and assumes nothing.
        unbounded: The same for numbers without bounds.
        replying: For sets of constraints, by place, when some reply satisfies them.
    """

    world: World
    budget: int
    inquiry: Inquiry
    unbounded: Inquiry
    assumed: tuple[Need, ...]
    replying: dict[tuple[int, ...], Formula] = attrs.field(factory=dict)

    @classmethod
    def of(cls, world: World, budget: int) -> _Explaining:
        spec = world.spec
        assumed = (
            Need("assumption", f"assume `{law.text}`", formula_of(law.expr), law.span)
            for law in spec.assumptions
        )
        return cls(
            world,
            budget,
            _inquiry(spec.facts, world, budget),
            _inquiry({name: _widened(fact) for name, fact in spec.facts.items()}, world, budget),
            tuple(assumed),
        )

    def all(self, goals: Sequence[Goal]) -> tuple[Explanation, ...]:
        """
        Explain goals; those of an empty world share one explanation.
        """
        general = self._background
        if self._excluded(general):
            reasons = self._told(smallest_conflict(general, self._excluded))
            return tuple(Explanation(goal, (reasons,), everything=True) for goal in goals)
        return tuple(Explanation(goal, self._reasons(goal)) for goal in goals)

    @property
    def _background(self) -> tuple[Need, ...]:
        exists = self.world.incoherence.reply_exists
        return (*self.assumed, Need("constraint", "a reply can exist", exists))

    def _reasons(self, goal: Goal) -> tuple[tuple[Need, ...], ...]:
        background = self._background
        ways = ways_of(self.world, goal)
        if not ways or not all(self._excluded((*way, *background)) for way in ways):
            common = ways[0] if len(ways) == 1 else []
            ways = [[*common, Need("goal", goal.name, goal.when)]]
        told = (self._told(smallest_conflict((*way, *background), self._excluded)) for way in ways)
        return tuple({tuple(need.text for need in each): each for each in told}.values())

    def _excluded(self, needs: Sequence[Need]) -> bool:
        """
        Tell whether some requirements are known to exclude each other.
        """
        return _excluded(self.inquiry, needs)

    def _told(self, needs: Sequence[Need]) -> tuple[Need, ...]:
        """
        Name the constraints and the ranges of facts that take part.
        """
        fixed = [need for need in needs if need.kind != "constraint"]
        constraints = self._constraints(fixed) if len(fixed) < len(needs) else ()
        ranges = self._ranges((*fixed, *constraints))
        return (*fixed, *ranges, *constraints)

    def _constraints(self, fixed: Sequence[Need]) -> tuple[Need, ...]:
        """
        Return a smallest set of constraints that keep a reply from existing.
        """
        laws = self.world.spec.constraints

        def suffice(places: Sequence[int]) -> bool:
            exists = Need("constraint", "", self._reply_exists(tuple(places)))
            return self._excluded((*fixed, exists))

        places = smallest_conflict(range(len(laws)), suffice)
        whole = self._reply_exists(tuple(places))
        chosen = (laws[place] for place in places)
        return tuple(
            Need("constraint", f"constraint `{law.text}`", whole, law.span) for law in chosen
        )

    def _reply_exists(self, places: tuple[int, ...]) -> Formula:
        """
        Return when some reply satisfies some of the constraints.
        """
        if places not in self.replying:
            spec = self.world.spec
            laws: tuple[Law, ...] = tuple(spec.constraints[place] for place in places)
            fewer = attrs.evolve(spec, constraints=laws, rules={})
            self.replying[places] = incoherence_of(fewer, (), self.budget).reply_exists
        return self.replying[places]

    def _ranges(self, needs: Sequence[Need]) -> tuple[Need, ...]:
        """
        Return the declared ranges of numbers without which some requirements could be met.
        """
        if _excluded(self.unbounded, needs):
            return ()
        named = self.inquiry.facts_in(conj(need.when for need in needs))
        bounded = [self.world.spec.facts[name] for name in named]
        return tuple(
            Need("range", f"`{fact.name}` is of type `{fact.type}`", TRUE, fact.span)
            for fact in bounded
            if _widened(fact) is not fact
        )


def _excluded(inquiry: Inquiry, needs: Sequence[Need]) -> bool:
    try:
        return not inquiry.possible(*(need.when for need in needs))
    except OutOfBudgetError:
        return False


def _inquiry(facts: Mapping[str, Fact], world: World, budget: int) -> Inquiry:
    return Inquiry.about(facts, world.definitions, TRUE, lambda: _solver(budget))


def _solver(budget: int) -> Solver:
    from specl.logic.z3_solver import Z3Solver

    return Z3Solver(budget)


def _widened(fact: Fact) -> Fact:
    """
    Return a fact without the bounds of its range, itself where it has none.
    """
    match fact.type:
        case IntType(low, high) if (low, high) != (None, None):
            return attrs.evolve(fact, type=INT)
        case RealType(low, high) if (low, high) != (None, None):
            return attrs.evolve(fact, type=REAL)
    return fact
