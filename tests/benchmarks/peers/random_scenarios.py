"""
Scenarios drawn at random: uniformly over all valid ones, and by the Hypothesis strategy.

Facts that share an assumption are drawn together until they satisfy it, apart from all others.
So every valid scenario is as likely as any other: numbers are the whole ones of their range,
texts those that the spec mentions and one more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings

from specl.cases import scenarios
from specl.logic.formula import And, Formula, atoms_of, conj
from specl.logic.mentioned import facts_of_atom
from specl.logic.truth import truth
from specl.logic.world import World
from specl.model import Fact, Scenario, Spec
from specl.model.types import BoolType, ChoiceType, IntType, RealType, SetType

__all__ = ["by_hypothesis", "uniformly"]

_WIDE = 10_000


def uniformly(world: World, seed_: int) -> Iterator[Scenario]:
    """
    Yield valid scenarios without end, each as likely as any other.
    """
    random = Random(seed_)
    facts = world.spec.facts
    groups = _groups(world)
    while True:
        drawn: dict[str, Any] = {}
        for names, laws in groups:
            drawn.update(_group(random, [facts[name] for name in names], laws))
        yield {name: drawn[name] for name in facts}


def _groups(world: World) -> list[tuple[list[str], list[Formula]]]:
    """
    Return the facts that share laws, and these laws.
    """
    background = conj((world.assumed, world.incoherence.reply_exists))
    groups: list[tuple[list[str], list[Formula]]] = [([name], []) for name in world.spec.facts]
    for law in background.parts if isinstance(background, And) else (background,):
        named = {name for atom in atoms_of(law) for name in facts_of_atom(atom)}
        shared = [group for group in groups if named & set(group[0])]
        groups = [group for group in groups if group not in shared]
        names = [name for group in shared for name in group[0]]
        groups.append((names, [*(each for group in shared for each in group[1]), law]))
    return groups


def _group(random: Random, facts: Sequence[Fact], laws: Sequence[Formula]) -> dict[str, Any]:
    while True:
        drawn = {fact.name: _value(random, fact) for fact in facts}
        if all(truth(law, drawn, {}, {}) for law in laws):
            return drawn


def _value(random: Random, fact: Fact) -> Any:
    """
    Return a value of a fact's type.
    """
    match fact.type:
        case BoolType():
            return random.random() < 0.5
        case ChoiceType(values):
            return random.choice(values)
        case SetType(element):
            return frozenset(each for each in element.values if random.random() < 0.5)
        case IntType(low, high) | RealType(low, high):
            bottom = -_WIDE if low is None else int(low)
            number = random.randint(bottom, bottom + _WIDE if high is None else int(high))
            return number if isinstance(fact.type, IntType) else Fraction(number)
    return random.choice([str(fact.default or ""), "another text"])


def by_hypothesis(spec: Spec, seed_: int, most: int) -> list[Scenario]:
    """
    Return the scenarios that the strategy draws, one after the other.
    """
    found: list[Scenario] = []

    @seed(seed_)
    @settings(
        max_examples=most,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(scenarios(spec))
    def collect(facts: Scenario) -> None:
        found.append(facts)

    collect()
    return found
