"""
What a clause may speak of: conditions of facts only, norms and constraints of acts.
"""

from __future__ import annotations

from collections.abc import Sequence

from specl.model.rules import Condition
from specl.resolve import problems
from specl.resolve.context import Context
from specl.resolve.expressions import resolve_expression
from specl.resolve.meaning import Typed
from specl.resolve.program import Program
from specl.resolve.scope import Scope
from specl.resolve.written import written
from specl.syntax import nodes

__all__ = ["conditions", "of_either", "of_facts", "of_replies"]


def of_facts(node: nodes.Expression, place: str, scope: Scope, program: Program) -> Typed | None:
    """
    Resolve a bool that may speak of facts only; `place` is the clause, such as "`when`".
    """
    context = Context.at(scope, program)
    typed = context.wants_bool(resolve_expression(node, context), place)
    acts = [mention for mention in context.mentions if mention.is_act]
    if acts:
        program.report(problems.ActInCondition(place, acts[0]))
        return None
    return typed


def of_either(node: nodes.Expression, place: str, scope: Scope, program: Program) -> Typed | None:
    """
    Resolve a bool that may speak of facts, of acts, or of both.
    """
    context = Context.at(scope, program)
    return context.wants_bool(resolve_expression(node, context), place)


def of_replies(
    node: nodes.Expression, place: str, scope: Scope, program: Program, *, advice: str = ""
) -> Typed | None:
    """
    Resolve a bool that must speak of acts and may mention facts.
    """
    context = Context.at(scope, program)
    typed = context.wants_bool(resolve_expression(node, context), place)
    if typed is not None and not any(mention.is_act for mention in context.mentions):
        program.report(problems.NoActs(place, node.span, advice or "mention an act of the reply"))
        return None
    return typed


def conditions(
    items: Sequence[nodes.When | nodes.Unless],
    scope: Scope,
    program: Program,
    *,
    section: str | None = None,
) -> tuple[Condition, ...]:
    """
    Resolve some `when` or `unless` clauses, leaving out those with errors.
    """
    found: list[Condition] = []
    for item in items:
        place = "`when`" if isinstance(item, nodes.When) else "`unless`"
        typed = of_facts(item.expr, place, scope, program)
        if typed is not None:
            found.append(Condition(typed.expr, written(item.expr.span), item.span, section))
    return tuple(found)
