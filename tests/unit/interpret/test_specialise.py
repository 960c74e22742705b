"""
What is left of an expression once some facts are known.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specl.interpret import evaluate
from specl.interpret.specialised import specialise
from specl.model import INT, SetType, Value
from specl.model.expressions import (
    TRUE,
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
    Not,
    Or,
    acts_of,
    facts_of,
    type_of,
)
from specl.model.show import show
from tests.properties.expressions import EXPRESSIONS, FACTS, PROFILES, SCENARIOS, TOOLS
from tests.unit.building import a, f


@given(EXPRESSIONS, SCENARIOS, PROFILES, st.sets(st.sampled_from(list(FACTS))))
def test_the_value_stays_the_same(
    expr: Expr, scenario: dict[str, Value], profile: dict[str, Value], known: set[str]
) -> None:
    """
    In every scenario that agrees with what is known, the rest has the whole's value.
    """
    rest = specialise(expr, {name: scenario[name] for name in known})
    assert evaluate(expr, scenario, profile) == evaluate(rest, scenario, profile)
    assert not known & facts_of(rest).keys()


@given(EXPRESSIONS, SCENARIOS)
def test_nothing_is_left_to_settle(expr: Expr, scenario: dict[str, Value]) -> None:
    """
    Where every fact is known and no act is left, what is left is a truth value.
    """
    rest = specialise(expr, scenario)
    assert isinstance(rest, Literal) or acts_of(rest) or rest is expr


P, Q, R = f("p"), f("q"), a("r")


@pytest.mark.parametrize(
    ("expr", "known", "text"),
    [
        (And((P, Q, R)), {"p": True}, "q and r"),
        (And((P, R)), {"p": True}, "r"),
        (And((P, R)), {"p": False}, "false"),
        (Or((P, R)), {"p": False}, "r"),
        (Implies(P, R), {"p": True}, "r"),
        (Implies(R, P), {"p": False}, "not r"),
        (Implies(Not(R), P), {"p": False}, "r"),
        (Iff(R, P), {"p": False}, "not r"),
        (Compare("!=", R, P), {"p": True}, "not r"),
        (Conditional(P, R, Q), {"p": False}, "q"),
        (Compare("<=", a("k", INT), f("n", INT)), {"n": 7}, "k <= 7"),
        (
            Compare("<=", a("k", INT), Arithmetic("*", Literal(2, INT), f("n", INT))),
            {"n": 7},
            "k <= 14",
        ),
        (Member(f("tool", TOOLS), a("used", SetType(TOOLS))), {"tool": "shell"}, "used has shell"),
        (Defined("either", (), Or((P, Q))), {"m": 1}, "either"),
        (Defined("either", (), Or((P, Q))), {"p": False}, "q"),
    ],
)
def test_what_is_left(expr: Expr, known: dict[str, Value], text: str) -> None:
    """
    Settled parts vanish; a define that nothing known touches keeps its name.
    """
    assert text == show(specialise(expr, known))


def test_what_is_unknown_stays_the_very_same() -> None:
    """
    An expression that mentions nothing known is not even copied.
    """
    expr = And((P, Or((TRUE, R))))
    assert specialise(expr, {"m": 1}) is expr


def test_types_stay() -> None:
    """
    A known fact keeps the type that it was declared with.
    """
    assert TOOLS == type_of(specialise(f("tool", TOOLS), {"tool": "shell"}))


def test_depth_is_no_limit() -> None:
    """
    A sum far deeper than Python's stack is worked out.
    """
    expr: Expr = f("n", INT)
    for _ in range(20_000):
        expr = Arithmetic("+", expr, f("n", INT))
    assert Literal(20_001, INT) == specialise(expr, {"n": 1})
