"""
Rulings with unknown facts, against all completions.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specl.check import NoCompletionError, partial_ruling
from specl.check.unknowns import OutOfBudgetError
from specl.interpret import completions, has_reply, ruling
from specl.model import Norm, Ruling, Scenario, Spec
from tests.reference.generate import drafts
from tests.reference.pipeline import spec_of
from tests.reference.values import all_values

REFUNDS = """spec refunds
fact minor: bool "minor"
fact asked: real 0..1000 "asked"
fact paid: real 0..1000 "paid"
act granted: real 0..1000 "granted"
act escalate: bool "escalate"
assume minor implies paid == 0
constraint escalate implies granted == 0
rule cap { must granted <= paid }
rule large { when asked > 500 must escalate }
rule kind { unless asked > 500 must granted >= 0.5 * paid }
"""


def positions(norms: tuple[Norm, ...]) -> list[int]:
    """
    Return norms by their positions.
    """
    return [norm.position for norm in norms]


def told(decided: Ruling) -> tuple[Any, ...]:
    """
    Return what a ruling says, but for which sets defeat its norms.
    """
    return (
        positions(decided.applicable),
        positions(decided.in_force),
        [defeat.norm.position for defeat in decided.defeated],
        sorted(positions(norms) for norms in decided.contradictions),
        positions(decided.possible),
    )


def enumerated(spec: Spec, scenarios: list[Scenario]) -> tuple[Any, ...]:
    """
    Return what holds in the rulings of all of some scenarios, and what is possible besides.
    """
    rulings = [ruling(spec, each) for each in scenarios]
    certain, possible = in_all([positions(r.in_force) for r in rulings])
    return (
        in_all([positions(r.applicable) for r in rulings])[0],
        certain,
        in_all([[defeat.norm.position for defeat in r.defeated] for r in rulings])[0],
        in_all([[positions(norms) for norms in r.contradictions] for r in rulings])[0],
        possible,
    )


def in_all(lists: list[list[Any]]) -> tuple[list[Any], list[Any]]:
    """
    Return what stands in all lists, and what stands in some but not in all, sorted.
    """
    some = sorted({repr(one): one for each in lists for one in each}.values())
    certain = [one for one in some if all(one in each for each in lists)]
    return certain, [one for one in some if one not in certain]


@settings(max_examples=30)
@given(drafts(), st.randoms(use_true_random=False))
def test_a_partial_ruling_is_what_all_completions_say(draft, random):
    """
    Certain is what every completion's ruling says, possible what some say besides.
    """
    spec = spec_of(draft.text())
    names = random.sample(list(spec.facts), random.randint(0, len(spec.facts)))
    facts = {name: random.choice(all_values(spec.facts[name].type)) for name in names}
    scenarios = [each for each in completions(spec, facts) or () if has_reply(spec, each)]
    if scenarios:
        assert enumerated(spec, scenarios) == told(partial_ruling(spec, facts))
    else:
        with pytest.raises(NoCompletionError):
            partial_ruling(spec, facts)


@pytest.mark.parametrize(
    ("facts", "in_force", "possible"),
    [
        ({}, ["cap"], ["large", "kind"]),
        ({"asked": Fraction(501)}, ["cap", "large"], []),
        ({"asked": Fraction(500)}, ["cap", "kind"], []),
        ({"minor": True, "paid": Fraction(0)}, ["cap"], ["large", "kind"]),
    ],
)
def test_numbers_without_end_are_answered_exactly(facts, in_force, possible):
    """
    Where there is no listing all completions, what is certain and what is possible is still known.
    """
    decided = partial_ruling(spec_of(REFUNDS), facts)
    assert in_force == [norm.rule for norm in decided.in_force]
    assert possible == [norm.rule for norm in decided.possible]


def test_facts_against_the_assumptions_have_no_completion():
    """
    A minor who paid cannot exist, and the error is a `ValueError`.
    """
    assert issubclass(NoCompletionError, ValueError)
    with pytest.raises(NoCompletionError):
        partial_ruling(spec_of(REFUNDS), {"minor": True, "paid": Fraction(1, 3)})


def test_facts_that_leave_no_reply_have_no_completion():
    """
    Facts under which the constraints leave no reply are an error of the same kind.
    """
    spec = spec_of(
        """spec s
        fact f: bool "f"
        act a: bool "a"
        constraint f implies a
        constraint f implies not a
        rule r { must a }
        """
    )
    with pytest.raises(NoCompletionError):
        partial_ruling(spec, {"f": True})
    assert ["r"] == [norm.rule for norm in partial_ruling(spec, {}).in_force]


def test_without_budget_no_ruling_is_given():
    """
    A budget that does not suffice raises rather than passing for an answer.
    """
    with pytest.raises(OutOfBudgetError):
        partial_ruling(spec_of(REFUNDS), {}, budget=0)
