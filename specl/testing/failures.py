"""
What is raised about a policy: it breaks a spec, or it is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from specl.model import Norm, Profile, Ruling, Scenario, Spec, Value, Verdict

__all__ = ["Disobeyed", "PolicyError", "PolicyFault", "UnjudgedWarning"]


class PolicyFault(AssertionError):  # noqa: N818 - it is no error of the program that runs
    """
    A policy is at fault in a scenario.

    Attributes:
        spec: The spec.
        facts: The scenario: a value for every fact.
        away: The facts of it that matter, those away from their quiet values.
        smallest: Whether the search for a smaller scenario went to its end.
    """

    def __init__(
        self,
        message: str,
        *,
        spec: Spec,
        facts: Scenario,
        away: Mapping[str, Value],
        smallest: bool,
    ) -> None:
        super().__init__(message)
        self.spec = spec
        self.facts = facts
        self.away = away
        self.smallest = smallest


class Disobeyed(PolicyFault):
    """
    A policy breaks a spec.

    Attributes:
        spec: The spec.
        facts: The scenario: a value for every fact.
        away: The facts of it that matter, those away from their quiet values.
        smallest: Whether the search for a smaller scenario went to its end.
        profile: What the policy's reply shows: a value for every act.
        ruling: What the rules ask in the scenario.
        violated: The norms in force that the reply breaks, in source order.
    """

    def __init__(self, message: str, *, verdict: Verdict, **of_fault: Any) -> None:
        super().__init__(message, **of_fault)
        self.profile: Profile = verdict.profile
        self.ruling: Ruling = verdict.ruling
        self.violated: tuple[Norm, ...] = verdict.violated

    @property
    def rules(self) -> tuple[str, ...]:
        """
        Return the names of the rules that the reply breaks, in source order.
        """
        return tuple(dict.fromkeys(norm.rule for norm in self.violated))


class PolicyError(PolicyFault):
    """
    A policy raised an error, or what it returned is no profile of a reply that can exist.

    An error that was raised is its `__cause__`.

    Attributes:
        spec: The spec.
        facts: The scenario: a value for every fact.
        away: The facts of it that matter, those away from their quiet values.
        smallest: Whether the search for a smaller scenario went to its end.
        problems: What is wrong with what the policy returned; none where it raised an error.
    """

    def __init__(
        self,
        message: str,
        *,
        problems: tuple[str, ...] = (),
        cause: Exception | None = None,
        **of_fault: Any,
    ) -> None:
        super().__init__(message, **of_fault)
        self.problems = problems
        self.__cause__ = cause


class UnjudgedWarning(UserWarning):
    """
    Some scenarios were left out, as nobody can obey there or it is not known who does.
    """
