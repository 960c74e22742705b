"""
The subset of JSON Schema that strict structured outputs take.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

__all__ = ["strict_problems"]

_KEYWORDS = {
    "object": {"type", "properties", "required", "additionalProperties", "description"},
    "array": {"type", "items", "description"},
    "string": {"type", "enum", "description"},
    "number": {"type", "description"},
    "integer": {"type", "description"},
    "boolean": {"type", "description"},
}
_PROPERTIES, _DEPTH, _VALUES, _LETTERS, _LONG_ENUM = 5_000, 10, 1_000, 120_000, 15_000


def strict_problems(schema: Any) -> list[str]:
    """
    Return what strict mode would refuse in a schema.
    """
    found = list(_problems(schema, "$", 1))
    if not isinstance(schema, dict) or schema.get("type") != "object":
        found.append("$: the root has to be an object")
    names = [name for part in _parts(schema) for name in part.get("properties", {})]
    values = [value for part in _parts(schema) for value in part.get("enum", [])]
    if len(names) > _PROPERTIES:
        found.append(f"$: {len(names)} properties")
    if len(values) > _VALUES:
        found.append(f"$: {len(values)} values of enums")
    if sum(map(len, (*names, *values))) > _LETTERS:
        found.append("$: too many letters in names and enums")
    return found


def _parts(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
        for part in (*schema.get("properties", {}).values(), schema.get("items")):
            yield from _parts(part)


def _problems(schema: Any, path: str, depth: int) -> Iterator[str]:
    if not isinstance(schema, dict) or schema.get("type") not in _KEYWORDS:
        yield f"{path}: no schema of a plain type"
        return
    unknown = set(schema) - _KEYWORDS[schema["type"]]
    if unknown:
        yield f"{path}: {', '.join(sorted(unknown))} not taken"
    if depth > _DEPTH:
        yield f"{path}: too deep"
    if schema["type"] == "object":
        yield from _object_problems(schema, path, depth)
    if schema["type"] == "array":
        yield from _problems(schema.get("items"), f"{path}[]", depth + 1)
    if "enum" in schema:
        yield from _enum_problems(schema["enum"], path)


def _object_problems(schema: dict[str, Any], path: str, depth: int) -> Iterator[str]:
    properties = schema.get("properties", {})
    if schema.get("additionalProperties") is not False:
        yield f"{path}: open to other properties"
    if sorted(schema.get("required", [])) != sorted(properties):
        yield f"{path}: a property is not required"
    for name, part in properties.items():
        yield from _problems(part, f"{path}.{name}", depth + 1)


def _enum_problems(values: list[str], path: str) -> Iterator[str]:
    if not values or len(values) != len(set(values)):
        yield f"{path}: an enum is empty or says something twice"
    if len(values) > 250 and sum(map(len, values)) > _LONG_ENUM:
        yield f"{path}: a long enum with too many letters"
