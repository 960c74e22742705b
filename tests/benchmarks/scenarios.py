"""
Random scenarios of a spec, each of which keeps its assumptions.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from random import Random

from specl.interpret import evaluate
from specl.model import BoolType, ChoiceType, IntType, RealType, SetType, Spec, Type, Value
from specl.model.expressions import facts_of

__all__ = ["scenarios"]


def scenarios(spec: Spec, count: int, *, seed: int = 1) -> list[dict[str, Value]]:
    """
    Return so many scenarios, the same ones for the same seed.

    A broken assumption is mended by turning off the first bool fact that it names, which
    is what the assumptions of the mixes hang on.
    """
    random = Random(seed)
    return [_mended(spec, _drawn(spec, random)) for _ in range(count)]


def _drawn(spec: Spec, random: Random) -> dict[str, Value]:
    return {fact.name: _value(fact.type, random) for fact in spec.facts.values()}


def _value(type_: Type, random: Random) -> Value:
    match type_:
        case BoolType():
            return random.random() < 0.5
        case ChoiceType(values):
            return random.choice(values)
        case IntType(low, high) if low is not None and high is not None:
            return random.randint(low, high)
        case RealType(low, high) if low is not None and high is not None:
            return Fraction(random.randint(int(low) * 2, int(high) * 2), 2)
        case SetType(element):
            return frozenset(value for value in element.values if random.random() < 0.4)
    raise NotImplementedError(f"no mix has {type_}")


def _mended(spec: Spec, scenario: dict[str, Value]) -> dict[str, Value]:
    for law in spec.assumptions:
        if not evaluate(law.expr, scenario):
            scenario[next(_flags(spec, facts_of(law.expr)))] = False
    return scenario


def _flags(spec: Spec, facts: dict[str, None]) -> Iterator[str]:
    return (fact for fact in facts if isinstance(spec.facts[fact].type, BoolType))
