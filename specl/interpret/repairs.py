"""
Replies changed in one place so as to meet one formula more.

A repair gives one act another value. Repairs whose acts no formula connects can be made
together, and each still meets what it meets alone. So one reply stands for as many sets of
formulas as there are ways to choose among its repairs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from specl.interpret.formula import Formula
from specl.interpret.oracle import Oracle, bits_of
from specl.interpret.search import holds_in
from specl.interpret.variables import Finite, Model
from specl.text.record import record

__all__ = ["Repairs"]


@record
class _Repair:
    """
    A variable with another value, and the formulas that then fail.
    """

    variable: int
    broken: int


@attrs.define(eq=False, repr=False)
class Repairs:
    """
    Finds repairs among the formulas of a universe, and of others that have to be met.
    """

    oracle: Oracle
    universe: Sequence[int]
    beside: int

    def spared(self, model: Model, grown: int, found: Sequence[int]) -> int:
        """
        Return formulas that a reply can be repaired to meet, in any choice of them.

        Args:
            model: A reply.
            grown: The formulas of the universe that it meets.
            found: Clashes already known: a repair may break what is known to clash with it.
        """
        spared = 0
        tied: frozenset[int] = frozenset()
        for bit in self.universe:
            repair = None if grown & bit else self._repair(model, bit, grown, found, tied)
            if repair is not None:
                spared |= bit
                tied |= self._neighbours(repair.variable)
        return spared

    def _repair(
        self, model: Model, bit: int, grown: int, found: Sequence[int], tied: frozenset[int]
    ) -> _Repair | None:
        variables = self.oracle.formula(bit).variables
        for variable in sorted(variables - tied if variables <= model.keys() else ()):
            for repair in self._repairs(model, bit, variable, grown):
                clashing = (bit | other for other in bits_of(repair.broken))
                if all(any(clash & ~both == 0 for clash in found) for both in clashing):
                    return repair
        return None

    def _repairs(self, model: Model, bit: int, variable: int, grown: int) -> Iterator[_Repair]:
        """
        Yield the ways to meet a formula by another value of one variable.
        """
        declared = self.oracle.formulas.variables.all[variable]
        if not isinstance(declared, Finite) or self._is_defined_by(variable):
            return
        must_hold = [*self.oracle.about(variable), *map(self.oracle.formula, bits_of(self.beside))]
        must_hold.append(self.oracle.formula(bit))
        for value in range(len(declared.values)):
            changed = {**model, variable: value}
            if all(holds_in(formula, changed) for formula in must_hold):
                yield _Repair(variable, self._broken(changed, variable, grown))

    def _broken(self, changed: Model, variable: int, grown: int) -> int:
        broken = 0
        for bit, formula in self._mentioning(variable):
            if grown & bit and not holds_in(formula, changed):
                broken |= bit
        return broken

    def _mentioning(self, variable: int) -> list[tuple[int, Formula]]:
        pairs = ((bit, self.oracle.formula(bit)) for bit in self.universe)
        return [(bit, formula) for bit, formula in pairs if variable in formula.variables]

    def _neighbours(self, variable: int) -> frozenset[int]:
        """
        Return the variables that stand in one formula with a variable, itself among them.
        """
        formulas = [formula for _, formula in self._mentioning(variable)]
        formulas += self.oracle.about(variable)
        formulas += map(self.oracle.formula, bits_of(self.beside))
        return frozenset({variable}).union(
            *(formula.variables for formula in formulas if variable in formula.variables)
        )

    def _is_defined_by(self, variable: int) -> bool:
        """
        Tell whether a part of an expression that has a variable of its own depends on one.
        """
        definitions = self.oracle.formulas.definitions.values()
        return any(variable in definition.variables for definition in definitions)
