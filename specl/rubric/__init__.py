"""
What a grader is told: a spec compiled to criteria, and these written in many formats.
"""

from specl.rubric.from_spec import rubric_of
from specl.rubric.model import (
    ActToObserve,
    Clause,
    Criterion,
    Defeated,
    FactToFind,
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
    "Rubric",
    "RuleText",
    "Sample",
    "SectionTitle",
    "Stamp",
    "Tier",
    "rubric_of",
]
