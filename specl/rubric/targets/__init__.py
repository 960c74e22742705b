"""
The formats that a rubric can be written in, one module a format.

Nothing of a target is imported before it is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from specl.rubric.job import Job, Written
from specl.text.record import record

__all__ = ["TARGETS", "Target", "write"]


@record
class Target:
    """
    A format, and what it is for.

    Attributes:
        name: As users write it.
        summary: One line: who reads it.
        judges: Whether it speaks of transcripts, so that `--transcripts` has a meaning.
    """

    name: str
    summary: str
    judges: bool = False


_TARGETS = (
    Target("markdown", "for people, and for judges who read it whole"),
    Target("json", "for tools; the whole rubric as data"),
    Target("html", "for people: one page with the order of priority and a filter by fact"),
    Target("prompt", "for any judge model: messages and a strict schema of answers", judges=True),
    Target("openai-batch", "lines for the Batch API of OpenAI and of others", judges=True),
    Target("openai-decisions", "questions for OpenAI's decisions endpoint", judges=True),
    Target("openai-graders", "graders for OpenAI's evals and training", judges=True),
    Target("promptfoo", "a promptfoo configuration with its provider", judges=True),
    Target("inspect", "a task, a scorer and a dataset for Inspect", judges=True),
    Target("deepeval-dag", "decision graphs for DeepEval"),
    Target("healthbench", "rubric items in the shape of HealthBench", judges=True),
    Target("autorubric", "a rubric file for autorubric"),
    Target("verifiers", "a rubric file for verifiers"),
    Target("rewards", "one Python file with rewards for TRL, verl and OpenRLHF"),
    Target("rbr", "propositions and classes of rule-based rewards"),
    Target("deliberative", "prompts for deliberative alignment, and slices of the spec"),
    Target("python", "a guard without dependencies: rulings and verdicts as Python"),
)

TARGETS: Mapping[str, Target] = {target.name: target for target in _TARGETS}


def write(target: str, job: Job) -> Written:
    """
    Write a rubric in some format.

    Args:
        target: A name in `TARGETS`.
        job: What is to be written.

    Raises:
        CannotExpressError: The format cannot say something that the rubric says.
    """
    module = import_module(f"specl.rubric.targets.{TARGETS[target].name.replace('-', '_')}")
    written: Written = module.write(job)
    return written
