"""
What expressions are made of.
"""

from __future__ import annotations

import pytest

from specl.model import BOOL, INT, REAL, ChoiceType, IntType, RealType, SetType, Type
from specl.model.expressions import (
    TRUE,
    And,
    Arithmetic,
    Compare,
    Conditional,
    Count,
    Defined,
    Expr,
    Extreme,
    Literal,
    Negate,
    Not,
    SetDisplay,
    acts_of,
    children,
    facts_of,
    type_of,
    walk,
)
from tests.unit.building import a, f

TOOLS = ChoiceType(("browser", "shell"))
N = a("n", IntType(0, 9))
X = a("x", RealType())


@pytest.mark.parametrize(
    ("expr", "type_"),
    [
        (N, IntType(0, 9)),
        (Arithmetic("+", N, N), INT),
        (Arithmetic("+", N, X), REAL),
        (Negate(N), INT),
        (Extreme("max", (N, X)), REAL),
        (Extreme("max", (N, N)), INT),
        (Count(a("used", SetType(TOOLS))), INT),
        (Conditional(a("p"), N, X), REAL),
        (Conditional(a("p"), N, N), IntType(0, 9)),
        (SetDisplay((Literal("shell", TOOLS),), TOOLS), SetType(TOOLS)),
        (Defined("d", (), N), IntType(0, 9)),
        (Compare("<", N, X), BOOL),
        (Not(a("p")), BOOL),
    ],
)
def test_types(expr: Expr, type_: Type) -> None:
    """
    Calculations leave ranges behind, and a whole number beside a real one is real.
    """
    assert type_ == type_of(expr)


def test_walking_goes_from_left_to_right_outermost_first() -> None:
    """
    Parts come in the order in which they are read.
    """
    inner = Not(a("q"))
    expr = And((a("p"), inner, TRUE))
    assert [expr, a("p"), inner, a("q"), TRUE] == list(walk(expr))


def test_a_define_is_walked_through_its_body() -> None:
    """
    What a define was given counts only where its body uses it.
    """
    expr = Defined("d", (f("unused"),), And((f("m"), a("p"))))
    assert ["m"] == list(facts_of(expr))
    assert ["p"] == list(acts_of(expr))
    assert (expr.body,) == children(expr)


def test_names_come_once_in_the_order_of_their_first_use() -> None:
    """
    The names of facts and acts are a set that keeps its order.
    """
    expr = And((f("b"), a("z"), f("a"), a("y"), f("b"), a("z")))
    assert (["b", "a"], ["z", "y"]) == (list(facts_of(expr)), list(acts_of(expr)))
