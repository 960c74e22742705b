"""
A rubric file for the rubric judge of verifiers: TOML with a name, a text and a weight a criterion.

The judge has to answer every criterion with yes or no, and weights are never negative. So what does
not apply counts as yes, and priority is kept by weights. A criterion is one line of the judge's
prompt, and so is its text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from specl.rubric.folding import folded, folding_notes, judged
from specl.rubric.job import CannotExpressError, Job, OutputFile, Written
from specl.rubric.powers import powers_of
from specl.rubric.standalone.asking import HIDDEN
from specl.rubric.telling import one_line

__all__ = ["write"]

_GUARDED = "what does not apply counts as `yes`: when each applies is folded into its text"
_HIDDEN = re.compile(f"[{HIDDEN}]")


def write(job: Job) -> Written:
    """
    Write one file that `load_criteria` reads.

    Raises:
        CannotExpressError: There is no criterion, or the weights are too large.
    """
    if not judged(job.rubric):
        raise CannotExpressError("there is no criterion that a reply could fail")
    text = "\n".join(_lines(job)) + "\n"
    notes = folding_notes(job, powers_of(job.rubric), guarded=_GUARDED)
    return Written((OutputFile("verifiers.toml", text),), notes)


def _lines(job: Job) -> Iterator[str]:
    stamp = job.rubric.stamp
    yield f"# {one_line(stamp.title)}, {stamp.content}, by specl {stamp.specl}"
    points = powers_of(job.rubric).points
    for criterion in judged(job.rubric):
        text = " ".join(folded(criterion, job.whole, otherwise="answer yes").split("\n"))
        yield from ("", "[[criteria]]")
        yield f"name = {_string(criterion.id)}"
        yield f"weight = {points[criterion.id]}"
        yield 'choices = ["no", "yes"]'
        yield f"text = {_string(text)}"


def _string(text: str) -> str:
    """
    Return a basic string of TOML, with what hides or reorders text escaped.
    """
    return _HIDDEN.sub(
        lambda found: f"\\U{ord(found[0]):08x}", json.dumps(text, ensure_ascii=False)
    )
