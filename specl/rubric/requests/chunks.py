"""
A rubric cut into parts, each few enough criteria for one call of a judge.

Criteria of different tiers never share a call: a judge weighs one against the other all too gladly.
"""

from __future__ import annotations

from collections.abc import Mapping

from specl.rubric.model import Criterion, Rubric
from specl.rubric.prompt import asked, system_text
from specl.rubric.requests.context import beside
from specl.rubric.slicing import kept
from specl.text.record import record

__all__ = ["MOST_CRITERIA", "Chunk", "chunks"]

MOST_CRITERIA = 8
"""How many criteria one call asks about at most: judges lose some of a longer list."""


@record
class Chunk:
    """
    Criteria that a judge is asked about together.

    Attributes:
        rubric: These criteria and all permissions, with the facts and acts that they need.
        system: The system's part of the prompt, the same for all transcripts.
    """

    rubric: Rubric
    system: str

    @property
    def ids(self) -> tuple[str, ...]:
        """
        Return the ids of the criteria that are asked about.
        """
        return tuple(criterion.id for criterion in asked(self.rubric))


def chunks(
    rubric: Rubric, every: Mapping[str, Criterion], *, most: int = MOST_CRITERIA
) -> tuple[Chunk, ...]:
    """
    Cut what a judge is asked about into calls.

    Args:
        rubric: The rubric.
        every: All criteria that there are, those among them that it leaves out.
        most: How many criteria a call has at most.

    Returns:
        The calls in the order of priority; none has criteria of two tiers.
    """
    wanted = {criterion.id for criterion in asked(rubric)}
    tiers = ([name for name in tier.criteria if name in wanted] for tier in rubric.tiers)
    groups = (ids[start : start + most] for ids in tiers for start in range(0, len(ids), most))
    return tuple(_chunk(rubric, frozenset(ids), every) for ids in groups)


def _chunk(rubric: Rubric, ids: frozenset[str], every: Mapping[str, Criterion]) -> Chunk:
    part = kept(rubric, lambda criterion: criterion.is_permission or criterion.id in ids)
    system = system_text(part)
    lines = [f"- {line}" for line in beside(asked(part), every)]
    if lines:
        heading = "# Other criteria, which may set these aside; give no verdict on them"
        system += "\n".join(["", heading, "", *lines, ""])
    return Chunk(part, system)
