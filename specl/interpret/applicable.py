"""
Which rules apply in a scenario: their conditions hold, and no rule that applies suspends them.
"""

from __future__ import annotations

from collections.abc import Iterable

from specl.interpret.evaluate import evaluate
from specl.model.rules import Condition, Rule
from specl.model.ruling import Scenario
from specl.model.spec import Spec

__all__ = ["applicable_rules", "conditions_hold", "satisfies_assumptions"]


def satisfies_assumptions(spec: Spec, scenario: Scenario) -> bool:
    """
    Tell whether a complete scenario can exist.
    """
    return all(evaluate(law.expr, scenario) for law in spec.assumptions)


def conditions_hold(
    when: Iterable[Condition], unless: Iterable[Condition], scenario: Scenario
) -> bool:
    """
    Tell whether every `when` and no `unless` holds.
    """
    return all(evaluate(condition.expr, scenario) for condition in when) and not any(
        evaluate(condition.expr, scenario) for condition in unless
    )


def applicable_rules(spec: Spec, scenario: Scenario) -> dict[str, Rule]:
    """
    Return the rules that apply in a complete scenario, by name, in source order.
    """
    applies: dict[str, bool] = {}
    for start in spec.rules:
        pending = [start]
        while pending:
            name = pending[-1]
            if name in applies:
                pending.pop()
            elif not _conditions_of_rule_hold(spec.rules[name], scenario):
                applies[name] = False
            else:
                unknown = [by for by in spec.suspended_by[name] if by not in applies]
                pending.extend(unknown)
                if not unknown:
                    applies[name] = not any(applies[by] for by in spec.suspended_by[name])
    return {name: rule for name, rule in spec.rules.items() if applies[name]}


def _conditions_of_rule_hold(rule: Rule, scenario: Scenario) -> bool:
    return conditions_hold(rule.when, rule.unless, scenario)
