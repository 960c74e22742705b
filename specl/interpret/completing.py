"""
All complete scenarios that agree with the facts given, where these are few.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

from specl.interpret.evaluate import evaluate
from specl.model.expressions import facts_of
from specl.model.rules import Law
from specl.model.ruling import Scenario
from specl.model.spec import Spec
from specl.model.types import (
    BoolType,
    ChoiceType,
    IntType,
    SetType,
    Type,
    Value,
)

__all__ = ["completions", "values_of"]


def completions(spec: Spec, given: Scenario, *, limit: int = 4096) -> tuple[Scenario, ...] | None:
    """
    Return every complete scenario that has the given facts and satisfies every `assume`.

    Args:
        spec: The spec.
        given: Values of some facts.
        limit: How many scenarios may be looked at on the way.

    Returns:
        The scenarios, in the order of the facts and their values; None where that takes
        more steps than `limit`, or an open fact has no end of values.
    """
    names = list(spec.facts)
    values = [_values_left(spec, name, given, limit) for name in names]
    laws = _laws_by_last_fact(spec, names)
    partial: list[dict[str, Value]] = [{}]
    for name, possible in zip(names, values, strict=True):
        if possible is None or len(partial) * len(possible) > limit:
            return None
        grown = ({**scenario, name: value} for scenario in partial for value in possible)
        partial = [scenario for scenario in grown if _all_hold(laws[name], scenario)]
    return tuple(partial if _all_hold(laws[""], {}) else ())


def values_of(type_: Type, limit: int) -> Sequence[Value] | None:
    """
    Return all values of a type in order, or None where there are more than a limit.
    """
    match type_:
        case BoolType():
            return (False, True)
        case ChoiceType(values=values):
            return values
        case IntType(low=int(low), high=int(high)):
            return range(low, high + 1) if high - low < limit else None
        case SetType(element=element) if 2 ** len(element.values) <= limit:
            return _subsets(element.values)
    return None


def _subsets(members: tuple[str, ...]) -> list[Value]:
    return [
        frozenset(member for place, member in enumerate(members) if mask >> place & 1)
        for mask in range(2 ** len(members))
    ]


def _values_left(spec: Spec, name: str, given: Scenario, limit: int) -> Sequence[Value] | None:
    return (given[name],) if name in given else values_of(spec.facts[name].type, limit)


def _laws_by_last_fact(spec: Spec, names: Sequence[str]) -> Mapping[str, list[Law]]:
    """
    Return the assumptions by the last fact that they mention; under `""` those without any.
    """
    place = {name: index for index, name in enumerate(names)}
    found: dict[str, list[Law]] = {name: [] for name in chain(names, [""])}
    for law in spec.assumptions:
        last = max(facts_of(law.expr), key=place.__getitem__, default="")
        found[last].append(law)
    return found


def _all_hold(laws: Sequence[Law], scenario: Scenario) -> bool:
    return all(evaluate(law.expr, scenario) for law in laws)
