"""
What a set of cases is to cover: goals, each a formula over facts with a name for people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Literal as Choice

from specl.cases.conditions import Side, decisions_of
from specl.cases.deciding import ordering_decides, pairs_of, suspension_decides
from specl.logic.defeats import WayOfDefeat, defeats
from specl.logic.formula import Formula, Has, Holds, Is, conj, literal
from specl.logic.inquiry import pin
from specl.logic.normal import formula_of
from specl.logic.reading import holding
from specl.logic.world import World
from specl.model import Example, Fact, Norm, Spec
from specl.model.expressions import facts_of
from specl.model.types import BoolType, ChoiceType, SetType
from specl.text.record import record

__all__ = ["KINDS", "Goal", "Kind", "goals_of", "shown"]

Kind = Choice[
    "in-force",
    "defeated",
    "overrides",
    "suspends",
    "condition",
    "boundary",
    "value",
    "example",
    "ensure",
]

KINDS: tuple[Kind, ...] = Kind.__args__  # type: ignore[attr-defined]


@record
class Goal:
    """
    Something that a case can show.

    Attributes:
        kind: `in-force`: a norm is; `defeated`: a norm is, by a set; `overrides`, `suspends`:
            such a pair makes a difference; `condition`: one comparison decides whether a
            rule's conditions hold; `boundary`: it does so right at its bound; `value`: a fact
            has one; `example`: what an example gives; `ensure`: an ensure's condition holds.
        subject: The rule, fact, example or ensure that it is about.
        name: What it is, in words; no two goals of a spec have the same.
        when: The scenarios that show it.
        rules: The rules that it speaks of; of a pair the higher or suspending one first.
        norms: The norms whose standing it speaks of; of a defeat the defeated one first.
        side: What it takes for a comparison to decide, where it is about one.
        way: How a norm is defeated, where it is about that.
    """

    kind: Kind
    subject: str
    name: str
    when: Formula
    rules: tuple[str, ...] = ()
    norms: tuple[Norm, ...] = ()
    side: Side | None = None
    way: WayOfDefeat | None = None


def goals_of(world: World, kinds: Iterable[Kind] = KINDS) -> tuple[Goal, ...]:
    """
    Return the goals of a spec, by kind, then in the order of the source.

    Args:
        world: The spec's definitions.
        kinds: The kinds wanted.
    """
    wanted = frozenset(kinds)
    spec = world.spec
    makers: dict[frozenset[Kind], Callable[[], Iterator[Goal]]] = {
        frozenset({"in-force"}): lambda: _in_force(world),
        frozenset({"defeated"}): lambda: _defeated(world),
        frozenset({"overrides"}): lambda: _overrides(world),
        frozenset({"suspends"}): lambda: _suspends(world),
        frozenset({"condition", "boundary"}): lambda: _decisions(spec),
        frozenset({"value"}): lambda: _values(spec),
        frozenset({"example"}): lambda: _examples(spec),
        frozenset({"ensure"}): lambda: _ensures(spec),
    }
    made = (goal for some, make in makers.items() if some & wanted for goal in make())
    return tuple({goal.name: goal for goal in made if goal.kind in wanted}.values())


def _in_force(world: World) -> Iterator[Goal]:
    for norm in world.spec.norms:
        name = f"{shown(norm)} is in force"
        yield Goal("in-force", norm.rule, name, world.in_force(norm), (norm.rule,), (norm,))


def _defeated(world: World) -> Iterator[Goal]:
    for norm in world.spec.norms:
        for way in defeats(world, norm):
            first, *others = way.sets
            by = " and ".join(map(shown, first))
            more = f" or one of {len(others)} sets like it" if others else ""
            name = f"{shown(norm)} is defeated by {by}{more}"
            norms = (norm, *first)
            rules = tuple(dict.fromkeys(each.rule for each in norms))
            yield Goal("defeated", norm.rule, name, way.when, rules, norms, way=way)


def _overrides(world: World) -> Iterator[Goal]:
    for higher, lower in pairs_of(world.spec.orderings):
        name = f"that {higher} overrides {lower} decides"
        yield Goal(
            "overrides", higher, name, ordering_decides(world, higher, lower), (higher, lower)
        )


def _suspends(world: World) -> Iterator[Goal]:
    for by, of in dict.fromkeys((each.by, each.of) for each in world.spec.suspensions):
        name = f"that {by} suspends {of} decides"
        yield Goal("suspends", by, name, suspension_decides(world, by, of), (by, of))


def _decisions(spec: Spec) -> Iterator[Goal]:
    for rule, side in decisions_of(spec.rules.values()):
        truth = "true" if side.holds else "false"
        if side.at is None:
            name = f"{rule.name}: `{side.compared}` decides, being {truth}"
            yield Goal("condition", rule.name, name, side.when, (rule.name,), side=side)
        else:
            name = f"{rule.name}: `{side.compared}` decides at its bound, `{side.at}`"
            yield Goal("boundary", rule.name, name, side.when, (rule.name,), side=side)


def _values(spec: Spec) -> Iterator[Goal]:
    for fact in spec.facts.values():
        yield from _values_of(fact)


def _values_of(fact: Fact) -> Iterator[Goal]:
    match fact.type:
        case BoolType():
            for positive in (False, True):
                when = literal(Holds(fact.name, act=False), positive)
                yield _value(fact, f"{fact.name} is {'true' if positive else 'false'}", when)
        case ChoiceType(values):
            for value in values:
                yield _value(
                    fact, f"{fact.name} is {value}", literal(Is(fact.name, value, act=False))
                )
        case SetType(element):
            for value in element.values:
                for positive, word in ((True, "has"), (False, "lacks")):
                    when = literal(Has(fact.name, value, act=False), positive)
                    yield _value(fact, f"{fact.name} {word} {value}", when)


def _value(fact: Fact, name: str, when: Formula) -> Goal:
    return Goal("value", fact.name, name, when)


def _examples(spec: Spec) -> Iterator[Goal]:
    for example in spec.examples:
        within = () if example.rule is None else (example.rule,)
        name = f"what example {example.name} gives"
        yield Goal("example", example.name, name, _setting(spec, example), within)


def _setting(spec: Spec, example: Example) -> Formula:
    """
    Return what an example gives, with the defaults of all other facts that have one.
    """
    given = {name for law in example.given for name in facts_of(law.expr)}
    defaults = (
        pin(fact, fact.default)
        for name, fact in spec.facts.items()
        if name not in given and fact.default is not None
    )
    return conj((*(formula_of(law.expr) for law in example.given), *defaults))


def _ensures(spec: Spec) -> Iterator[Goal]:
    for ensure in spec.ensures:
        when = holding(ensure.when, ensure.unless)
        yield Goal("ensure", ensure.name, f"the condition of ensure {ensure.name} holds", when)


def shown(norm: Norm) -> str:
    """
    Return a norm in words that name it.
    """
    part = f" ({norm.part + 1} of {norm.parts})" if norm.parts > 1 else ""
    return f"{norm.rule} `{norm.text}`{part}"
