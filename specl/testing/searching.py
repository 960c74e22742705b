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

_ROUNDS = 10
"""How often as many scenarios are drawn as examples were asked for, if few of them are new."""


def drawn(attempts: Attempts, *, max_examples: int, limit: int, seed: int) -> Attempt | None:
    """
    Return an attempt in which the policy is at fault, or None where none was found.

    Hypothesis draws many a scenario more than once: it draws again until as many were new as
    were asked for, or a whole round brought nothing new.

    Args:
        attempts: What asks the policy.
        max_examples: In how many scenarios that were not yet tried to ask the policy.
        limit: In how many more the policy may be asked to make the one found smaller.
        seed: The same one draws the same scenarios.
    """
    order = Random(seed)  # noqa: S311 - an order, and no secret
    most = len(attempts.made) + max_examples
    for _ in range(_ROUNDS):
        before = len(attempts.made)
        found = _round(attempts, max_examples, most, limit, order)
        if found is not None or len(attempts.made) in (before, most):
            return found
    return None


def _round(
    attempts: Attempts, max_examples: int, most: int, limit: int, order: Random
) -> Attempt | None:
    """
    Return an attempt at fault among as many draws as examples were asked for.

    Args:
        attempts: What asks the policy.
        max_examples: How many scenarios to draw, new ones or not.
        most: How many attempts there may be before one is at fault.
        limit: How many more there may be after that.
        order: What the draws follow from; each round takes the next number of it.
    """
    found: list[Attempt] = []

    def is_at_fault(facts: Scenario) -> bool:
        room = most + limit if found else most
        if not attempts.knows(facts) and len(attempts.made) >= room:
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
        return attempts.at(find(scenarios(attempts.spec), is_at_fault, settings=how, random=order))
    except NoSuchExample:
        return None
