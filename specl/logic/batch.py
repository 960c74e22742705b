"""
Formulas evaluated in many scenarios at once.

The truth of a formula is a bit set with one bit for each scenario: `and` is `&`, `or` is `|`.
Scenarios are mostly alike, so each is kept as what sets it apart from a common base, and each
atom is worked out once for each value that its facts have anywhere.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction

import attrs

from specl.interpret import evaluate
from specl.logic.formula import And, Atom, Constant, Formula, Has, Holds, Is, Leaf, Named, Or, Test
from specl.logic.interval import Sum, Threshold, comparison_of
from specl.logic.samples import Number, plain
from specl.logic.truth import names_in, truth
from specl.model import Value
from specl.model.expressions import CompareOperator, facts_of
from specl.text.record import mutable

__all__ = ["Batch"]

DEEP = 100


@mutable
class Batch:
    """
    Scenarios, and what is known to hold in which of them.

    Attributes:
        base: A value for every fact.
        changes: For each scenario the facts whose values differ from the base.
        definitions: What names stand for; more may come to be defined later.
    """

    base: Mapping[str, Value]
    changes: Sequence[Mapping[str, Value]]
    definitions: Mapping[str, Formula]
    _everywhere: int = 0
    _values: dict[str, dict[Value, int]] = attrs.field(factory=dict)
    _differing: dict[str, dict[Value, int]] | None = None
    _atoms: dict[Atom, int] = attrs.field(factory=dict)
    _known: dict[int, tuple[Atom, int]] = attrs.field(factory=dict)
    _named: dict[str, int] = attrs.field(factory=dict)
    _depth: int = 0
    _sorted: dict[Hashable, tuple[list[Number], list[int]]] = attrs.field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self._everywhere = (1 << len(self.changes)) - 1

    def scenario(self, place: int) -> dict[str, Value]:
        """
        Return one of the scenarios.
        """
        return {**self.base, **self.changes[place]}

    def holding(self, formula: Formula) -> int:
        """
        Return the scenarios in which a formula holds, as a bit set.
        """
        if isinstance(formula, Leaf):
            found = self._of_atom(formula.atom)
            return found if formula.positive else self._everywhere ^ found
        if isinstance(formula, And):
            found = self._everywhere
            for part in formula.parts:
                found &= self.holding(part)
                if not found:
                    break
            return found
        if isinstance(formula, Or):
            found = 0
            for part in formula.parts:
                found |= self.holding(part)
                if found == self._everywhere:
                    break
            return found
        assert isinstance(formula, Constant)
        return self._everywhere if formula.value else 0

    def _of_atom(self, atom: Atom) -> int:
        if isinstance(atom, Named):
            held = self._named.get(atom.name)
            return self._define(atom.name) if held is None else held
        known = self._known.get(id(atom))
        if known is None:
            if atom not in self._atoms:
                self._atoms[atom] = self._evaluated(atom)
            known = self._known[id(atom)] = atom, self._atoms[atom]
        return known[1]

    def _define(self, name: str) -> int:
        """
        Return where a definition holds; where chains are long, after those it mentions.
        """
        if self._depth < DEEP:
            self._depth += 1
            found = self._named[name] = self.holding(self.definitions[name])
            self._depth -= 1
            return found
        pending = [name]
        while pending:
            meaning = self.definitions[pending[-1]]
            needed = [other for other in names_in(meaning) if other not in self._named]
            if needed:
                pending.extend(needed)
            else:
                self._named[pending.pop()] = self.holding(meaning)
        return self._named[name]

    def _evaluated(self, atom: Atom) -> int:
        match atom:
            case Holds(name):
                return self._index(name).get(True, 0)
            case Is(name, value):
                return self._index(name).get(value, 0)
            case Has(name, value):
                rows = self._index(name).items()
                return _union(bits for held, bits in rows if value in held)  # type: ignore[operator]
            case Test():
                return self._compared(atom)
        return self._one_by_one(atom, tuple(self.base))

    def _index(self, name: str) -> dict[Value, int]:
        """
        Return for each value of a fact the scenarios that have it.
        """
        if name not in self._values:
            if self._differing is None:
                self._differing = self._difference()
            found = dict(self._differing.get(name, {}))
            rest = self._everywhere
            for bits in found.values():
                rest ^= bits
            found[self.base[name]] = found.get(self.base[name], 0) | rest
            self._values[name] = found
        return self._values[name]

    def _difference(self) -> dict[str, dict[Value, int]]:
        places: dict[str, dict[Value, list[int]]] = {}
        for place, changed in enumerate(self.changes):
            for name, value in changed.items():
                places.setdefault(name, {}).setdefault(value, []).append(place)
        return {
            name: {value: _bits(where) for value, where in rows.items()}
            for name, rows in places.items()
        }

    def _compared(self, atom: Test) -> int:
        comparison = comparison_of(atom)
        match comparison:
            case bool():
                return self._everywhere if comparison else 0
            case Threshold(fact, operator, value):
                return self._side(fact.name, operator, value)
            case Sum(terms, operator, value):
                named = tuple((fact.name, factor) for fact, factor in terms)
                return self._side(named, operator, value)
        return self._one_by_one(atom, tuple(facts_of(atom.expr)))

    def _side(self, key: Hashable, operator: CompareOperator, value: Fraction) -> int:
        """
        Return the scenarios in which a number lies on one side of a constant.
        """
        if key not in self._sorted:
            rows = self._index(key) if isinstance(key, str) else self._sums(key)  # type: ignore[arg-type]
            self._sorted[key] = _ladder(rows)  # type: ignore[arg-type]
        numbers, upto = self._sorted[key]
        constant = plain(value)
        below, within = upto[bisect_left(numbers, constant)], upto[bisect_right(numbers, constant)]
        match operator:
            case "<":
                return below
            case "<=":
                return within
            case "==":
                return within ^ below
            case "!=":
                return self._everywhere ^ within ^ below
            case ">":
                return self._everywhere ^ within
            case ">=":
                return self._everywhere ^ below

    def _sums(self, terms: tuple[tuple[str, Fraction], ...]) -> dict[Number, int]:
        """
        Return for each value of a sum the scenarios that have it.
        """
        found: dict[Number, int] = {0: self._everywhere}
        for name, exact in terms:
            factor = plain(exact)
            rows: dict[Number, int] = {}
            for value, bits in self._index(name).items():
                for total, others in found.items():
                    if both := bits & others:
                        number = total + factor * value  # type: ignore[operator]
                        rows[number] = rows.get(number, 0) | both
            found = rows
        return found

    def _one_by_one(self, atom: Atom, names: tuple[str, ...]) -> int:
        """
        Evaluate an atom once for each combination of values of the facts that it speaks of.
        """
        found: dict[tuple[Value, ...], list[int]] = {}
        for place, changed in enumerate(self.changes):
            key = tuple(changed.get(name, self.base[name]) for name in names)
            found.setdefault(key, []).append(place)
        return _union(
            _bits(places)
            for key, places in found.items()
            if _holds(atom, dict(zip(names, key, strict=True)))
        )


def _holds(atom: Atom, scenario: Mapping[str, Value]) -> bool:
    if isinstance(atom, Test):
        return bool(evaluate(atom.expr, scenario))
    return truth(Leaf(atom, True), scenario, {}, {})


def _ladder(rows: Mapping[Number, int]) -> tuple[list[Number], list[int]]:
    """
    Return numbers in order, and for each place among them all that lies before it.
    """
    whole = {plain(number): bits for number, bits in rows.items()}
    numbers, upto = sorted(whole), [0]
    for number in numbers:
        upto.append(upto[-1] | whole[number])
    return numbers, upto


def _union(parts: object) -> int:
    found = 0
    for bits in parts:  # type: ignore[attr-defined]
        found |= bits
    return found


def _bits(places: Sequence[int]) -> int:
    """
    Return a bit set of places, without building one integer for each.
    """
    row = bytearray(places[-1] // 8 + 1)
    for place in places:
        row[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(row, "little")
