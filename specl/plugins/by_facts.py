"""
What replies are judged by where a spec lies in a file and each reply brings facts of its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import attrs

from specl import api
from specl.rubric.judging import judged_by
from specl.rubric.powers import scored_tiers
from specl.rubric.transcripts import Transcript
from specl.workspace.deciding import against
from specl.workspace.judging import broken_assumption
from specl.workspace.rubrics import transcripts_from
from specl.workspace.scenarios import facts_from_json

__all__ = ["RubricByFacts", "rubric_by_facts"]


@attrs.define(eq=False, repr=False)
class RubricByFacts:
    """
    The rubrics of one spec, each made when the first reply needs it.

    Attributes:
        spec: The spec.
        given: What is known of all replies.
        criteria: The criteria that some reply can violate, the highest first.
        tiers: Those criteria with their weights, tier by tier.
        content: The digest of the spec.
    """

    spec: Any
    given: Mapping[str, Any]
    criteria: tuple[str, ...]
    tiers: list[list[tuple[str, int]]]
    content: str
    _parts: dict[str, dict[str, Any]] = attrs.field(factory=dict)

    def part(self, facts: Mapping[str, Any] | None) -> dict[str, Any]:
        """
        Return what a reply is judged by, as `judged_by` does.

        Args:
            facts: What is known of this reply, as JSON says it; it goes before what is known of
                all.

        Raises:
            SpeclError: There is no such fact, a value is of the wrong type, or the facts are
                against what is assumed.
        """
        known = {**self.given, **(facts or {})}
        key = json.dumps(known, sort_keys=True, default=str)
        if key not in self._parts:
            self._parts[key] = judged_by(api.rubric_of(self.spec, known))
        return self._parts[key]

    def check(self, facts: Mapping[str, Any] | None) -> None:
        """
        Make sure that facts can be, before a reply is judged by them.

        Raises:
            SpeclError: They cannot; the message says all that is wrong.
        """
        read = facts_from_json(self.spec, json.dumps({**self.given, **(facts or {})}))
        if read.problems:
            raise api.SpeclError("; ".join(read.problems))
        broken = broken_assumption(self.spec, read.scenario)
        if broken is not None:
            raise api.SpeclError(against(broken))

    def transcript(self, row: Mapping[str, Any], number: int) -> Transcript:
        """
        Return the transcript that a row of a dataset holds.

        Raises:
            SpeclError: It holds none, or facts that cannot be; the message says why.
        """
        read = transcripts_from(self.spec, [json.dumps(row)], {})
        if read.problems:
            raise api.SpeclError(read.problems[0].partition(": ")[2])
        (found,) = read.found
        return found if "id" in row else attrs.evolve(found, id=f"row-{number}")


def rubric_by_facts(path: str, given: Mapping[str, Any] | str | None = None) -> RubricByFacts:
    """
    Read a spec whose rubrics are wanted.

    Args:
        path: A `.specl` file.
        given: What is known of all replies: values by fact, or JSON that says the same.

    Raises:
        SpeclError: The file cannot be read or does not mean anything yet, or the facts cannot be.
    """
    spec = api.load(path)
    facts = _facts(given)
    rubric = api.rubric_of(spec, facts)
    criteria = tuple(each.id for each in rubric.criteria if not each.is_permission)
    if not criteria:
        raise api.SpeclError(f"{path}: there is no criterion that a reply could violate")
    return RubricByFacts(spec, facts, criteria, scored_tiers(rubric), rubric.stamp.content)


def _facts(given: Mapping[str, Any] | str | None) -> Mapping[str, Any]:
    if not isinstance(given, str):
        return given or {}
    try:
        found = json.loads(given)
    except ValueError as error:
        raise api.SpeclError(f"`given` is not JSON: {error}") from error
    if not isinstance(found, dict):
        raise api.SpeclError('`given` is a JSON object such as `{"minor": true}`')
    return found
