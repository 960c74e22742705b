"""
Cases on random specs: what is met, impossible, drawn and broken, held against brute force.
"""

from __future__ import annotations

from functools import reduce
from operator import and_
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from specl.cases import Goal, breaches, cover, scenarios
from specl.cases.ground import world_of
from specl.interpret import has_reply, ruling, satisfies_assumptions
from specl.logic.truth import truth
from specl.logic.world import World
from specl.model import Rule, Spec
from specl.model import expressions as x
from specl.model.show import show
from tests.reference.bruteforce import Brute, Case
from tests.reference.generate import drafts
from tests.reference.pipeline import spec_of
from tests.reference.values import value_of


@given(drafts())
def test_goals_are_met_exactly_where_some_scenario_shows_them(draft):
    """
    A goal is met where brute force finds a scenario that shows it, and else impossible.

    Only where not all is known of what the norms exclude may a goal be undecided.
    """
    spec = spec_of(draft.text())
    coverage = cover(spec)
    oracle = _Oracle(spec)
    expected = {goal.name for goal in coverage.goals if oracle.shows(goal)}
    undecided = {goal.name for goal in coverage.undecided}
    assert oracle.world.incoherence.is_partial or not undecided
    assert expected - undecided == {goal.name for goal in coverage.met}
    assert {goal.name for goal in coverage.goals} - expected - undecided == {
        goal.name for goal in coverage.impossible
    }


@given(drafts())
def test_cases_show_what_they_say(draft):
    """
    Each case can exist and has a reply, and the interpreter's ruling in it bears out its goals.
    """
    spec = spec_of(draft.text())
    for case in cover(spec).cases:
        assert satisfies_assumptions(spec, case.facts)
        assert has_reply(spec, case.facts)
        decided = ruling(spec, case.facts)
        defeated = {defeat.norm for defeat in decided.defeated}
        for goal in case.goals:
            if goal.kind == "in-force":
                assert goal.norms[0] in decided.in_force
            if goal.kind == "defeated":
                assert goal.norms[0] in defeated
                assert set(decided.in_force).issuperset(goal.norms[1:])


@given(drafts())
def test_no_case_is_superfluous(draft):
    """
    All goals met are among the cases', and without any one case some would not be.
    """
    coverage = cover(spec_of(draft.text()))
    every = [{goal.name for goal in case.goals} for case in coverage.cases]
    assert {goal.name for goal in coverage.met} == set().union(*every)
    for place, shown in enumerate(every):
        assert shown - set().union(*every[:place], *every[place + 1 :])


@given(drafts(), st.data())
def test_drawn_scenarios_are_valid(draft, data):
    """
    A strategy draws scenarios that keep the assumptions and have a reply, if there are any.
    """
    spec = spec_of(draft.text())
    cases = Brute(spec).cases
    if not cases:
        with pytest.raises(ValueError, match="no scenario"):
            scenarios(spec)
        return
    possible = [case.facts for case in cases]
    for facts in data.draw(st.lists(scenarios(spec), min_size=3, max_size=3)):
        assert facts in possible


@given(drafts(), st.randoms(use_true_random=False))
def test_breaches_break_one_norm_alone_where_a_reply_can(draft, random):
    """
    A norm is broken if some reply breaks it, and alone if some reply breaks nothing else.
    """
    spec = spec_of(draft.text())
    brute = Brute(spec)
    for case in random.sample(brute.cases, min(3, len(brute.cases))):
        duties = [n for n in sorted(case.in_force) if spec.norms[n].verb != "may"]
        found = {breach.norm.position: breach for breach in breaches(spec, case.facts)}
        for norm in duties:
            breaking = case.replies & ~case.meets[norm]
            assert bool(breaking) == (norm in found)
            others = [case.meets[other] for other in duties if other != norm]
            alone = reduce(and_, others, breaking)
            if breaking:
                assert bool(alone) == (found[norm].others == ())


class _Oracle:
    """
    Tells by trying every scenario whether one shows a goal.
    """

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.world: World = world_of(spec)
        self.brute = Brute(spec)
        self.without: dict[tuple[str, ...], Brute] = {}

    def shows(self, goal: Goal) -> bool:
        """
        Tell whether any scenario with a reply shows a goal.
        """
        return any(self._shows(goal, case) for case in self.brute.cases)

    def _shows(self, goal: Goal, case: Case) -> bool:
        match goal.kind:
            case "in-force":
                return goal.norms[0].position in case.in_force
            case "defeated":
                by = frozenset(norm.position for norm in goal.norms[1:])
                return by in case.defeats.get(goal.norms[0].position, ())
            case "overrides" | "suspends":
                other = self._without(goal.kind, goal.rules)
                return other.case(case.facts).in_force != case.in_force
            case "value":
                return _has_value(goal, case)
            case "condition":
                return _decides(self.spec.rules[goal.subject], goal.name, case)
        shown = truth(goal.when, case.facts, self.world.definitions, {})
        if shown and goal.kind == "boundary":
            assert _decides(self.spec.rules[goal.subject], goal.name, case)
        return shown

    def _without(self, kind: str, pair: tuple[str, ...]) -> Brute:
        """
        Return the spec with a pair taken away.
        """
        if (kind, *pair) not in self.without:
            spec = self.spec
            orderings, suspensions = spec.orderings, spec.suspensions
            if kind == "overrides":
                orderings = tuple(o for o in orderings if (o.higher, o.lower) != pair)
            else:
                suspensions = tuple(s for s in suspensions if (s.by, s.of) != pair)
            spec = attrs.evolve(spec, orderings=orderings, suspensions=suspensions)
            self.without[kind, *pair] = Brute(spec, orderings, suspensions)
        return self.without[kind, *pair]


def _has_value(goal: Goal, case: Case) -> bool:
    """
    Tell from a goal's name whether a scenario shows it.
    """
    fact, verb, value = goal.name.rsplit(" ", 2)
    now = case.facts[fact]
    if verb == "is":
        return {True: "true", False: "false"}.get(now, now) == value
    return (value in now) is (verb == "has")


def _decides(rule: Rule, name: str, case: Case) -> bool:
    """
    Tell whether a comparison, taken alone, decides whether a rule's conditions hold.

    Args:
        rule: The rule.
        name: A goal's: it has the comparison between backticks, and its truth at the end.
        case: The scenario.
    """
    compared, rest = name.split("`")[1:3]
    conditions = [*(c.expr for c in rule.when), *(x.Not(c.expr) for c in rule.unless)]
    if rest.endswith(("true", "false")):
        wanted = rest.endswith("true")
        literals = [one for condition in conditions for one in _literal_in(condition)]
        now = next(value_of(one, case.facts, {}) for one in literals if show(one) == compared)
        if now is not wanted:
            return False
    outcomes = {
        all(_outcome(each, case.facts, compared, holds=holds) for each in conditions)
        for holds in (True, False)
    }
    return len(outcomes) == 2


def _literal_in(expr: x.Expr) -> list[x.Expr]:
    """
    Return what a condition is made of, taken apart at `and`, `or` and the like.
    """
    if isinstance(expr, _CONNECTIVES):
        return [one for part in x.children(expr) for one in _literal_in(part)]
    return [expr]


def _outcome(expr: x.Expr, facts: dict[str, Any], compared: str, *, holds: bool) -> bool:
    """
    Return what a condition is if one comparison in it is as said.
    """
    if not isinstance(expr, _CONNECTIVES):
        return holds if show(expr) == compared else bool(value_of(expr, facts, {}))
    parts = [_outcome(part, facts, compared, holds=holds) for part in x.children(expr)]
    match expr:
        case x.Not():
            return not parts[0]
        case x.And():
            return all(parts)
        case x.Or():
            return any(parts)
        case x.Implies():
            return not parts[0] or parts[1]
        case x.Iff():
            return parts[0] is parts[1]
    return parts[0]


_CONNECTIVES = (x.Not, x.And, x.Or, x.Implies, x.Iff, x.Defined)
