"""
Waivers name rules exactly, a kind of finding that can be waived, and a date that exists.
"""

from __future__ import annotations

from datetime import date

from specl.model.rules import Waiver
from specl.resolve import problems
from specl.resolve.levels import Authority
from specl.resolve.program import Program
from specl.resolve.references import find_rule
from specl.resolve.scope import Scope
from specl.syntax import nodes

__all__ = ["resolve_waiver"]


def resolve_waiver(
    node: nodes.Waive, scope: Scope, authority: Authority, program: Program
) -> Waiver | None:
    """
    Resolve a waiver, or return None after an error.
    """
    right = _is_right(node, program)
    rules = [find_rule(name, scope, program) for name in node.rules]
    domain = authority.domains.get(scope.key)
    for name, rule in zip(node.rules, rules, strict=True):
        if rule is not None and domain is not None and rule.unit not in domain:
            program.report(problems.ForeignInCapped(name.span, name.text, "`waive`", "rules"))
            right = False
    if not right or None in rules:
        return None
    names = (program.naming.name_of(rule, "law") for rule in rules if rule is not None)
    return Waiver(
        code=node.code.text,
        rules=tuple(dict.fromkeys(names)),
        until=node.until,
        because=node.because.value if node.because else None,
        span=node.span,
        own=program.is_own(scope.key),
    )


def _is_right(node: nodes.Waive, program: Program) -> bool:
    """
    Check the kind of finding and the date.
    """
    right = True
    if node.code.text not in {"contradiction", "tension"}:
        program.report(problems.BadWaiver(node.code.span, node.code.text))
        right = False
    if node.until is not None:
        try:
            date.fromisoformat(node.until)
        except ValueError:
            program.report(problems.BadDate(node.span, node.until))
            right = False
    return right
