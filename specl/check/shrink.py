"""
Witnesses that name the fewest facts.

A set of facts with values is a witness when every completion that counts shows the finding.
Dropping facts one by one gives a set of which none can be left out; then a search guided by
counterexamples looks for a smaller one, until it is shown that there is none or until
`ROUNDS` candidates have failed. Numbers are then moved to the simplest value that serves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import combinations
from math import ceil, floor

import attrs

from specl.check.mixture import Mixture
from specl.logic.formula import And, Formula, Named, Test, atoms_of, conj, disj, negate
from specl.logic.inquiry import Inquiry, pin
from specl.logic.normal import formula_of
from specl.model import Fact, Value
from specl.model.expressions import (
    Arithmetic,
    Compare,
    Conditional,
    Expr,
    FactRef,
    Literal,
    walk,
)
from specl.model.types import (
    BOOL,
    INT,
    BoolType,
    ChoiceType,
    RealType,
    SetType,
    TextType,
    is_numeric,
)
from specl.text.record import record

__all__ = ["Witness", "quiet_value", "shrink"]

ROUNDS = 60


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


def shrink(inquiry: Inquiry, finding: Formula) -> Witness:
    """
    Return a witness of a finding that names the fewest facts.

    Args:
        inquiry: Where to ask.
        finding: The formula that holds where the finding shows; it holds somewhere.

    Raises:
        OutOfBudgetError: The solver gave up.
    """
    scenario = inquiry.exists(finding)
    assert scenario is not None
    search = _Search(inquiry, negate(finding), finding)
    kept = search.simplest(search.smaller(search.drop(scenario)))
    return Witness(kept, search.complete(kept, scenario))


@attrs.define(eq=False, repr=False)
class _Search:
    inquiry: Inquiry
    denied: Formula
    finding: Formula

    def pins(self, values: Mapping[str, Value]) -> list[Formula]:
        return [self.inquiry.pin(name, value) for name, value in values.items()]

    def suffices(self, values: Mapping[str, Value]) -> bool:
        """
        Tell whether every completion of some facts shows the finding.
        """
        return not self.inquiry.possible(self.denied, *self.pins(values))

    def drop(self, scenario: Mapping[str, Value]) -> dict[str, Value]:
        """
        Return some of a scenario's facts that suffice, none of which can be left out.
        """
        return self._fewest(self.denied, scenario)

    def _fewest(self, excluded: Formula, scenario: Mapping[str, Value]) -> dict[str, Value]:
        """
        Return some of a scenario's facts that exclude a formula, none of which can be left out.
        """
        own = self.inquiry.facts_in(self.finding)
        near = {name: value for name, value in scenario.items() if name in own}
        kept = self.inquiry.excluding(excluded, near)
        if kept is None:
            kept = self.inquiry.excluding(excluded, scenario)
        if kept is None:
            raise AssertionError("the scenario does not show the finding")
        for name in self._dispensable_first(kept):
            fewer = {other: value for other, value in kept.items() if other != name}
            enough = self.inquiry.excluding(excluded, fewer) if name in kept else None
            kept = kept if enough is None else enough
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
        if len(kept) <= 1:
            return kept
        choice = _Choice.among(self.inquiry, self.finding)
        for _ in range(ROUNDS):
            candidate = choice.candidate(len(kept) - 1)
            if candidate is None:
                return kept
            counterexample = self.inquiry.exists(self.denied, *self.pins(candidate))
            if counterexample is None:
                kept = self.drop(candidate)
                if len(kept) <= 1:
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
                if self.inquiry.possible(*self.pins(moved)) and self.suffices(moved):
                    kept = moved
                    break
        return kept

    def _smaller_numbers(self, fact: Fact, value: Value) -> Iterable[Value]:
        """
        Yield values near the constants that a number is compared with, the simplest first.
        """
        own = Fraction(value)  # type: ignore[arg-type]
        near: dict[Fraction, None] = dict.fromkeys((Fraction(floor(own)), Fraction(ceil(own))))
        for constant in (Fraction(0), *self._constants()):
            for step in (0, 1, -1):
                near[constant + step] = None
        for number in sorted(near, key=lambda n: (n.denominator, abs(n), n < 0)):
            if number == value:
                return
            if _fits(fact, number):
                yield number if isinstance(fact.type, RealType) else number.numerator

    def _constants(self) -> Iterable[Fraction]:
        pending, seen = [self.finding], set()
        while pending:
            for atom in atoms_of(pending.pop()):
                if isinstance(atom, Named) and atom.name not in seen:
                    seen.add(atom.name)
                    pending.append(self.inquiry.definitions[atom.name])
                elif isinstance(atom, Test) and isinstance(atom.expr, Compare):
                    for part in walk(atom.expr):
                        if isinstance(part, Literal) and not isinstance(
                            part.value, str | frozenset
                        ):
                            yield Fraction(part.value)

    def complete(self, kept: dict[str, Value], scenario: Mapping[str, Value]) -> dict[str, Value]:
        """
        Complete a witness with quiet values where these are possible.
        """
        facts = self.inquiry.facts
        pinned = self.pins(kept)
        quiet = {n: quiet_value(fact) for n, fact in facts.items() if n not in kept}
        found = self.inquiry.exists(*pinned, conj(self.pins(quiet)))
        if found is not None:
            return found
        found = self.inquiry.exists(*pinned)
        for name, value in quiet.items():
            if found is not None and found[name] != value:
                calmer = self.inquiry.exists(*pinned, pin(facts[name], value))
                found = calmer or found
            if found is not None:
                pinned.append(pin(facts[name], found[name]))
        return found or dict(scenario)


@attrs.define(eq=False, repr=False)
class _Choice:
    """
    Scenarios that show a finding, with a choice of some of their facts.
    """

    inquiry: Inquiry
    finding: Formula
    keepers: dict[str, Fact]
    tied: Formula
    rounds: int = 0

    @classmethod
    def among(cls, inquiry: Inquiry, finding: Formula) -> _Choice:
        keepers = {
            name: Fact(f"keep {name}", BOOL, "", inquiry.facts[name].span)
            for name in _linked(inquiry, finding)
        }
        beside = inquiry.beside({keeper.name: keeper for keeper in keepers.values()})
        beside.definitions = dict(beside.definitions)
        beside.require(finding)
        tied = [
            law for law in _laws(inquiry) if not keepers.keys().isdisjoint(inquiry.facts_in(law))
        ]
        return cls(beside, finding, keepers, conj(tied))

    def candidate(self, most: int) -> dict[str, Value] | None:
        """
        Return at most so many facts that no counterexample agrees with.
        """
        total: Expr = Literal(0, INT)
        for keeper in self.keepers.values():
            one = Conditional(FactRef(keeper.name, BOOL), Literal(1, INT), Literal(0, INT))
            total = Arithmetic("+", total, one)
        found = self.inquiry.exists(formula_of(Compare("<=", total, Literal(most, INT))))
        if found is None:
            return None
        return {name: found[name] for name, keeper in self.keepers.items() if found[keeper.name]}

    def survive(self, counterexample: Mapping[str, Value]) -> None:
        """
        From now on, choose only facts that show the finding beside a counterexample's other facts.
        """
        self.rounds += 1
        names = {name: keeper.name for name, keeper in self.keepers.items()}
        mixture = Mixture(self.inquiry.definitions, names, counterexample, f"mix {self.rounds} ")
        self.inquiry.require(disj((negate(mixture.of(self.tied)), mixture.of(self.finding))))


def _linked(inquiry: Inquiry, finding: Formula) -> list[str]:
    """
    Return the facts of a finding, and those that the background ties to them.
    """
    found = set(inquiry.facts_in(finding))
    tied = [set(inquiry.facts_in(law)) for law in _laws(inquiry)]
    grown = True
    while grown:
        more = {name for names in tied if names & found for name in names}
        grown = not more <= found
        found |= more
    return [name for name in inquiry.facts if name in found]


def _laws(inquiry: Inquiry) -> tuple[Formula, ...]:
    background = inquiry.background
    return background.parts if isinstance(background, And) else (background,)


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


def _fits(fact: Fact, number: Fraction) -> bool:
    low = getattr(fact.type, "low", None)
    high = getattr(fact.type, "high", None)
    whole = isinstance(fact.type, RealType) or number.denominator == 1
    return whole and (low is None or number >= low) and (high is None or number <= high)


def quiet_value(fact: Fact) -> Value:
    """
    Return the value that says least: the default, or false, the first value, none, zero.
    """
    if fact.default is not None:
        return fact.default
    match fact.type:
        case BoolType():
            return False
        case ChoiceType(values):
            return values[0]
        case SetType():
            return frozenset()
        case TextType():
            return ""
    low = fact.type.low
    high = fact.type.high
    zero = Fraction(0)
    near = max(zero, low) if low is not None else zero
    near = min(near, high) if high is not None else near
    return Fraction(near) if isinstance(fact.type, RealType) else int(near)
