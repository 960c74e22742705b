"""
Conditions as alternatives, each of which says what it wants of every column by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from specl.decide.literals import Allowed, Column, Literals
from specl.logic.formula import And, Constant, Formula, Leaf, Or

__all__ = ["MOST", "Cube", "cubes_of"]

Cube = Mapping[Column, Allowed]

MOST = 16


def cubes_of(formula: Formula, literals: Literals) -> tuple[Cube, ...] | None:
    """
    Return alternatives of which one holds where a formula over facts does.

    Args:
        formula: Over facts.
        literals: What leaves say, as far as known.

    Returns:
        None where they are more than `MOST`.
    """
    match formula:
        case Constant(value):
            return ({},) if value else ()
        case Leaf():
            literal = literals[formula]
            if isinstance(literal, bool):
                return ({},) if literal else ()
            column, allowed = literal
            return ({column: allowed},)
        case And(parts):
            return _all_of(parts, literals)
        case Or(parts):
            return _any_of(parts, literals)


def _all_of(parts: Iterable[Formula], literals: Literals) -> tuple[Cube, ...] | None:
    found: tuple[Cube, ...] = ({},)
    for part in parts:
        cubes = cubes_of(part, literals)
        if cubes is None:
            return None
        pairs = (_both(one, other) for one in found for other in cubes)
        found = tuple(cube for cube in pairs if cube is not None)
        if len(found) > MOST:
            return None
    return found


def _both(one: Cube, other: Cube) -> Cube | None:
    both = dict(one)
    for column, allowed in other.items():
        met = _meet(both[column], allowed) if column in both else allowed
        if met.is_empty:
            return None
        both[column] = met
    return both


def _any_of(parts: Iterable[Formula], literals: Literals) -> tuple[Cube, ...] | None:
    """
    Return the alternatives of all parts; those that speak of one column only become one.
    """
    found: list[Cube] = []
    alone: dict[Column, Allowed] = {}
    for part in parts:
        cubes = cubes_of(part, literals)
        if cubes is None:
            return None
        for cube in cubes:
            if len(cube) == 1:
                ((column, allowed),) = cube.items()
                alone[column] = _join(alone[column], allowed) if column in alone else allowed
            else:
                found.append(cube)
    found += ({column: allowed} for column, allowed in alone.items())
    return None if len(found) > MOST else tuple(found)


def _join(one: Allowed, other: Allowed) -> Allowed:
    return _meet(one.complement(), other.complement()).complement()


def _meet(one: Allowed, other: Allowed) -> Allowed:
    return one.meet(other)  # type: ignore[arg-type] # a column has sets of one kind
