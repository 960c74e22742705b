"""
The measures by which code reads an act off a reply: what each yields and what it takes.
"""

from __future__ import annotations

from collections.abc import Mapping

from specl.model.types import BoolType, ChoiceType, IntType, RealType, TextType
from specl.text.record import record

__all__ = ["MEASURES", "MeasureKind"]


@record
class MeasureKind:
    """
    What a measure is for.

    Attributes:
        types: The types of the acts that it can measure.
        yields: These types in words.
        arguments: How many texts it takes.
    """

    types: tuple[type, ...]
    yields: str
    arguments: int = 0


_COUNT = MeasureKind((IntType, RealType), "a number")

MEASURES: Mapping[str, MeasureKind] = {
    "words": _COUNT,
    "sentences": _COUNT,
    "paragraphs": _COUNT,
    "characters": _COUNT,
    "lines": _COUNT,
    "bullets": _COUNT,
    "headings": _COUNT,
    "json": MeasureKind((BoolType,), "a bool"),
    "regex": MeasureKind((BoolType,), "a bool", arguments=1),
    "case": MeasureKind((ChoiceType, TextType), "a choice or a text"),
    "language": MeasureKind((ChoiceType, TextType), "a choice or a text"),
}
