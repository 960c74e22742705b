"""
Formulas made ready for boxes: literals become bits, and definitions are opened up.

A cube is a conjunction: what it leaves of each field, and clauses of which some alternative
has to hold, each a cube again. Cubes are shared, so that a long definition is made once.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from specl.cases.field import Field
from specl.cases.fields import Fields
from specl.cases.grid import Grid
from specl.logic.formula import And, Atom, Constant, Formula, Named, Or, negate

__all__ = ["Cube", "Cubes"]

Clause = tuple["Cube", ...]


@attrs.define(eq=False, repr=False)
class Cube:
    """
    A conjunction.

    Attributes:
        keep: No value outside of it satisfies the cube.
        outside: Where a field is settled inside of this, one of its literals fails.
        clauses: Of each of them some alternative has to hold besides.
        depth: How far clauses lie within one another.
    """

    keep: int
    outside: int
    clauses: tuple[Clause, ...] = ()
    depth: int = 0


@attrs.define(eq=False, repr=False)
class Cubes:
    """
    The formulas and definitions of one spec as cubes.
    """

    fields: Fields
    grid: Grid
    _named: dict[tuple[str, bool], Cube] = attrs.field(factory=dict)
    _made: dict[Formula, Cube] = attrs.field(factory=dict)
    _met: dict[int, tuple[Formula, Cube]] = attrs.field(factory=dict)
    _inside: dict[Atom, tuple[Field, int]] = attrs.field(factory=dict)
    _true: Cube = attrs.field(init=False)
    _false: Cube = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self._true = Cube(self.grid.everything, 0)
        self._false = Cube(0, self.grid.everything)

    def define(self, definitions: Mapping[str, Formula]) -> None:
        """
        Make cubes of definitions, each after those that it mentions.
        """
        for name, meaning in definitions.items():
            self._named[name, True] = self.of(meaning)
            self._named[name, False] = self.of(negate(meaning))

    def of(self, formula: Formula) -> Cube:
        """
        Return a formula, whose definitions are made, as a cube.
        """
        known = self._met.get(id(formula))
        if known is None:
            if formula not in self._made:
                self._made[formula] = self._make(formula)
            known = self._met[id(formula)] = formula, self._made[formula]
        return known[1]

    def _make(self, formula: Formula) -> Cube:
        if isinstance(formula, And):
            return self._all([self.of(part) for part in formula.parts])
        if isinstance(formula, Or):
            return self._any([self.of(part) for part in formula.parts])
        if isinstance(formula, Constant):
            return self._true if formula.value else self._false
        if isinstance(formula.atom, Named):
            return self._named[formula.atom.name, formula.positive]
        return self._literal(formula.atom, positive=formula.positive)

    def _literal(self, atom: Atom, *, positive: bool) -> Cube:
        field, inside = self._bits(atom)
        span = self.grid.span(field)
        outside = span & ~inside if positive else inside
        return self._kept(Cube(self.grid.everything & ~outside, outside))

    def _kept(self, cube: Cube) -> Cube:
        """
        Return a cube, or the one that nothing satisfies where nothing satisfies it.
        """
        return cube if self.grid.is_open(cube.keep) else self._false

    def _bits(self, atom: Atom) -> tuple[Field, int]:
        """
        Return the field of an atom and the values with which it holds.
        """
        if atom not in self._inside:
            subject = self.fields.subject_of(atom)
            assert subject is not None
            field = self.fields.fields[subject]
            held = self.fields.values_in(atom, field)
            bits = sum(1 << place for place, holds in enumerate(held) if holds)
            self._inside[atom] = field, bits << self.grid.shift[field]
        return self._inside[atom]

    def _all(self, parts: list[Cube]) -> Cube:
        keep, outside, depth = self.grid.everything, 0, 0
        clauses: dict[int, Clause] = {}
        for part in parts:
            keep &= part.keep
            outside |= part.outside
            if part.clauses:
                clauses.update([(id(clause), clause) for clause in part.clauses])
                depth = max(depth, part.depth)
        return self._kept(Cube(keep, outside, tuple(clauses.values()), depth))

    def _any(self, parts: list[Cube]) -> Cube:
        alternatives: dict[int, Cube] = {}
        for part in parts:
            opened = part.clauses[0] if not part.outside and len(part.clauses) == 1 else (part,)
            alternatives.update({id(each): each for each in opened})
        alternatives.pop(id(self._false), None)
        merged = self._merged(list(alternatives.values()))
        if not merged:
            return self._false
        if len(merged) == 1:
            return merged[0]
        keep = 0
        for each in merged:
            keep |= each.keep
        return Cube(keep, 0, (tuple(merged),), 1 + max(each.depth for each in merged))

    def _merged(self, alternatives: list[Cube]) -> list[Cube]:
        """
        Return alternatives with those joined that speak of one and the same field only.
        """
        found: dict[int, Cube] = {}
        others: list[Cube] = []
        for each in alternatives:
            span = self._only_field(each)
            if span is None:
                others.append(each)
            elif span in found:
                outside = found[span].outside & each.outside
                found[span] = Cube(self.grid.everything & ~outside, outside)
            else:
                found[span] = each
        simple = list(found.values())
        certain = [each for each in (*simple, *others) if not each.outside and not each.clauses]
        return certain[:1] or [*simple, *others]

    def _only_field(self, cube: Cube) -> int | None:
        """
        Return the first bit of the one field that a cube speaks of, if it is only one.
        """
        if cube.clauses or not cube.outside:
            return None
        low = cube.outside & -cube.outside
        span = self.grid.span_at(low)
        return None if cube.outside & ~span else span & -span
