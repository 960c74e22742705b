"""
What each criterion gives way to: the sets of norms that may defeat its norm.

So whoever judges one criterion alone knows of the others that matter to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from specl.logic.defeats import WayOfDefeat, defeats
from specl.logic.formula import TRUE, Formula, conj
from specl.logic.incoherence import incoherence_of
from specl.logic.inquiry import Inquiry, OutOfBudgetError, pin
from specl.logic.size import TooLargeError
from specl.logic.solver import Solver, solvers_let_go
from specl.logic.world import World
from specl.model import Norm, Scenario, Spec
from specl.rubric.model import GivesWay
from specl.rubric.order import criterion_id

__all__ = ["yieldings"]

_EFFORT = 50_000_000
_BUDGET = 5_000_000
_QUESTIONS = 2_000


@solvers_let_go()
def yieldings(
    spec: Spec, norms: Iterable[Norm], given: Scenario
) -> Mapping[tuple[str, int, int], tuple[GivesWay, ...] | None]:
    """
    Return what may defeat some norms, by their ids.

    A set that defeats the norm nowhere is left out, as long as there are few enough sets to ask of
    each whether it does.

    Args:
        spec: The spec.
        norms: The norms asked about.
        given: The facts that are known.

    Returns:
        For each norm the sets, the smallest first; None where it was too much to work out what
        no reply can meet.
    """
    wanted = list(norms)
    try:
        world = World.of(spec, incoherence_of(spec, (), _EFFORT))
        ways = {norm.id: _ways(world, norm) for norm in wanted}
    except TooLargeError:
        return {norm.id: None for norm in wanted}
    few = sum(len(each or ()) for each in ways.values()) <= _QUESTIONS
    happens = _asking(world, given) if few else _always
    return {name: None if each is None else _kept(each, happens) for name, each in ways.items()}


def _ways(world: World, norm: Norm) -> list[WayOfDefeat] | None:
    return None if world.claim(norm) is None else list(defeats(world, norm))


def _kept(ways: Sequence[WayOfDefeat], happens: Callable[[Formula], bool]) -> tuple[GivesWay, ...]:
    found = (each for way in ways if happens(way.when) for each in _as_ids(way))
    return tuple(sorted(dict.fromkeys(found), key=lambda each: len(each.to)))


def _as_ids(way: WayOfDefeat) -> Iterator[GivesWay]:
    for norms in way.sets:
        yield GivesWay(tuple(map(criterion_id, norms)), always=way.clash == TRUE)


def _always(_: Formula) -> bool:
    return True


def _asking(world: World, given: Scenario) -> Callable[[Formula], bool]:
    """
    Return what tells whether a formula holds in some scenario with the given facts.
    """
    known = [pin(world.spec.facts[name], value) for name, value in given.items()]
    background = conj((world.assumed, world.incoherence.reply_exists, *known))
    inquiry = Inquiry.about(world.spec.facts, world.definitions, background, _solver)

    def happens(when: Formula) -> bool:
        try:
            return inquiry.exists(when) is not None
        except OutOfBudgetError:
            return True

    return happens


def _solver() -> Solver:
    from specl.logic.z3_solver import Z3Solver

    return Z3Solver(_BUDGET)
