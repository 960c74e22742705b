"""
Formulas over facts and definitions, evaluated in one scenario.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor

from specl.interpret import evaluate
from specl.logic.formula import (
    And,
    Between,
    Constant,
    Formula,
    Has,
    Holds,
    Is,
    Leaf,
    Named,
    Or,
    Test,
    atoms_of,
)
from specl.model import Scenario
from specl.model.expressions import Expr

__all__ = ["atom_holds", "names_in", "truth"]


def truth(
    formula: Formula,
    scenario: Scenario,
    definitions: Mapping[str, Formula],
    known: dict[str, bool],
    mentioned: dict[str, tuple[str, ...]] | None = None,
) -> bool:
    """
    Tell whether a formula holds in a scenario.

    Definitions are worked out before what mentions them, by a stack and not by recursion:
    rules suspend and override one another in chains as long as the spec.

    Args:
        formula: Over facts and definitions.
        scenario: A value for every fact.
        definitions: What names stand for.
        known: What definitions are already known to be in this scenario; it is filled in.
        mentioned: Which definitions each definition mentions, as far as known; filled in.
    """
    mentioned = {} if mentioned is None else mentioned
    pending = list(names_in(formula))
    while pending:
        name = pending[-1]
        if name in known:
            pending.pop()
            continue
        if name not in mentioned:
            mentioned[name] = names_in(definitions[name])
        needed = [other for other in mentioned[name] if other not in known]
        pending.extend(needed)
        if not needed:
            known[name] = _holds(definitions[name], scenario, known)
    return _holds(formula, scenario, known)


@lru_cache(maxsize=100_000)
def names_in(formula: Formula) -> tuple[str, ...]:
    """
    Return the definitions that a formula mentions.
    """
    return tuple(atom.name for atom in atoms_of(formula) if isinstance(atom, Named))


def _holds(formula: Formula, scenario: Scenario, known: Mapping[str, bool]) -> bool:
    match formula:
        case Constant(value):
            return value
        case Leaf(Named(name), positive):
            return known[name] is positive
        case Leaf(atom, positive):
            return atom_holds(atom, scenario) is positive
        case And(parts):
            return all(_holds(part, scenario, known) for part in parts)
        case Or(parts):
            return any(_holds(part, scenario, known) for part in parts)


def atom_holds(atom: object, scenario: Scenario) -> bool:
    """
    Tell whether an atom over facts holds in a scenario that has the facts it speaks of.
    """
    match atom:
        case Holds(name):
            return bool(scenario[name])
        case Is(name, value):
            return scenario[name] == value
        case Has(name, value):
            members = scenario[name]
            return isinstance(members, frozenset) and value in members
        case Test(expr):
            return bool(evaluate(expr, scenario))
        case Between():
            return _lies_between(atom, scenario)
    raise TypeError(f"not about facts: {atom!r}")


def _lies_between(atom: Between, scenario: Scenario) -> bool:
    low = _total(atom.low, atom.low_constant, scenario)
    high = _total(atom.high, atom.high_constant, scenario)
    least = floor(low) + 1 if atom.low_strict else ceil(low)
    most = ceil(high) - 1 if atom.high_strict else floor(high)
    return least <= most


def _total(
    terms: tuple[tuple[Expr, Fraction], ...], constant: Fraction, scenario: Scenario
) -> Fraction:
    return constant + sum(
        (factor * Fraction(evaluate(term, scenario)) for term, factor in terms),  # type: ignore[arg-type]
        Fraction(0),
    )
