"""
`cover`: every goal is met by a case, impossible, or named as undecided.
"""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction

import pytest

from specl.cases import Coverage, cover
from specl.interpret import has_reply, ruling, satisfies_assumptions
from tests.unit.cases.specs import shop, spec_with


def impossible(coverage: Coverage) -> list[str]:
    """
    Return the names of the goals that no scenario shows.
    """
    return [goal.name for goal in coverage.impossible]


def test_what_can_be_met_is_met_and_the_rest_is_impossible() -> None:
    """
    In the shop nothing is undecided, and what is impossible is so by its ranges.
    """
    coverage = cover(shop())
    assert () == coverage.undecided
    assert len(coverage.goals) == len(coverage.met) + len(coverage.impossible)
    assert ["far `may answer` is in force"] == impossible(coverage)


def test_cases_are_valid_and_show_their_goals() -> None:
    """
    Each case satisfies the assumptions, has a reply, and its ruling has the norms it shows.
    """
    spec = shop()
    for case in cover(spec).cases:
        assert list(spec.facts) == list(case.facts)
        assert satisfies_assumptions(spec, case.facts)
        assert has_reply(spec, case.facts)
        in_force = ruling(spec, case.facts).in_force
        shown = [goal.norms[0] for goal in case.goals if goal.kind == "in-force"]
        assert set(shown) == set(in_force)


def test_values_have_the_types_of_their_facts() -> None:
    """
    Reals are exact fractions, whole numbers ints, sets frozen.
    """
    spec = shop()
    wanted = {
        "topic": str,
        "minor": bool,
        "refund": Fraction,
        "paid": Fraction,
        "late": int,
        "tools": frozenset,
    }
    for case in cover(spec).cases:
        assert wanted == {name: type(value) for name, value in case.facts.items()}


def test_a_bound_is_met_right_beside_it() -> None:
    """
    A case on the far side of a real bound lies within a hundredth of it.
    """
    coverage = cover(shop())
    name = "big: `refund > 500` decides at its bound, `refund just above 500`"
    found = [
        case.facts["refund"] for case in coverage.cases if name in {g.name for g in case.goals}
    ]
    assert found
    assert all(500 < value <= 500 + Fraction(1, 100) for value in found)


def test_the_same_seed_gives_the_same_cases() -> None:
    """
    Nothing but the seed decides, and another seed meets the same goals.
    """
    first, again, other = cover(shop(), seed=3), cover(shop(), seed=3), cover(shop(), seed=4)
    assert first.cases == again.cases
    assert first.met == other.met


def test_cases_do_not_depend_on_the_hashes_of_a_process() -> None:
    """
    Two processes with different hash seeds find the same cases.
    """
    code = (
        "from tests.unit.cases.specs import shop\nfrom specl.cases import cover\n"
        "print([sorted((n, str(v) if not isinstance(v, frozenset) else sorted(v))"
        " for n, v in case.facts.items()) for case in cover(shop()).cases])"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert 1 == len(outputs)


def test_kinds_choose_goals() -> None:
    """
    Only the kinds asked for are covered, with fewer cases.
    """
    everything, values = cover(shop()), cover(shop(), kinds=["value"])
    assert {"value"} == {goal.kind for goal in values.goals}
    assert len(values.cases) < len(everything.cases)


def test_a_goal_beyond_a_range_is_impossible() -> None:
    """
    There is no case below the least value of a fact.
    """
    spec = spec_with('fact n: int 0..9 "n?"', 'act x "x?"', "rule r at user { when n >= 0 must x }")
    assert [
        "r: `n >= 0` decides, being false",
        "r: `n >= 0` decides at its bound, `n == -1`",
    ] == impossible(cover(spec))


def test_without_scenarios_everything_is_impossible() -> None:
    """
    Where the assumptions contradict each other, no goal can be met.
    """
    spec = spec_with(
        'fact b: bool "b?"', 'act x "x?"', "assume b and not b", "rule r at user { must x }"
    )
    coverage = cover(spec)
    assert coverage.goals == coverage.impossible
    assert () == coverage.cases


def test_scenarios_without_a_reply_are_no_cases() -> None:
    """
    Only scenarios in which a reply can exist count.
    """
    spec = spec_with(
        'fact b: bool "b?"',
        'act x "x?"',
        "constraint b implies x and not x",
        "rule r at user { must x }",
    )
    assert ["b is true"] == impossible(cover(spec))


@pytest.mark.parametrize(
    "condition",
    [
        "max(n, m) == 700",
        "abs(n - m) == 3",
        't == u and t != "a"',
        "count(s) == 2",
        "n + m == 5 and n - m == 1",
    ],
)
def test_comparisons_of_every_kind_are_met(condition: str) -> None:
    """
    What the search of boxes does not know goes to the solver, and is met all the same.
    """
    spec = spec_with(
        "type letter = a | b | c",
        'fact n: int 0..1000 "n?"',
        'fact m: int 0..1000 "m?"',
        'fact t: text "t?"',
        'fact u: text "u?"',
        'fact s: set of letter "s?"',
        'act x "x?"',
        f"rule r at user {{ when {condition} must x }}",
    )
    coverage = cover(spec)
    assert () == coverage.undecided
    assert ["r `must x` is in force"] == [g.name for g in coverage.met if g.kind == "in-force"]


def test_three_texts_can_all_differ() -> None:
    """
    Texts are not limited to those that a spec mentions.
    """
    spec = spec_with(
        *(f'fact {name}: text "?"' for name in "tuv"),
        'act x "x?"',
        'rule r at user { when t != u and u != v and t != v and "" not in {t, u, v} must x }',
    )
    assert [] == impossible(cover(spec, kinds=["in-force"]))


def test_what_the_budget_does_not_reach_is_undecided() -> None:
    """
    Without any budget the solver settles nothing, and the goals are named.
    """
    spec = spec_with(
        *(f'fact n{i}: int 0..1000 "?"' for i in range(4)),
        'act x "x?"',
        "rule r at user { when max(n0, n1) + min(n2, n3) == 777 and abs(n0 - n3) == 5 must x }",
    )
    coverage = cover(spec, budget=1)
    assert "r `must x` is in force" in [goal.name for goal in coverage.undecided]
    assert len(coverage.goals) == len(coverage.met) + len(coverage.impossible) + len(
        coverage.undecided
    )


def test_a_long_chain_of_rules_is_no_obstacle() -> None:
    """
    Rules that suspend one another in a long chain are covered, by the solver if need be.
    """
    rules = [
        f"rule r{i} at user {f'suspends r{i + 1}' if i < 299 else ''} {{ when b{i % 3} must x }}"
        for i in range(300)
    ]
    spec = spec_with(*(f'fact b{i}: bool "?"' for i in range(3)), 'act x "x?"', *rules)
    assert () == cover(spec, kinds=["in-force"]).undecided
