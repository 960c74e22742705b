"""
Scenarios found without the solver.

A box says of each column (a fact, a member of a set, a sum) which regions are still open to it.
Formulas narrow the box, and where only alternatives are left they are tried one after the
other, the choice with the fewest first. This is exact: each column's region can be chosen by
itself from what its box leaves; where facts meet in one sum, all such sums are looked at
together at the end. Most questions end here, and Z3 need not even be imported.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping

import attrs

from specl.logic.formula import And, Constant, Formula, Leaf, Named, Or
from specl.logic.interval import Interval
from specl.logic.numbers import reach, stretches, values_of
from specl.logic.regions import Box, Regions, Total
from specl.logic.truth import names_in
from specl.model import Fact, Value
from specl.model.types import SetType

__all__ = ["STEPS", "UnsettledError", "reached", "scenario_in"]

STEPS = 20_000
STEPS_PER_SUM = 50

_Signed = tuple[Formula, bool]
_Alternatives = list[tuple[_Signed, ...]]


class UnsettledError(Exception):
    """
    The question is about texts or such as `max`, or takes more steps than are worth their time.
    """


def scenario_in(
    facts: Mapping[str, Fact],
    definitions: Mapping[str, Formula],
    formulas: Iterable[Formula],
    *,
    regions: Regions | None = None,
    given: Mapping[str, Value] | None = None,
) -> dict[str, Value] | None:
    """
    Return a scenario in which all of some formulas hold, or None where there is none.

    Args:
        facts: The facts that have a value in a scenario.
        definitions: What names stand for.
        formulas: Over facts and definitions.
        regions: Columns that know all constants of the formulas and definitions; made for
            the question where None.
        given: Values that some facts have.

    Raises:
        UnsettledError: This search cannot tell.
    """
    asked = list(formulas)
    if regions is None:
        regions = Regions.of(facts, [*asked, *definitions.values()])
    search = _Search(regions, definitions, dict(given or {}))
    box = search.run(asked)
    return None if box is None else {name: search.value(box, name) for name in facts}


def reached(regions: Regions, background: Formula, box: Box) -> bool:
    """
    Tell whether a background, over facts alone, holds somewhere in a box.

    Raises:
        UnsettledError: This search cannot tell.
    """
    return _Search(regions, {}, {}).run([background], dict(box)) is not None


@attrs.define(eq=False, repr=False)
class _Search:
    """
    The work of `scenario_in`.

    Attributes:
        given: Facts with exact values.
        at_root: What definitions are known to be before any alternative is tried.
    """

    regions: Regions
    definitions: Mapping[str, Formula]
    given: dict[str, Value]
    steps: int = 0
    at_root: dict[str, bool | None] = attrs.field(factory=dict)
    _root: Box | None = None

    def run(self, formulas: Iterable[Formula], within: Box | None = None) -> Box | None:
        """
        Return a box, within one if given, of which every choice satisfies the formulas.
        """
        start = self.regions.pinned(self.given) if within is None else within
        if start is None:
            return None
        branches: list[tuple[Box, dict[str, bool], list[_Signed], _Alternatives]] = [
            (start, {}, [(formula, True) for formula in formulas], [])
        ]
        while branches:
            box, named, pending, alternatives = branches.pop()
            left = self._narrow(box, named, pending, alternatives)
            if left is None or self._sum_is_out_of_reach(box):
                continue
            if not left:
                found = self._with_sums(box)
                if found is not None:
                    return found
                continue
            fewest = min(left, key=len)
            others = [parts for parts in left if parts is not fewest]
            branches += [(dict(box), dict(named), [part], others) for part in reversed(fewest)]
        return None

    def _narrow(
        self,
        box: Box,
        named: dict[str, bool],
        pending: list[_Signed],
        alternatives: _Alternatives,
    ) -> _Alternatives | None:
        """
        Narrow a box until only alternatives are left and return these; None where it is empty.
        """
        while pending:
            formula, positive = pending.pop()
            if isinstance(formula, Leaf):
                if not self._assert(box, named, formula, positive, pending):
                    return None
            elif isinstance(formula, Constant):
                if formula.value is not positive:
                    return None
            elif isinstance(formula, And) is positive:
                pending += [(part, positive) for part in formula.parts]
            else:
                alternatives = [*alternatives, tuple((part, positive) for part in formula.parts)]
            if not pending:
                if self._root is None and not self._sum_is_out_of_reach(box):
                    self._root = dict(box)
                found = self._open(box, named, alternatives, pending)
                if found is None:
                    return None
                alternatives = found
        return alternatives

    def _open(
        self,
        box: Box,
        named: dict[str, bool],
        alternatives: _Alternatives,
        pending: list[_Signed],
    ) -> _Alternatives | None:
        """
        Return what is open of some alternatives; where it is one part only, it is now pending.
        """
        found = []
        for parts in alternatives:
            left = []
            for part in parts:
                state = self._state(box, named, *part)
                if state:
                    break
                if state is None:
                    left.append(part)
            else:
                if not left:
                    return None
                if len(left) == 1:
                    pending.append(left[0])
                else:
                    found.append(tuple(left))
        return found

    def _assert(
        self,
        box: Box,
        named: dict[str, bool],
        leaf: Leaf,
        positive: bool,
        pending: list[_Signed],
    ) -> bool:
        """
        Narrow a box to where a leaf holds, or does not, and tell whether anything is left.
        """
        positive = leaf.positive is positive
        if isinstance(leaf.atom, Named):
            name = leaf.atom.name
            known = named.get(name, self.at_root.get(name))
            if known is None:
                named[name] = positive
                pending.append((self.definitions[name], positive))
                return True
            return known is positive
        column, mask = self._admitted(leaf)
        whole = self._left(box, column)
        left = whole & mask if positive else whole & ~mask
        box[column] = left
        return left != 0

    def _state(
        self, box: Box, named: dict[str, bool], formula: Formula, positive: bool
    ) -> bool | None:
        """
        Tell whether a formula holds, or fails, all over a box; None where the box does not say.
        """
        if isinstance(formula, Leaf):
            positive = formula.positive is positive
            if isinstance(formula.atom, Named):
                known = named.get(formula.atom.name)
                if known is None:
                    known = self._known_at_root(formula.atom.name)
                return None if known is None else known is positive
            column, mask = self._admitted(formula)
            whole = self._left(box, column)
            if not whole & mask:
                return not positive
            return None if whole & ~mask else positive
        if isinstance(formula, Constant):
            return formula.value is positive
        decisive = isinstance(formula, Or) is positive
        known = True
        for part in formula.parts:
            state = self._state(box, named, part, positive)
            if state is decisive:
                return decisive
            known = known and state is not None
        return not decisive if known else None

    def _known_at_root(self, name: str) -> bool | None:
        """
        Tell what a definition is all over the box that the question itself leaves.
        """
        if name in self.at_root or self._root is None:
            return self.at_root.get(name)
        pending = [name]
        while pending:
            each = pending[-1]
            meaning = self.definitions[each]
            needed = [other for other in names_in(meaning) if other not in self.at_root]
            if needed:
                pending.extend(needed)
            else:
                self.at_root[each] = self._state(self._root, {}, meaning, True)
                pending.pop()
        return self.at_root[name]

    def _admitted(self, leaf: Leaf) -> tuple[Hashable, int]:
        self.steps += 1
        if self.steps > STEPS:
            raise UnsettledError
        placed = self.regions.admitted(leaf.atom)
        if placed is None:
            raise UnsettledError
        return placed

    def _left(self, box: Box, column: Hashable) -> int:
        """
        Return the regions that a box leaves to a column.
        """
        left = box.get(column)
        if left is None:
            left = self.regions.all_of(column)
        if isinstance(column, Total):
            left &= reach(self.regions, box, column, self.given)
        return left

    def _sum_is_out_of_reach(self, box: Box) -> bool:
        """
        Tell whether some sum cannot come to what it has to, whatever its facts are.
        """
        return any(isinstance(column, Total) and not self._left(box, column) for column in box)

    def _with_sums(self, box: Box) -> Box | None:
        """
        Narrow a box to one in which its sums come to what they have to, if there is one.
        """
        totals = [column for column in box if isinstance(column, Total)]
        if not totals:
            return box
        from specl.logic.sums import solution

        names = dict.fromkeys(name for total in totals for name, _ in total.terms)
        for intervals, sums in self._ways(box, list(names), totals):
            self.steps += STEPS_PER_SUM * len(totals)
            if self.steps > STEPS:
                raise UnsettledError
            try:
                found = solution(sums, intervals)
            except LookupError:
                raise UnsettledError from None
            if found is not None:
                self.given.update(values_of(self.regions, found))
                return box
        return None

    def _ways(
        self, box: Box, names: list[str], totals: list[Total]
    ) -> Iterator[tuple[dict[str, Interval], list[tuple[Total, Interval]]]]:
        """
        Yield every way to choose one stretch of numbers for each fact and sum.
        """
        ways: list[dict[str | Total, Interval]] = [{}]
        columns: list[str | Total] = [*names, *totals]
        for column in columns:
            left = stretches(self.regions, box, column, self.given)
            if len(ways) * len(left) > STEPS_PER_SUM:
                raise UnsettledError
            ways = [{**way, column: each} for way in ways for each in left]
        for way in ways:
            yield {name: way[name] for name in names}, [(each, way[each]) for each in totals]

    def value(self, box: Box, name: str) -> Value:
        """
        Return a value of a fact that its box leaves, the quiet one if it can be.
        """
        if name in self.given:
            return self.given[name]
        type_ = self.regions.facts[name].type
        if isinstance(type_, SetType):
            quiet = self.regions.quiet[name]
            assert isinstance(quiet, frozenset)
            masks = {value: box.get((name, value), 3) for value in type_.element.values}
            return frozenset(
                value
                for value, mask in masks.items()
                if mask == 2 or (mask == 3 and value in quiet)
            )
        return self.regions.quietest(name, box.get(name, -1))
