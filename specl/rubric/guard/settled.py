"""
What is left of a formula over facts once some facts are known, and the ranges of the others.
"""

from __future__ import annotations

from fractions import Fraction

from specl.interpret import evaluate, specialise
from specl.logic.formula import (
    FALSE,
    TRUE,
    And,
    Atom,
    Between,
    Constant,
    Formula,
    Has,
    Holds,
    Is,
    Leaf,
    Or,
    Test,
    conj,
    disj,
    literal,
    negate,
)
from specl.logic.truth import atom_holds
from specl.model import Scenario, Spec
from specl.model.expressions import Expr, Literal, Not
from specl.rubric.guard.sums import between, simplified

__all__ = ["settled"]

Terms = tuple[tuple[Expr, Fraction], ...]


def settled(spec: Spec, formula: Formula, given: Scenario) -> Formula:
    """
    Return a formula with known facts put in, and what is left in few words.

    Args:
        spec: The spec, whose facts keep to their ranges.
        formula: Over facts alone, without definitions.
        given: Values of some facts; the others stay open.
    """
    match formula:
        case Constant():
            return formula
        case Leaf(atom, positive):
            left = _atom(spec, atom, given)
            return left if positive else negate(left)
        case And(parts):
            return conj(settled(spec, part, given) for part in parts)
        case Or(parts):
            return disj(settled(spec, part, given) for part in parts)


def _atom(spec: Spec, atom: Atom, given: Scenario) -> Formula:
    """
    Return what is left of an atom.
    """
    match atom:
        case Holds(name) | Is(name) | Has(name):
            if name not in given:
                return literal(atom)
            return TRUE if atom_holds(atom, given) else FALSE
        case Test(expr):
            return _test(simplified(spec, specialise(expr, given)))
        case Between():
            low = _sum(atom.low, atom.low_constant, given)
            high = _sum(atom.high, atom.high_constant, given)
            return _between(spec, Between(*low, atom.low_strict, *high, atom.high_strict))
    raise TypeError(f"not about facts: {atom!r}")


def _between(spec: Spec, atom: Between) -> Formula:
    if not atom.low and not atom.high:
        return TRUE if atom_holds(atom, {}) else FALSE
    left = between(spec, atom)
    return literal(left) if isinstance(left, Between) else _test(left)


def _test(expr: Expr) -> Formula:
    match expr:
        case Literal(value):
            return TRUE if value else FALSE
        case Not(operand):
            return negate(_test(operand))
    return literal(Test(expr))


def _sum(terms: Terms, constant: Fraction, given: Scenario) -> tuple[Terms, Fraction]:
    """
    Return a sum with its known terms added to its constant.
    """
    rests = [(specialise(term, given), factor) for term, factor in terms]
    known = (_value(rest) * factor for rest, factor in rests if isinstance(rest, Literal))
    left = tuple((rest, factor) for rest, factor in rests if not isinstance(rest, Literal))
    return left, sum(known, constant)


def _value(rest: Literal) -> Fraction:
    value = evaluate(rest, {})
    assert isinstance(value, int | Fraction)
    return Fraction(value)
