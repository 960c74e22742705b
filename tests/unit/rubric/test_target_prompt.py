"""
Judge prompts as lines of JSON: whom a judge is asked about, and what is left to code.
"""

from __future__ import annotations

import json

import pytest

import specl
from specl.rubric import rubric_of
from specl.rubric.job import CannotExpressError, Job, Judged
from specl.rubric.targets.prompt import write
from tests.unit.rubric.jobs import conversation

BRIEF = specl.loads(
    """
    spec brief
    fact child: bool "Is the user a child?"
    act words: int 0..900 "How long is it?" measured by words
    act kind "Is it kind?"
    rule short { must words <= 300 }
    rule warm { when child must kind }
    """
)


def job(*children: bool) -> Job:
    """
    Return a job with a transcript for each user, of whom it is known whether it is a child.
    """
    whole = rubric_of(BRIEF)
    judged = (
        Judged(conversation(("user", "Hi"), id_=str(at)), rubric_of(BRIEF, {"child": child}))
        for at, child in enumerate(children)
    )
    return Job(BRIEF, whole, whole, {}, transcripts=tuple(judged))


def test_what_code_judges_alone_has_no_line() -> None:
    """
    No request asks about nothing; what is left to code and how many lines are left out is said.
    """
    written = write(job(True, False, False))
    (row,) = map(json.loads, written.files[0].text.splitlines())
    assert ("0", ["warm.0"]) == (row["id"], row["criteria"])
    alone, left_out = written.notes
    assert "no judge is asked about `short.0`: code decides that alone" == alone
    assert left_out.startswith("left out 2 of 3 transcripts: ")


def test_nothing_for_a_judge_is_an_error() -> None:
    """
    Where code decides everything, no file of empty requests is written.
    """
    with pytest.raises(CannotExpressError, match="code decides every criterion"):
        write(job(False))
