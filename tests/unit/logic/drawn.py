"""
Random formulas and scenarios over facts of each type, and what lies in a box.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from hypothesis import strategies as st

from specl.logic.formula import Formula, Has, Holds, Is, conj, disj, literal, named, negate
from specl.logic.formula import Test as Comparison
from specl.logic.regions import Box, Regions, Total
from specl.model import INT, REAL, ChoiceType, IntType, RealType, SetType, Value
from specl.model.expressions import Arithmetic, Compare, Expr, Literal
from tests.unit.building import f, fact

COLOURS = ChoiceType(("red", "green", "blue"))
N, PRICE = f("n", IntType(-2, 2)), f("price", RealType(Fraction(0), Fraction(1)))
DEBT = f("debt", REAL)
FACTS = {
    each.name: each
    for each in (
        fact("p"),
        fact("q"),
        fact("colour", COLOURS),
        fact("tools", SetType(COLOURS)),
        fact("n", N.type),
        fact("price", PRICE.type),
        fact("debt", REAL),
    )
}
OPERATORS = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
CONSTANTS = st.fractions(-3, 3, max_denominator=2).map(lambda number: Literal(number, REAL))
TERMS = st.sampled_from([N, PRICE, DEBT, Arithmetic("*", Literal(-2, INT), N)])
ATOMS = st.one_of(
    st.sampled_from([Holds("p", act=False), Holds("q", act=False)]),
    st.builds(Is, st.just("colour"), st.sampled_from(COLOURS.values), st.just(False)),
    st.builds(Has, st.just("tools"), st.sampled_from(COLOURS.values), st.just(False)),
    st.builds(Compare, OPERATORS, TERMS, CONSTANTS).map(Comparison),
    st.builds(Compare, OPERATORS, CONSTANTS, TERMS).map(Comparison),
    st.builds(Compare, OPERATORS, TERMS, TERMS).map(Comparison),
    st.builds(Compare, OPERATORS, st.builds(Arithmetic, st.just("+"), TERMS, TERMS), TERMS).map(
        Comparison
    ),
)
LEAVES = st.builds(literal, ATOMS, st.booleans())


def combined(leaves: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
    """
    Return a strategy for formulas of some leaves.
    """
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, min_size=2, max_size=4).map(conj),
            st.lists(inner, min_size=2, max_size=4).map(disj),
            inner.map(negate),
        ),
        max_leaves=12,
    )


PLAIN = combined(LEAVES)
FORMULAS = combined(LEAVES | st.just(named("odd")))
ODD = disj([literal(Comparison(Compare("==", N, Literal(each, INT)))) for each in (-1, 1)])
SCENARIOS = st.fixed_dictionaries(
    {
        "p": st.booleans(),
        "q": st.booleans(),
        "colour": st.sampled_from(COLOURS.values),
        "tools": st.frozensets(st.sampled_from(COLOURS.values)),
        "n": st.integers(-2, 2),
        "price": st.fractions(0, 1, max_denominator=4),
        "debt": st.fractions(-4, 4, max_denominator=4),
    }
)


def compared(left: Expr, operator: str, number: Fraction | int) -> Formula:
    """
    Return a comparison with a constant as a formula.
    """
    return literal(Comparison(Compare(operator, left, Literal(Fraction(number), REAL))))  # type: ignore[arg-type]


def total_of(total: Total, scenario: Mapping[str, Value]) -> Fraction:
    """
    Return what a sum comes to in a scenario.
    """
    return sum((factor * Fraction(scenario[name]) for name, factor in total.terms), Fraction(0))  # type: ignore[arg-type]


def lies_in(
    regions: Regions, box: Box, scenario: Mapping[str, Value], *, sums: bool = True
) -> bool:
    """
    Tell whether a scenario lies in a box, in what it says of sums too unless these do not count.
    """
    for column, mask in box.items():
        if isinstance(column, Total):
            region = regions.region_of(column, total_of(column, scenario)) if sums else None
        elif isinstance(column, tuple):
            region = int(column[1] in scenario[column[0]])  # type: ignore[operator]
        else:
            region = regions.region_at(str(column), scenario[str(column)])
        if region is not None and not mask >> region & 1:
            return False
    return True
