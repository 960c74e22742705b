"""
Parts of a rubric, by level, tag, rule and section, and rubrics made to fit a budget.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import specl
from specl.rubric import Rubric, rubric_of
from specl.rubric.budget import TooSmallError, fitted, tokens
from specl.rubric.prompt import system_text
from specl.rubric.slicing import Slice, kept, sliced

SPEC = specl.loads(
    """
spec parts
levels high > low
fact risky: bool "Is it risky?"
fact paid: bool "Has the user paid?"
act answer "Does the reply answer?"
act warn "Does the reply warn?"
act words: int 0..100 "How long is the reply?"
assume risky implies paid
constraint answer implies words > 0
section money "Money" at high {
  rule cap overrides calm tags cash { "Keep it short." must words <= 50 because "Bytes cost." }
  rule calm overrides help { when risky must not answer }
}
rule help at high tags cash, kind { must answer example asked { good "Yes." shows answer } }
rule warned at low tags kind { when risky should warn because "It helps." }
"""
)
WHOLE = rubric_of(SPEC)


def ids(rubric: Rubric) -> list[str]:
    return [each.id for each in rubric.criteria]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Slice(), ["cap.0", "calm.0", "help.0", "warned.0"]),
        (Slice(levels=("low",)), ["warned.0"]),
        (Slice(tags=("cash", "nothing")), ["cap.0", "help.0"]),
        (Slice(tags=("kind",), levels=("high",)), ["help.0"]),
        (Slice(rules=("warned", "cap")), ["cap.0", "warned.0"]),
        (Slice(sections=("money",)), ["cap.0", "calm.0"]),
        (Slice(sections=("money",), levels=("low",)), []),
    ],
)
def test_a_part_has_what_belongs_to_it(wanted: Slice, expected: list[str]) -> None:
    """
    Several names of one kind are alternatives, several kinds go together.
    """
    assert expected == ids(sliced(WHOLE, wanted))


def test_a_part_has_the_facts_acts_and_laws_that_it_needs() -> None:
    """
    And no others.
    """
    part = sliced(WHOLE, Slice(rules=("warned",)))
    assert (["risky"], ["warn"]) == ([f.name for f in part.facts], [a.name for a in part.acts])
    assert ((), ()) == (part.assumptions, part.constraints)
    assert ("low",) == tuple(tier.level for tier in part.tiers)


def test_what_goes_before_what_stays_said() -> None:
    """
    Where what stood between two criteria is left out, the first still goes before the second.
    """
    (tier,) = (each for each in WHOLE.tiers if each.level == "high")
    assert (("cap.0", "calm.0"), ("calm.0", "help.0")) == tier.before
    part = sliced(WHOLE, Slice(tags=("cash",)))
    assert (("cap.0", "help.0"),) == part.tiers[0].before


def test_what_a_criterion_gives_way_to_stays_said() -> None:
    """
    Even where that is no part of the rubric: its judge has to know of it.
    """
    (help_,) = sliced(WHOLE, Slice(rules=("help",))).criteria
    assert [("calm.0",)] == [each.to for each in help_.gives_way or ()]


def test_names_that_are_not_there_are_all_said() -> None:
    """
    Each with its kind and the nearest name that is there.
    """
    wanted = Slice(levels=("hihg",), tags=("cashh",), rules=("x",), sections=("money", "mony"))
    assert (
        "no criterion of the rubric has the level `hihg`; did you mean `high`?",
        "no criterion of the rubric has the tag `cashh`; did you mean `cash`?",
        "no criterion of the rubric has the rule `x`",
        "no criterion of the rubric has the section `mony`; did you mean `money`?",
    ) == wanted.problems(WHOLE)


@given(st.sets(st.sampled_from(ids(WHOLE))), st.sets(st.sampled_from(ids(WHOLE))))
def test_a_part_of_a_part_is_a_part(one: set[str], other: set[str]) -> None:
    """
    It does not matter whether criteria are left out at once or one after the other.
    """
    at_once = kept(WHOLE, lambda each: each.id in one & other)
    in_turn = kept(kept(WHOLE, lambda each: each.id in one), lambda each: each.id in other)
    assert [*ids(at_once)] == ids(in_turn)
    before = ({pair for tier in each.tiers for pair in tier.before} for each in (at_once, in_turn))
    assert next(before) == next(before)
    assert at_once.facts == in_turn.facts
    assert at_once.acts == in_turn.acts


def test_examples_go_first_then_reasons_then_prose() -> None:
    """
    Of each kind those of the lowest rule first, and as little as possible.
    """
    sizes = []
    rubric = WHOLE
    for expected in [
        ("the examples of `help`",),
        ("the examples of `help`", "the reason of `warned`"),
        ("the examples of `help`", "the reason of `warned`", "the reason of `cap`"),
    ]:
        found = fitted(WHOLE, tokens(system_text(rubric)) - 1, system_text)
        assert expected == found.dropped
        rubric = found.rubric
        sizes.append(tokens(system_text(rubric)))
    assert sizes == sorted(sizes, reverse=True)
    assert ids(WHOLE) == ids(rubric)
    assert WHOLE.criteria[0].rule.prose == rubric.criteria[0].rule.prose


def test_a_rubric_that_fits_stays_whole() -> None:
    """
    Nothing is left out that need not be.
    """
    found = fitted(WHOLE, tokens(system_text(WHOLE)), system_text)
    assert (WHOLE, ()) == (found.rubric, found.dropped)


def test_criteria_are_never_left_out() -> None:
    """
    A budget below them is an error that says what they need.
    """
    with pytest.raises(TooSmallError, match=r"the criteria alone need about [\d,]+ tokens"):
        fitted(WHOLE, 50, system_text)


def test_tokens_are_counted_in_bytes() -> None:
    """
    Three bytes of UTF-8 a token, rounded up.
    """
    assert [0, 1, 1, 2, 2] == [tokens(text) for text in ("", "a", "abc", "abcd", "éé")]
