"""
Why a goal is impossible: a smallest set of reasons, each with its place.
"""

from __future__ import annotations

import pytest

from specl.cases import cover
from specl.cases.reasons import explain
from specl.logic.conflict import smallest_conflict
from specl.model import Spec
from tests.unit.cases.specs import HEADER, spec_with

FACTS = (
    "type topic = law | art | sport",
    'fact n: int 0..9 "n?"',
    'fact m: int 0..9 "m?"',
    'fact topic: topic "topic?"',
    'fact a: bool "a?"',
    'fact b: bool "b?"',
    'act x "x?"',
    'act y "y?"',
)
SAME_ORDER = (
    "the order of norms is another without it; it is the same, for"
    " `r` stands at level `developer` and `s` at level `user`"
)
FIRST = HEADER.count("\n") + len(FACTS) + 1


def why(spec: Spec, kind: str) -> list[list[str]]:
    """
    Return the reasons for the first impossible goal of a kind, each set in words.
    """
    (first, *_) = explain(cover(spec, kinds=[kind]))  # type: ignore[list-item]
    return [[need.text for need in reasons] for reasons in first.reasons]


def test_conditions_and_assumptions_in_conflict_are_named() -> None:
    """
    What the rule asks for and the assumptions against it, and no other assumption.
    """
    spec = spec_with(
        *FACTS,
        "assume a implies not b",
        "assume topic == law implies n > 3",
        "rule r at user { when a and n > 2 and b must x }",
    )
    assert [
        ["`r` applies only when `a`", "`r` applies only when `b`", "assume `a implies not b`"]
    ] == why(spec, "in-force")


def test_a_reason_has_its_place() -> None:
    """
    Each reason says where the spec says so.
    """
    spec = spec_with(*FACTS, "assume not a", "rule r at user { when a must x }")
    (found,) = explain(cover(spec, kinds=["in-force"]))
    assert [FIRST + 1, FIRST] == [need.span.line for need in found.reasons[0] if need.span]


def test_the_range_of_a_number_is_a_reason_where_it_matters() -> None:
    """
    A bound that lies beyond the range names it; bounds that exclude each other do not.
    """
    beyond = spec_with(*FACTS, "rule r at user { when n + m > 18 must x }")
    assert [
        [
            "`r` applies only when `n + m > 18`",
            "`n` is of type `int 0..9`",
            "`m` is of type `int 0..9`",
        ]
    ] == why(beyond, "in-force")
    apart = spec_with(*FACTS, "rule r at user { when n > 5 and n < 3 must x }")
    assert [["`r` applies only when `n > 5`", "`r` applies only when `n < 3`"]] == why(
        apart, "in-force"
    )


def test_constraints_that_leave_no_reply_are_named() -> None:
    """
    Only those that take part are.
    """
    spec = spec_with(
        *FACTS,
        "constraint a implies x",
        "constraint topic == art implies not x",
        "constraint b implies not x",
        "rule r at user { when a and b must y }",
    )
    assert [
        [
            "`r` applies only when `a`",
            "`r` applies only when `b`",
            "constraint `a implies x`",
            "constraint `b implies not x`",
        ]
    ] == why(spec, "in-force")


def test_what_suspends_a_rule_wherever_it_would_apply_is_named() -> None:
    """
    A rule that another suspends throughout has the suspension for a reason.
    """
    spec = spec_with(
        *FACTS,
        "rule r at user { when a and b must x }",
        "rule s at user suspends r { when a must y }",
    )
    assert [
        [
            "`r` applies only when `a`",
            "`r` does not apply where `s` does, which suspends it",
        ]
    ] == why(spec, "in-force")


def test_what_always_defeats_a_norm_is_named() -> None:
    """
    A norm that another defeats wherever it applies has that for a reason.
    """
    spec = spec_with(
        *FACTS,
        "rule low at user { when a and b must x }",
        "rule high at developer { when a must not x }",
    )
    assert [
        [
            "`low` applies only when `a`",
            "low `must x` is not in force where high `must not x` defeats it",
        ]
    ] == why(spec, "in-force")


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (
            ["rule r at user overrides s { when a must x }", "rule s at user { when b must y }"],
            [["some norm in force defeats s `must y`"]],
        ),
        (
            [
                "rule r at developer overrides s { must x }",
                "rule s at user { must not x }",
            ],
            [[SAME_ORDER]],
        ),
        (
            [
                "rule r at user overrides s { when a must x }",
                "rule s at user { when not a must not x }",
            ],
            [["`r` applies only when `a`", "`s` applies only when `not a`"]],
        ),
        (
            [
                "precedence must not > must at user",
                "rule q at developer { must not x }",
                "rule r at user overrides s { must x }",
                "rule s at user { when a must not x }",
            ],
            [
                ["r `must x` would give way to q `must not x` and s `must not x` all the same"],
                ["some norm in force defeats s `must not x`"],
            ],
        ),
        (
            [
                "precedence must not > must at user",
                "rule r at user overrides s { when a must x }",
                "rule s at user { when not a must not x }",
            ],
            [
                ["some norm in force defeats r `must x`"],
                ["`s` applies only when `not a`", "some norm in force defeats s `must not x`"],
            ],
        ),
    ],
)
def test_an_override_that_never_decides_has_a_reason(
    rules: list[str], expected: list[list[str]]
) -> None:
    """
    The rules never clash, never meet, or stand in that order anyway; else norms would give way.
    """
    assert expected == why(spec_with(*FACTS, *rules), "overrides")


def test_a_suspension_that_never_decides_has_a_reason_for_each_norm() -> None:
    """
    Each norm of the suspended rule would give way all the same, each to its own.
    """
    spec = spec_with(
        *FACTS,
        "rule r at user { must x must y }",
        "rule s at developer suspends r { when a must not x must not y }",
    )
    assert [
        ["`s` applies only when `a`", "r `must x` would give way to s `must not x` all the same"],
        ["`s` applies only when `a`", "r `must y` would give way to s `must not y` all the same"],
    ] == why(spec, "suspends")


def test_a_comparison_that_cannot_decide_has_a_reason() -> None:
    """
    What the other parts of the condition ask leaves it no choice.
    """
    spec = spec_with(*FACTS, "rule r at user { when n > 3 and (a or n > 2) must x }")
    found = explain(cover(spec, kinds=["condition"]))
    names = {each.goal.name: [[n.text for n in way] for way in each.reasons] for each in found}
    assert [
        ["`r` applies only when `n > 3`", "`a or n > 2` turns on `a`"],
    ] == names["r: `a` decides, being true"]


def test_without_any_scenario_all_goals_have_one_reason() -> None:
    """
    Where the assumptions exclude each other, that is said of every goal.
    """
    spec = spec_with(*FACTS, "assume a", "assume not a", "rule r at user { when b must x }")
    found = explain(cover(spec))
    assert {("assume `a`", "assume `not a`")} == {
        tuple(need.text for need in each.reasons[0]) for each in found
    }
    assert all(each.everything for each in found)


def test_of_examples_and_ensures_what_they_ask_is_named() -> None:
    """
    What an example gives, the defaults beside it, and an ensure's conditions are reasons.
    """
    spec = spec_with(
        *FACTS,
        'fact risk: int 0..9 = 5 "risk?"',
        "assume a implies risk == 0",
        "rule r at user { must x }",
        'example e "e" { given a expect must x }',
        "ensure q { when a and risk > 3 must x }",
    )
    assert [
        ["it gives `a`", "`risk`, which it does not give, is `5` by default"],
    ] == [[t for t in way if not t.startswith("assume")] for way in why(spec, "example")]
    assert [
        ["`q` applies only when `a`", "`q` applies only when `risk > 3`"],
    ] == [[t for t in way if not t.startswith("assume")] for way in why(spec, "ensure")]


def test_a_conflict_is_made_as_small_as_it_can_be() -> None:
    """
    What is left conflicts, nothing of it can be spared, and the first are kept.
    """

    def conflicts(items: object) -> bool:
        return {2, 5} <= set(items) or {0, 7} <= set(items)  # type: ignore[call-overload]

    assert (2, 5) == smallest_conflict(range(7), conflicts)
    assert () == smallest_conflict(range(7), lambda _: True)
    assert (0, 7) == smallest_conflict(range(8), conflicts) or (2, 5) == smallest_conflict(
        range(8), conflicts
    )
