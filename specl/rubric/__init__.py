"""
What a grader is told: a spec compiled to criteria, and these written in many formats.

Nothing is imported before it is used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from specl.rubric.from_spec import rubric_of
    from specl.rubric.model import (
        ActToObserve,
        Clause,
        Criterion,
        Defeated,
        FactToFind,
        GivesWay,
        Rubric,
        RuleText,
        Sample,
        SectionTitle,
        Stamp,
        Tier,
    )

__all__ = [
    "ActToObserve",
    "Clause",
    "Criterion",
    "Defeated",
    "FactToFind",
    "GivesWay",
    "Rubric",
    "RuleText",
    "Sample",
    "SectionTitle",
    "Stamp",
    "Tier",
    "rubric_of",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module `specl.rubric` has no attribute `{name}`")
    home = "from_spec" if name == "rubric_of" else "model"
    return getattr(import_module(f"specl.rubric.{home}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
