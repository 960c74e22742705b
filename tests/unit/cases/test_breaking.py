"""
Replies that break a norm: as near to the reply that obeys as can be.
"""

from __future__ import annotations

from specl.cases.breaking import Breaking
from specl.interpret import evaluate, ruling, verdict
from specl.model import Spec
from tests.unit.cases.specs import spec_with

ACTS = ('act x "x?"', 'act y "y?"', 'act z "z?"', 'act n: int 0..9 "n?"')


def breaking(spec: Spec) -> Breaking:
    """
    Return what breaks the norms of the one scenario of a spec without facts.
    """
    return Breaking.of(spec, {}, ruling(spec, {}).in_force)


def changed(spec: Spec) -> list[dict[str, object]]:
    """
    Return for each norm where the reply that breaks it differs from the one that obeys.
    """
    made = breaking(spec)
    assert made.plain is not None
    found = [made.breach(norm) for norm in made.duties]
    return [
        {name: value for name, value in each.profile.items() if value != made.plain[name]}
        for each in found
        if each is not None
    ]


def test_one_act_is_changed_where_that_is_enough() -> None:
    """
    A reply that breaks a norm differs from the one that obeys in an act of the norm.
    """
    spec = spec_with(*ACTS, "rule r at user { must x must not y must n >= 3 should n <= 5 }")
    assert [{"x": False}, {"y": True}, {"n": 0}, {"n": 9}] == changed(spec)


def test_what_constraints_tie_to_an_act_goes_with_it() -> None:
    """
    Where a constraint forbids the one change, another reply is found that breaks nothing else.
    """
    spec = spec_with(*ACTS, "constraint x iff y", "rule r at user { must x }")
    assert [{"x": False, "y": False}] == changed(spec)


def test_of_others_the_lowest_are_broken() -> None:
    """
    Where a norm cannot be broken alone, what is broken besides ranks as low as possible.
    """
    spec = spec_with(
        *ACTS,
        "constraint x or y or z",
        "rule high at system { must not x }",
        "rule mid at developer { must not y }",
        "rule low at user { must z }",
    )
    made = breaking(spec)
    by_rule = {norm.rule: made.breach(norm) for norm in made.duties}
    low = by_rule["low"]
    assert low is not None
    assert ["mid"] == [norm.rule for norm in low.others]
    assert () == by_rule["high"].others  # type: ignore[union-attr]


def test_under_a_contradiction_each_norm_is_broken_all_the_same() -> None:
    """
    Though no reply obeys, one breaks each norm, and says what else it breaks.
    """
    spec = spec_with(*ACTS, "rule r at user { must x }", "rule s at user { must not x must y }")
    made = breaking(spec)
    assert made.plain is None
    for norm in made.duties:
        breach = made.breach(norm)
        assert breach is not None
        violated = verdict(spec, {}, breach.profile).violated
        assert {norm, *breach.others} == set(violated)


def test_a_norm_that_every_reply_obeys_has_no_breach() -> None:
    """
    Nothing breaks what the constraints make sure of.
    """
    spec = spec_with(*ACTS, "constraint x", "rule r at user { must x must y }")
    made = breaking(spec)
    assert [None, {"y": False}] == [
        each and {name: each.profile[name] for name in ("y",)}
        for each in map(made.breach, made.duties)
    ]
    assert evaluate(made.duties[0].obligation, {}, made.plain or {})
