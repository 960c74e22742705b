"""
The choices that a unit can see, by their values: what a value means where nothing else says.
"""

from __future__ import annotations

from collections.abc import Iterator

from specl.model.rules import Act, Fact
from specl.model.types import ChoiceType, Type
from specl.resolve.context import Context, choice_of
from specl.resolve.meaning import DefineMeaning
from specl.resolve.naming import Entity
from specl.resolve.program import Program
from specl.resolve.scope import Scope

__all__ = ["choices_with"]


def choices_with(value: str, context: Context) -> list[ChoiceType]:
    """
    Return the different choices visible to a unit that have a value, in source order.
    """
    visible = _visible(context.scope, context.program)
    return list(dict.fromkeys(choice for choice in visible if value in choice.values))


def _visible(scope: Scope, program: Program) -> Iterator[ChoiceType]:
    yield from _declared_in(scope, program)
    for inner in scope.aliases.values():
        if isinstance(inner, Scope):
            yield from _declared_in(inner, program)


def _declared_in(scope: Scope, program: Program) -> Iterator[ChoiceType]:
    for name in scope.own.types:
        yield from _choice(program.types.get(Entity(scope.key, name)))
    for name in scope.own.values:
        meaning = program.values.get(Entity(scope.key, name))
        if isinstance(meaning, Fact | Act):
            yield from _choice(meaning.type)
        elif isinstance(meaning, DefineMeaning):
            for _, type_ in meaning.parameters:
                yield from _choice(type_)


def _choice(type_: Type | None) -> Iterator[ChoiceType]:
    choice = choice_of(type_)
    if choice is not None:
        yield choice
