"""
The least number of facts of a witness, held against all witnesses of small specs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

import pytest
from hypothesis import given

from specl.check.bound import fewest
from specl.check.engine import Engine
from specl.logic.demands import incoherent
from specl.logic.formula import Formula, conj, negate
from specl.model import Scenario
from tests.reference.generate import drafts
from tests.reference.pipeline import spec_of
from tests.unit.check.engines import cases_of, engine_of, is_true


@given(drafts())
def test_no_witness_names_fewer_facts(draft):
    """
    For norms in force, defeated or together, some witness has no fewer facts than the bound.
    """
    spec = spec_of(draft.text())
    engine, counted = engine_of(spec), [scenario for scenario, _ in cases_of(spec)]
    for formula in formulas(engine):
        shown = [is_true(engine, formula, scenario) for scenario in counted]
        if any(shown):
            inquiry = engine.fresh()
            bound = fewest(inquiry, inquiry.implied(formula))
            assert bound <= smallest(counted, shown)


@pytest.mark.parametrize(
    ("laws", "expected"),
    [
        ("", 3),
        ("assume x implies y", 2),
        ("assume x and y", 1),
        ("assume x iff y", 2),
    ],
)
def test_the_bound_counts_what_must_be_named(laws, expected):
    """
    Facts that are tied by what is assumed count once, and not at all where nothing else can be.
    """
    spec = spec_of(
        f"""spec s
        fact x: bool "x"
        fact y: bool "y"
        fact n: int 0..9 "n"
        act a: bool "a"
        {laws}
        rule r {{ when x and y and n > 3 must a }}
        """
    )
    inquiry = engine_of(spec).fresh()
    applies = engine_of(spec).world.conditions_of("r")
    assert expected == fewest(inquiry, inquiry.implied(applies))


def formulas(engine: Engine) -> Iterator[Formula]:
    """
    Yield formulas such as findings have.
    """
    norms, world = engine.spec.norms, engine.world
    for norm in norms:
        yield world.in_force(norm)
        yield conj((world.applies(norm.rule), negate(world.in_force(norm))))
    for one, other in combinations(norms[:4], 2):
        yield conj((world.in_force(one), world.in_force(other)))
    yield incoherent(world)


def smallest(counted: list[Scenario], shown: Iterable[bool]) -> int:
    """
    Return how many facts the smallest witness names: all that agree with it show the finding.
    """
    outcomes = list(zip(counted, shown, strict=True))
    names = list(counted[0])
    for size in range(len(names) + 1):
        for kept in combinations(names, size):
            failing = {valued(each, kept) for each, shows in outcomes if not shows}
            if any(shows and valued(each, kept) not in failing for each, shows in outcomes):
                return size
    raise AssertionError("no scenario shows the finding")


def valued(scenario: Scenario, kept: tuple[str, ...]) -> tuple[object, ...]:
    """
    Return the values of some facts.
    """
    return tuple(scenario[name] for name in kept)
