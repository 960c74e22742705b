"""
Whether a formula over facts and acts holds, worked out apart from the checker.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from specl.interpret import evaluate
from specl.logic.formula import And, Bound, Constant, Formula, Has, Holds, Is, Or, SameText, Test

__all__ = ["holds"]


def holds(formula: Formula, facts: Mapping[str, Any], acts: Mapping[str, Any]) -> bool:
    """
    Tell whether a formula without definitions holds of a scenario and a reply.
    """
    if isinstance(formula, Constant):
        return formula.value
    if isinstance(formula, And):
        return all(holds(part, facts, acts) for part in formula.parts)
    if isinstance(formula, Or):
        return any(holds(part, facts, acts) for part in formula.parts)
    return _holds(formula.atom, facts, acts) is formula.positive


def _holds(atom: object, facts: Mapping[str, Any], acts: Mapping[str, Any]) -> bool:
    match atom:
        case Holds(name, act):
            return bool((acts if act else facts)[name])
        case Is(name, value, act):
            return bool((acts if act else facts)[name] == value)
        case Has(name, value, act):
            return value in (acts if act else facts)[name]
        case Test(expr):
            return bool(evaluate(expr, facts))
        case SameText(left, right):
            return evaluate(left, facts, acts) == evaluate(right, facts, acts)
        case Bound():
            terms = [factor * Fraction(acts[name]) for name, factor in atom.acts]
            terms += [factor * Fraction(evaluate(term, facts)) for term, factor in atom.facts]
            total = atom.constant + sum(terms)
            return total < 0 if atom.strict else total <= 0
    raise TypeError(f"not an atom of facts and acts: {atom!r}")
