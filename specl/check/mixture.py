"""
A formula about a mixture of two scenarios: some facts are kept, the others have given values.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from specl.logic.formula import (
    And,
    Atom,
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
    conj,
    disj,
    literal,
)
from specl.logic.truth import names_in, truth
from specl.model import Scenario, Value
from specl.model.expressions import Conditional, Expr, FactRef, Literal
from specl.model.types import BOOL
from specl.text.record import mutable

__all__ = ["Mixture"]


@mutable
class Mixture:
    """
    Rewrites formulas so that they speak of a mixture.

    Attributes:
        definitions: What names stand for; those of mixtures are added.
        keepers: For each fact the name of the bool fact that says whether it is kept.
        values: The values of facts that are not kept.
        mark: Sets the names of this mixture's definitions apart.
    """

    definitions: dict[str, Formula]
    keepers: Mapping[str, str]
    values: Scenario
    mark: str

    def of(self, formula: Formula) -> Formula:
        """
        Return a formula as it is of the mixture.

        Definitions are mixed before what mentions them, by a stack: their chains are long.
        """
        pending = list(names_in(formula))
        while pending:
            name = pending[-1]
            needed = [each for each in names_in(self.definitions[name]) if not self._knows(each)]
            pending.extend(needed)
            if not needed:
                if not self._knows(name):
                    self.definitions[self.mark + name] = self._rewritten(self.definitions[name])
                pending.pop()
        return self._rewritten(formula)

    def _knows(self, name: str) -> bool:
        return self.mark + name in self.definitions

    def _rewritten(self, formula: Formula) -> Formula:
        match formula:
            case Constant():
                return formula
            case And(parts):
                return conj(map(self._rewritten, parts))
            case Or(parts):
                return disj(map(self._rewritten, parts))
            case Leaf(Named(name), positive):
                return Leaf(Named(self.mark + name), positive)
            case Leaf(Holds(name) | Is(name) | Has(name), _):
                return self._either(name, formula)
            case Leaf(atom, positive):
                return Leaf(self._compared(atom), positive)

    def _either(self, name: str, leaf: Leaf) -> Formula:
        if name not in self.keepers:
            return leaf
        kept = Holds(self.keepers[name], act=False)
        given = truth(leaf, self.values, {}, {})
        if given:
            return disj((literal(kept, False), leaf))
        return conj((literal(kept), leaf))

    def _compared(self, atom: Atom) -> Atom:
        match atom:
            case Test(expr):
                return Test(self._mixed(expr))
            case Between(low, high=high):
                return attrs.evolve(
                    atom,
                    low=tuple((self._mixed(term), factor) for term, factor in low),
                    high=tuple((self._mixed(term), factor) for term, factor in high),
                )
        raise TypeError(f"not about facts: {atom!r}")

    def _mixed(self, expr: Expr) -> Expr:
        if isinstance(expr, FactRef):
            if expr.name not in self.keepers:
                return expr
            value: Value = self.values[expr.name]
            kept = FactRef(self.keepers[expr.name], BOOL)
            return Conditional(kept, expr, Literal(value, expr.type))
        parts = {field.name: getattr(expr, field.name) for field in attrs.fields(type(expr))}
        return attrs.evolve(expr, **{name: self._part(part) for name, part in parts.items()})

    def _part(self, part: Any) -> Any:
        if isinstance(part, tuple):
            return tuple(map(self._part, part))
        return self._mixed(part) if isinstance(part, Expr) else part
