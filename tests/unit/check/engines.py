"""
An engine as a check has it, and every scenario that it counts with the interpreter's ruling.
"""

from __future__ import annotations

from specl.check.engine import Engine
from specl.interpret import NoReply, ruling, satisfies_assumptions
from specl.logic.formula import Formula
from specl.logic.truth import truth
from specl.model import Norm, Ruling, Scenario, Spec
from tests.reference.values import all_assignments

__all__ = ["cases_of", "engine_of", "is_true", "places", "ruled"]


def engine_of(spec: Spec) -> Engine:
    """
    Return an engine that counts only scenarios with a reply.
    """
    engine = Engine.of(spec, ())
    assert not engine.incoherence.is_partial
    engine.leave_out_no_reply()
    return engine


def cases_of(spec: Spec) -> list[tuple[Scenario, Ruling]]:
    """
    Return all scenarios that have a reply, with their rulings.
    """
    found = ((scenario, ruled(spec, scenario)) for scenario in all_assignments(spec.facts))
    return [(scenario, each) for scenario, each in found if each is not None]


def ruled(spec: Spec, scenario: Scenario) -> Ruling | None:
    """
    Return the ruling in a scenario that counts, None in one that does not.
    """
    if not satisfies_assumptions(spec, scenario):
        return None
    try:
        return ruling(spec, scenario)
    except NoReply:
        return None


def is_true(engine: Engine, formula: Formula, scenario: Scenario) -> bool:
    """
    Tell whether a formula holds in a scenario.
    """
    return truth(formula, scenario, engine.inquiry.definitions, {})


def places(norms: tuple[Norm, ...]) -> set[int]:
    """
    Return the positions of norms.
    """
    return {norm.position for norm in norms}
