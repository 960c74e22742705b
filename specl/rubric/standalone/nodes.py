"""
The values of a table of expressions, exact, as far as what is known of facts and acts settles them.

A row is an operator and the places of earlier rows. What needs a fact or an act that nobody has
given is None, unless it comes to the same whatever that may be.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

__all__ = ["known_value", "values_of_rows"]

_NUMBER = re.compile(r"-?[0-9]{1,4000}(?:\.[0-9]{1,4000}|/0*[1-9][0-9]{0,3999})?")


def known_value(value: Any) -> Any:
    """
    Return what JSON says of a fact or an act: numbers exact, lists as sets.

    Args:
        value: A bool, a number, a text, a list of texts; None where nothing is known.

    Raises:
        ValueError: It is something else.
    """
    if isinstance(value, float):
        return Fraction(repr(value))
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return frozenset(value)
    if value is None or isinstance(value, bool | int | str | Fraction | frozenset):
        return value
    raise ValueError(f"{value!r} is no value of a fact or an act")


def values_of_rows(
    rows: Sequence[Sequence[Any]],
    facts: Mapping[str, Any],
    acts: Mapping[str, Any],
    numeric: Sequence[str] = (),
) -> list[Any]:
    """
    Return the value of each row, None where it is not settled.

    Args:
        rows: A table of expressions.
        facts: What is known of the scenario, by name.
        acts: What is known of the reply, by name.
        numeric: The facts that are numbers, for a text such as `1/3` may be one.
    """
    values: list[Any] = []
    for word, *parts in rows:
        if word == "fact":
            given = known_value(facts.get(parts[0]))
            values.append(_number_of_fact(given) if parts[0] in numeric else given)
        elif word == "act":
            values.append(known_value(acts.get(parts[0])))
        elif word in _CONSTANTS:
            values.append(_CONSTANTS[word](parts[0]))
        else:
            values.append(_value_of_row(word, parts, values))
    return values


def _number_of_fact(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if not _NUMBER.fullmatch(value):
        raise ValueError(f"{value!r} is no number")
    return Fraction(value)


def _value_of_row(word: str, parts: Sequence[Any], values: Sequence[Any]) -> Any:
    if word == "ranked":
        left, right = values[parts[1]], values[parts[2]]
        if left is None or right is None:
            return None
        ranks = parts[3]
        return _OPERATORS[parts[0]](ranks.index(left), ranks.index(right))
    given = [values[place] for place in parts]
    if word in _OPEN:
        return _OPEN[word](given)
    return None if None in given else _OPERATORS[word](*given)


def _all(given: Sequence[Any]) -> bool | None:
    return False if False in given else None if None in given else True


def _any(given: Sequence[Any]) -> bool | None:
    return True if True in given else None if None in given else False


def _implies(given: Sequence[Any]) -> bool | None:
    return _any([None if given[0] is None else not given[0], given[1]])


def _if(given: Sequence[Any]) -> Any:
    if given[0] is None:
        return given[1] if given[1] == given[2] else None
    return given[1] if given[0] else given[2]


_CONSTANTS: Mapping[str, Callable[[Any], Any]] = {
    "bool": bool,
    "number": Fraction,
    "text": str,
    "values": frozenset,
}
_OPEN: Mapping[str, Callable[[Sequence[Any]], Any]] = {
    "and": _all,
    "or": _any,
    "implies": _implies,
    "if": _if,
}
_OPERATORS: Mapping[str, Callable[..., Any]] = {
    "not": operator.not_,
    "iff": operator.eq,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": lambda element, among: element in among,
    "overlaps": lambda left, right: bool(left & right),
    "set": lambda *elements: frozenset(elements),
    "count": len,
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "negate": operator.neg,
    "abs": abs,
    "min": lambda *numbers: min(numbers),
    "max": lambda *numbers: max(numbers),
}
