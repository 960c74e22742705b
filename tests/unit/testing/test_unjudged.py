"""
`obeys` where there is no verdict: what is no policy, no reply or no spec to obey.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import specl
from specl.testing import Disobeyed, PolicyError, UnjudgedWarning, obeys
from tests.unit.cases.specs import spec_with
from tests.unit.testing.policies import DESK, good


def test_an_error_of_the_policy_is_told_with_its_scenario() -> None:
    """
    What was raised is the cause, and the scenario is the smallest that raises it.
    """

    def policy(facts: dict[str, Any]) -> Any:
        return {} if facts["late"] > 3 else good(facts) if facts["topic"] != "legal" else 1 / 0

    with pytest.raises(PolicyError, match="the policy raised ZeroDivisionError") as raised:
        obeys(DESK, policy)
    assert isinstance(raised.value.__cause__, ZeroDivisionError)
    assert {"topic": "legal"} == raised.value.away
    assert () == raised.value.problems
    assert "ZeroDivisionError: division by zero" in str(raised.value)


@pytest.mark.parametrize(
    ("returned", "problems"),
    [
        (
            {"answr": True, "answer": 1, "escalate": False, "grant": 2000},
            (
                "there is no act `answr`; did you mean `answer`?",
                "act `answer`: `1` is not true or false",
                "act `grant`: `2000` is not a value of real 0..1000",
                "there is no value for act `tone`",
            ),
        ),
        (
            {"answer": True, "escalate": True, "grant": 7, "tone": ["legal"]},
            ("no reply can show this: `escalate implies grant == 0` (random.specl:13:1)",),
        ),
        (None, ("it returned `None`, which is no mapping from acts to values",)),
        (
            {"answer": object, "escalate": False, "grant": 0, "tone": [object]},
            (
                "act `answer`: `\"<class 'object'>\"` is not true or false",
                "act `tone`: `[\"<class 'object'>\"]` is not a list of billing, delivery, legal",
            ),
        ),
    ],
)
def test_what_is_no_profile_is_told(returned: Any, problems: tuple[str, ...]) -> None:
    """
    All that is wrong with what a policy returned is said at once.
    """
    with pytest.raises(PolicyError) as raised:
        obeys(DESK, lambda _: returned)
    assert problems == raised.value.problems
    assert {} == raised.value.away
    assert "no reply profile where every fact has its quiet value" in str(raised.value)


def test_a_coroutine_is_no_profile() -> None:
    """
    A policy that has to be awaited says so, and leaves no warning behind.
    """

    async def policy(facts: dict[str, Any]) -> Any:
        return good(facts)

    with pytest.raises(PolicyError, match="returned a coroutine"):
        obeys(DESK, policy)


@pytest.mark.parametrize("grant", [0, 0.0, Fraction(0), "0"])
@pytest.mark.parametrize("tone", [set(), frozenset(), [], ()])
def test_values_may_be_plain(grant: Any, tone: Any) -> None:
    """
    Sets, lists, floats and fractions mean what they mean to `specl.verdict`.
    """
    obeys(DESK, lambda facts: {**good(facts), "grant": grant, "tone": tone}, max_examples=5)


def test_values_of_numpy_are_what_they_are_as_pythons_own() -> None:
    """
    Truth values, whole numbers and numbers of double precision are taken exactly.
    """
    spec = spec_with(
        'act bow "Does the reply bow?"',
        'act words: int 0..9 "How long?"',
        'act share: real 0..1 "How much?"',
        "rule a at user { must bow must words == 7 must share == 0.1 }",
    )
    whole = {"bow": np.bool_(True), "words": np.int64(7), "share": np.float64(0.1)}
    obeys(spec, lambda _: whole)
    obeys(spec, lambda _: {**whole, "words": np.uint8(7), "share": Decimal("0.1")})
    with pytest.raises(Disobeyed) as raised:
        obeys(spec, lambda _: {**whole, "bow": np.bool_(False), "words": np.int64(8)})
    assert {"bow": False, "words": 8, "share": Fraction(1, 10)} == raised.value.profile


def test_values_that_numpy_rounds_are_named_with_their_type() -> None:
    """
    What is no number of Python's own in every digit is refused, with what to return instead.
    """
    returned = {**good(dict.fromkeys(DESK.facts, 0) | {"topic": "legal", "vip": False})}
    returned |= {"grant": np.float32(0.5), "tone": np.array(["legal"]), "answer": np.int64(1)}
    with pytest.raises(PolicyError) as raised:
        obeys(DESK, lambda _: returned)
    grant, tone = repr(np.float32(0.5)), repr(np.array(["legal"]))
    assert {
        "act `answer`: `1` is not true or false",
        f"act `grant`: `{grant}` is of type `numpy.float32`; return its `.item()`",
        f"act `tone`: `{tone}` is of type `numpy.ndarray`; return its `.tolist()`",
    } == set(raised.value.problems)


CLASH = (
    'fact odd: bool "Odd?"',
    'fact n: int 0..9 "n?"',
    'act bow "Does the reply bow?"',
    "rule a at user { must bow }",
    "rule b at user { when odd must not bow }",
)


def test_contradictory_scenarios_are_left_out_and_told() -> None:
    """
    Where nobody can obey nobody is judged, and a warning says in how many scenarios.
    """
    spec = spec_with(*CLASH)
    asked: list[bool] = []

    def policy(facts: dict[str, Any]) -> dict[str, bool]:
        asked.append(facts["odd"])
        return {"bow": True}

    with pytest.warns(UnjudgedWarning, match="left out as the norms in force contradict") as told:
        obeys(spec, policy)
    assert __file__ == told[0].filename
    assert {False} == set(asked)
    with pytest.raises(Disobeyed, match=r"of them .* left out"):
        obeys(spec, lambda facts: {"bow": facts["n"] < 5})


def test_scenarios_without_a_known_ruling_are_left_out_and_told() -> None:
    """
    Where the interpreter comes to no answer, that is said and nothing is held against the policy.
    """
    spec = spec_with(
        'fact far: bool "Far?"',
        'act bow "Does the reply bow?"',
        *(f'act {name}: int "{name}?"' for name in "xyzw"),
        "rule polite at user { must bow }",
        "rule even at user { when far must x + y == 2 * z }",
        "rule odd at user { when far must x - y == 2 * w + 1 }",
    )
    zeros = dict.fromkeys("xyzw", 0)
    with pytest.warns(UnjudgedWarning, match="1 left out as the ruling could not be worked out"):
        obeys(spec, lambda _: {"bow": True, **zeros})
    with pytest.raises(Disobeyed):
        obeys(spec, lambda _: {"bow": False, **zeros})


def test_a_spec_in_which_nothing_can_be_judged_is_refused() -> None:
    """
    A policy does not obey a spec that nobody can obey.
    """
    spec = spec_with(*CLASH, "assume odd")
    with pytest.raises(specl.SpeclError, match="could not be judged anywhere"):
        obeys(spec, lambda _: {"bow": True})


@pytest.mark.parametrize(
    ("more", "message"),
    [("assume odd and not odd", "no scenario"), ("constraint bow and not bow", "no scenario")],
)
def test_a_spec_without_scenarios_is_refused(more: str, message: str) -> None:
    """
    Where there is no scenario there is nothing to obey.
    """
    with pytest.raises(specl.SpeclError, match=message):
        obeys(spec_with(*CLASH, more), lambda _: {"bow": True})


def test_a_file_that_means_nothing_is_refused(tmp_path: Path) -> None:
    """
    What is wrong with the file is said as by `specl.load`.
    """
    path = tmp_path / "a.specl"
    path.write_text("rule a { must x }")
    with pytest.raises(specl.SpeclError, match="unknown-name"):
        obeys(path, lambda _: {})
    with pytest.raises(specl.SpeclError, match="there is no file"):
        obeys(str(tmp_path / "b.specl"), lambda _: {})


def test_hostile_prose_does_not_reach_the_terminal() -> None:
    """
    Control characters in a spec or an error are shown, not obeyed.
    """
    spec = spec_with('fact odd: bool "?"', 'act bow "?"', 'rule a at user { "Bow\u202e" must bow }')

    def raises(_: Any) -> Any:
        raise ValueError("\x1b[2J\u202e")

    for policy in (lambda _: {"bow": False}, raises):
        with pytest.raises(AssertionError) as raised:
            obeys(spec, policy)
        assert not {"\x1b", "\u202e"} & set(str(raised.value))
