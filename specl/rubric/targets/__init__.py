"""
The formats that a rubric can be written in, one module a format.

Nothing of a target is imported before it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Literal as Choice

from specl.rubric.job import Job, Written
from specl.text.record import record

__all__ = ["TARGETS", "Budgeted", "Target", "misplaced", "write"]


Budgeted = Choice["prompt", "items", "markdown", "json"]
"""
Which text a budget is for: a judge's instructions, the texts of items, Markdown, or JSON.
"""


@record
class Target:
    """
    A format, what it is for, and which options have a meaning for it.

    Attributes:
        name: As users write it.
        summary: One line: who reads it.
        judges: Whether it speaks of transcripts: `--transcripts`.
        models: Whether it may name a judge: `--model`.
        scores: Whether it says how verdicts are added up: `--scoring`.
        budget: What has to fit: `--budget-tokens`; None: nothing that can be left out is in it.
    """

    name: str
    summary: str
    judges: bool = False
    models: bool = False
    scores: bool = False
    budget: Budgeted | None = None

    @property
    def options(self) -> tuple[str, ...]:
        """
        Return the options that not every target takes and this one does.
        """
        takes = {
            "--budget-tokens": self.budget is not None,
            "--transcripts": self.judges,
            "--model": self.models,
            "--scoring": self.scores,
        }
        return tuple(option for option, taken in takes.items() if taken)


def misplaced(target: str, options: Iterable[str]) -> tuple[str, ...]:
    """
    Return what is wrong with giving a target some options, a line for each that it does not take.

    Args:
        target: A name in `TARGETS`.
        options: Any of `Target.options`.
    """
    taken = TARGETS[target].options
    return tuple(
        f"`{target}` has no use for `{option}`; those that have: {_takers(option)}"
        for option in options
        if option not in taken
    )


def _takers(option: str) -> str:
    return ", ".join(each.name for each in TARGETS.values() if option in each.options)


_TARGETS = (
    Target("markdown", "for people, and for judges who read it whole", budget="markdown"),
    Target("json", "for tools; the whole rubric as data", budget="json"),
    Target(
        "html",
        "for people: one page with the order of priority and a filter by fact",
        budget="markdown",
    ),
    Target(
        "prompt",
        "for any judge model: messages and a strict schema of answers",
        judges=True,
        budget="prompt",
    ),
    Target(
        "openai-batch",
        "lines for the Batch API of OpenAI and of others",
        judges=True,
        models=True,
        budget="prompt",
    ),
    Target(
        "openai-decisions",
        "questions for OpenAI's decisions endpoint",
        judges=True,
        models=True,
        budget="prompt",
    ),
    Target(
        "openai-graders",
        "graders for OpenAI's evals and training",
        judges=True,
        models=True,
        scores=True,
        budget="prompt",
    ),
    Target(
        "promptfoo",
        "a promptfoo configuration with its provider",
        judges=True,
        models=True,
        scores=True,
        budget="prompt",
    ),
    Target(
        "inspect",
        "a task, a scorer and a dataset for Inspect",
        judges=True,
        models=True,
        scores=True,
        budget="prompt",
    ),
    Target("deepeval-dag", "decision graphs for DeepEval", scores=True),
    Target(
        "healthbench",
        "rubric items in the shape of HealthBench",
        judges=True,
        scores=True,
        budget="items",
    ),
    Target("autorubric", "a rubric file for autorubric", scores=True, budget="items"),
    Target("verifiers", "a rubric file for verifiers", scores=True, budget="items"),
    Target(
        "rewards",
        "one Python file with rewards for TRL, verl and OpenRLHF",
        models=True,
        scores=True,
        budget="prompt",
    ),
    Target("rbr", "propositions and classes of rule-based rewards"),
    Target(
        "deliberative",
        "prompts for deliberative alignment, and slices of the spec",
        budget="prompt",
    ),
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
