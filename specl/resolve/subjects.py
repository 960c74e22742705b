"""
Every problem says what it is about: the declaration around it, where it names nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from specl.diagnostics import Diagnostic
from specl.resolve.declarations import Space
from specl.resolve.naming import Entity
from specl.resolve.program import Program
from specl.resolve.scope import Scope
from specl.text import Span

__all__ = ["with_subjects"]

_SPACES: tuple[Space, ...] = ("value", "type", "law")


def with_subjects(reported: Iterable[Diagnostic], program: Program) -> list[Diagnostic]:
    """
    Return problems with the names of the declarations that they lie in.
    """
    scopes = {scope.own.unit.source.name: scope for scope in program.scopes.values()}
    return [_with_subject(problem, scopes, program) for problem in reported]


def _with_subject(problem: Diagnostic, scopes: Mapping[str, Scope], program: Program) -> Diagnostic:
    span = problem.span
    if span is None or "subject" in problem.data or span.source.name not in scopes:
        return problem
    found = _around(span, scopes[span.source.name], program)
    return attrs.evolve(problem, data={**problem.data, **found}) if found else problem


def _around(span: Span, scope: Scope, program: Program) -> dict[str, Any]:
    """
    Return the name of the innermost declaration around a place, and the rule if it is one.
    """
    around = [
        (node.span.end - node.span.start, name, space)
        for space in _SPACES
        for name, node in scope.own.space(space).items()
        if node.span.start <= span.start and span.end <= node.span.end
    ]
    if not around:
        return {}
    _, name, space = min(around)
    subject = program.naming.name_of(Entity(scope.key, name), space)
    is_rule = space == "law" and name in scope.own.rules
    return {"subject": subject, "rules": [subject]} if is_rule else {"subject": subject}
