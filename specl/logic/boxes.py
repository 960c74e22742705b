"""
Scenarios found without the solver.

A box says of each column (a fact, a member of a set, a sum) which regions are still open to it.
Formulas narrow the box until only alternatives are left. Then one point of the box is tried,
the quietest: mostly it satisfies all alternatives, and the search is over. Otherwise it goes
on in the parts of one that the point does not satisfy, the one with the fewest. This is
exact: each column's region can be chosen by itself from what its box leaves, and where facts
meet in sums, numbers are found that suit all sums at once. Most questions end here, and Z3
need not even be imported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from specl.logic.compact import CONSTANT, JOIN, LEAF, NAME, TOTAL, Compact, Node
from specl.logic.formula import Formula
from specl.logic.patience import STEPS, Patience
from specl.logic.point import DEEP, Point, UnsettledError
from specl.logic.regions import Box
from specl.logic.summing import left_to, numbers_for
from specl.logic.truth import names_in
from specl.model import Value
from specl.text.record import mutable, record

__all__ = ["UnsettledError", "is_possible", "scenario_in"]

STEPS_PER_SUM = 50


def scenario_in(
    compact: Compact,
    definitions: Mapping[str, Formula],
    formulas: Iterable[Formula],
    *,
    given: Mapping[str, Value] | None = None,
    patience: Patience | None = None,
) -> dict[str, Value] | None:
    """
    Return a scenario in which all of some formulas hold, or None where there is none.

    Args:
        compact: The facts, in columns that know all constants of the formulas and definitions.
        definitions: What names stand for.
        formulas: Over facts and definitions.
        given: Values that some facts have.
        patience: How long to search; None: for `STEPS`.

    Raises:
        UnsettledError: This search cannot tell.
    """
    point = _Search(compact.refresh(), definitions, dict(given or {})).run(formulas, None, patience)
    return None if point is None else {name: point.value(name) for name in compact.regions.facts}


def is_possible(  # noqa: PLR0913 - all but what is asked is optional
    compact: Compact,
    definitions: Mapping[str, Formula],
    formulas: Iterable[Formula],
    *,
    given: Mapping[str, Value] | None = None,
    within: Box | None = None,
    patience: Patience | None = None,
) -> bool:
    """
    Tell whether all of some formulas hold in some scenario; see `scenario_in`.

    Args:
        compact: Columns that know all constants of the formulas and definitions.
        definitions: What names stand for.
        formulas: Over facts and definitions.
        given: Values that some facts have.
        within: A box in which the scenario lies.
        patience: How long to search; None: for `STEPS`.

    Raises:
        UnsettledError: This search cannot tell.
    """
    search = _Search(compact.refresh(), definitions, dict(given or {}))
    return search.run(formulas, within, patience) is not None


@mutable
class _Search:
    """
    The work of `scenario_in`.

    Attributes:
        given: Facts with exact values.
        most: How many steps it may take.
        at_root: What definitions are known to be before any alternative is tried.
    """

    compact: Compact
    definitions: Mapping[str, Formula]
    given: dict[str, Value]
    steps: int = 0
    most: int = STEPS
    at_root: dict[str, bool | None] = attrs.field(factory=dict)
    _root: list[int] | None = None
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
        start = self.compact.regions.pinned(self.given)
        if start is None:
            return None
        start.update(within or {})
        pending = [self.compact.node(formula) for formula in formulas]
        branches = [_Node(*self.compact.box(start), {}, pending, [])]
        while branches:
            node = branches.pop()
            found = self._settle(node)
            if isinstance(found, Point):
                return found
            if found is not None:
                branches += [node.narrowed(found.place, part) for part in reversed(found.left)]
        return None

    def _settle(self, node: _Node) -> Point | _Violated | None:
        """
        Narrow a node until a point of it will do, or return what to go on with; None: nothing.
        """
        while self._narrow(node) and not self._sum_is_out_of_reach(node):
            if self._root is None:
                self._root = node.box.copy()
            numbers = self._numbers(node)
            if numbers is None:
                return None
            values = {**self.given, **numbers} if numbers else self.given
            point = Point(self.compact, self.definitions, node.box, values)
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
        for place, either in enumerate(node.alternatives):
            if point.joined(either):
                continue
            states = [(part, self._state(node.box, node.named, part)) for part in either[2]]
            if any(state for _, state in states):
                continue  # a definition that was said to hold: what it says is looked at itself
            left = tuple([part for part, state in states if state is None])
            if not left:
                return None
            found.append(_Violated(place, left))
        return found

    def _narrow(self, node: _Node) -> bool:
        """
        Narrow a box until only alternatives are left, and tell whether anything is.
        """
        box, pending, at_root = node.box, node.pending, self.at_root
        while pending:
            part = pending.pop()
            kind = part[0]
            if kind == LEAF:
                self.steps += 1
                if self.steps > self.most:
                    raise UnsettledError
                column = part[1]
                left = box[column] = box[column] & part[2]
                if not left:
                    return False
            elif kind == JOIN:
                if part[1]:
                    node.alternatives.append(part)
                else:
                    pending += part[2]
            elif kind == NAME:
                known = node.named.get(part[1], at_root.get(part[1]))
                if known is None:
                    self._say(node, part)
                elif known is not part[2]:
                    return False
            elif kind == CONSTANT:
                if not part[1]:
                    return False
            elif not self._bound(node, part):
                return False
        return True

    def _say(self, node: _Node, part: Node) -> None:
        """
        Say that a definition holds, or does not.
        """
        _, name, positive, _ = part
        node.named[name] = positive
        node.pending.append(self.compact.node(self.definitions[name], positive))

    def _bound(self, node: _Node, part: Node) -> bool:
        """
        Narrow what is left to a sum, and tell whether anything is.
        """
        column, mask = self._placed(part)
        left = node.box[column] = left_to(self.compact, node.box, column, self.given) & mask
        node.sums[column] = None
        return left != 0

    def _placed(self, part: Node) -> tuple[int, int]:
        """
        Take a step, and return the column of a leaf and the regions that it admits.
        """
        self.steps += 1
        if self.steps > self.most or len(part) < 4:
            raise UnsettledError
        return part[1], part[2]

    def _state(self, box: list[int], named: Mapping[str, bool], node: Node) -> bool | None:
        """
        Tell whether a formula holds, or fails, all over a box; None where the box does not say.
        """
        kind = node[0]
        if kind == JOIN:
            decisive: bool = node[1]
            undecided = False
            for part in node[2]:
                state = self._state(box, named, part)
                if state is decisive:
                    return decisive
                undecided = undecided or state is None
            return None if undecided else not decisive
        if kind == NAME:
            known = named.get(node[1])
            if known is None:
                known = self._known_at_root(node[1])
            return None if known is None else known is node[2]
        if kind == CONSTANT:
            held: bool = node[1]
            return held
        column, mask = self._placed(node)
        whole = box[column]
        if kind == TOTAL:
            whole = left_to(self.compact, box, column, self.given)
        if not whole & mask:
            return False
        return None if whole & ~mask else True

    def _known_at_root(self, name: str) -> bool | None:
        """
        Tell what a definition is all over the box that the question itself leaves.
        """
        if name in self.at_root or self._root is None:
            return self.at_root.get(name)
        if self._depth < DEEP:
            self._depth += 1
            meaning = self.definitions[name]
            node = self.compact.said.get(id(meaning)) or self.compact.node(meaning)
            self.at_root[name] = self._state(self._root, {}, node)
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
                self.at_root[each] = self._state(self._root, {}, self.compact.node(meaning))
                pending.pop()
        return self.at_root[name]

    def _sum_is_out_of_reach(self, node: _Node) -> bool:
        """
        Tell whether some sum cannot come to what it has to, whatever its facts are.
        """
        return any(not left_to(self.compact, node.box, each, self.given) for each in node.sums)

    def _numbers(self, node: _Node) -> Mapping[str, Value] | None:
        """
        Return numbers with which the sums of a box come to what they have to; None: there are none.
        """
        if not node.sums:
            return {}
        cost = STEPS_PER_SUM * len(node.sums)
        most = max(self.most - self.steps, 0) // cost
        tried = numbers_for(self.compact, node.box, tuple(node.sums), self.given, most)
        self.steps += cost * min(tried.ways, most + 1)
        if self.steps > self.most or not tried.settled:
            raise UnsettledError
        return tried.found


@mutable
class _Node:
    """
    A box, what definitions were said to be in it, and what is still to hold.

    Attributes:
        sums: The columns of sums of which the box says anything, in the order met.
    """

    box: list[int]
    sums: dict[int, None]
    named: dict[str, bool]
    pending: list[Node]
    alternatives: list[Node]

    def narrowed(self, place: int, part: Node) -> _Node:
        """
        Return this node where one of the alternatives at some place is to hold.
        """
        others = self.alternatives[:place] + self.alternatives[place + 1 :]
        return _Node(self.box.copy(), self.sums.copy(), self.named.copy(), [part], others)


@record
class _Violated:
    """
    Alternatives that a point does not satisfy, by their place, and what the box leaves of them.
    """

    place: int
    left: tuple[Node, ...]


def _size(violated: _Violated) -> int:
    return len(violated.left)
