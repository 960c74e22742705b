"""
Expressions as the language writes them.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from specl.model import INT, REAL, TEXT, ChoiceType, SetType
from specl.model.expressions import (
    TRUE,
    Absolute,
    And,
    Arithmetic,
    Compare,
    Conditional,
    Count,
    Defined,
    Expr,
    Extreme,
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
from specl.model.show import quote, show
from tests.unit.building import a, f

P, Q, R = a("p"), a("q"), a("r")
N, M = a("n", INT), a("m", INT)
TOOLS = ChoiceType(("browser", "shell"))
USED, GRANTED = a("used", SetType(TOOLS)), f("granted", SetType(TOOLS))
SHELL, BROWSER = Literal("shell", TOOLS), Literal("browser", TOOLS)


def whole(number: int) -> Literal:
    return Literal(number, INT)


@pytest.mark.parametrize(
    ("expr", "text"),
    [
        (And((P, Or((Q, R)))), "p and (q or r)"),
        (Or((P, And((Q, R)))), "p or q and r"),
        (And((P, Q, R)), "p and q and r"),
        (And((And((P, Q)), R)), "(p and q) and r"),
        (Not(And((P, Q))), "not (p and q)"),
        (And((Not(P), Q)), "not p and q"),
        (Not(Not(P)), "not not p"),
        (Implies(P, Implies(Q, R)), "p implies q implies r"),
        (Implies(Implies(P, Q), R), "(p implies q) implies r"),
        (Iff(Implies(P, Q), R), "p implies q iff r"),
        (Iff(P, Iff(Q, R)), "p iff (q iff r)"),
        (Not(Compare("<=", N, whole(3))), "not n <= 3"),
        (Compare("==", Not(P), Q), "(not p) == q"),
        (Compare("==", Compare("<", N, M), TRUE), "(n < m) == true"),
    ],
)
def test_bool_operators_have_only_the_parentheses_they_need(expr: Expr, text: str) -> None:
    """
    What binds more loosely than its place stands in parentheses, and nothing else.
    """
    assert text == show(expr)


@pytest.mark.parametrize(
    ("expr", "text"),
    [
        (Arithmetic("-", Arithmetic("-", N, M), whole(1)), "n - m - 1"),
        (Arithmetic("-", N, Arithmetic("-", M, whole(1))), "n - (m - 1)"),
        (Arithmetic("*", whole(2), Arithmetic("+", N, M)), "2 * (n + m)"),
        (Arithmetic("+", Arithmetic("*", whole(2), N), M), "2 * n + m"),
        (Negate(N), "-n"),
        (Negate(Negate(N)), "-(-n)"),
        (Negate(whole(5)), "-5"),
        (Arithmetic("-", N, whole(-5)), "n - -5"),
        (Negate(Arithmetic("+", N, M)), "-(n + m)"),
        (Absolute(Negate(N)), "abs(-n)"),
        (Extreme("min", (N, Arithmetic("+", M, whole(1)))), "min(n, m + 1)"),
        (Compare("<", Literal(Fraction(5, 2), REAL), N), "2.5 < n"),
        (Compare("==", Conditional(P, N, M), whole(3)), "(if p then n else m) == 3"),
        (Conditional(P, Q, Conditional(Q, P, R)), "if p then q else if q then p else r"),
    ],
)
def test_numbers(expr: Expr, text: str) -> None:
    """
    Sums group to the left, and a choice between numbers stands in parentheses within a sum.
    """
    assert text == show(expr)


@pytest.mark.parametrize(
    ("expr", "text"),
    [
        (Member(SHELL, USED), "used has shell"),
        (Member(a("tool", TOOLS), GRANTED), "tool in granted"),
        (Member(a("tool", TOOLS), SetDisplay((SHELL, BROWSER), TOOLS)), "tool in {shell, browser}"),
        (Not(Member(a("tool", TOOLS), GRANTED)), "tool not in granted"),
        (And((Not(Member(SHELL, USED)), P)), "shell not in used and p"),
        (Not(Not(Member(SHELL, USED))), "not shell not in used"),
        (Overlaps(USED, SetDisplay((SHELL,), TOOLS)), "used has any {shell}"),
        (Compare("<=", USED, GRANTED), "used <= granted"),
        (Compare(">=", USED, SetDisplay((SHELL, BROWSER), TOOLS)), "used has all {shell, browser}"),
        (Compare("==", Count(USED), whole(2)), "count(used) == 2"),
        (Compare("==", USED, SetDisplay((), TOOLS)), "used == {}"),
        (Literal(frozenset({"shell", "browser"}), SetType(TOOLS)), "{browser, shell}"),
    ],
)
def test_sets(expr: Expr, text: str) -> None:
    """
    Sets are shown with the words of the language, written ones in the order given.
    """
    assert text == show(expr)


def test_a_define_goes_by_its_name() -> None:
    """
    A define shows its name and what it was given, never its body.
    """
    assert "costly" == show(Defined("costly", (), Compare(">", N, M)))
    assert "over(n, m + 1)" == show(Defined("over", (N, Arithmetic("+", M, whole(1))), P))


def test_an_earlier_act_and_a_text() -> None:
    """
    `earlier` needs no parentheses, and a text is quoted on one line.
    """
    expr = Implies(f("earlier refuse"), Compare("==", f("city", TEXT), Literal('a "b"\n\\', TEXT)))
    assert r'earlier refuse implies city == "a \"b\"\n\\"' == show(expr)


def test_quoting() -> None:
    """
    A quote, a backslash, a new line and a tab are escaped; everything else stands.
    """
    assert r'"a\tb\"\\ü"' == quote('a\tb"\\ü')


@pytest.mark.parametrize("deepen", [Not, lambda expr: And((P, Or((Q, expr))))])
def test_depth_is_no_limit(deepen) -> None:
    """
    An expression far deeper than Python's stack is shown.
    """
    expr: Expr = P
    for _ in range(20_000):
        expr = deepen(expr)
    assert show(expr).startswith(("not not", "p and (q or p and (q"))


def test_a_long_sum_is_flat() -> None:
    """
    A sum of many terms has no parentheses.
    """
    expr: Expr = N
    for _ in range(5_000):
        expr = Arithmetic("+", expr, M)
    assert "n" + " + m" * 5_000 == show(expr)
