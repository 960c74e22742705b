"""
Cases: few scenarios that show all that a spec can come to, and scenarios for random tests.

Nothing is imported before it is used; Hypothesis only with the strategies.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from specl.cases.breaking import Breach, breaches
    from specl.cases.coverage import Case, Coverage, cover
    from specl.cases.goals import KINDS, Goal, Kind
    from specl.cases.reasons import Explanation, explain
    from specl.cases.replying import complying
    from specl.cases.strategies import replies, scenarios, violations

__all__ = [
    "KINDS",
    "Breach",
    "Case",
    "Coverage",
    "Explanation",
    "Goal",
    "Kind",
    "breaches",
    "complying",
    "cover",
    "explain",
    "replies",
    "scenarios",
    "violations",
]

_HOMES = {
    "KINDS": "goals",
    "Breach": "breaking",
    "Case": "coverage",
    "Coverage": "coverage",
    "Explanation": "reasons",
    "Goal": "goals",
    "Kind": "goals",
    "breaches": "breaking",
    "complying": "replying",
    "cover": "coverage",
    "explain": "reasons",
    "replies": "strategies",
    "scenarios": "strategies",
    "violations": "strategies",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module `specl.cases` has no attribute `{name}`")
    return getattr(import_module(f"specl.cases.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
