"""
Which sets of formulas some reply meets, under the constraints, each question asked once.

Formulas have bits, a set of them is a bit set. What was found is kept: for each reply the
formulas that it meets, for each clash the formulas to blame. A question that one of
these answers costs nothing; a search answers the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import attrs

from specl.interpret.formula import Formula, Formulas
from specl.interpret.search import holds_in, search
from specl.interpret.simplex import Clash
from specl.interpret.variables import Model

__all__ = ["Oracle", "bits_of"]

_MODELS = 64
_CLASHES = 512


def bits_of(mask: int) -> Iterator[int]:
    """
    Yield the single bits of a bit set, the lowest first.
    """
    while mask:
        lowest = mask & -mask
        yield lowest
        mask ^= lowest


@attrs.define(eq=False, repr=False)
class _Sample:
    """
    A reply that the constraints admit, and which formulas it is known to meet or not.
    """

    model: Model
    known: int = 0
    met: int = 0


@attrs.define(slots=False, eq=False, repr=False)
class Oracle:
    """
    Answers what replies can meet together, for one set of constraints.
    """

    formulas: Formulas
    constraints: tuple[Formula, ...]
    _bits: dict[int, int] = attrs.field(factory=dict)
    _by_place: list[Formula] = attrs.field(factory=list)
    _samples: list[_Sample] = attrs.field(factory=list)
    _clashes: list[int] = attrs.field(factory=list)
    _reach: dict[int, frozenset[int]] = attrs.field(factory=dict)

    @property
    def size(self) -> int:
        """
        Return how many formulas have bits.
        """
        return len(self._by_place)

    def bit(self, formula: Formula) -> int:
        """
        Return the bit of a formula; 0 for one that every reply meets.
        """
        if formula is self.formulas.true:
            return 0
        bit = self._bits.get(formula.key)
        if bit is None:
            bit = self._bits[formula.key] = 1 << len(self._by_place)
            self._by_place.append(formula)
        return bit

    def reach(self, formula: Formula) -> frozenset[int]:
        """
        Return the variables that a formula bears on, directly or through constraints.
        """
        found = self._reach.get(formula.key)
        if found is None:
            found = self._reach[formula.key] = self._closed(formula.variables)
        return found

    @cached_property
    def base(self) -> Model | None:
        """
        Return a value for every act that meets the constraints, or None where none does.
        """
        variables = self.formulas.variables
        everything = frozenset(range(variables.count_of_acts))
        relevant = self._relevant(self._closed(everything))
        try:
            found = search(variables.all, [(formula, 0) for formula in relevant])
        except Clash:
            return None
        return {**variables.quiet(), **found}

    def can_meet(self, mask: int) -> bool:
        """
        Tell whether some reply meets the constraints and all formulas of a bit set.

        Raises:
            Undecidable: The search came to no answer.
        """
        return self.model(mask) is not None

    def model(self, mask: int) -> Model | None:
        """
        Return values for all acts that meet the constraints and the formulas of a bit set.

        Raises:
            Undecidable: The search came to no answer.
        """
        if any(clash & mask == clash for clash in self._clashes) or self.base is None:
            return None
        for place, sample in enumerate(self._samples):
            if self._meets(sample, mask):
                self._samples.insert(0, self._samples.pop(place))
                return sample.model
        return self._search(mask)

    def clash_within(self, mask: int) -> int:
        """
        Return a known clash within a bit set that no reply meets.
        """
        assert not self.can_meet(mask)
        return next((clash for clash in self._clashes if clash & mask == clash), mask)

    def formula(self, bit: int) -> Formula:
        """
        Return the formula of a bit.
        """
        return self._by_place[bit.bit_length() - 1]

    def met_by(self, model: Model, mask: int) -> int:
        """
        Return those formulas of a bit set that a model from here meets.
        """
        sample = next((one for one in self._samples if one.model is model), _Sample(model))
        self._look(sample, mask)
        return sample.met & mask

    def _meets(self, sample: _Sample, mask: int) -> bool:
        if mask & sample.known & ~sample.met:
            return False
        self._look(sample, mask)
        return sample.met & mask == mask

    def _look(self, sample: _Sample, mask: int) -> None:
        """
        Find out which formulas a reply meets; one with variables unknown to it counts as unmet.
        """
        for bit in bits_of(mask & ~sample.known):
            formula = self.formula(bit)
            if formula.variables <= sample.model.keys() and holds_in(formula, sample.model):
                sample.met |= bit
            sample.known |= bit

    def _search(self, mask: int) -> Model | None:
        bits = list(bits_of(mask))
        wanted = [self.formula(bit) for bit in bits]
        variables = frozenset[int]().union(*map(self.reach, wanted))
        asked = [(formula, 0) for formula in self._relevant(variables)]
        asked += [(formula, 1 << place) for place, formula in enumerate(wanted)]
        try:
            found = search(self.formulas.variables.all, asked)
        except Clash as clash:
            self._remember_clash(clash.why, bits)
            return None
        sample = _Sample({**(self.base or {}), **found})
        self._samples.insert(0, sample)
        del self._samples[_MODELS:]
        return sample.model

    def _remember_clash(self, why: int, bits: Sequence[int]) -> None:
        mask = 0
        for place in bits_of(why):
            mask |= bits[place.bit_length() - 1]
        self._clashes.insert(0, mask)
        del self._clashes[_CLASHES:]

    @cached_property
    def _hard(self) -> list[Formula]:
        """
        Return the constraints and the definitions of all that stands for a part of one.
        """
        found = {formula.key: formula for formula in self.constraints}
        pending = list(found.values())
        while pending:
            for variable in sorted(pending.pop().variables):
                definition = self.formulas.definitions.get(variable)
                if definition is not None and definition.key not in found:
                    found[definition.key] = definition
                    pending.append(definition)
        return list(found.values())

    @cached_property
    def _mentioning(self) -> dict[int, list[Formula]]:
        """
        Return for each variable the constraints that mention it.
        """
        found: dict[int, list[Formula]] = {}
        for formula in self._hard:
            for variable in formula.variables:
                found.setdefault(variable, []).append(formula)
        return found

    def _closed(self, variables: Iterable[int]) -> frozenset[int]:
        seen = set(variables)
        pending = list(seen)
        while pending:
            for formula in self.about(pending.pop()):
                pending.extend(formula.variables - seen)
                seen |= formula.variables
        return frozenset(seen)

    def about(self, variable: int) -> list[Formula]:
        """
        Return the constraints and definitions that mention a variable.
        """
        definition = self.formulas.definitions.get(variable)
        tied = [] if definition is None else [definition]
        return [*self._mentioning.get(variable, ()), *tied]

    def _relevant(self, variables: Iterable[int]) -> list[Formula]:
        """
        Return the constraints and definitions about any of some variables, each once.
        """
        found = {
            formula.key: formula
            for variable in sorted(variables)
            for formula in self.about(variable)
        }
        constant = [formula for formula in self.constraints if not formula.variables]
        return [*constant, *found.values()]
