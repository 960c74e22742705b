"""
Why a formula holds in a scenario: facts whose values alone make it hold.

What holds because all of some parts do needs the grounds of each; where one part is enough,
the one is taken that adds the fewest facts to those that are needed anyway.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from specl.logic.formula import And, Atom, Constant, Formula, Leaf, Named
from specl.logic.mentioned import facts_of_atom
from specl.logic.truth import truth
from specl.model import Scenario
from specl.text.record import mutable

__all__ = ["grounds"]

PASSES = 5

_Facts = frozenset[str]


def grounds(
    formula: Formula, scenario: Scenario, definitions: Mapping[str, Formula]
) -> dict[str, None]:
    """
    Return facts, as keys, that with their values in a scenario make a formula hold there.

    Args:
        formula: Over facts and definitions; it holds in the scenario.
        scenario: A value for every fact.
        definitions: What names stand for.
    """
    known: dict[str, bool] = {}
    holds = truth(formula, scenario, definitions, known)
    assert holds, "the scenario does not show the finding"
    needed = _Search(scenario, definitions, known).run(formula)
    return dict.fromkeys(name for name in scenario if name in needed)


@mutable
class _Search:
    """
    The work of `grounds`.

    Attributes:
        known: What each definition is, each after those that it mentions.
        chosen: The facts that are needed so far.
        costs: For each definition the further facts that make it what it is.
    """

    scenario: Scenario
    definitions: Mapping[str, Formula]
    known: Mapping[str, bool]
    chosen: set[str] = attrs.field(factory=set)
    costs: dict[str, _Facts] = attrs.field(factory=dict)
    _truths: dict[Atom, bool] = attrs.field(factory=dict)
    _facts: dict[Atom, _Facts] = attrs.field(factory=dict)

    def run(self, formula: Formula) -> set[str]:
        """
        Return the facts that make a formula hold.
        """
        open_ = self._forced(formula)
        for _ in range(PASSES):
            self._reckon()
            costs = [cost for part, holds in open_ if (cost := self._cost(part, holds))]
            if not costs:
                return self.chosen
            self.chosen |= min(costs, key=lambda cost: (len(cost), sorted(cost)))
        self._reckon()
        for part, holds in open_:
            self.chosen |= self._cost(part, holds)
        return self.chosen

    def _forced(self, formula: Formula) -> list[tuple[Formula, bool]]:
        """
        Choose the facts without which nothing makes a formula hold; return what leaves a choice.
        """
        pending, seen = [(formula, True)], set[str]()
        open_: list[tuple[Formula, bool]] = []
        while pending:
            part, holds = pending.pop()
            if isinstance(part, Leaf):
                atom = part.atom
                if not isinstance(atom, Named):
                    self.chosen |= self._facts_of(atom)
                elif atom.name not in seen:
                    seen.add(atom.name)
                    pending.append((self.definitions[atom.name], self.known[atom.name]))
            elif not isinstance(part, Constant):
                if isinstance(part, And) is holds:
                    pending += [(each, holds) for each in part.parts]
                else:
                    open_.append((part, holds))
        return open_

    def _reckon(self) -> None:
        """
        Work out the cost of each definition, each after those that it mentions.
        """
        self.costs.clear()
        for name, holds in self.known.items():
            self.costs[name] = self._cost(self.definitions[name], holds)

    def _cost(self, formula: Formula, holds: bool) -> _Facts:
        """
        Return the further facts that make a formula hold, or fail, as it does.
        """
        if isinstance(formula, Leaf):
            if isinstance(formula.atom, Named):
                return self.costs[formula.atom.name] - self.chosen
            return self._facts_of(formula.atom) - self.chosen
        if isinstance(formula, Constant):
            return frozenset()
        if isinstance(formula, And) is holds:
            return frozenset().union(*(self._cost(part, holds) for part in formula.parts))
        best: _Facts | None = None
        for part in formula.parts:
            if self._is(part) is holds:
                cost = self._cost(part, holds)
                if not cost:
                    return cost
                if best is None or len(cost) < len(best):
                    best = cost
        assert best is not None
        return best

    def _is(self, formula: Formula) -> bool:
        if isinstance(formula, Leaf):
            return self._truth(formula.atom) is formula.positive
        if isinstance(formula, Constant):
            return formula.value
        join = all if isinstance(formula, And) else any
        return join(self._is(part) for part in formula.parts)

    def _truth(self, atom: Atom) -> bool:
        if isinstance(atom, Named):
            return self.known[atom.name]
        if atom not in self._truths:
            self._truths[atom] = truth(Leaf(atom, True), self.scenario, {}, {})
        return self._truths[atom]

    def _facts_of(self, atom: Atom) -> _Facts:
        if atom not in self._facts:
            self._facts[atom] = frozenset(facts_of_atom(atom))
        return self._facts[atom]
