"""
Why each norm is in force, defeated or not applicable in one scenario, as data to be shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal as Choice

from specl.interpret.applicable import applicable_rules
from specl.interpret.evaluate import evaluate
from specl.interpret.rulings import ruling
from specl.model.expressions import facts_of
from specl.model.rules import Condition, Norm, Rule
from specl.model.ruling import Ruling, Scenario
from specl.model.spec import Spec
from specl.model.types import Value
from specl.text.record import record

__all__ = ["NormTrace", "Reading", "RuleTrace", "Trace", "trace"]


@record
class Reading:
    """
    A condition of a rule, held against the scenario.

    Attributes:
        kind: `when` or `unless`.
        holds: Whether its expression is true.
        facts: The facts that it mentions, with their values.
    """

    kind: Choice["when", "unless"]
    condition: Condition
    holds: bool
    facts: Mapping[str, Value]

    @property
    def lets_apply(self) -> bool:
        """
        Tell whether the rule may apply as far as this condition goes.
        """
        return self.holds == (self.kind == "when")


@record
class RuleTrace:
    """
    Whether a rule applies, and why.

    Attributes:
        readings: All its conditions and those of its sections, in order.
        suspended_by: The rules that apply and suspend it; empty unless its conditions hold.
    """

    rule: Rule
    readings: tuple[Reading, ...]
    suspended_by: tuple[str, ...]

    @property
    def deciding(self) -> Reading | None:
        """
        Return the first condition that keeps the rule from applying, if one does.
        """
        return next((reading for reading in self.readings if not reading.lets_apply), None)

    @property
    def applies(self) -> bool:
        """
        Tell whether the rule applies.
        """
        return self.deciding is None and not self.suspended_by


@record
class NormTrace:
    """
    What became of a norm.

    Attributes:
        by: The smallest set of norms that defeats it, where it is defeated.
    """

    norm: Norm
    state: Choice["in force", "defeated", "not applicable"]
    rule: RuleTrace
    by: tuple[Norm, ...] = ()


@record
class Trace:
    """
    The ruling in a scenario, with the reasons for it.

    Attributes:
        norms: Every norm of the spec, in source order.
    """

    scenario: Scenario
    ruling: Ruling
    norms: tuple[NormTrace, ...]


def trace(spec: Spec, scenario: Scenario) -> Trace:
    """
    Return the ruling in a complete scenario with the reasons for it.

    Raises:
        NoReply: No reply can exist in the scenario.
        Undecidable: Whether some norms can be obeyed together could not be found out.
    """
    decided = ruling(spec, scenario)
    applying = applicable_rules(spec, scenario)
    defeats = {defeat.norm.position: defeat.by for defeat in decided.defeated}
    norms = []
    for rule in spec.rules.values():
        about = _trace_rule(spec, rule, scenario, applying)
        norms += [_trace_norm(norm, about, defeats.get(norm.position)) for norm in rule.norms]
    return Trace(scenario, decided, tuple(norms))


def _trace_norm(norm: Norm, rule: RuleTrace, by: tuple[Norm, ...] | None) -> NormTrace:
    if not rule.applies:
        return NormTrace(norm, "not applicable", rule)
    if by is None:
        return NormTrace(norm, "in force", rule)
    return NormTrace(norm, "defeated", rule, by)


def _trace_rule(
    spec: Spec, rule: Rule, scenario: Scenario, applying: Mapping[str, Rule]
) -> RuleTrace:
    readings = (
        *(_read("when", condition, scenario) for condition in rule.when),
        *(_read("unless", condition, scenario) for condition in rule.unless),
    )
    if not all(reading.lets_apply for reading in readings):
        return RuleTrace(rule, readings, ())
    suspended_by = tuple(by for by in spec.suspended_by[rule.name] if by in applying)
    return RuleTrace(rule, readings, suspended_by)


def _read(kind: Choice["when", "unless"], condition: Condition, scenario: Scenario) -> Reading:
    facts = {name: scenario[name] for name in facts_of(condition.expr)}
    return Reading(kind, condition, bool(evaluate(condition.expr, scenario)), facts)
