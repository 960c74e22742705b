"""
A solver's model as a scenario.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from specl.logic.encode import Encoder
from specl.model import Fact, Value
from specl.model.types import BoolType, ChoiceType, IntType, RealType, SetType

__all__ = ["scenario_of", "wanted_for"]


def wanted_for(encoder: Encoder, facts: Mapping[str, Fact]) -> dict[str, str]:
    """
    Return the constants, with their sorts, from which a scenario is read.
    """
    return {name: encoder.sorts[name] for fact in facts.values() for name in _names(encoder, fact)}


def _names(encoder: Encoder, fact: Fact) -> list[str]:
    match fact.type:
        case ChoiceType(values) | SetType(ChoiceType(values)):
            return [encoder.constant(f"value {value}", fact.name, "Bool") for value in values]
        case BoolType():
            return [encoder.constant("fact", fact.name, "Bool")]
        case RealType():
            return [encoder.constant("fact", fact.name, "Real")]
    return [encoder.constant("fact", fact.name, "Int")]


def scenario_of(
    encoder: Encoder, facts: Mapping[str, Fact], model: Mapping[str, bool | int | Fraction]
) -> dict[str, Value]:
    """
    Return the scenario that a model describes: a value for every fact.
    """
    return {name: _value(encoder, fact, model) for name, fact in facts.items()}


def _value(encoder: Encoder, fact: Fact, model: Mapping[str, bool | int | Fraction]) -> Value:
    found = [model[name] for name in _names(encoder, fact)]
    match fact.type:
        case ChoiceType(values):
            return values[found.index(True)]
        case SetType(element):
            return frozenset(v for v, holds in zip(element.values, found, strict=True) if holds)
        case BoolType():
            return bool(found[0])
        case IntType():
            return int(found[0])
        case RealType():
            return Fraction(found[0])
    return _text(encoder, int(found[0]))


def _text(encoder: Encoder, number: int) -> str:
    """
    Return the text that a number stands for, or one that no expression mentions.
    """
    for text, code in encoder.texts.items():
        if code == number:
            return text
    candidate = f"text {number}"
    while candidate in encoder.texts:
        candidate += "'"
    return candidate
