"""
Which bounds on numbers exclude each other, against trying numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from specl.logic.arithmetic import exclusions
from specl.logic.columns import Columns
from specl.logic.formula import TRUE, Bound, literal
from specl.logic.solver import Solver
from specl.logic.truth import truth
from specl.logic.z3_solver import Z3Solver
from specl.model import INT, REAL, IntType, RealType, Type
from tests.unit.building import act, f
from tests.unit.logic.holding import holds

BOX = range(34)
WHOLE = IntType(BOX[0], BOX[-1])
FACTORS = st.sampled_from([Fraction(n) for n in (-2, -1, 1, 2, 3)])
FACTS = [
    {"n": n, "price": price}
    for n, price in product((-1, 0, 4), (Fraction(0), Fraction(1, 3), Fraction(5, 2)))
]
TERMS = st.dictionaries(st.sampled_from([f("n", INT), f("price", REAL)]), FACTORS, max_size=1)


@st.composite
def bounds(draw: st.DrawFn, names: Sequence[str], least: int = 1) -> Bound:
    """
    Draw a bound on at least so many of some acts.
    """
    chosen = draw(st.lists(st.sampled_from(names), min_size=least, unique=True))
    factors = tuple((name, draw(FACTORS)) for name in sorted(chosen))
    constant = Fraction(draw(st.integers(-12, 12)), draw(st.sampled_from([1, 2])))
    return Bound(factors, tuple(draw(TERMS).items()), constant, draw(st.booleans()))


def excluded(types: dict[str, Type], drawn: list[Bound]) -> tuple[Columns, Any]:
    """
    Return the columns of some bounds, and what these exclude.
    """
    columns = Columns.for_formulas({n: act(n, t) for n, t in types.items()}, map(literal, drawn))
    for bound in drawn:
        columns.read(literal(bound))
    return columns, exclusions(columns)


def cases(columns: Columns, found: Any) -> Iterator[tuple[list[Bound], dict[str, Any], bool]]:
    """
    Yield each set of bounds of which all is known, some facts, and whether it is excluded.
    """
    for size in range(1, len(columns.bounds) + 1):
        for chosen in combinations(columns.bounds.items(), size):
            places = {column for _, column in chosen}
            if any(source <= places for source in found.inexact):
                continue
            for facts in FACTS:
                denied = any(
                    {column for column, _ in literals} <= places
                    and not truth(formula, facts, {}, {})
                    for literals, formula in found.clauses
                )
                yield [bound for bound, _ in chosen], facts, denied


@settings(max_examples=25)
@given(st.lists(bounds(["x"]), min_size=1, max_size=4, unique=True))
def test_bounds_on_one_integer_are_those_that_no_integer_meets(drawn):
    """
    Bounds with fractional facts exclude each other where no integer lies between them.
    """
    columns, found = excluded({"x": WHOLE}, drawn)
    assert () == found.inexact
    for chosen, facts, denied in cases(columns, found):
        met = any(all(holds(literal(b), facts, {"x": n}) for b in chosen) for n in BOX)
        assert met is not denied


@settings(max_examples=20)
@given(
    bounds(["x", "y"], 2),
    st.lists(bounds(["x", "y"]), min_size=1, max_size=3),
)
def test_bounds_on_two_integers_are_those_that_no_pair_meets(first, others):
    """
    Where all is known, bounds on two integers exclude each other where no pair meets them.
    """
    columns, found = excluded({"x": WHOLE, "y": WHOLE}, list(dict.fromkeys([first, *others])))
    known: dict[tuple[Bound, int], int] = {}
    for chosen, facts, denied in cases(columns, found):
        left = -1
        for bound in chosen:
            key = bound, FACTS.index(facts)
            if key not in known:
                known[key] = meeting(bound, facts)
            left &= known[key]
        assert bool(left) is not denied


def meeting(bound: Bound, facts: dict[str, Any]) -> int:
    """
    Return the pairs of the box that meet a bound, as a bit set.
    """
    rest = bound.constant + sum(factor * facts[term.name] for term, factor in bound.facts)
    factors = dict(bound.acts)
    one, other, rest = (int(6 * n) for n in (factors.get("x", 0), factors.get("y", 0), rest))
    totals = (one * x + other * y + rest for x, y in product(BOX, repeat=2))
    met = (total < 0 if bound.strict else total <= 0 for total in totals)
    return sum(1 << place for place, holds_ in enumerate(met) if holds_)


@settings(max_examples=20)
@given(st.lists(bounds(["k", "x", "y"]), min_size=2, max_size=4, unique=True))
def test_bounds_on_reals_and_integers_are_those_that_the_solver_finds_unmet(drawn):
    """
    What is said of real numbers beside an integer is what the solver says of the same bounds.
    """
    types: dict[str, Type] = {"x": RealType(Fraction(0), Fraction(9)), "y": REAL, "k": INT}
    columns, found = excluded(
        types,
        [
            Bound(
                (("x", Fraction(1)), ("y", Fraction(1))),
                ((f("price", REAL), Fraction(1)),),
                Fraction(-3),
                False,
            ),
            *drawn,
        ],
    )
    solver = solver_of(list(columns.bounds))
    for chosen, facts, denied in cases(columns, found):
        names = [f"b{list(columns.bounds).index(bound)}" for bound in chosen]
        answer = solver.check([*names, f"f{FACTS.index(facts)}"], {})
        assert (answer.model is None) is denied


def solver_of(bounds_: list[Bound]) -> Solver:
    """
    Return a solver with `b0`, `b1`, … for bounds and `f0`, `f1`, … for facts.
    """
    solver = Z3Solver(10_000_000)
    names = [f"b{place}" for place in range(len(bounds_))] + [f"f{n}" for n in range(len(FACTS))]
    lines = ["(declare-const x Real)", "(declare-const y Real)", "(declare-const k Int)"]
    lines += ["(declare-const n Int)", "(declare-const price Real)"]
    lines += [f"(declare-const {name} Bool)" for name in names]
    lines += ["(assert (and (<= 0.0 x) (<= x 9.0)))"]
    for place, bound in enumerate(bounds_):
        terms = [(name, factor) for name, factor in bound.acts]
        terms += [(term.name, factor) for term, factor in bound.facts]  # type: ignore[union-attr]
        total = " ".join(f"(* {_real(factor)} {_as_real(name)})" for name, factor in terms)
        operator = "<" if bound.strict else "<="
        lines.append(f"(assert (=> b{place} ({operator} (+ {total} {_real(bound.constant)}) 0.0)))")
    for place, facts in enumerate(FACTS):
        equal = f"(and (= (to_real n) {_real(facts['n'])}) (= price {_real(facts['price'])}))"
        lines.append(f"(assert (=> f{place} {equal}))")
    solver.add("\n".join(lines))
    return solver


def _real(number: Fraction | int) -> str:
    value = Fraction(number)
    text = f"(/ {abs(value.numerator)}.0 {value.denominator}.0)"
    return f"(- {text})" if value < 0 else text


def _as_real(name: str) -> str:
    return f"(to_real {name})" if name in {"k", "n"} else name


def test_what_integers_might_exclude_further_is_named():
    """
    `2x + 3y == n` with neither factor one may fail for integers alone; the bounds are named.
    """
    acts = (("x", Fraction(2)), ("y", Fraction(3)))
    n = ((f("n", INT), Fraction(-1)),)
    most = Bound(acts, n, Fraction(0), strict=False)
    least = Bound(
        tuple((name, -factor) for name, factor in acts),
        ((f("n", INT), Fraction(1)),),
        Fraction(0),
        strict=False,
    )
    columns, found = excluded({"x": INT, "y": INT}, [most, least])
    assert [frozenset(columns.bounds.values())] == list(found.inexact)


def test_no_clause_says_nothing():
    """
    Bounds that never exclude each other give no clause.
    """
    below = Bound(
        (("x", Fraction(1)),), ((f("price", REAL), Fraction(1)),), Fraction(0), strict=True
    )
    _, found = excluded({"x": REAL}, [below])
    assert () == found.clauses
    assert TRUE not in [formula for _, formula in found.clauses]
