"""
What a spec comes to where some facts are given: rules that may apply, norms, and what clashes.

Everything is there that a ruling needs: nothing of a plan asks a solver or the interpreter. What
could not be worked out is an error, so that a plan is always whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import TopologicalSorter

from specl.decide.program import EFFORT, Program, above_each
from specl.interpret import specialise
from specl.logic.clauses import bits_of
from specl.logic.formula import FALSE, TRUE, Formula
from specl.model import Law, Norm, Rule, Scenario, Spec
from specl.model.expressions import FALSE as NEVER
from specl.model.expressions import TRUE as ALWAYS
from specl.model.expressions import And, Expr, Not
from specl.rubric.guard.settled import settled
from specl.rubric.job import CannotExpressError
from specl.rubric.order import criterion_id
from specl.text.record import record

__all__ = ["Assumption", "Plan", "PlannedClash", "PlannedNorm", "PlannedRule", "plan_of"]

_SHOWN = 5


@record
class PlannedRule:
    """
    A rule that may apply.

    Attributes:
        when: When its own conditions hold, those of its sections among them.
        norms: The places of its norms.
        suspended_by: The rules that may set it aside, by name.
    """

    rule: Rule
    when: Expr
    norms: tuple[int, ...]
    suspended_by: tuple[str, ...]


@record
class PlannedNorm:
    """
    A norm of such a rule.

    Attributes:
        claim: What it asks, as a number; norms that ask the same have the same.
        rank: The place of its level and strength, 0 the highest.
        after: The places of the norms of its rank that outrank it.
        obligation: What it asks, with the given facts put in.
    """

    norm: Norm
    claim: int
    rank: int
    after: tuple[int, ...]
    obligation: Expr


@record
class PlannedClash:
    """
    Claims that no reply meets together, though it meets any fewer of them, where `when` holds.
    """

    claims: tuple[int, ...]
    when: Formula


@record
class Assumption:
    """
    What is so of all scenarios, as far as the given facts leave it open.
    """

    law: Law
    expr: Expr


@record
class Plan:
    """
    A spec, ready to be written out.

    Attributes:
        given: The facts that are known; nothing below mentions them.
        rules: In source order.
        suspensions: The rules that others may set aside, each after those of them that may be
            set aside too.
        norms: What outranks a norm comes before it.
        reply: When some reply can exist.
    """

    spec: Spec
    given: Scenario
    assumptions: tuple[Assumption, ...]
    reply: Formula
    rules: tuple[PlannedRule, ...]
    suspensions: tuple[str, ...]
    norms: tuple[PlannedNorm, ...]
    clashes: tuple[PlannedClash, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        """
        Return the facts that are not given.
        """
        return tuple(name for name in self.spec.facts if name not in self.given)


def plan_of(spec: Spec, given: Scenario, *, effort: int = EFFORT) -> Plan:
    """
    Work out what a spec comes to.

    Args:
        spec: A spec without errors.
        given: The facts that are known.
        effort: How many steps to take to find out what no reply can meet.

    Raises:
        CannotExpressError: What no reply can meet together could not be worked out.
    """
    program = Program.of(spec, effort=effort)
    _require_known(program)
    whens = {name: specialise(_condition(rule), given) for name, rule in spec.rules.items()}
    rules = {name: rule for name, rule in spec.rules.items() if whens[name] != NEVER}
    norms = _norms(program, rules, given)
    places = {each.norm.position: place for place, each in enumerate(norms)}
    numbers = _numbers(program, rules)
    conditions = {0: TRUE, **dict(program.conditions[len(spec.rules) :])}
    return Plan(
        spec=spec,
        given=given,
        assumptions=_assumptions(spec, given),
        reply=settled(spec, conditions[program.reply], given),
        rules=tuple(
            PlannedRule(
                rule=rule,
                when=whens[name],
                norms=tuple(places[norm.position] for norm in rule.norms),
                suspended_by=tuple(by for by in spec.suspended_by[name] if by in rules),
            )
            for name, rule in rules.items()
        ),
        suspensions=_suspended(spec, rules),
        norms=norms,
        clashes=tuple(_clashes(program, conditions, numbers, given)),
    )


def _require_known(program: Program) -> None:
    """
    Make sure that everything that no reply can meet together is known.
    """
    if not program.is_exact:
        message = "what the constraints exclude is too much to be worked out beforehand"
        raise CannotExpressError(message)
    if program.unknown:
        open_ = [criterion_id(program.norms[place]) for place in bits_of(program.unknown)]
        names = ", ".join(f"`{name}`" for name in open_[:_SHOWN])
        more = f" and {len(open_) - _SHOWN} more" if len(open_) > _SHOWN else ""
        raise CannotExpressError(
            f"what clashes with {names}{more} is too much to be worked out beforehand"
        )


def _condition(rule: Rule) -> Expr:
    parts: list[Expr] = [condition.expr for condition in rule.when]
    parts += (Not(condition.expr) for condition in rule.unless)
    if len(parts) < 2:
        return parts[0] if parts else ALWAYS
    return And(tuple(parts))


def _kept(program: Program, rules: Mapping[str, Rule]) -> list[int]:
    """
    Return the places in the program of the norms of some rules.
    """
    return [place for place, norm in enumerate(program.norms) if norm.rule in rules]


def _numbers(program: Program, rules: Mapping[str, Rule]) -> dict[int, int]:
    """
    Return a number for each claim that norms of some rules make, in the order of the norms.
    """
    made = dict.fromkeys(program.claims[place] for place in _kept(program, rules))
    return {old: new for new, old in enumerate(each for each in made if each is not None)}


def _norms(program: Program, rules: Mapping[str, Rule], given: Scenario) -> tuple[PlannedNorm, ...]:
    kept = _kept(program, rules)
    place_of = {old: new for new, old in enumerate(kept)}
    numbers = _numbers(program, rules)
    rank = program.spec.priority.rank
    above = above_each(program)
    found = []
    for old in kept:
        norm, claim = program.norms[old], program.claims[old]
        assert claim is not None, "a norm without a claim is not known"
        higher = (place for place in bits_of(above[old]) if place in place_of)
        after = (p for p in higher if rank[program.norms[p].position] == rank[norm.position])
        found.append(
            PlannedNorm(
                norm=norm,
                claim=numbers[claim],
                rank=rank[norm.position],
                after=tuple(place_of[place] for place in after),
                obligation=specialise(norm.obligation, given),
            )
        )
    return tuple(found)


def _clashes(
    program: Program,
    conditions: Mapping[int, Formula],
    numbers: Mapping[int, int],
    given: Scenario,
) -> Iterable[PlannedClash]:
    """
    Yield the clashes of claims that are still made, under what is left of their conditions.
    """
    for clash in program.clashes:
        if all(claim in numbers for claim in clash.claims):
            when = settled(program.spec, conditions[clash.when], given)
            if when is not FALSE:
                claims = sorted(numbers[claim] for claim in clash.claims)
                yield PlannedClash(tuple(claims), when)


def _assumptions(spec: Spec, given: Scenario) -> tuple[Assumption, ...]:
    left = (Assumption(law, specialise(law.expr, given)) for law in spec.assumptions)
    return tuple(each for each in left if each.expr != ALWAYS)


def _suspended(spec: Spec, rules: Mapping[str, Rule]) -> tuple[str, ...]:
    """
    Return the rules that others may set aside, each after those of them that may be too.
    """
    by = {name: [each for each in spec.suspended_by[name] if each in rules] for name in rules}
    return tuple(name for name in TopologicalSorter(by).static_order() if by[name])
