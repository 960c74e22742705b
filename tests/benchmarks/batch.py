"""
Many random scenarios at once: as columns, as lines of JSON, and a few of them one by one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs

from specl.model import ChoiceType, Spec, Type, Value
from specl.model.types import BoolType, IntType, RealType
from specl.model.values import value_to_json
from tests.benchmarks.scenarios import scenarios

__all__ = ["Batch"]

_AT_ONCE = 5_000


@attrs.frozen
class Batch:
    """
    Scenarios, the first of them also as they are.

    Attributes:
        columns: For each fact a numpy array: bools, whole numbers, doubles; choices as whole
            numbers that count their values; sets as their values by place.
        lines: A file with an object of JSON a line.
    """

    columns: dict[str, Any]
    lines: Path
    first: tuple[dict[str, Value], ...]

    @classmethod
    def draw(cls, spec: Spec, count: int, lines: Path) -> Batch:
        """
        Draw so many scenarios and write their lines to a file.
        """
        columns: dict[str, list[Value]] = {name: [] for name in spec.facts}
        with lines.open("w", encoding="utf-8") as file:
            for piece in _pieces(spec, count):
                for name, column in columns.items():
                    column.extend(scenario[name] for scenario in piece)
                file.writelines(f"{_as_json(scenario)}\n" for scenario in piece)
        arrays = {name: _array(spec.facts[name].type, column) for name, column in columns.items()}
        first = tuple(scenarios(spec, min(count, 200), seed=0))
        return cls(arrays, lines, first)


def _pieces(spec: Spec, count: int) -> Iterator[list[dict[str, Value]]]:
    for seed, start in enumerate(range(0, count, _AT_ONCE)):
        yield scenarios(spec, min(_AT_ONCE, count - start), seed=seed)


def _as_json(scenario: dict[str, Value]) -> str:
    return json.dumps({name: value_to_json(value) for name, value in scenario.items()})


def _array(type_: Type, values: Sequence[Any]) -> Any:
    import numpy as np

    from specl.decide.given import column_of

    match type_:
        case BoolType():
            return np.array(values, np.bool_)
        case ChoiceType():
            return np.array([type_.rank[value] for value in values], np.int16)
        case IntType():
            return np.array(values, np.int16)
        case RealType():
            return np.array([float(value) for value in values], np.float64)
    return column_of(type_, values)
