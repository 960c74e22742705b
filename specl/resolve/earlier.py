"""
`earlier ACT` is a bool fact of its own, brought about by its first mention.
"""

from __future__ import annotations

from specl.model.expressions import FactRef
from specl.model.rules import Act, Fact
from specl.model.types import BOOL, BoolType
from specl.resolve import problems
from specl.resolve.context import Context
from specl.resolve.meaning import Mention, Typed
from specl.resolve.naming import Entity
from specl.resolve.scope import Lost
from specl.syntax import nodes

__all__ = ["earlier_fact"]


def earlier_fact(node: nodes.Earlier, context: Context) -> Typed | None:
    """
    Return the fact that an earlier reply showed a bool act.
    """
    name = node.act
    found = context.program.find(context.scope, name.text, "value")
    if isinstance(found, Lost):
        return None
    if found is None:
        context.report(
            problems.UnknownName(name.text, name.span, "act", tuple(context.scope.names("value")))
        )
        return None
    act = context.program.values.get(found)
    if not isinstance(act, Act):
        kind = context.program.scopes[found.unit].own.kind_of(found.name, "value") or "name"
        if act is not None:
            context.report(problems.WrongKind(name.text, name.span, kind, "act"))
        return None
    if not isinstance(act.type, BoolType):
        context.report(problems.Unsuitable(name.span, str(act.type), "`earlier`", "a bool act"))
        return None
    fact = _fact(found, act, node, context)
    context.mentions.append(Mention(found, fact.name, False, node.span))
    return Typed(FactRef(fact.name, BOOL), BOOL, node.span)


def _fact(entity: Entity, act: Act, node: nodes.Earlier, context: Context) -> Fact:
    known = context.program.earlier
    if entity not in known:
        known[entity] = Fact(
            name=f"earlier {act.name}",
            type=BOOL,
            question=f"Of an earlier reply in this conversation: {act.question}",
            span=node.span,
            default=False,
            earlier=act.name,
            own=context.program.is_own(context.scope.key),
        )
    return known[entity]
