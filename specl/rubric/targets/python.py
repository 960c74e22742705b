"""
A guard: one Python module without dependencies that rules and judges as the interpreter does.
"""

from __future__ import annotations

from specl.rubric.guard.module import guard_module
from specl.rubric.guard.plan import plan_of
from specl.rubric.job import Job, OutputFile, Written

__all__ = ["write"]


def write(job: Job) -> Written:
    """
    Write the guard of a spec, with the facts that are given worked in.

    Raises:
        CannotExpressError: What clashes could not be worked out beforehand.
    """
    wanted = {criterion.id for criterion in job.rubric.criteria}
    unjudged = {criterion.id for criterion in job.whole.criteria} - wanted
    text = guard_module(plan_of(job.spec, job.given), job.rubric.stamp, unjudged=unjudged)
    note = (
        "the guard rules by the whole spec, for what is left out decides what is in force; "
        f"`verdict` judges by the criteria that are wanted alone ({len(wanted)})"
    )
    return Written((OutputFile("guard.py", text),), (note,) if unjudged else ())
