"""
`obeys`: a policy written in Python is held against a spec, in cases that cover it and in others.
"""

from __future__ import annotations

import warnings
from functools import lru_cache
from os import PathLike

from specl.api import SpeclError, load
from specl.cases import cover
from specl.cases.drawing import Drawing, drawing_of
from specl.logic.inquiry import OutOfBudgetError
from specl.logic.size import TooLargeError
from specl.model import Scenario, Spec
from specl.testing.attempts import Attempt, Attempts, Policy
from specl.testing.failures import UnjudgedWarning
from specl.testing.smallest import smallest
from specl.testing.wording import failure_of, left_out

__all__ = ["obeys"]

_CLOSER = 10
"""How many scenarios may be tried for each drawn, to make one smaller."""


def obeys(
    spec: Spec | str | PathLike[str], policy: Policy, *, max_examples: int = 200, seed: int = 0
) -> None:
    """
    Find the smallest scenario in which a policy breaks a spec; return if there is none to be found.

    First the cases are tried that cover the spec (`specl.cases.cover`), then scenarios drawn by
    Hypothesis (`specl.cases.scenarios`). A scenario in which the policy is at fault is made
    smaller: fewer facts away from their quiet values (the default, else what the fewest rules
    ask for), then values closer to these. The policy is asked once in a scenario.

    Scenarios whose ruling is contradictory are left out, as nobody can obey there.

    Args:
        spec: A spec, or the path of a `.specl` file.
        policy: Returns for facts, by name, what its reply shows: a value for every act. A real
            number comes as a `Fraction`, a set as a `frozenset`; for a value it may return what
            `specl.verdict` takes.
        max_examples: How many scenarios to draw besides the cases, each of them a new one, as far
            as there are so many; ten times as many more may be tried to make one smaller.
        seed: Another one draws other scenarios.

    Raises:
        Disobeyed: The policy breaks norms in force.
        PolicyError: The policy raised an error, or returned no profile of a reply that can exist.
        SpeclError: The spec means nothing, has no scenario, or none in which the policy could be
            judged.

    Warns:
        UnjudgedWarning: Some scenarios were left out.
    """
    __tracebackhide__ = True
    known = spec if isinstance(spec, Spec) else load(spec)
    drawing = _drawing(known)
    attempts = Attempts(known, policy)
    limit = _CLOSER * max_examples
    found = _among(attempts, drawing, _cases(known, seed))
    if found is None and max_examples > 0:
        from specl.testing.searching import drawn

        found = drawn(attempts, max_examples=max_examples, limit=limit, seed=seed)
    if found is not None:
        failure = failure_of(attempts, smallest(attempts, drawing, found, limit=limit))
        raise failure
    _tell_what_was_left_out(attempts)


def _drawing(spec: Spec) -> Drawing:
    try:
        return drawing_of(spec)
    except (OutOfBudgetError, TooLargeError) as error:
        reason = "whether the spec has any scenario could not be worked out"
        raise SpeclError(reason) from error
    except ValueError as error:
        raise SpeclError(str(error)) from error


@lru_cache(maxsize=4)
def _cases(spec: Spec, seed: int) -> tuple[Scenario, ...]:
    return tuple(case.facts for case in cover(spec, seed=seed).cases)


def _among(attempts: Attempts, drawing: Drawing, cases: tuple[Scenario, ...]) -> Attempt | None:
    """
    Return the first attempt at fault among the quiet scenario and some cases, the smallest first.
    """
    ordered = sorted(cases, key=lambda facts: len(drawing.away(facts)))
    tried = (attempts.at(facts) for facts in (drawing.quiet, *ordered))
    return next((attempt for attempt in tried if attempt.fault is not None), None)


def _tell_what_was_left_out(attempts: Attempts) -> None:
    """
    Warn of scenarios in which nothing could be judged.

    Raises:
        SpeclError: There were no others.
    """
    skipped = left_out(attempts)
    if not attempts.count("obeys"):
        raise SpeclError(f"the policy could not be judged anywhere: {skipped}")
    if skipped:
        warnings.warn(f"of {len(attempts.made)} scenarios {skipped}", UnjudgedWarning, stacklevel=3)
