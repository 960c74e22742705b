"""
Scenarios from the JSON that callers give, exact and with every mistake named.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import attrs

from specl.model import BoolType, Fact, Scenario, Spec, Value, value_from_json
from specl.text import nearest
from specl.text.record import record

__all__ = [
    "Facts",
    "facts_from_json",
    "facts_from_lines",
    "facts_from_member",
    "facts_from_rows",
    "missing_facts",
]

_LARGEST_EXPONENT = 400
_MOST_DIGITS = 1_000


@record
class Facts:
    """
    What a caller said of one scenario.

    Attributes:
        scenario: The facts with a usable value.
        problems: What is wrong with the others, in the order given.
        line: The line of the file that they stand in, None where there is none.
    """

    scenario: Scenario
    problems: tuple[str, ...] = ()
    line: int | None = None


def facts_from_lines(
    spec: Spec, lines: Iterable[str], *, assume_defaults: bool = False
) -> Iterator[Facts]:
    """
    Yield the scenario of each line of JSONL, empty lines left out.

    Args:
        spec: The spec whose facts are meant.
        lines: Each one JSON object.
        assume_defaults: Whether facts not given take their defaults.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            facts = facts_from_json(spec, line, assume_defaults=assume_defaults)
            yield attrs.evolve(facts, line=number)


def facts_from_rows(
    spec: Spec, rows: Iterable[Mapping[str, Any]], *, assume_defaults: bool = False
) -> Iterator[Facts]:
    """
    Yield the scenario of each row of a table; where a value is None, nothing is said.

    Args:
        spec: The spec whose facts are meant.
        rows: Values by the names of facts.
        assume_defaults: Whether facts not given take their defaults.
    """
    for number, row in enumerate(rows, start=1):
        pairs = [(name, value) for name, value in row.items() if value is not None]
        yield attrs.evolve(_facts(spec, pairs, assume_defaults=assume_defaults), line=number)


def facts_from_json(spec: Spec, text: str, *, assume_defaults: bool = False) -> Facts:
    """
    Read one scenario from a JSON object of facts and values.

    Args:
        spec: The spec whose facts are meant.
        text: Such as `{"refund": 900, "topic": "legal"}`.
        assume_defaults: Whether facts not given take their defaults.
    """
    try:
        pairs = _pairs(text)
    except (ValueError, RecursionError) as error:
        return Facts({}, (_reason(error),))
    return _facts(spec, pairs, assume_defaults=assume_defaults)


def facts_from_member(spec: Spec, text: str, member: str) -> Facts:
    """
    Read the scenario that stands in a member of a JSON object; without one, nothing is known.

    Args:
        spec: The spec whose facts are meant.
        text: Such as `{"id": 7, "facts": {"refund": 900}}`.
        member: The member's name.
    """
    try:
        found = [value for name, value in _pairs(text) if name == member]
    except (ValueError, RecursionError) as error:
        return Facts({}, (_reason(error),))
    if len(found) > 1:
        return Facts({}, (f"`{member}` is given twice",))
    if found and not isinstance(found[0], _Pairs):
        return Facts({}, (f'`{member}` has to be an object such as `{{"minor": true}}`',))
    return _facts(spec, found[0] if found else (), assume_defaults=False)


def _facts(spec: Spec, pairs: Iterable[tuple[str, Any]], *, assume_defaults: bool) -> Facts:
    given: dict[str, Value] = {}
    problems: list[str] = []
    for name, data in pairs:
        try:
            given[name] = _value(spec, name, data, given)
        except ValueError as error:
            problems.append(str(error))
    defaults = _defaults(spec.facts.values()) if assume_defaults else {}
    return Facts(defaults | given, tuple(problems))


def missing_facts(spec: Spec, scenario: Scenario) -> tuple[str, ...]:
    """
    Return the facts that a scenario says nothing of, in source order.
    """
    return tuple(name for name in spec.facts if name not in scenario)


class _Pairs(tuple[tuple[str, Any], ...]):
    """
    The members of a JSON object as written, doubles and all.
    """

    __slots__ = ()


def _pairs(text: str) -> _Pairs:
    data = json.loads(
        text,
        object_pairs_hook=_Pairs,
        parse_float=_decimal,
        parse_int=_integer,
        parse_constant=_no_constant,
    )
    if not isinstance(data, _Pairs):
        message = 'facts are a JSON object such as `{"minor": true}`'
        raise ValueError(message)  # noqa: TRY004 the caller's text is wrong, not its type
    return data


def _decimal(digits: str) -> Decimal:
    number = Decimal(digits)
    if number and abs(number.adjusted()) > _LARGEST_EXPONENT:
        raise ValueError(f"the number `{digits[:40]}` is too large or too small")
    return number


def _integer(digits: str) -> int:
    size = len(digits.lstrip("-"))
    if size > _MOST_DIGITS:
        raise ValueError(f"a number has {size:,} digits; it may have {_MOST_DIGITS:,}")
    return int(digits)


def _no_constant(word: str) -> Any:
    raise ValueError(f"`{word}` is no JSON number")


def _reason(error: Exception) -> str:
    match error:
        case json.JSONDecodeError():
            what = error.msg[:1].lower() + error.msg[1:]
            return f"not JSON: {what} (line {error.lineno}, column {error.colno})"
        case RecursionError():
            return "not usable as facts: nested too deeply"
    return str(error)


def _value(spec: Spec, name: str, data: Any, given: Scenario) -> Value:
    fact = spec.facts.get(name)
    if fact is None:
        raise ValueError(_unknown(spec, name))
    if name in given:
        raise ValueError(f"fact `{name}` is given twice")
    try:
        return value_from_json(fact.type, _data(data))
    except ValueError as error:
        raise ValueError(f"fact `{name}`: {error}") from error


def _unknown(spec: Spec, name: str) -> str:
    if name in spec.acts:
        return f"`{name}` is an act, not a fact"
    close = nearest(name, spec.facts)
    return f"there is no fact `{name}`" + (f"; did you mean `{close}`?" if close else "")


def _data(data: Any) -> Any:
    """
    Return JSON data with its objects as mappings, as messages show them.
    """
    return dict(data) if isinstance(data, _Pairs) else data


def _defaults(facts: Iterable[Fact]) -> dict[str, Value]:
    known = ((fact.name, _default(fact)) for fact in facts)
    return {name: value for name, value in known if value is not None}


def _default(fact: Fact) -> Value | None:
    if fact.default is None and isinstance(fact.type, BoolType):
        return False
    return fact.default
