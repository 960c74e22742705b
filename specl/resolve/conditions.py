"""
What a clause may speak of: conditions of facts only, norms and constraints of acts.
"""

from __future__ import annotations

import attrs

from specl.diagnostics import Diagnostic, Label, codes
from specl.model.rules import Condition
from specl.resolve.context import Context
from specl.resolve.expressions import resolve_expression
from specl.resolve.meaning import Mention, Typed
from specl.resolve.program import Program
from specl.resolve.scope import Scope
from specl.resolve.written import written
from specl.syntax import nodes
from specl.text import Span

__all__ = ["ActInCondition", "NoActs", "conditions", "of_facts", "of_replies"]


@attrs.frozen
class ActInCondition:
    """
    A clause that speaks of facts only mentions an act.
    """

    place: str
    mention: Mention

    def report(self) -> Diagnostic:
        """
        Name the act, and the define that brings it in.
        """
        mention = self.mention
        through = f" through `{mention.through}`" if mention.through else ""
        return Diagnostic(
            codes.NOT_ALLOWED_HERE,
            f"{self.place} speaks of facts only, and `{mention.name}` is an act",
            (Label(mention.span, f"this mentions `{mention.name}`{through}"),),
            help=("a condition on the reply goes after the verb, with `if`",),
            data={"subject": mention.name},
        )


@attrs.frozen
class NoActs:
    """
    A clause that says something of replies mentions no act.
    """

    place: str
    span: Span
    advice: str

    def report(self) -> Diagnostic:
        """
        Say what would fit.
        """
        return Diagnostic(
            codes.NOT_ALLOWED_HERE,
            f"{self.place} speaks of acts, and `{written(self.span)}` mentions none",
            (Label(self.span, "this says nothing of the reply"),),
            help=(self.advice,),
        )


def of_facts(node: nodes.Expression, place: str, scope: Scope, program: Program) -> Typed | None:
    """
    Resolve a bool that may speak of facts only; `place` is the clause, such as "`when`".
    """
    context = Context.at(scope, program)
    typed = context.wants_bool(resolve_expression(node, context), place)
    acts = [mention for mention in context.mentions if mention.is_act]
    if acts:
        program.report(ActInCondition(place, acts[0]))
        return None
    return typed


def of_replies(
    node: nodes.Expression, place: str, scope: Scope, program: Program, *, advice: str = ""
) -> Typed | None:
    """
    Resolve a bool that must speak of acts and may mention facts.
    """
    context = Context.at(scope, program)
    typed = context.wants_bool(resolve_expression(node, context), place)
    if typed is not None and not any(mention.is_act for mention in context.mentions):
        program.report(NoActs(place, node.span, advice or "mention an act of the reply"))
        return None
    return typed


def conditions(
    items: tuple[nodes.When, ...] | tuple[nodes.Unless, ...],
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
