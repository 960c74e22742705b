"""
The scenario that `obeys` reports is the smallest, by every scenario there is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from specl.cases.drawing import drawing_of
from specl.interpret import completions
from specl.testing import Disobeyed, obeys
from specl.testing.attempts import Attempts
from specl.testing.smallest import Smallest, smallest
from tests.unit.cases.specs import spec_with
from tests.unit.testing.policies import breaking_where, maze

MAZE = maze()
QUIET = drawing_of(MAZE).quiet
EVERY = completions(MAZE, {}) or ()
FACTS = ("a", "c", "size", "kind", "tools", "n")


def away(facts: Mapping[str, Any]) -> set[str]:
    """
    Return the facts that are away from their quiet values.
    """
    return {name for name, value in facts.items() if value != QUIET[name]}


def made_smaller(fails: Callable[[Mapping[str, Any]], bool], data: st.DataObject) -> Smallest:
    """
    Return what becomes of some scenario in which a policy breaks a norm, just where told.
    """
    failing = [facts for facts in EVERY if fails(facts)]
    assume(failing)
    attempts = Attempts(MAZE, breaking_where(MAZE, fails))
    start = attempts.at(data.draw(st.sampled_from(failing)))
    return smallest(attempts, drawing_of(MAZE), start, limit=10_000)


def values_of(name: str) -> list[Any]:
    return list(dict.fromkeys(scenario[name] for scenario in EVERY))


def wishes(most: int) -> st.SearchStrategy[dict[str, Any]]:
    """
    Return a strategy for values of a few facts that are to come together.
    """
    return st.lists(st.sampled_from(FACTS), min_size=1, max_size=most, unique=True).flatmap(
        lambda names: st.fixed_dictionaries({n: st.sampled_from(values_of(n)) for n in names})
    )


def meets(facts: Mapping[str, Any], wish: Mapping[str, Any]) -> bool:
    return all(facts[name] == value for name, value in wish.items())


def test_every_scenario_is_known() -> None:
    """
    The brute force below looks at all there is.
    """
    assert 600 == len(EVERY)
    assert {"c": True, "size": "medium", "kind": "green", "n": 1}.items() <= QUIET.items()


@given(st.lists(wishes(2), min_size=1, max_size=3), st.data())
def test_no_scenario_at_all_has_fewer_facts_away(
    wanted: list[dict[str, Any]], data: st.DataObject
) -> None:
    """
    Where two values together bring out the fault, nothing less than what is found does.
    """

    def fails(facts: Mapping[str, Any]) -> bool:
        return any(meets(facts, wish) for wish in wanted)

    found = made_smaller(fails, data)
    assert found.proven
    assert fails(found.attempt.facts)
    assert min(len(away(facts)) for facts in EVERY if fails(facts)) == len(found.away)


@given(wishes(6), st.data())
def test_nothing_of_what_is_found_can_be_spared(wish: dict[str, Any], data: st.DataObject) -> None:
    """
    However many values it takes: with any choice of them put back the policy obeys.
    """
    found = made_smaller(lambda facts: meets(facts, wish), data)
    kept = dict(found.away)
    smaller = [
        facts
        for facts in EVERY
        if away(facts) < set(kept) and all(facts[name] == kept[name] for name in away(facts))
    ]
    assert not any(meets(facts, wish) for facts in smaller)


@given(st.integers(0, 4), st.sampled_from(["small", "large"]), st.booleans(), st.data())
def test_no_value_could_be_closer(
    most: int,
    size: str,
    both: bool,  # noqa: FBT001 - drawn
    data: st.DataObject,
) -> None:
    """
    Numbers stop at the bound, ordered choices at the first step, sets at what is needed.
    """

    def fails(facts: Mapping[str, Any]) -> bool:
        near = facts["n"] <= most if most < 1 else facts["n"] >= most
        return near and "saw" in facts["tools"] and (not both or facts["size"] == size)

    found = made_smaller(fails, data).attempt
    assert frozenset({"saw"}) == found.facts["tools"]
    assert most == found.facts["n"]
    assert (size if both else "medium") == found.facts["size"]


def test_reals_are_brought_close_to_a_hundredth() -> None:
    """
    A bound of the policy's own is found on either side of the quiet value.
    """
    spec = spec_with(
        'fact up: real 0..1000 = 500 "?"', 'act bow "?"', "rule r at user { must bow }"
    )
    for fails, wanted in (
        (lambda facts: facts["up"] > 712, "712.01"),
        (lambda facts: facts["up"] < 33, "32.99"),
    ):
        with pytest.raises(Disobeyed, match=f"where up == {wanted}\n"):
            obeys(spec, breaking_where(spec, fails))


@given(st.data())
def test_facts_that_share_an_assumption_are_put_back_together(data: st.DataObject) -> None:
    """
    Where one fact cannot go back alone, both do.
    """
    assert {"kind"} == set(made_smaller(lambda facts: facts["kind"] == "blue", data).away)
    assert {"a", "b"} == set(made_smaller(lambda facts: facts["a"], data).away)
    assert set() == set(made_smaller(lambda _: True, data).away)
