"""
What code measures in a reply: the values of the acts that have a measure.
"""

from __future__ import annotations

from specl.model import Value, value_from_json
from specl.rubric.as_data import type_data
from specl.rubric.model import Rubric
from specl.rubric.standalone.measures import fitted, measure
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
            known = fitted(value, type_data(act.type))
            if known is not None:
                found[act.name] = value_from_json(act.type, known)
    return found
