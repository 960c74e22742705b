"""
Conditions as they are read: the boxes, cuts and formulas that the formulas' own way gives.
"""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from specl import loads
from specl.logic.formula import Test as Comparison
from specl.logic.interval import Sum, Threshold, comparison_of
from specl.logic.placing import placed_of, placed_quickly
from specl.logic.reading import Readings, holding, hulls
from specl.logic.regions import Regions
from specl.logic.samples import plain
from specl.logic.size import TooLargeError, require_small
from specl.logic.total import total_of
from specl.model import BOOL, Condition, Rule, Spec
from specl.model.expressions import (
    And,
    Arithmetic,
    Compare,
    Conditional,
    Defined,
    Expr,
    Iff,
    Implies,
    Literal,
    Member,
    Negate,
    Not,
    Or,
    Overlaps,
    SetDisplay,
)
from specl.model.types import SetType
from tests.benchmarks.specs import draw
from tests.reference.generate import drafts
from tests.reference.pipeline import spec_of
from tests.unit.building import HERE, f, rule, spec
from tests.unit.logic.drawn import COLOURS, CONSTANTS, FACTS, OPERATORS, TERMS

COLOUR, TOOLS = f("colour", COLOURS), f("tools", SetType(COLOURS))
VALUES = st.builds(Literal, st.sampled_from(COLOURS.values), st.just(COLOURS))
DISPLAYS = st.lists(VALUES, max_size=3).map(lambda some: SetDisplay(tuple(some), COLOURS))
SUMS = st.recursive(
    TERMS | CONSTANTS,
    lambda inner: st.one_of(
        st.builds(Arithmetic, st.sampled_from("+-"), inner, inner),
        st.builds(Arithmetic, st.just("*"), CONSTANTS, inner),
        st.builds(Arithmetic, st.just("*"), inner, CONSTANTS),
        st.builds(Negate, inner),
        inner.map(lambda body: Defined("sum", (), body)),
    ),
    max_leaves=4,
)
NUMBERS = st.builds(Compare, OPERATORS, SUMS, SUMS)
PLAIN = st.one_of(
    st.sampled_from([f("p"), f("q")]),
    st.builds(Member, VALUES, st.just(TOOLS)),
    st.builds(Member, st.just(COLOUR), DISPLAYS),
    st.builds(Compare, OPERATORS, st.just(COLOUR), VALUES),
    st.builds(Compare, OPERATORS, VALUES, st.just(COLOUR)),
    NUMBERS,
)
ODD = st.one_of(
    st.booleans().map(lambda truth: Literal(truth, BOOL)),
    st.builds(Overlaps, st.just(TOOLS), DISPLAYS),
    st.builds(Compare, st.just("=="), st.just(f("p")), st.just(f("q"))),
    st.builds(Compare, st.just("=="), st.just(COLOUR), st.just(COLOUR)),
)


def joined(leaves):
    """
    Return a strategy for conditions of some leaves.
    """
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, min_size=2, max_size=3).map(lambda some: And(tuple(some))),
            st.lists(inner, min_size=2, max_size=3).map(lambda some: Or(tuple(some))),
            st.builds(Not, inner),
            st.builds(Implies, inner, inner),
            st.builds(Iff, inner, inner),
            st.builds(Conditional, inner, inner, inner),
            inner.map(lambda body: Defined("define", (), body)),
        ),
        max_leaves=6,
    )


CONDITIONS = joined(PLAIN | ODD)
CLAUSES = st.lists(CONDITIONS, max_size=2).map(tuple)
RULES = st.lists(st.tuples(CLAUSES, CLAUSES), min_size=1, max_size=4)


def checked(made: Spec) -> tuple[Readings, int]:
    """
    Hold what is read of a spec's rules against their formulas; return how many are plain.
    """
    readings = Readings()
    rules = list(made.rules.values())
    formulas = [holding(each.when, each.unless) for each in rules]
    read = [readings.of(each) for each in rules]
    odd = [each for each, one in zip(formulas, read, strict=True) if one is None]
    regions, boxes = hulls(made.facts, read, odd)
    plainly = Regions.of(made.facts, formulas)
    assert regions.cuts == plainly.cuts
    hull = [plainly.hull(each) for each in formulas]
    assert hull == boxes
    assert [list(each or ()) for each in hull] == [list(each or ()) for each in boxes]
    assert formulas == [readings.formula(each) for each in rules]
    return readings, len(rules) - len(odd)


@given(RULES)
def test_boxes_cuts_and_formulas_of_conditions_are_those_of_their_formulas(drawn):
    """
    The boxes around conditions, their columns in order, and the formulas are the same both ways.
    """
    made = (rule(f"r{place}", when=when, unless=un) for place, (when, un) in enumerate(drawn))
    checked(spec(*made, facts=FACTS.values()))


@given(drafts())
def test_random_specs_are_read_as_their_formulas_say(draft):
    """
    The same holds for the rules of random specs, as they are resolved.
    """
    checked(spec_of(draft.text()))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("mix", ["grouped", "joint", "dense", "clean"])
def test_most_rules_of_large_specs_are_plain(mix, seed):
    """
    The rules of large specs are read as their formulas say, and nearly all are plain.
    """
    made = loads(draw(mix, 60, seed=seed).text())
    assert checked(made)[1] > 50


@given(NUMBERS)
def test_a_comparison_of_sums_is_placed_quickly_where_it_is_at_all(comparison):
    """
    What is asked of which column is the same whether read at once or from the exact form.
    """
    slowly = comparison_of(Comparison(comparison))
    quickly = placed_quickly(comparison.operator, comparison.left, comparison.right)
    match slowly:
        case Threshold(fact, operator, value):
            assert quickly == (fact.name, operator, plain(value))
        case Sum():
            assert quickly == total_of(slowly)
        case _:
            assert quickly is None
    assert placed_of(Comparison(comparison)) == quickly


def test_what_is_said_both_ways_is_not_plain():
    """
    A rule that says of a fact both that it holds and that it does not is left to its formula.
    """
    readings = Readings()
    assert readings.of(rule("r", when=(f("p"), Not(f("p"))))) is None
    assert readings.of(rule("r", when=f("p"), unless=f("q"))) is not None


def test_a_rule_is_as_large_as_its_formula():
    """
    What cannot be taken apart is refused whether a rule is plain or not.
    """
    large = Iff(f("p"), f("q"))
    for _ in range(20):
        large = Iff(large, large)
    long = And(tuple(f(f"p{each}") for each in range(200_001)))
    for each in (large, long):
        with pytest.raises(TooLargeError):
            require_small(each)
        with pytest.raises(TooLargeError):
            Readings().require_small(rule_of(each))


def rule_of(condition: Expr) -> Rule:
    """
    Return a rule of one condition, whatever its length.
    """
    return attrs.evolve(rule("r"), when=(Condition(condition, "", HERE),))
