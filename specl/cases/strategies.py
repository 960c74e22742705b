"""
Hypothesis strategies for scenarios and replies: valid as they are drawn, and quiet when shrunk.

The one module of specl that imports Hypothesis. What is drawn are a few whole numbers; they
become a scenario or a reply without any that is thrown away. Strategies are closures, for
Hypothesis prints what they are made from, and a spec is long.
"""

from __future__ import annotations

from hypothesis import strategies as st

from specl.cases.breaking import Breach, breaches
from specl.cases.drawing import Drawing, drawing_of
from specl.cases.replying import Replying
from specl.model import Scenario, Spec, Value

__all__ = ["replies", "scenarios", "violations"]

_LARGE = 2**16 - 1
_RULES = 3
_MOVES = 6
_KEPT = 31


def scenarios(spec: Spec) -> st.SearchStrategy[dict[str, Value]]:
    """
    Return a strategy for scenarios: a value for every fact.

    Up to three norms are drawn that are to be in force, and up to six facts are then moved, to
    either side of a bound or to any value. Each scenario satisfies the assumptions and has a
    reply. Shrinking leaves as few facts as possible away from their quiet values: the default,
    else what the fewest rules ask for.

    Args:
        spec: The spec.

    Raises:
        TooLargeError: A condition over facts is too much to be taken apart.
        ValueError: No scenario satisfies the assumptions and has a reply.
        OutOfBudgetError: Whether there is one was not found out.
    """
    drawing = drawing_of(spec)

    @st.composite
    def scenario(draw: st.DrawFn) -> dict[str, Value]:
        return _drawn(draw, drawing)

    return scenario()


def _drawn(draw: st.DrawFn, drawing: Drawing) -> dict[str, Value]:
    """
    Draw a scenario, and last of all for each fact whether it is put back after all.

    Hypothesis prefers fewer and smaller numbers: what is drawn last shrinks on its own, and the
    fewer facts are left the fewer numbers there are.
    """
    norms = st.integers(0, max(len(drawing.norms) - 1, 0))
    moves = st.tuples(st.integers(0, max(len(drawing.offers) - 1, 0)), st.integers(0, _LARGE))
    chosen = draw(st.lists(norms, max_size=_RULES))
    scenario = drawing.scenario(chosen, draw(st.lists(moves, max_size=_MOVES)))
    for name in drawing.away(scenario):
        if scenario[name] != drawing.quiet[name] and draw(st.integers(0, _KEPT)) == 0:
            scenario = drawing.put_back(scenario, name)
    return scenario


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

    @st.composite
    def reply(draw: st.DrawFn) -> dict[str, Value]:
        return replying.reply(draw(st.lists(moves, max_size=_MOVES)))

    return reply()


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
    if not found:
        return st.nothing()

    @st.composite
    def violation(draw: st.DrawFn) -> Breach:
        return found[draw(st.integers(0, len(found) - 1))]

    return violation()
