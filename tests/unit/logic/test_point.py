"""
The quietest point of a box, against the scenario that it stands for.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specl.logic.compact import Compact
from specl.logic.formula import TRUE, Formula, Has, Holds, conj, disj, literal, named, negate
from specl.logic.formula import Test as Comparison
from specl.logic.point import DEEP, Point, UnsettledError
from specl.logic.regions import Box, Regions
from specl.logic.truth import truth
from specl.model import TEXT, Value
from specl.model.expressions import Compare, Extreme, Literal
from tests.unit.building import f, fact
from tests.unit.logic.drawn import (
    DEBT,
    FACTS,
    FORMULAS,
    ODD,
    SCENARIOS,
    N,
    compared,
    lies_in,
)

DEFINITIONS = {"odd": ODD}
P = literal(Holds("p", act=False))


def point_in(
    regions: Regions,
    definitions: Mapping[str, Formula],
    box: Box,
    exact: Mapping[str, Value],
) -> Point:
    """
    Return the quietest point of a box.
    """
    compact = Compact(regions)
    return Point(compact, definitions, compact.box(box)[0], exact)


def holds(point: Point, formula: Formula) -> bool:
    """
    Tell whether a formula holds at a point.
    """
    return point.holds(point.compact.node(formula))


@given(
    st.lists(FORMULAS, min_size=1, max_size=3),
    SCENARIOS,
    st.sets(st.sampled_from(["n", "debt", "colour", "p"])),
)
def test_what_holds_at_a_point_is_true_in_its_scenario(formulas, values, names):
    """
    A point's values lie in its box, save those given, and formulas hold there that are true.
    """
    regions = Regions.of(FACTS, [*formulas, ODD])
    exact = {name: values[name] for name in sorted(names)}
    for box in filter(None, map(regions.hull, formulas)):
        point = point_in(regions, DEFINITIONS, box, exact)
        held = [holds(point, formula) for formula in formulas]
        scenario = {name: point.value(name) for name in FACTS}
        assert held == [truth(formula, scenario, DEFINITIONS, {}) for formula in formulas]
        assert exact == {name: scenario[name] for name in exact}
        rest = {column: mask for column, mask in box.items() if column not in exact}
        assert lies_in(regions, rest, scenario, sums=False)


def test_a_point_takes_quiet_values_where_its_box_has_them():
    """
    Without a box all facts have the values that say least, save those that are given.
    """
    regions = Regions.of(FACTS, [compared(N, ">=", 1), compared(DEBT, ">", 1)])
    point = point_in(regions, {}, {}, {})
    assert regions.quiet == {name: point.value(name) for name in FACTS}
    other = point_in(regions, {}, {"n": 0b100}, {"debt": Fraction(5)})
    assert (Fraction(5), True) == (other.value("debt"), other.value("n") >= 1)


def test_members_that_a_box_asks_for_are_there_and_others_are_not():
    """
    A set has what its box requires, and of the rest only what its default has.
    """
    colours = FACTS["colour"].type
    tools = fact("tools", FACTS["tools"].type, default=frozenset({"blue", "green"}))
    regions = Regions.of({"tools": tools}, [])
    point = point_in(regions, {}, {("tools", "red"): 2, ("tools", "green"): 1}, {})
    assert frozenset({"red", "blue"}) == point.value("tools")
    held = [Has("tools", colour, act=False) for colour in colours.values]
    assert [True, False, True] == [holds(point, literal(each)) for each in held]


def test_constants_and_definitions_are_told_apart_from_their_negations():
    """
    A definition, its negation and what always holds come to what they say.
    """
    definitions = {"p": P, "not p": negate(named("p"))}
    asked = [TRUE, negate(TRUE), named("p"), named("not p"), negate(named("not p"))]
    for region, expected in ((1, [1, 0, 0, 1, 0]), (2, [1, 0, 1, 0, 1])):
        point = point_in(Regions.of(FACTS, []), definitions, {"p": region}, {})
        assert expected == [holds(point, formula) for formula in asked]


@pytest.mark.parametrize("length", [DEEP // 2, 20 * DEEP, 20 * DEEP + 1])
def test_long_chains_of_definitions_are_followed(length):
    """
    Each definition in a chain denies the one before, and the last comes to what that makes it.
    """
    definitions = {"0": P}
    for each in range(1, length + 1):
        definitions[str(each)] = conj([negate(named(str(each - 1))), disj([P, negate(P)])])
    point = point_in(Regions.of(FACTS, []), definitions, {"p": 2}, {})
    assert (length % 2 == 0) == holds(point, named(str(length)))


@pytest.mark.parametrize(
    "expr",
    [
        Compare("==", f("name", TEXT), Literal("Ann", TEXT)),
        Compare("<", Extreme("max", (N, DEBT)), Literal(1, N.type)),
    ],
)
def test_a_point_does_not_judge_texts_and_extremes(expr):
    """
    What has no column of regions is left to others, unless the rest decides.
    """
    facts = FACTS | {"name": fact("name", TEXT)}
    leaf = literal(Comparison(expr))
    point = point_in(Regions.of(facts, [leaf]), {}, {}, {"name": "Bo"})
    with pytest.raises(UnsettledError):
        holds(point, leaf)
    assert not holds(point, conj([P, leaf]))
    assert "Bo" == point.value("name")
