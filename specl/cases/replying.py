"""
Replies that obey the ruling of a scenario.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

import attrs

from specl.interpret import duties, evaluate, find_reply, ruling
from specl.model import Act, Profile, Scenario, Spec, Value
from specl.model.expressions import Expr, Literal, walk
from specl.model.types import BoolType, ChoiceType, IntType, RealType, SetType, TextType

__all__ = ["Replying", "complying", "offers"]


def complying(spec: Spec, facts: Scenario) -> Profile | None:
    """
    Return a reply that obeys every norm in force, or None where none does.

    Args:
        spec: The spec.
        facts: A value for every fact.

    Raises:
        NoReply: No reply can exist in the scenario.
        Undecidable: Whether one does was not found out.
    """
    return find_reply(spec, facts, duties(ruling(spec, facts).in_force))


@attrs.define(eq=False, repr=False)
class Replying:
    """
    Makes replies that obey the ruling of one scenario from a few whole numbers.

    Attributes:
        plain: The reply that nothing moved.
        required: What every reply made has to satisfy.
        offers: For each act the values to which it can be moved.
    """

    facts: Scenario
    plain: Profile
    required: Sequence[Expr]
    offers: Sequence[tuple[str, Sequence[Value]]]

    @classmethod
    def of(cls, spec: Spec, facts: Scenario) -> Replying:
        """
        Return what makes replies for a scenario.

        Raises:
            NoReply: No reply can exist in the scenario.
            Undecidable: Whether one obeys the ruling was not found out.
            ValueError: None does.
        """
        plain = complying(spec, facts)
        if plain is None:
            raise ValueError("no reply obeys the ruling, which is contradictory")
        required = [law.expr for law in spec.constraints]
        required += duties(ruling(spec, facts).in_force)
        return cls(facts, plain, required, list(offers(spec, plain, required).items()))

    def reply(self, moves: Iterable[tuple[int, int]]) -> dict[str, Value]:
        """
        Return a reply that obeys the ruling.

        Args:
            moves: Which act is moved to which of its values; a move that breaks the ruling is
                not made.
        """
        profile = dict(self.plain)
        for place, number in moves:
            if self.offers:
                name, values = self.offers[place % len(self.offers)]
                moved = {**profile, name: values[number % len(values)]}
                if self._obeys(moved):
                    profile = moved
        return profile

    def _obeys(self, profile: Mapping[str, Value]) -> bool:
        return all(evaluate(expr, self.facts, profile) for expr in self.required)


def offers(spec: Spec, plain: Profile, exprs: Iterable[Expr]) -> dict[str, list[Value]]:
    """
    Return for each act the values that are worth trying, the one it has in a reply first.

    Args:
        spec: The spec.
        plain: A value for every act.
        exprs: What replies are held against; the numbers in them are tried, and those beside.
    """
    numbers = _numbers(exprs)
    return {name: list(_offered(act, plain[name], numbers)) for name, act in spec.acts.items()}


def _numbers(exprs: Iterable[Expr]) -> list[int | Fraction]:
    """
    Return the numbers that expressions mention.
    """
    found: dict[int | Fraction, None] = {}
    for expr in exprs:
        for part in walk(expr):
            if isinstance(part, Literal) and isinstance(part.type, IntType | RealType):
                found[part.value] = None  # type: ignore[index]
    return list(found)


def _offered(act: Act, plain: Value, numbers: Sequence[int | Fraction]) -> Iterator[Value]:
    """
    Yield the values to which an act can be moved, the one it has first.
    """
    yield plain
    match act.type:
        case BoolType():
            yield not plain
        case ChoiceType(values):
            yield from (value for value in values if value != plain)
        case SetType(element):
            assert isinstance(plain, frozenset)
            yield from (plain ^ {value} for value in element.values)
            yield frozenset(element.values)
        case TextType():
            yield from (text for text in ("", "another text") if text != plain)
        case IntType(low, high):
            near = (int(number) + step for number in numbers for step in (-1, 0, 1))
            yield from _within(near, low, high)
        case RealType(low, high):
            steps = (Fraction(step, 100) for step in (-1, 0, 1))
            yield from _within((n + step for step in steps for n in numbers), low, high)


def _within(
    values: Iterable[int | Fraction],
    low: int | Fraction | None,
    high: int | Fraction | None,
) -> Iterator[Value]:
    """
    Yield the ends of a range, where it has any, and those of some numbers that lie in it.
    """
    ends = (end for end in (low, high) if end is not None)
    for value in dict.fromkeys([*ends, *values]):
        if (low is None or low <= value) and (high is None or value <= high):
            yield value
