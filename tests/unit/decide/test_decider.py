"""
Single decisions.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from specl.decide import Batch, Decider
from specl.decide.roster import Roster
from specl.interpret import NoReply, ruling
from specl.model import Law, Ruling
from tests.reference.pipeline import spec_of

SPEC = """
spec support
levels high > low
fact refund: real 0..1000 "?"
fact angry: bool "?"
fact closed: bool "?"
act answer "?"
act escalate "?"
act apologise "?"
assume closed implies refund == 0
constraint not (answer and escalate)
constraint closed implies not answer and not escalate and not apologise
rule help at low { must answer }
rule big at high { when refund > 500.5 must escalate }
rule sorry at low { when angry or refund > 900 should apologise }
rule calm at high suspends sorry { when refund < 10 must not escalate }
"""


@pytest.fixture(params=[0, 1, 2_000], ids=["hot", "nearly hot", "cold"])
def decider(request: pytest.FixtureRequest) -> Decider:
    """
    A decider that is compiled at once, after one decision, or not yet.
    """
    return Decider(spec_of(SPEC), hot=request.param)


@pytest.mark.parametrize("refund", [0, 9, 10, 500, Fraction(1001, 2), Fraction(5006, 10), 901])
@pytest.mark.parametrize("angry", [False, True])
def test_rulings_are_the_interpreter_s(
    decider: Decider, refund: int | Fraction, *, angry: bool
) -> None:
    """
    Each ruling is equal to the interpreter's, and so are its parts asked for alone.
    """
    scenario = {"refund": refund, "angry": angry, "closed": False}
    wanted = ruling(decider.spec, scenario)
    for _ in range(3):
        assert wanted == decider.ruling(scenario) == decider.decide(scenario)
        assert wanted.in_force == decider.in_force(scenario)
        assert wanted.applicable == decider.applicable(scenario)


def test_it_gets_hot() -> None:
    """
    After so many decisions the walk is compiled, and nothing else changes.
    """
    decider = Decider(spec_of(SPEC), hot=3)
    scenario = {"refund": Fraction(600), "angry": True, "closed": False}
    first = decider.ruling(scenario)
    assert not decider.is_hot
    decider.ruling(scenario)
    decider.ruling(scenario)
    assert decider.is_hot
    assert first == decider.ruling(scenario)


def test_assumptions_and_missing_replies(decider: Decider) -> None:
    """
    A scenario that cannot be, and one without a reply, have no ruling.
    """
    broken = decider.decide({"refund": Fraction(3), "angry": False, "closed": True})
    assert isinstance(broken, Law)
    assert "closed implies refund == 0" == broken.text
    spec = spec_of(SPEC.replace("and not apologise", "and not apologise and apologise"))
    with pytest.raises(NoReply):
        Decider(spec).decide({"refund": Fraction(0), "angry": False, "closed": True})


def test_what_is_not_known_is_asked_of_the_interpreter() -> None:
    """
    Without any effort at all every ruling is still the interpreter's.
    """
    decider = Decider(spec_of(SPEC), effort=0)
    assert not decider.program.is_exact or decider.program.unknown
    scenario = {"refund": Fraction(600), "angry": True, "closed": False}
    found = decider.decide(scenario)
    assert isinstance(found, Ruling)
    assert ruling(decider.spec, scenario) == found
    assert found.in_force == decider.in_force(scenario)


def test_conditions_too_large_to_take_apart_are_evaluated() -> None:
    """
    A condition that would become too many alternatives is looked at as a whole.
    """
    bools = " ".join(f'fact b{place}: bool "?"' for place in range(14))
    both = " and ".join(f"(b{place} iff b{place + 1})" for place in range(0, 14, 2))
    decider = Decider(spec_of(f'spec s {bools} act a "?" rule r {{ when {both} must a }}'))
    names = [f"b{place}" for place in range(14)]
    same = dict.fromkeys(names, True)
    assert [1, 0] == [len(decider.in_force(same)), len(decider.in_force({**same, "b3": False}))]


@pytest.mark.parametrize("low", [Fraction(3), Fraction(31, 10), Fraction(37, 10), Fraction(-5, 2)])
def test_some_clashes_depend_on_whole_numbers_between(low: Fraction) -> None:
    """
    Whether a whole number lies between two reals is found out scenario by scenario.
    """
    decider = Decider(
        spec_of(
            'spec s levels x > y fact low: real -9..9 "?" act n: int -9..9 "?" '
            "rule r at x { must n >= low } rule t at y { must n <= low + 0.5 }"
        )
    )
    assert any(clash.when for clash in decider.program.clashes)
    assert ruling(decider.spec, {"low": low}) == decider.ruling({"low": low})
    batch = Batch(decider.spec)
    assert [ruling(decider.spec, {"low": low})] == list(batch.rulings(batch.table({"low": [low]})))


def test_conditions_too_large_for_formulas_are_evaluated() -> None:
    """
    `iff` within `iff` doubles with each step; it is evaluated as it stands.
    """
    nested = "b0"
    for place in range(1, 20):
        nested = f"(b{place} iff {nested})"
    bools = " ".join(f'fact b{place}: bool "?"' for place in range(20))
    spec = spec_of(f'spec s {bools} act a "?" rule r {{ when {nested} must a }}')
    same = {f"b{place}": True for place in range(20)}
    found = [Decider(spec).in_force({**same, f"b{place}": False}) for place in (3, 7)]
    assert [(), (), spec.norms] == [*found, Decider(spec).in_force(same)]


def test_a_fact_without_a_value_is_refused() -> None:
    """
    A scenario has to be complete.
    """
    with pytest.raises(KeyError):
        Decider(spec_of(SPEC)).ruling({"refund": 1})


@pytest.mark.parametrize("bits", [0, 1, 0b1010_0000_0001, (1 << 20) - 1])
def test_a_roster_names_the_bits(bits: int) -> None:
    """
    Items come from the lowest bit to the highest.
    """
    assert [place for place in range(20) if bits >> place & 1] == Roster(range(20)).pick(bits)
