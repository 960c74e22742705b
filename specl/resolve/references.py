"""
Names of rules in clauses: a rule, or a section that stands for all its rules.
"""

from __future__ import annotations

from specl.resolve import problems
from specl.resolve.naming import Entity
from specl.resolve.program import Program
from specl.resolve.scope import Lost, Scope
from specl.syntax import nodes

__all__ = ["find_rule", "find_rules"]


def find_rules(name: nodes.Name, scope: Scope, program: Program) -> list[Entity] | None:
    """
    Return the rules that a name stands for, in source order, or None after an error.
    """
    found = scope.find(name.text, "law")
    if not isinstance(found, Entity):
        _report_unknown(name, found, "rule or section", scope, program)
        return None
    own = program.scopes[found.unit].own
    if found.name in own.rules:
        return [found]
    if found.name in own.section_nodes:
        return [Entity(found.unit, rule) for rule in own.sections[found.name]]
    kind = own.kind_of(found.name, "law") or "name"
    program.report(problems.WrongKind(name.text, name.span, kind, "rule or section"))
    return None


def find_rule(name: nodes.Name, scope: Scope, program: Program) -> Entity | None:
    """
    Return the one rule that a name stands for, or None after an error.
    """
    found = scope.find(name.text, "law")
    if not isinstance(found, Entity):
        _report_unknown(name, found, "rule", scope, program)
        return None
    own = program.scopes[found.unit].own
    if found.name in own.rules:
        return found
    kind = own.kind_of(found.name, "law") or "name"
    program.report(problems.WrongKind(name.text, name.span, kind, "rule"))
    return None


def _report_unknown(
    name: nodes.Name, found: Lost | None, kind: str, scope: Scope, program: Program
) -> None:
    if isinstance(found, Lost):
        return
    candidates = tuple(
        candidate for candidate in scope.names("law") if _is_rule(candidate, scope, program)
    )
    program.report(problems.UnknownName(name.text, name.span, kind, candidates))


def _is_rule(name: str, scope: Scope, program: Program) -> bool:
    found = scope.find(name, "law")
    if not isinstance(found, Entity):
        return False
    own = program.scopes[found.unit].own
    return found.name in own.rules or found.name in own.section_nodes
