"""
Replies found by the interpreter against every reply there is, and against Z3 for numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from random import Random
from typing import Any

import attrs
import z3
from hypothesis import given
from hypothesis import strategies as st

from specl.interpret import Undecidable, evaluate, find_reply
from specl.model import (
    BOOL,
    INT,
    REAL,
    ChoiceType,
    IntType,
    Law,
    RealType,
    SetType,
    Type,
)
from specl.model import expressions as x
from tests.reference.values import all_assignments, all_values, value_of
from tests.unit.building import HERE, act, fact, spec

COLOUR = ChoiceType(("red", "green", "blue"))
GRADE = ChoiceType(("low", "mid", "high"), ordered=True)
TOOLS = SetType(ChoiceType(("disk", "web")))
SMALL = IntType(0, 2)
FINITE: tuple[Type, ...] = (BOOL, COLOUR, GRADE, TOOLS, SMALL)
NUMBERS: dict[str, Type] = {
    "x": RealType(Fraction(0), Fraction(10)),
    "y": REAL,
    "i": IntType(0, 20),
    "j": IntType(-5, 5),
    "k": INT,
    "b": BOOL,
    "c": BOOL,
}


@given(st.randoms(use_true_random=False))
def test_a_reply_is_found_exactly_where_one_exists(random):
    """
    Over finite acts a reply is found where trying all finds one, and has what was wanted.
    """
    drawing = Finite(random)
    made = drawing.spec()
    facts = {name: random.choice(all_values(one.type)) for name, one in made.facts.items()}
    replies = list(all_assignments(made.acts))
    for _ in range(3):
        wanted = [drawing.draw(BOOL, random.randint(1, 3)) for _ in range(random.randint(1, 4))]
        exprs = [*wanted, *(law.expr for law in made.constraints)]
        exists = any(all(value_of(e, facts, reply) for e in exprs) for reply in replies)
        found = find_reply(made, facts, wanted)
        assert exists == (found is not None)
        assert found is None or all(value_of(expr, facts, found) for expr in exprs)


@given(st.randoms(use_true_random=False))
def test_expressions_have_the_value_that_brute_force_gives_them(random):
    """
    Two evaluators, written apart, agree.
    """
    drawing = Finite(random)
    made = drawing.spec()
    facts = {name: random.choice(all_values(one.type)) for name, one in made.facts.items()}
    reply = {name: random.choice(all_values(one.type)) for name, one in made.acts.items()}
    expr = drawing.draw(random.choice(FINITE), 4)
    assert value_of(expr, facts, reply) == evaluate(expr, facts, reply)


@given(st.randoms(use_true_random=False))
def test_linear_arithmetic_is_decided_as_by_z3(random):
    """
    Over ints and reals, bounded or not, a reply is found exactly where Z3 finds one.
    """
    made = spec(acts=[act(name, type_) for name, type_ in NUMBERS.items()])
    count = random.randint(1, 6)
    wanted = [condition(random, random.randint(1, 4)) for _ in range(count)]
    solver = z3.Solver()
    solver.add(*bounds(), *map(to_z3, wanted))
    try:
        found = find_reply(made, {}, wanted)
    except Undecidable:
        return
    assert (solver.check() == z3.sat) == (found is not None)
    assert found is None or all(evaluate(expr, {}, found) for expr in wanted)


@attrs.define
class Finite:
    """
    Draws expressions of every kind over finite facts and acts.
    """

    random: Random
    acts: dict[str, Type] = attrs.field(init=False)
    facts: dict[str, Type] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        count = self.random.randint(2, 4)
        self.acts = {f"a{index}": self.random.choice(FINITE) for index in range(count)}
        self.facts = {f"f{index}": self.random.choice(FINITE) for index in range(2)}

    def spec(self) -> Any:
        """
        Return a spec with these facts and acts and up to two constraints.
        """
        laws = [Law(self.draw(BOOL, 2), "", HERE) for _ in range(self.random.randint(0, 2))]
        return spec(
            facts=[fact(name, type_) for name, type_ in self.facts.items()],
            acts=[act(name, type_) for name, type_ in self.acts.items()],
            constraints=tuple(laws),
        )

    def draw(self, type_: Type, depth: int) -> x.Expr:
        """
        Return an expression of a type.
        """
        if depth == 0:
            return self._leaf(type_)
        if self.random.random() < 0.15:
            test = self.draw(BOOL, depth - 1)
            return x.Conditional(test, self.draw(type_, depth - 1), self.draw(type_, depth - 1))
        if self.random.random() < 0.05:
            return x.Defined("d", (), self.draw(type_, depth - 1))
        makers: dict[Type, Callable[[int], x.Expr]] = {
            BOOL: self._bool,
            TOOLS: self._set,
            SMALL: self._number,
        }
        return makers.get(type_, lambda _: self._leaf(type_))(depth - 1)

    def _leaf(self, type_: Type) -> x.Expr:
        acts: list[x.Expr] = [x.ActRef(n, t) for n, t in self.acts.items() if t == type_]
        facts = [x.FactRef(n, t) for n, t in self.facts.items() if t == type_]
        constant = x.Literal(self.random.choice(all_values(type_)), type_)
        return self.random.choice([*acts, *acts, *facts, constant])

    def _bool(self, depth: int) -> x.Expr:
        random, one, other = self.random, self.draw(BOOL, depth), self.draw(BOOL, depth)
        compared = random.choice(FINITE)
        operators = "== !=" if compared in (BOOL, COLOUR) else "== != < <= > >="
        operator: Any = random.choice(operators.split())
        number, member = self.draw(SMALL, depth), self.draw(TOOLS.element, depth)
        shown = x.SetDisplay((self.draw(SMALL, depth), self.draw(SMALL, depth)), INT)
        compare = x.Compare(operator, self.draw(compared, depth), self.draw(compared, depth))
        return random.choice(
            [
                x.Not(one),
                x.And((one, other)),
                x.Or((one, other)),
                x.Implies(one, other),
                x.Iff(one, other),
                compare,
                compare,
                x.Member(member, self.draw(TOOLS, depth)),
                x.Member(number, shown),
                x.Overlaps(self.draw(TOOLS, depth), self.draw(TOOLS, depth)),
                self._leaf(BOOL),
            ]
        )

    def _set(self, depth: int) -> x.Expr:
        count = self.random.randint(0, 2)
        elements = tuple(self.draw(TOOLS.element, depth) for _ in range(count))
        return self.random.choice([self._leaf(TOOLS), x.SetDisplay(elements, TOOLS.element)])

    def _number(self, depth: int) -> x.Expr:
        one, other = self.draw(SMALL, depth), self.draw(SMALL, depth)
        return self.random.choice(
            [
                x.Arithmetic("+", one, other),
                x.Arithmetic("-", one, other),
                x.Arithmetic("*", x.Literal(2, INT), one),
                x.Negate(one),
                x.Absolute(one),
                x.Extreme("min", (one, other)),
                x.Extreme("max", (one, other)),
                x.Count(self.draw(TOOLS, depth)),
                self._leaf(SMALL),
            ]
        )


def number(random: Random, depth: int) -> x.Expr:
    """
    Return a number over the acts of `NUMBERS`.
    """
    if depth == 0:
        name = random.choice("xyijk")
        constant = Fraction(random.randint(-8, 20), random.choice([1, 1, 2, 10]))
        return random.choice(
            [
                x.ActRef(name, NUMBERS[name]),
                x.ActRef(name, NUMBERS[name]),
                x.Literal(constant, REAL),
            ]
        )
    one, other = number(random, depth - 1), number(random, depth - 1)
    factor = x.Literal(random.choice([2, 3, -1, Fraction(1, 2)]), REAL)
    return random.choice(
        [
            x.Arithmetic("+", one, other),
            x.Arithmetic("-", one, other),
            x.Arithmetic("*", factor, one),
            x.Extreme("min", (one, other)),
            x.Extreme("max", (one, other)),
            x.Absolute(one),
            x.Conditional(condition(random, depth - 1), one, other),
        ]
    )


def condition(random: Random, depth: int) -> x.Expr:
    """
    Return a condition over the acts of `NUMBERS`.
    """
    if depth == 0:
        return x.ActRef(random.choice("bc"), BOOL)
    one, other = condition(random, depth - 1), condition(random, depth - 1)
    operator: Any = random.choice(["==", "!=", "<", "<=", ">", ">="])
    compare = x.Compare(operator, number(random, depth - 1), number(random, depth - 1))
    return random.choice([x.Not(one), x.And((one, other)), x.Or((one, other)), compare, compare])


def columns() -> Mapping[str, Any]:
    """
    Return a Z3 variable for each act of `NUMBERS`.
    """
    makers = {type(BOOL): z3.Bool, IntType: z3.Int, RealType: z3.Real}
    return {name: makers[type(type_)](name) for name, type_ in NUMBERS.items()}


def bounds() -> list[Any]:
    """
    Return the ranges of the acts of `NUMBERS` for Z3.
    """
    x_, i, j = (columns()[name] for name in "xij")
    return [x_ >= 0, x_ <= 10, i >= 0, i <= 20, j >= -5, j <= 5]


def to_z3(expr: x.Expr) -> Any:
    """
    Return an expression over the acts of `NUMBERS` for Z3.
    """
    match expr:
        case x.Literal(value=value):
            return z3.RealVal(str(Fraction(value)))
        case x.ActRef(name=name, type=type_):
            column = columns()[name]
            return z3.ToReal(column) if isinstance(type_, IntType) else column
    parts = [to_z3(part) for part in x.children(expr)]
    match expr:
        case x.Not():
            return z3.Not(parts[0])
        case x.And():
            return z3.And(*parts)
        case x.Or():
            return z3.Or(*parts)
        case x.Extreme(which=which):
            first = parts[0] <= parts[1] if which == "min" else parts[0] >= parts[1]
            return z3.If(first, parts[0], parts[1])
        case x.Absolute():
            return z3.If(parts[0] >= 0, parts[0], -parts[0])
        case x.Conditional():
            return z3.If(*parts)
        case x.Arithmetic(operator=operator):
            return {"+": parts[0] + parts[1], "-": parts[0] - parts[1]}.get(
                operator, parts[0] * parts[1]
            )
    return related(expr, parts)


def related(expr: x.Expr, parts: list[Any]) -> Any:
    """
    Return a comparison for Z3.
    """
    assert isinstance(expr, x.Compare)
    left, right = parts
    return {
        "==": left == right,
        "!=": left != right,
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
    }[expr.operator]
