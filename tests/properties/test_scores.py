"""
However verdicts are added up, priority is kept.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specl.rubric.standalone.scores import VERDICTS, score

SCORINGS = ("gate", "lexicographic", "weighted")

Tiers = list[list[tuple[str, int]]]


@st.composite
def tiers_of(draw: st.DrawFn) -> Tiers:
    """
    Draw one to four tiers of one to three criteria each.
    """
    sizes = draw(st.lists(st.integers(1, 3), min_size=1, max_size=4))
    return [
        [(f"c{tier}_{place}", draw(st.integers(1, 5))) for place in range(size)]
        for tier, size in enumerate(sizes)
    ]


@st.composite
def verdicts_on(draw: st.DrawFn, tiers: Tiers, choices: tuple[str, ...]) -> dict[str, str]:
    """
    Draw a verdict for each criterion.
    """
    return {name: draw(st.sampled_from(choices)) for tier in tiers for name, _ in tier}


def _highest_violated(tiers: Tiers, verdicts: dict[str, str]) -> int:
    """
    Return the highest tier with a violation, or how many tiers there are where none has.
    """
    broken = (
        place
        for place, tier in enumerate(tiers)
        if any(verdicts[name] == "violates" for name, _ in tier)
    )
    return next(broken, len(tiers))


@pytest.mark.parametrize("scoring", SCORINGS)
@given(st.data())
def test_a_violation_above_never_scores_higher(scoring: str, data: st.DataObject) -> None:
    """
    Whatever applies, a reply with a violation in a higher tier scores no higher than others.
    """
    tiers = data.draw(tiers_of())
    settled = ("complies", "violates", "not_applicable")
    one = data.draw(verdicts_on(tiers, settled))
    other = data.draw(verdicts_on(tiers, settled))
    first, second = (score(tiers, each, scoring)["value"] for each in (one, other))
    if first is None or second is None:
        return
    if _highest_violated(tiers, one) < _highest_violated(tiers, other):
        assert first <= second
        assert first < second or scoring == "gate"


@pytest.mark.parametrize("scoring", SCORINGS)
@given(st.data())
def test_what_is_open_is_neither_a_pass_nor_a_fail(scoring: str, data: st.DataObject) -> None:
    """
    There is a score exactly where every way of settling what is open gives the same one.
    """
    tiers = data.draw(tiers_of())
    verdicts = data.draw(verdicts_on(tiers, VERDICTS))
    found = score(tiers, verdicts, scoring)
    if set(verdicts.values()) == {"not_applicable"}:
        assert found["value"] is None
        return
    open_ = [name for name, verdict in verdicts.items() if verdict in {"unsure", "error"}]
    values = {
        score(tiers, {**verdicts, **dict(zip(open_, ways, strict=True))}, scoring)["value"]
        for ways in product(("complies", "violates"), repeat=len(open_))
    }
    assert (min(values), max(values)) == (found["low"], found["high"])
    assert found["value"] == (values.pop() if len(values) == 1 else None)


@pytest.mark.parametrize("scoring", SCORINGS)
@given(st.data())
def test_scores_lie_between_nothing_and_everything(scoring: str, data: st.DataObject) -> None:
    """
    A score is 1 where nothing is violated, below 1 otherwise, and 0 where everything is.
    """
    tiers = data.draw(tiers_of())
    verdicts = data.draw(verdicts_on(tiers, ("complies", "violates")))
    value = score(tiers, verdicts, scoring)["value"]
    assert 0 <= value <= 1
    assert (value == 1) == ("violates" not in verdicts.values())
    everything = dict.fromkeys(verdicts, "violates")
    assert score(tiers, everything, scoring)["value"] == 0


@pytest.mark.parametrize("scoring", ["lexicographic", "weighted"])
@given(st.data())
def test_one_violation_less_never_scores_lower(scoring: str, data: st.DataObject) -> None:
    """
    To mend one violation raises the score.
    """
    tiers = data.draw(tiers_of())
    verdicts = data.draw(verdicts_on(tiers, ("complies", "violates", "not_applicable")))
    broken = [name for name, verdict in verdicts.items() if verdict == "violates"]
    if broken:
        mended = {**verdicts, data.draw(st.sampled_from(broken)): "complies"}
        before, after = (score(tiers, each, scoring)["value"] for each in (verdicts, mended))
        assert before < after


@given(st.data())
def test_lexicographic_is_the_order_of_the_violated_weights(data: st.DataObject) -> None:
    """
    Two replies compare as their violated weights do, tier by tier from the highest.
    """
    tiers = data.draw(tiers_of())
    one = data.draw(verdicts_on(tiers, ("complies", "violates")))
    other = data.draw(verdicts_on(tiers, ("complies", "violates")))

    def violated(verdicts: dict[str, str]) -> list[int]:
        return [sum(w for name, w in tier if verdicts[name] == "violates") for tier in tiers]

    first, second = (score(tiers, each)["value"] for each in (one, other))
    assert (violated(one) < violated(other)) == (first > second)


def test_the_definitions_by_example() -> None:
    """
    Three tiers, one violation in the second: the numbers that the documentation gives.
    """
    tiers = [[("a", 1)], [("b", 1), ("c", 3)], [("d", 2)]]
    verdicts = {"a": "complies", "b": "violates", "c": "complies", "d": "complies"}
    assert 0 == score(tiers, verdicts, "gate")["value"]
    assert Fraction(26, 29) == score(tiers, verdicts, "lexicographic")["value"]
    assert Fraction(11, 18) == score(tiers, verdicts, "weighted")["value"]


@pytest.mark.parametrize(
    ("verdicts", "scoring", "message"),
    [
        ({"a": "complies"}, "average", "there is no scoring `average`"),
        ({"b": "complies"}, "gate", "no tier has the criteria 'b'"),
        ({"a": "passed"}, "gate", "there is no verdict 'passed'"),
    ],
)
def test_misuse_is_named(verdicts: dict[str, str], scoring: str, message: str) -> None:
    """
    Unknown scorings, criteria and verdicts are errors.
    """
    with pytest.raises(ValueError, match=message):
        score([[("a", 1)]], verdicts, scoring)


def test_a_missing_verdict_is_an_error() -> None:
    """
    What the judge did not speak of is open, not passed.
    """
    found = score([[("a", 1), ("b", 1)]], {"a": "complies"})
    assert (found["value"], found["counts"]["error"]) == (None, 1)
