"""
Cases with all that goes with them: what a case file holds, whatever its format.

Everything is JSON-ready or words already: a target selects and writes, and never looks at the
spec. Words are an author's own in places, so a target escapes them as its format demands.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from specl.cases.goals import Goal
from specl.model import Scenario, value_to_json
from specl.text.record import record

__all__ = ["CaseFile", "Row", "Violation", "id_of", "to_data"]

_DIGITS = 12


@record
class Violation:
    """
    A reply that breaks a norm in force, and as little else as possible.

    Attributes:
        norm: The norm, as `specl decide` writes it.
        criterion: The id of the criterion that it is in the rubric.
        reply: A value for every act; None where no reply breaks the norm, or none was found.
        others: The other norms in force that the reply breaks as well.
    """

    norm: Mapping[str, Any]
    criterion: str
    reply: Mapping[str, Any] | None
    others: tuple[Mapping[str, Any], ...] = ()


@record
class Row:
    """
    One case.

    Attributes:
        id: Names the scenario: the same facts have the same id, whatever else changes.
        facts: A value for every fact.
        goals: What the case shows.
        ruling: As `specl decide` writes it.
        rubric: What is left of the spec's rubric once all facts are given.
        reply: A value for every act that obeys the ruling; None where no reply does.
        violations: For each must/should norm in force a reply that breaks it.
        notes: What is special about it, such as a contradictory ruling.
        card: The case for people, in Markdown.
        situation: What is true, in words, one line each.
        asks: What must happen, in words, one line each, in the order of priority.
    """

    id: str
    facts: Mapping[str, Any]
    goals: tuple[Goal, ...]
    ruling: Mapping[str, Any]
    rubric: Mapping[str, Any]
    reply: Mapping[str, Any] | None
    violations: tuple[Violation, ...]
    notes: tuple[str, ...]
    card: str
    situation: tuple[str, ...]
    asks: tuple[str, ...]


@record
class CaseFile:
    """
    The cases of a spec.

    Attributes:
        spec: The spec's name.
        title: Its name and version.
        path: Where it lies, seen from the folder of the file that is written; None: nowhere.
    """

    spec: str
    title: str
    path: str | None
    rows: tuple[Row, ...]


def id_of(facts: Scenario) -> str:
    """
    Return what names a scenario: `case-` and the first digits of a digest of its facts.
    """
    data = {name: value_to_json(value) for name, value in facts.items()}
    text = json.dumps(data, sort_keys=True, separators=(",", ":"))
    return f"case-{hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]}"


def to_data(row: Row) -> dict[str, Any]:
    """
    Return a row as JSON-ready data, in the shape of `targets/cases.schema.json`.
    """
    return {
        "id": row.id,
        "facts": dict(row.facts),
        "goals": [
            {"kind": goal.kind, "subject": goal.subject, "name": goal.name} for goal in row.goals
        ],
        "ruling": dict(row.ruling),
        "rubric": dict(row.rubric),
        "reply": None if row.reply is None else dict(row.reply),
        "violations": [_violation(each) for each in row.violations],
        "notes": list(row.notes),
        "card": row.card,
    }


def _violation(violation: Violation) -> dict[str, Any]:
    return {
        "norm": dict(violation.norm),
        "criterion": violation.criterion,
        "reply": None if violation.reply is None else dict(violation.reply),
        "others": [dict(norm) for norm in violation.others],
    }
