"""
Ensures and covers: what the rules must come to wherever a condition holds.
"""

from __future__ import annotations

from specl.check.engine import Engine, Undecided
from specl.logic.demands import excluded, incoherent, refuted
from specl.logic.formula import TRUE, Formula, conj, negate
from specl.logic.reading import holding
from specl.logic.world import World
from specl.model import Cover, Ensure, Spec
from specl.model.expressions import Expr, Not
from specl.text.record import record

__all__ = ["Broken", "broken_ensures", "failure_of", "gaps", "open_ensures", "probes_for_promises"]


@record
class Broken:
    """
    An ensure or a cover, and when it does not hold.
    """

    subject: Ensure | Cover
    when: Formula


def probes_for_promises(spec: Spec) -> list[Expr]:
    """
    Return the expressions that ensures and covers ask about.
    """
    found: list[Expr] = [_probe(ensure) for ensure in spec.ensures]
    for cover in spec.covers:
        found += [cover.expr, Not(cover.expr)]
    return found


def _probe(ensure: Ensure) -> Expr:
    claim = ensure.claim
    return claim.expr if claim.verb == "may" else Not(claim.expr)


def broken_ensures(engine: Engine) -> list[Broken]:
    """
    Return the ensures that the binding norms, where coherent, do not bear out.
    """
    ensures = {
        ensure.name: ensure
        for ensure in engine.spec.ensures
        if _is_known(engine, ensure, "whether this ensure holds", _probe(ensure))
    }
    when = {name: failure_of(engine.world, ensure) for name, ensure in ensures.items()}
    found = engine.search(when, "whether this ensure holds", lambda name: (name, ()))
    return [Broken(ensures[name], when[name]) for name in ensures if name in found]


def _is_known(engine: Engine, subject: Ensure | Cover, question: str, *probes: Expr) -> bool:
    """
    Tell whether a question can be asked, noting it as undecided where not.
    """
    known = engine.knows(*probes)
    if not known:
        engine.undecided.append(Undecided(question, subject.name))
    return known


def failure_of(world: World, ensure: Ensure) -> Formula:
    """
    Return when an ensure's condition holds and coherent binding norms do not bear it out.
    """
    denied = refuted(world, _probe(ensure), binding=True)
    failed = denied if ensure.claim.verb == "may" else negate(denied)
    calm = negate(incoherent(world, binding=True))
    return conj((holding(ensure.when, ensure.unless), failed, calm))


def open_ensures(engine: Engine) -> list[Broken]:
    """
    Return the ensures whose condition meets binding norms that contradict each other.
    """
    ensures = {ensure.name: ensure for ensure in engine.spec.ensures}
    contradictory = incoherent(engine.world, binding=True)
    when = {
        name: conj(
            (holding(ensure.when, ensure.unless), contradictory, _unsettled(engine.world, ensure))
        )
        for name, ensure in ensures.items()
    }
    found = engine.search(when, "whether this ensure can be judged", lambda name: (name, ()))
    return [Broken(ensures[name], when[name]) for name in ensures if name in found]


def _unsettled(world: World, ensure: Ensure) -> Formula:
    """
    Return when an ensure of a module needs more than the constraints to follow.
    """
    if ensure.own or ensure.claim.verb == "may":
        return TRUE
    return negate(excluded(world, _probe(ensure)))


def gaps(engine: Engine) -> list[Broken]:
    """
    Return the covers with a scenario, not contradictory, that the ruling leaves undecided.
    """
    world = engine.world
    covers = {
        cover.name: cover
        for cover in engine.spec.covers
        if _is_known(engine, cover, "whether this cover is complete", cover.expr, Not(cover.expr))
    }
    when = {
        name: conj(
            (
                holding(cover.when, ()),
                negate(incoherent(world)),
                negate(refuted(world, cover.expr)),
                negate(refuted(world, Not(cover.expr))),
            )
        )
        for name, cover in covers.items()
    }
    found = engine.search(when, "whether this cover is complete", lambda name: (name, ()))
    return [Broken(covers[name], when[name]) for name in covers if name in found]
