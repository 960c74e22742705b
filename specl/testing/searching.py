"""
Scenarios drawn by Hypothesis until a policy is at fault in one, which it then makes smaller.
"""

from __future__ import annotations

from random import Random

from hypothesis import Phase, Verbosity, find, settings
from hypothesis.errors import NoSuchExample

from specl.cases import scenarios
from specl.model import Scenario
from specl.testing.attempts import Attempt, Attempts

__all__ = ["drawn"]


def drawn(attempts: Attempts, *, max_examples: int, limit: int, seed: int) -> Attempt | None:
    """
    Return an attempt in which the policy is at fault, or None where none was found.

    Args:
        attempts: What asks the policy.
        max_examples: How many scenarios to draw.
        limit: In how many more the policy may be asked to make the one found smaller.
        seed: The same one draws the same scenarios.
    """
    most = len(attempts.made) + max_examples + limit
    found: list[Attempt] = []

    def is_at_fault(facts: Scenario) -> bool:
        if not attempts.knows(facts) and len(attempts.made) >= most:
            return False
        attempt = attempts.at(facts)
        if attempt.fault is None or (found and attempt.fault != found[0].fault):
            return False
        found.append(attempt)
        return True

    how = settings(
        max_examples=max_examples,
        database=None,
        deadline=None,
        derandomize=False,
        phases=(Phase.generate, Phase.shrink),
        verbosity=Verbosity.quiet,
    )
    try:
        return attempts.at(
            find(scenarios(attempts.spec), is_at_fault, settings=how, random=Random(seed))  # noqa: S311 - an order, and no secret
        )
    except NoSuchExample:
        return None
