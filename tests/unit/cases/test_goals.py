"""
Goals: what there is to cover of a spec, by name.
"""

from __future__ import annotations

import pytest

from specl.cases import KINDS
from specl.cases.goals import goals_of
from specl.cases.ground import world_of
from specl.model import Spec
from tests.unit.cases.specs import shop, spec_with

FACTS = ('fact n: int 0..9 "n?"', 'fact r: real 0..9 "r?"', 'fact b: bool "b?"', 'act x "x?"')


def names_of(spec: Spec, *kinds: str) -> list[str]:
    """
    Return the names of a spec's goals of some kinds.
    """
    return [goal.name for goal in goals_of(world_of(spec)) if goal.kind in kinds]


def test_every_kind_of_goal_but_one_is_in_the_shop() -> None:
    """
    A spec without `suspends` has goals of all other kinds.
    """
    kinds = {goal.kind for goal in goals_of(world_of(shop()))}
    assert set(KINDS) - {"suspends"} == kinds


def test_names_are_one_of_a_kind() -> None:
    """
    No two goals have the same name.
    """
    names = names_of(shop(), *KINDS)
    assert len(set(names)) == len(names)


def test_each_norm_is_to_be_in_force() -> None:
    """
    There is a goal for each norm, with the norm as written.
    """
    assert [
        "cap `must grant <= paid` is in force",
        "big `must escalate` is in force",
        "big `must not answer` is in force",
        "helpful `must answer` is in force",
        "slow `should answer` is in force",
        "far `may answer` is in force",
    ] == names_of(shop(), "in-force")


def test_a_defeat_names_those_that_defeat() -> None:
    """
    A norm is to be defeated by each set that can defeat it.
    """
    assert [
        "helpful `must answer` is defeated by big `must not answer`",
        "slow `should answer` is defeated by big `must not answer`",
        "far `may answer` is defeated by big `must not answer`",
    ] == names_of(shop(), "defeated")


def test_pairs_are_to_decide() -> None:
    """
    Each pair of `overrides` and of `suspends` is a goal, the one that gives way named last.
    """
    spec = spec_with(
        *FACTS,
        "rule one at user suspends two { when b must x }",
        "rule two at user overrides three { must not x }",
        "rule three at user { must x }",
    )
    assert ["that two overrides three decides", "that one suspends two decides"] == names_of(
        spec, "overrides", "suspends"
    )


def test_each_comparison_is_to_decide_both_ways() -> None:
    """
    A comparison of a condition is to decide, once true and once false, `unless` included.
    """
    spec = spec_with(*FACTS, "rule one at user { when b and n > 3 unless r == 0 must x }")
    assert [
        f"one: `{compared}` decides, being {truth}"
        for compared in ("b", "n > 3", "r == 0")
        for truth in ("true", "false")
    ] == names_of(spec, "condition")


@pytest.mark.parametrize(
    ("compared", "places"),
    [
        ("n >= 4", ["n == 3", "n == 4"]),
        ("n > 4", ["n == 4", "n == 5"]),
        ("n == 4", ["n == 3", "n == 4", "n == 5"]),
        ("2 * n < 7", ["n == 3", "n == 4"]),
        ("r >= 4", ["r == 4", "r just below 4"]),
        ("r > 4", ["r == 4", "r just above 4"]),
        ("r == 4", ["r == 4", "r just below 4", "r just above 4"]),
        ("n + r <= 4", ["n + r == 4", "n + r just above 4"]),
        ("max(n, 2) <= 4", []),
        ("b", []),
    ],
)
def test_a_bound_is_looked_at_from_both_sides(compared: str, places: list[str]) -> None:
    """
    Whole numbers are tried on both sides of a bound, others at it and next to it.
    """
    spec = spec_with(*FACTS, f"rule one at user {{ when {compared} must x }}")
    assert [f"one: `{compared}` decides at its bound, `{place}`" for place in places] == names_of(
        spec, "boundary"
    )


def test_each_value_is_to_be_had() -> None:
    """
    Every value of a bool, a choice and a set's members is a goal; numbers have none.
    """
    assert [
        "topic is billing",
        "topic is medical",
        "topic is other",
        "minor is false",
        "minor is true",
        *(
            f"tools {verb} {value}"
            for value in ("billing", "medical", "other")
            for verb in ("has", "lacks")
        ),
    ] == names_of(shop(), "value")


def test_examples_and_ensures_are_to_be_met() -> None:
    """
    What an example gives, and an ensure's condition, are goals.
    """
    assert ["what example e gives", "the condition of ensure calm holds"] == names_of(
        shop(), "example", "ensure"
    )
