"""
Data as the lines of a Python module: mappings, sequences, places and what values there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from specl.model import Act, Fact, Scenario, Value
from specl.model.types import BoolType, ChoiceType, IntType, RealType, SetType, Type
from specl.rubric.guard.literals import literal_of, number_of, quoted

__all__ = ["defaults_of", "given_of", "kind_of", "mapping", "places_of", "sequence", "tuple_of"]


def mapping(
    name: str, values: Mapping[object, str], show: Callable[[Any], str] = quoted
) -> list[str]:
    """
    Return an assignment of a mapping, a line for each key; `show` writes the keys.
    """
    if not values:
        return [f"{name} = {{}}"]
    return [f"{name} = {{", *(f"    {show(key)}: {text}," for key, text in values.items()), "}"]


def sequence(name: str, lines: Sequence[str]) -> list[str]:
    """
    Return an assignment of a tuple whose entries are lines already.
    """
    return [f"{name} = (", *lines, ")"] if lines else [f"{name} = ()"]


def tuple_of(texts: Iterable[str]) -> str:
    """
    Return a tuple of expressions.
    """
    texts = tuple(texts)
    return f"({texts[0]},)" if len(texts) == 1 else f"({', '.join(texts)})"


def places_of(places: Iterable[int]) -> str:
    """
    Return ascending numbers as a tuple, long runs as ranges.
    """
    texts: list[str] = []
    run: list[int] = []
    for place in (*places, -1):
        if run and place != run[-1] + 1:
            longer = len(run) > 3
            texts += [f"*range({run[0]}, {run[-1] + 1})"] if longer else map(str, run)
            run = []
        run.append(place)
    return tuple_of(texts)


def kind_of(type_: Type) -> str:
    """
    Return what values there are: a word, and then the values or the ends of the range.
    """
    match type_:
        case BoolType():
            return '("bool",)'
        case ChoiceType(values):
            return f'("choice", {tuple_of(map(quoted, values))})'
        case SetType(element):
            return f'("set", {tuple_of(map(quoted, element.values))})'
        case IntType(low, high) | RealType(low, high):
            kind = "int" if isinstance(type_, IntType) else "real"
            ends = ("None" if end is None else number_of(end) for end in (low, high))
            return f'("{kind}", {", ".join(ends)})'
    return '("text",)'


def defaults_of(declared: Mapping[str, Fact] | Mapping[str, Act]) -> dict[object, str]:
    """
    Return what goes without saying; a bool of which nothing is said is false.
    """
    found: dict[object, str] = {}
    for name, each in declared.items():
        default = _default(each)
        if default is not None:
            found[name] = literal_of(default)
    return found


def _default(declared: Fact | Act) -> Value | None:
    if declared.default is None and isinstance(declared.type, BoolType):
        return False
    if declared.default is None and isinstance(declared, Act):
        return frozenset() if isinstance(declared.type, SetType) else None
    return declared.default


def given_of(facts: Mapping[str, Fact], given: Scenario) -> dict[object, str]:
    """
    Return what values each given fact could have, with the one that it has.
    """
    return {
        name: f"({kind_of(facts[name].type)}, {literal_of(value)})" for name, value in given.items()
    }
