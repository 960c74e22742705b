"""
What a target is given, and what it gives back: files as data, and what has to be said of them.
"""

from __future__ import annotations

from typing import Literal as Choice

from specl.model import Scenario, Spec
from specl.rubric.model import Rubric
from specl.rubric.transcripts import Transcript
from specl.text.record import record

__all__ = [
    "SCORINGS",
    "CannotExpressError",
    "Job",
    "Judged",
    "OutputFile",
    "Scoring",
    "Written",
]

Scoring = Choice["gate", "lexicographic", "weighted"]

SCORINGS: tuple[Scoring, ...] = Scoring.__args__  # type: ignore[attr-defined]


class CannotExpressError(ValueError):
    """
    A target has no way to say something that a rubric says; the message names both.
    """


@record
class Judged:
    """
    A transcript that is to be judged, and what it is to be judged by.

    Attributes:
        rubric: That of the facts that are known of this transcript.
    """

    transcript: Transcript
    rubric: Rubric


@record
class Job:
    """
    What a target writes from.

    Attributes:
        spec: The spec.
        whole: Its rubric for the facts given, before anything was left out.
        rubric: The part of it that is wanted; where all is, the same as `whole`.
        given: The facts that are known.
        transcripts: Those that are to be judged; unless a user gives some, the replies of the
            spec's own examples.
        model: The judge that a user asked for; None: the target's own choice, or none at all.
        scoring: How verdicts are added up.
    """

    spec: Spec
    whole: Rubric
    rubric: Rubric
    given: Scenario
    transcripts: tuple[Judged, ...] = ()
    model: str | None = None
    scoring: Scoring = "lexicographic"


@record
class OutputFile:
    """
    A file to be written.

    Attributes:
        name: Its path within the folder that the user names, `/` between its parts.
        text: All of its contents, as UTF-8.
    """

    name: str
    text: str


@record
class Written:
    """
    What a target wrote.

    Attributes:
        files: One or more; one alone may go to standard output, or anywhere that a user wants.
        notes: What the user has to know, a line each: what was folded into text because the
            format has no place for it, when a service ends.
    """

    files: tuple[OutputFile, ...]
    notes: tuple[str, ...] = ()
