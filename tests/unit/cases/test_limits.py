"""
Where something is too much to be worked out, nothing is claimed that is not known.
"""

from __future__ import annotations

import pytest

import specl.cases
from specl.cases import cover
from specl.cases.ground import world_of
from specl.interpret import ruling
from specl.logic.defeats import defeats
from tests.unit.cases.specs import shop, spec_with


def test_only_what_the_interpreter_bears_out_is_met_on_a_small_budget() -> None:
    """
    Where not all clashes are known, a norm counts as in force where the interpreter says so.
    """
    spec = shop()
    coverage = cover(spec, budget=0)
    standing = {"in-force", "defeated", "overrides", "suspends"}
    assert not [goal for goal in coverage.impossible if goal.kind in standing]
    assert [goal for goal in coverage.undecided if goal.kind in standing]
    for case in coverage.cases:
        in_force = ruling(spec, case.facts).in_force
        shown = [goal.norms[0] for goal in case.goals if goal.kind == "in-force"]
        assert set(in_force).issuperset(shown)


def test_scenarios_are_valid_on_a_small_budget() -> None:
    """
    Where the constraints are not all known, each case is known to have a reply.
    """
    spec = spec_with(
        *(f'act a{i}: int 0..9 "?"' for i in range(4)),
        'fact b: bool "b?"',
        "constraint a0 + a1 + a2 + a3 >= 30 and b implies a0 < a1 and a1 < a0",
        "rule r at user { must a0 >= 1 }",
    )
    generous, stingy = cover(spec), cover(spec, budget=0)
    assert {goal.name for goal in generous.impossible} >= {goal.name for goal in stingy.impossible}
    assert {goal.name for goal in generous.met} >= {goal.name for goal in stingy.met}


def test_a_condition_too_large_leaves_everything_undecided() -> None:
    """
    A spec that cannot be taken apart has one goal, which is undecided.
    """
    condition = "b"
    for _ in range(18):
        condition = f"({condition} iff b)"
    spec = spec_with(
        'fact b: bool "b?"', 'act x "x?"', f"rule r at user {{ when {condition} must x }}"
    )
    coverage = cover(spec)
    assert coverage.goals == coverage.undecided
    assert 1 == len(coverage.goals)


def test_very_many_sets_that_ask_the_same_come_together() -> None:
    """
    Norms that ask the same make one goal where they would make hundreds.
    """
    many = [f"rule h{i} at developer {{ when f{i % 5} must x }}" for i in range(501)]
    spec = spec_with(
        *(f'fact f{i}: bool "?"' for i in range(5)),
        'act x "x?"',
        *many,
        "rule low at user { must not x }",
    )
    world = world_of(spec)
    (found,) = defeats(world, spec.rules["low"].norms[0])
    assert 501 == len(found.sets)
    names = [goal.name for goal in cover(spec, kinds=["defeated"]).met]
    assert ["low `must not x` is defeated by h0 `must x` or one of 500 sets like it"] == names


def test_the_room_names_what_it_has() -> None:
    """
    The package offers its names and no others.
    """
    assert sorted(specl.cases.__all__) == dir(specl.cases)
    with pytest.raises(AttributeError, match="nothing"):
        specl.cases.nothing  # noqa: B018 - the attribute is what is tested
