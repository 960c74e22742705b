"""
Criteria as items that are met or not, and priority as points.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import specl
from specl.model import Strength
from specl.rubric import rubric_of
from specl.rubric.folding import folded, folding_notes, is_guarded, judged
from specl.rubric.job import CannotExpressError
from specl.rubric.model import Rubric, Tier
from specl.rubric.powers import LARGEST, powers_of, scored_tiers
from specl.rubric.standalone.scores import score
from tests.unit.rubric.jobs import job_of
from tests.unit.rubric.questioning import EXAMPLES, example
from tests.unit.rubric.specs import support
from tests.unit.rubric.test_targets import HOSTILE, hostile

GUARDED = "folded into its text"


def weighing(*tiers: list[int]) -> Rubric:
    """
    Return a rubric with criteria of some weights in each tier, and nothing else of note.
    """
    made = rubric_of(specl.loads('spec s\nact x "X?"\nrule r { must x }'))
    only = made.criteria[0]
    criteria, found = [], []
    for place, weights in enumerate(tiers):
        names = [f"t{place}.{number}" for number in range(len(weights))]
        criteria += [
            attrs.evolve(only, id=name, rule=attrs.evolve(only.rule, name=name, weight=weight))
            for name, weight in zip(names, weights, strict=True)
        ]
        found.append(Tier(f"level{place}", Strength.BINDING, tuple(names), (), deny_first=False))
    return attrs.evolve(made, criteria=tuple(criteria), tiers=tuple(found))


_WEIGHTS = st.lists(st.integers(1, 9), min_size=1, max_size=3)
_TIERS = st.lists(_WEIGHTS, min_size=1, max_size=4)


@given(_TIERS, st.data())
def test_points_add_up_to_the_lexicographic_score(tiers: Any, data: Any) -> None:
    """
    The share of points met is the score in which priority is kept, whatever is violated.
    """
    rubric = weighing(*tiers)
    found = powers_of(rubric)
    verdicts = {name: data.draw(st.sampled_from(["complies", "violates"])) for name in found.points}
    met = sum(points for name, points in found.points.items() if verdicts[name] == "complies")
    expected = score(scored_tiers(rubric), verdicts)["value"]
    assert () == found.merged
    assert expected == Fraction(met, sum(found.points.values()))


@given(st.lists(st.lists(st.integers(1, 10**6), min_size=1, max_size=3), min_size=1, max_size=9))
def test_points_are_exact_as_floats(tiers: Any) -> None:
    """
    They never add up to more than a float tells apart; what is merged for that is the lowest.
    """
    rubric = weighing(*tiers)
    found = powers_of(rubric)
    assert sum(found.points.values()) <= LARGEST
    assert all(float(points) == points for points in found.points.values())
    merged = {name for tier in found.merged for name in tier.criteria}
    lowest = [tier for tier in rubric.tiers if merged & {*tier.criteria}]
    assert lowest == list(rubric.tiers[len(rubric.tiers) - len(lowest) :])
    for place, tier in enumerate(rubric.tiers[: len(rubric.tiers) - len(lowest)]):
        below = {name for lower in rubric.tiers[place + 1 :] for name in lower.criteria}
        least = min(found.points[name] for name in tier.criteria)
        assert least > sum(found.points[name] for name in below)


def test_weights_that_no_points_can_keep() -> None:
    """
    A weight beyond all numbers is an error that says so.
    """
    with pytest.raises(CannotExpressError, match="weights"):
        powers_of(weighing([2**60]))


def test_merged_tiers_are_said() -> None:
    """
    Where points are too coarse, the user learns for which levels.
    """
    rubric = weighing(*([[10**6]] * 4))
    made = job_of(support())
    found = folding_notes(
        attrs.evolve(made, rubric=rubric, whole=rubric), powers_of(rubric), guarded=GUARDED
    )
    assert any("too coarse" in note and "`level3 binding`" in note for note in found)


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_item_says_all_of_its_criterion(name: str) -> None:
    """
    When it applies, what it asks, when it is met, and what to do where it does not apply.
    """
    rubric = rubric_of(example(name))
    for criterion in judged(rubric):
        text = folded(criterion, rubric)
        lines = text.split("\n")
        applies = "always" if criterion.applies is None else criterion.applies.words
        assert f"Applies {applies}." in lines
        assert criterion.passes.partition(" ")[2] in text
        assert criterion.fails is not None
        assert criterion.fails.partition(" ")[2] in text
        assert is_guarded(criterion) == ("If it does not apply, count it as met." in lines)
        for way in criterion.gives_way or ():
            assert all(f"\n`{other}`: Applies " in text for other in way.to)


@pytest.mark.parametrize("name", EXAMPLES)
def test_nothing_is_left_out_unsaid(name: str) -> None:
    """
    What stands in no text, or was folded into one, is in a note.
    """
    job = job_of(example(name), scoring="gate")
    rubric = job.rubric
    notes = folding_notes(job, powers_of(rubric), guarded=GUARDED)
    said = "\n".join(notes)
    for criterion in rubric.criteria:
        wanted = [GUARDED] * (is_guarded(criterion) and not criterion.is_permission)
        wanted += ["permissions"] * criterion.is_permission
        wanted += ["no code measures"] * (
            criterion.decided_by != "judge" and not criterion.is_permission
        )
        for word in wanted:
            assert any(word in note and f"`{criterion.id}`" in note for note in notes)
    assert all(f"`{rule.name}`" in said for rule in rubric.rules if rule.samples)
    assert "`lexicographic`, not `gate`" in said


def test_what_cannot_be_told_is_taken_as_the_spec_says() -> None:
    """
    A judge of one item errs on the side that the author chose.
    """
    rubric = rubric_of(
        specl.loads('spec s\nfact f: bool unsure true "F?"\nact x "X?"\nrule r { when f must x }')
    )
    assert "If you cannot tell `f`, take it to be yes." in folded(rubric.criteria[0], rubric)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_prose_begins_a_line(text: str) -> None:
    """
    Whatever an author wrote stands in one line, with what hides or reorders text spelled out.
    """
    tame, wild = (
        [folded(each, rubric) for each in judged(rubric)]
        for rubric in (rubric_of(hostile("tame")), rubric_of(hostile(text)))
    )
    assert [item.count("\n") for item in tame] == [item.count("\n") for item in wild]
    assert not any(char in "".join(wild) for char in "\u202e\u200b\ufeff\x00\x1b")
