"""
What scenarios and what replies can exist; a capped module says so of its own world only.
"""

from __future__ import annotations

from specl.model.rules import Law
from specl.resolve import problems
from specl.resolve.context import Context
from specl.resolve.expressions import resolve_expression
from specl.resolve.levels import Authority
from specl.resolve.program import Program
from specl.resolve.scope import Scope
from specl.resolve.written import written
from specl.syntax import nodes

__all__ = ["resolve_law"]


def resolve_law(
    node: nodes.Assume | nodes.Constraint, scope: Scope, authority: Authority, program: Program
) -> Law | None:
    """
    Resolve an `assume` or a `constraint`, or return None after an error.
    """
    place = "`assume`" if isinstance(node, nodes.Assume) else "`constraint`"
    context = Context.at(scope, program)
    typed = context.wants_bool(resolve_expression(node.expr, context), place)
    acts = [mention for mention in context.mentions if mention.is_act]
    if isinstance(node, nodes.Assume) and acts:
        program.report(problems.ActInCondition(place, acts[0]))
        return None
    if isinstance(node, nodes.Constraint) and typed is not None and not acts:
        advice = "write `assume` for what scenarios can exist"
        program.report(problems.NoActs(place, node.expr.span, advice))
        return None
    domain = authority.domains.get(scope.key)
    if domain is not None:
        for mention in context.mentions:
            if mention.entity.unit not in domain:
                what = "facts and acts"
                program.report(problems.ForeignInCapped(mention.span, mention.name, place, what))
                return None
    if typed is None:
        return None
    own = program.is_own(scope.key)
    return Law(typed.expr, written(node.expr.span), node.span, own)
