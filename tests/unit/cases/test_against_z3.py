"""
Coverage of specs with dozens of rules, held against one question to Z3 for each goal.
"""

from __future__ import annotations

import pytest

from specl.cases import cover
from specl.cases.goals import goals_of
from specl.cases.ground import world_of
from tests.benchmarks.peers.goals_z3 import scenarios_by_z3
from tests.benchmarks.specs import draw
from tests.reference.pipeline import spec_of


@pytest.mark.parametrize(("mix", "rules"), [("grouped", 50), ("joint", 60), ("dense", 20)])
def test_goals_are_met_where_z3_finds_a_model(mix: str, rules: int) -> None:
    """
    The goals met are those for which Z3 finds a scenario, in fewer cases.
    """
    spec = spec_of(draw(mix, rules).text())
    world = world_of(spec)
    goals = goals_of(world)
    models = scenarios_by_z3(world, [goal.when for goal in goals])
    coverage = cover(spec)
    pairs = zip(goals, models, strict=True)
    assert [goal.name for goal, model in pairs if model is not None] == [
        goal.name for goal in coverage.met
    ]
    assert () == coverage.undecided
    distinct = {tuple(model.items()) for model in models if model is not None}
    assert len(coverage.cases) < len(distinct) / 2
