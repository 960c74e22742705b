"""
Witnesses that name the fewest facts.

A set of facts with values is a witness when every completion that counts shows the finding.
Dropping facts one by one gives a set of which none can be left out; then a search guided by
counterexamples looks for a smaller one, until it is shown that there is none or until
`ROUNDS` candidates have failed. A round costs as much as the finding is large: `WORK` bounds
how many definitions all rounds may look at, and where that leaves less than a `FEW` rounds
none is made. Numbers are then moved to the simplest value that serves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import combinations

from specl.check.bound import fewest
from specl.check.choice import Choice
from specl.check.grounds import grounds
from specl.logic.formula import Formula, negate
from specl.logic.inquiry import Inquiry
from specl.logic.regions import Box
from specl.logic.samples import quiet_value
from specl.logic.solver import solvers_let_go
from specl.model import Fact, Value
from specl.model.types import (
    ChoiceType,
    SetType,
    is_numeric,
)
from specl.text.record import mutable, record

__all__ = ["Witness", "quiet_value", "shrink"]

ROUNDS = 60
WORK = 1_200
FEW = 10


@record
class Witness:
    """
    A scenario that shows a finding.

    Attributes:
        facts: The facts that bring it about, in the order of the source.
        complete: A value for every fact.
    """

    facts: Mapping[str, Value]
    complete: Mapping[str, Value]


@solvers_let_go()
def shrink(inquiry: Inquiry, finding: Formula) -> Witness:
    """
    Return a witness of a finding that names the fewest facts.

    Args:
        inquiry: Where to ask; one of which nothing was asked before, and nothing is afterwards.
        finding: The formula that holds where the finding shows; it holds somewhere.

    Raises:
        OutOfBudgetError: The solver gave up.
    """
    scenario = inquiry.exists(finding)
    assert scenario is not None
    near, when = inquiry.narrowed_to(finding)
    search = _Search(near, negate(when), when)
    kept = search.simplest(search.smaller(search.drop(scenario)))
    return Witness(kept, search.complete(kept, scenario))


@mutable
class _Search:
    inquiry: Inquiry
    denied: Formula
    finding: Formula
    _implied: Box | None = None

    @property
    def implied(self) -> Box:
        """
        Return a box around all scenarios that show the finding.
        """
        if self._implied is None:
            self._implied = self.inquiry.implied(self.finding)
        return self._implied

    def drop(self, scenario: Mapping[str, Value]) -> dict[str, Value]:
        """
        Return some of a scenario's facts that suffice, none of which can be left out.
        """
        near = grounds(self.finding, scenario, self.inquiry.definitions)
        return self._fewest({name: scenario[name] for name in near})

    def _fewest(self, kept: dict[str, Value]) -> dict[str, Value]:
        """
        Drop facts that the others suffice without, one by one.
        """
        for name in self._dispensable_first(kept):
            fewer = {other: value for other, value in kept.items() if other != name}
            if self.inquiry.suffices(self.denied, fewer):
                kept = fewer
        return kept

    def _dispensable_first(self, values: Mapping[str, Value]) -> list[str]:
        """
        Return names, those at their quiet value first, then the last in the source first.
        """
        order = list(values)
        quiet = {n for n in order if values[n] == quiet_value(self.inquiry.facts[n])}
        return sorted(order, key=lambda name: (name not in quiet, -order.index(name)))

    def smaller(self, kept: dict[str, Value]) -> dict[str, Value]:
        """
        Return the smallest witness that the search finds.
        """
        least = fewest(self.inquiry, self.implied)
        rounds = min(ROUNDS, WORK // self.inquiry.size_of(self.finding))
        if len(kept) <= max(least, 1) or rounds < FEW:
            return kept
        choice = Choice.among(self.inquiry, self.finding)
        for _ in range(rounds):
            candidate = choice.candidate(len(kept) - 1)
            if candidate is None:
                return kept
            counterexample = self.inquiry.completed(candidate, self.denied)
            if counterexample is None:
                kept = self._fewest(candidate)
                if len(kept) <= max(least, 1):
                    return kept
            else:
                choice.survive(counterexample)
        return kept

    def simplest(self, kept: dict[str, Value]) -> dict[str, Value]:
        """
        Move each fact of a witness to the simplest value that serves as well.
        """
        for name, value in kept.items():
            fact = self.inquiry.facts[name]
            simpler = self._smaller_numbers if is_numeric(fact.type) else _earlier_values
            for simple in simpler(fact, value):
                moved = {**kept, name: simple}
                possible = self.inquiry.completed(moved) is not None
                if possible and self.inquiry.suffices(self.denied, moved):
                    kept = moved
                    break
        return kept

    def _smaller_numbers(self, fact: Fact, value: Value) -> Iterable[Value]:
        """
        Yield a number from each stretch that the finding tells apart, the simplest first.
        """
        regions, mask = self.inquiry.regions, self.implied.get(fact.name, -1)
        mask &= regions.all_of(fact.name)
        samples = [regions.sample(fact.name, r) for r in range(mask.bit_length()) if mask >> r & 1]
        for number in sorted(samples, key=_simplicity):  # type: ignore[arg-type]
            if _simplicity(number) >= _simplicity(value):  # type: ignore[arg-type]
                return
            yield number  # type: ignore[misc]

    def complete(self, kept: dict[str, Value], scenario: Mapping[str, Value]) -> dict[str, Value]:
        """
        Complete a witness with quiet values where these are possible.
        """
        found = self.inquiry.completed(kept) or dict(scenario)
        settled = dict(kept)
        for name, fact in self.inquiry.facts.items():
            quiet = quiet_value(fact)
            if name not in kept and found[name] != quiet:
                found = self.inquiry.completed({**settled, name: quiet}) or found
            settled[name] = found[name]
        return found


def _simplicity(number: Fraction) -> tuple[int, Fraction, bool]:
    return Fraction(number).denominator, abs(Fraction(number)), number < 0


def _earlier_values(fact: Fact, value: Value) -> Iterable[Value]:
    """
    Yield the values that come before one: choices in their order, smaller sets before larger.
    """
    match fact.type:
        case ChoiceType(values):
            yield from values[: values.index(str(value))]
        case SetType(element) if isinstance(value, frozenset):
            for size in range(min(len(value) + 1, 3)):
                for some in combinations(element.values, size):
                    if frozenset(some) == value:
                        return
                    yield frozenset(some)
