"""
Scenarios found without the solver.

A box says of each fact which values are still open to it. Formulas narrow the box, and where
only alternatives are left they are tried one after the other. This is exact: each fact's value
can be chosen by itself from what its box leaves; where facts meet in one sum, all such sums
are looked at together at the end. Most questions about a small spec end here, and Z3 need not
even be imported.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from fractions import Fraction

import attrs

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
    negate,
)
from specl.logic.interval import Interval, Sum, Threshold, comparison_of, interval_of
from specl.model import Fact, Value
from specl.model.types import BoolType, ChoiceType, SetType, TextType, is_numeric

__all__ = ["STEPS", "UnsettledError", "scenario_in"]

STEPS = 4_000
STEPS_PER_SUM = 50
_EITHER = frozenset({False, True})
_Box = dict[Hashable, "frozenset[bool] | frozenset[str] | Interval"]
_Alternatives = list[tuple[Formula, ...]]


class UnsettledError(Exception):
    """
    The question is about texts or such as `max`, or takes more steps than are worth their time.
    """


def scenario_in(
    facts: Mapping[str, Fact], definitions: Mapping[str, Formula], formulas: Iterable[Formula]
) -> dict[str, Value] | None:
    """
    Return a scenario in which all of some formulas hold, or None where there is none.

    Args:
        facts: The facts that have a value in a scenario.
        definitions: What names stand for.
        formulas: Over facts and definitions.

    Raises:
        UnsettledError: This search cannot tell.
    """
    search = _Search(facts, definitions)
    box = search.run(formulas)
    return None if box is None else {name: search.value(fact, box) for name, fact in facts.items()}


@attrs.define(eq=False, repr=False)
class _Search:
    facts: Mapping[str, Fact]
    definitions: Mapping[str, Formula]
    steps: int = 0

    def run(self, formulas: Iterable[Formula]) -> _Box | None:
        """
        Return a box of which every choice satisfies the formulas.
        """
        branches: list[tuple[_Box, list[Formula], _Alternatives]] = [({}, list(formulas), [])]
        while branches:
            box, pending, alternatives = branches.pop()
            left = self._narrow(box, pending, alternatives)
            if left is None:
                continue
            if not left:
                found = self._with_sums(box)
                if found is not None:
                    return found
                continue
            fewest = min(left, key=len)
            others = [parts for parts in left if parts is not fewest]
            branches += [(dict(box), [part], others) for part in reversed(fewest)]
        return None

    def _narrow(
        self, box: _Box, pending: list[Formula], alternatives: _Alternatives
    ) -> _Alternatives | None:
        """
        Narrow a box until only alternatives are left and return these; None where it is empty.
        """
        while pending:
            match pending.pop():
                case Constant(value):
                    if not value:
                        return None
                case And(parts):
                    pending += parts
                case Or(parts):
                    alternatives = [*alternatives, parts]
                case Leaf(atom, positive):
                    if not self._assert(box, atom, positive, pending):
                        return None
            if not pending:
                found = self._open(box, alternatives, pending)
                if found is None:
                    return None
                alternatives = found
        return alternatives

    def _with_sums(self, box: _Box) -> _Box | None:
        """
        Narrow a box to one in which the sums hold that were asserted in it, if there is one.
        """
        asserted = [atom for atom in box if isinstance(atom, Test | Between)]
        if not asserted:
            return box
        self.steps += STEPS_PER_SUM * len(asserted)
        sums = [self._asserted(atom, positive=_only(box[atom]) is True) for atom in asserted]
        names = dict.fromkeys(fact.name for each in sums for fact, _ in each.terms)
        from specl.logic.sums import solution

        try:
            found = solution(
                [each for each in sums if each.operator != "!="],
                {name: self._interval(box, name) for name in names},
            )
        except LookupError:
            raise UnsettledError from None
        return None if found is None else dict(box) | dict(found)

    def _asserted(self, atom: Test | Between, *, positive: bool) -> Sum:
        comparison = self._comparison(atom)
        assert isinstance(comparison, Sum)
        return comparison if positive else comparison.complement()

    def _open(
        self, box: _Box, alternatives: _Alternatives, pending: list[Formula]
    ) -> _Alternatives | None:
        """
        Return what is open of some alternatives; where it is one part only, it is now pending.
        """
        found = []
        for parts in alternatives:
            states = [(part, self._state(box, part)) for part in parts]
            if any(state is True for _, state in states):
                continue
            left = tuple(part for part, state in states if state is None)
            if not left:
                return None
            if len(left) == 1:
                pending.append(left[0])
            else:
                found.append(left)
        return found

    def _assert(self, box: _Box, atom: object, positive: bool, pending: list[Formula]) -> bool:
        """
        Narrow a box to where an atom holds, or does not, and tell whether anything is left.
        """
        state = self._state_of_atom(box, atom)
        if state is not None:
            return state is positive
        match atom:
            case Named(name):
                box[atom] = frozenset({positive})
                meaning = self.definitions[name]
                pending.append(meaning if positive else negate(meaning))
            case Holds(name):
                box[name] = frozenset({positive})
            case Is(name, value):
                box[name] = frozenset({value}) if positive else self._values(box, name) - {value}
            case Has(name, value):
                box[name, value] = frozenset({positive})
            case Test() | Between():
                return self._compare(box, atom, positive, pending)
        return True

    def _compare(
        self, box: _Box, atom: Test | Between, positive: bool, pending: list[Formula]
    ) -> bool:
        comparison = self._comparison(atom)
        assert not isinstance(comparison, bool)
        bound = comparison if positive else comparison.complement()
        if bound.operator == "!=":
            pending.append(Or(tuple(side.formula() for side in bound.sides())))
        if isinstance(bound, Sum):
            box[atom] = frozenset({positive})
        if isinstance(bound, Sum) or bound.operator == "!=":
            return True
        box[bound.fact.name] = narrowed = self._interval(box, bound.fact.name).within(bound)
        return not narrowed.is_empty

    def _state(self, box: _Box, formula: Formula) -> bool | None:
        """
        Tell whether a formula holds all over a box; None where the box does not say.
        """
        match formula:
            case Constant(value):
                return value
            case Leaf(atom, positive):
                state = self._state_of_atom(box, atom)
                return state if state is None else state is positive
            case And(parts):
                return self._joined(box, parts, decisive=False)
            case Or(parts):
                return self._joined(box, parts, decisive=True)

    def _joined(self, box: _Box, parts: tuple[Formula, ...], *, decisive: bool) -> bool | None:
        known = True
        for part in parts:
            state = self._state(box, part)
            if state is decisive:
                return decisive
            known = known and state is not None
        return not decisive if known else None

    def _state_of_atom(self, box: _Box, atom: object) -> bool | None:
        self.steps += 1
        if self.steps > STEPS:
            raise UnsettledError
        match atom:
            case Named():
                return _only(box.get(atom, _EITHER))
            case Holds(name):
                return _only(box.get(name, _EITHER))
            case Has(name, value):
                return _only(box.get((name, value), _EITHER))
            case Is(name, value):
                values = self._values(box, name)
                return _only({each == value for each in values})
            case Test() | Between():
                comparison = self._comparison(atom)
                if isinstance(comparison, bool):
                    return comparison
                if isinstance(comparison, Sum):
                    return _only(box.get(atom, _EITHER))
                return self._interval(box, comparison.fact.name).state(comparison)
        raise TypeError(f"not about facts: {atom!r}")

    def _comparison(self, atom: Test | Between) -> Threshold | Sum | bool:
        comparison = comparison_of(atom)
        if comparison is None:
            raise UnsettledError
        return comparison

    def _values(self, box: _Box, name: str) -> frozenset[str]:
        type_ = self.facts[name].type
        assert isinstance(type_, ChoiceType)
        return box.get(name, frozenset(type_.values))  # type: ignore[return-value]

    def _interval(self, box: _Box, name: str) -> Interval:
        return box.get(name) or interval_of(self.facts[name].type)  # type: ignore[return-value]

    def value(self, fact: Fact, box: _Box) -> Value:
        """
        Return a value of a fact that its box leaves.
        """
        match fact.type:
            case BoolType():
                return True in box.get(fact.name, ())  # type: ignore[operator]
            case ChoiceType(values):
                return next(value for value in values if value in self._values(box, fact.name))
            case SetType(element):
                held = (
                    each for each in element.values if _only(box.get((fact.name, each), _EITHER))
                )
                return frozenset(held)
            case TextType():
                return ""
        assert is_numeric(fact.type)
        simplest: int | Fraction = self._interval(box, fact.name).simplest()
        return simplest


def _only(values: object) -> bool | None:
    """
    Return the one truth value of some; None where both are among them.
    """
    return None if len(values) > 1 else True in values  # type: ignore[arg-type, operator]
