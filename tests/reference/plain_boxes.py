"""
Scenarios found without the solver, by going through the formulas themselves.

A box says of each column (a fact, a member of a set, a sum) which regions are still open to it.
Formulas narrow the box until only alternatives are left. Then one point of the box is tried,
the quietest: mostly it satisfies all alternatives, and the search is over. Otherwise it goes
on in the parts of one that the point does not satisfy, the one with the fewest. This is
exact: each column's region can be chosen by itself from what its box leaves, and where facts
meet in sums, numbers are found that suit all sums at once. It is the checker's own search, step
by step, without its tables.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from itertools import product

import attrs

from specl.logic.formula import And, Constant, Formula, Leaf, Named, Or
from specl.logic.numbers import reach, stretches, values_of
from specl.logic.patience import STEPS, Patience
from specl.logic.point import DEEP, UnsettledError
from specl.logic.regions import Box, Regions, Total
from specl.logic.truth import names_in
from specl.model import Value
from specl.text.record import record
from tests.reference.plain_point import Point

__all__ = ["Search"]

STEPS_PER_SUM = 50

_Signed = tuple[Formula, bool]


@attrs.define(eq=False, repr=False)
class Search:
    """
    A search for one scenario.

    Attributes:
        given: Facts with exact values.
        most: How many steps it may take.
        at_root: What definitions are known to be before any alternative is tried.
    """

    regions: Regions
    definitions: Mapping[str, Formula]
    given: dict[str, Value]
    steps: int = 0
    most: int = STEPS
    at_root: dict[str, bool | None] = attrs.field(factory=dict)
    _root: Box | None = None
    _depth: int = 0

    def run(
        self,
        formulas: Iterable[Formula],
        within: Box | None = None,
        patience: Patience | None = None,
    ) -> Point | None:
        """
        Return a point at which the formulas hold, or None where there is none.
        """
        if patience is None:
            return self._found(formulas, within)
        self.most = patience.steps
        try:
            return self._found(formulas, within)
        except UnsettledError:
            patience.disappoint(self.steps)
            raise

    def _found(self, formulas: Iterable[Formula], within: Box | None) -> Point | None:
        start = self.regions.pinned(self.given)
        if start is None:
            return None
        start.update(within or {})
        branches = [_Node(start, {}, [(formula, True) for formula in formulas], [])]
        while branches:
            node = branches.pop()
            found = self._settle(node)
            if isinstance(found, Point):
                return found
            if found is not None:
                others = [parts for parts in node.alternatives if parts is not found.whole]
                branches += [
                    _Node(dict(node.box), dict(node.named), [part], list(others))
                    for part in reversed(found.left)
                ]
        return None

    def _settle(self, node: _Node) -> Point | _Violated | None:
        """
        Narrow a node until a point of it will do, or return what to go on with; None: nothing.
        """
        while self._narrow(node) and not self._sum_is_out_of_reach(node.box):
            if self._root is None:
                self._root = dict(node.box)
            numbers = self._numbers(node.box)
            if numbers is None:
                return None
            values = {**self.given, **numbers}
            point = Point(self.regions, self.definitions, node.box, values)
            violated = self._violated(node, point)
            if violated is None:
                return None
            if not violated:
                return point
            fewest = min(violated, key=_size)
            if len(fewest.left) > 1:
                return fewest
            node.pending += [each.left[0] for each in violated if len(each.left) == 1]
        return None

    def _violated(self, node: _Node, point: Point) -> list[_Violated] | None:
        """
        Return the alternatives that a point does not satisfy, with what is open of each.

        None where nothing is open of one.
        """
        found = []
        self.steps += len(node.alternatives)
        if self.steps > self.most:
            raise UnsettledError
        for parts in node.alternatives:
            if point.holds_any(parts):
                continue
            states = [(part, self._state(node.box, node.named, *part)) for part in parts]
            if any(state for _, state in states):
                continue  # a definition that was said to hold: what it says is looked at itself
            left = tuple(part for part, state in states if state is None)
            if not left:
                return None
            found.append(_Violated(parts, left))
        return found

    def _narrow(self, node: _Node) -> bool:
        """
        Narrow a box until only alternatives are left, and tell whether anything is.
        """
        while node.pending:
            formula, positive = node.pending.pop()
            if isinstance(formula, Leaf):
                if not self._assert(node, formula, positive):
                    return False
            elif isinstance(formula, Constant):
                if formula.value is not positive:
                    return False
            elif isinstance(formula, And) is positive:
                node.pending += [(part, positive) for part in formula.parts]
            else:
                parts = tuple((part, positive) for part in formula.parts)
                node.alternatives.append(parts)
        return True

    def _assert(self, node: _Node, leaf: Leaf, positive: bool) -> bool:  # noqa: FBT001
        """
        Narrow a box to where a leaf holds, or does not, and tell whether anything is left.
        """
        positive = leaf.positive is positive
        if isinstance(leaf.atom, Named):
            name = leaf.atom.name
            known = node.named.get(name, self.at_root.get(name))
            if known is None:
                node.named[name] = positive
                node.pending.append((self.definitions[name], positive))
                return True
            return known is positive
        column, mask = self._admitted(leaf)
        whole = self._left(node.box, column)
        left = whole & mask if positive else whole & ~mask
        node.box[column] = left
        return left != 0

    def _state(
        self,
        box: Box,
        named: Mapping[str, bool],
        formula: Formula,
        positive: bool,  # noqa: FBT001
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
        if self._depth < DEEP:
            self._depth += 1
            self.at_root[name] = self._state(self._root, {}, self.definitions[name], True)
            self._depth -= 1
            return self.at_root[name]
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
        if self.steps > self.most:
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

    def _numbers(self, box: Box) -> dict[str, Value] | None:
        """
        Return numbers with which the sums of a box come to what they have to; None: there are none.
        """
        totals = [column for column in box if isinstance(column, Total)]
        if not totals:
            return {}
        from specl.logic.sums import solution

        names = list(dict.fromkeys(name for total in totals for name, _ in total.terms))
        columns: list[str | Total] = [*names, *totals]
        open_ = [stretches(self.regions, box, column, self.given) for column in columns]
        for way in product(*open_):
            self.steps += STEPS_PER_SUM * len(totals)
            if self.steps > self.most:
                raise UnsettledError
            intervals = dict(zip(names, way[: len(names)], strict=True))
            sums = list(zip(totals, way[len(names) :], strict=True))
            try:
                found = solution(sums, intervals)
            except LookupError:
                raise UnsettledError from None
            if found is not None:
                return values_of(self.regions, found)
        return None


@attrs.define(eq=False, repr=False)
class _Node:
    """
    A box, what definitions were said to be in it, and what is still to hold.
    """

    box: Box
    named: dict[str, bool]
    pending: list[_Signed]
    alternatives: list[tuple[_Signed, ...]]


@record
class _Violated:
    """
    Alternatives that a point does not satisfy, and those among them that the box leaves open.
    """

    whole: tuple[_Signed, ...]
    left: tuple[_Signed, ...]


def _size(violated: _Violated) -> int:
    return len(violated.left)
