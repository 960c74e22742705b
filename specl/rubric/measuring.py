"""
What code measures in a reply: the values of the acts that have a measure.
"""

from __future__ import annotations

from typing import Any

from specl.model import ChoiceType, IntType, RealType, Type, Value, value_from_json
from specl.rubric.model import Rubric
from specl.rubric.standalone.measures import measure
from specl.rubric.transcripts import Transcript

__all__ = ["measured_in"]


def measured_in(rubric: Rubric, transcript: Transcript) -> dict[str, Value]:
    """
    Return the value of each act that code can measure in a reply.

    Args:
        rubric: The rubric whose acts are meant.
        transcript: The transcript whose reply is measured, without what tools say in it.

    Returns:
        Values by act; an act is left out where its measure cannot tell.
    """
    found: dict[str, Value] = {}
    for act in rubric.acts:
        if act.measure is not None:
            arguments = [str(each) for each in act.measure.arguments]
            value = measure(act.measure.name, arguments, transcript.reply_text)
            if _is_value(act.type, value):
                found[act.name] = value_from_json(act.type, _within(act.type, value))
    return found


def _is_value(type_: Type, value: Any) -> bool:
    """
    Tell whether a measured value is one of an act's, once it is put within the act's range.
    """
    return value is not None and (not isinstance(type_, ChoiceType) or value in type_.values)


def _within(type_: Type, value: Any) -> Any:
    """
    Return a number as the nearest one in the range of a type: no reply can show another.
    """
    if not isinstance(type_, IntType | RealType):
        return value
    if type_.low is not None and value < type_.low:
        return type_.low
    if type_.high is not None and value > type_.high:
        return type_.high
    return value
