"""
Hypothesis strategies for scenarios and replies: valid as they are drawn, and quiet when shrunk.

The one module of specl that imports Hypothesis. What is drawn are a few whole numbers; they
become a scenario or a reply without any that is thrown away.
"""

from __future__ import annotations

from functools import lru_cache

from hypothesis import strategies as st

from specl.cases.drawing import Drawing
from specl.cases.replying import Breach, Replying, breaches
from specl.model import Scenario, Spec, Value

__all__ = ["replies", "scenarios", "violations"]

_LARGE = 2**16 - 1
_RULES = 3
_MOVES = 4


def scenarios(spec: Spec) -> st.SearchStrategy[dict[str, Value]]:
    """
    Return a strategy for scenarios: a value for every fact.

    Up to three norms are drawn that are to be in force, and up to four facts are then moved to
    either side of a bound. Each scenario satisfies the assumptions and has a reply. Shrinking
    leaves as few facts as possible away from their quiet values: the default, else what the
    fewest rules ask for.

    Args:
        spec: The spec.

    Raises:
        TooLargeError: A condition over facts is too much to be taken apart.
        ValueError: No scenario satisfies the assumptions and has a reply.
        OutOfBudgetError: Whether there is one was not found out.
    """
    drawing = _drawing(spec)
    norms = st.integers(0, max(len(drawing.norms) - 1, 0))
    moves = st.tuples(st.integers(0, max(len(drawing.offers) - 1, 0)), st.integers(0, _LARGE))
    return st.builds(
        drawing.scenario, st.lists(norms, max_size=_RULES), st.lists(moves, max_size=_MOVES)
    )


@lru_cache(maxsize=16)
def _drawing(spec: Spec) -> Drawing:
    """
    Return what draws scenarios of a spec; it is kept, for tests ask again and again.
    """
    return Drawing.of(spec)


def replies(spec: Spec, facts: Scenario) -> st.SearchStrategy[dict[str, Value]]:
    """
    Return a strategy for reply profiles that obey the ruling in a scenario.

    Args:
        spec: The spec.
        facts: A value for every fact.

    Raises:
        NoReply: No reply can exist in the scenario.
        Undecidable: Whether one does was not found out.
        ValueError: No reply obeys the ruling, which is contradictory.
    """
    replying = Replying.of(spec, facts)
    moves = st.tuples(st.integers(0, max(len(spec.acts) - 1, 0)), st.integers(0, _LARGE))
    return st.builds(replying.reply, st.lists(moves, max_size=_MOVES))


def violations(spec: Spec, facts: Scenario) -> st.SearchStrategy[Breach]:
    """
    Return a strategy for reply profiles that break a norm in force, and as little else as may be.

    Args:
        spec: The spec.
        facts: A value for every fact.

    Returns:
        One that has nothing to draw where no reply can break any norm.

    Raises:
        NoReply: No reply can exist in the scenario.
        Undecidable: Whether some norm can be broken was not found out.
    """
    found = breaches(spec, facts)
    return st.sampled_from(found) if found else st.nothing()
