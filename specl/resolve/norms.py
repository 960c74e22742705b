"""
Each norm as written becomes its parts: one obligation for each thing that can be asked alone.
"""

from __future__ import annotations

import attrs

from specl.model.expressions import (
    ActRef,
    And,
    Compare,
    CompareOperator,
    Expr,
    Implies,
    Literal,
    Not,
)
from specl.model.rules import Act, Norm
from specl.model.types import ChoiceType, IntType, Type
from specl.resolve import problems
from specl.resolve.conditions import of_replies
from specl.resolve.conjuncts import conjuncts, negation
from specl.resolve.naming import Entity
from specl.resolve.program import Program
from specl.resolve.scope import Lost, Scope
from specl.resolve.written import written
from specl.syntax import nodes
from specl.text.record import record

__all__ = ["Claim", "norm_claim", "norm_parts", "norm_text"]

MAX_STEPS = 64
"""
The most values of an act that `maximize` and `minimize` go through.
"""
_FACTS_ALONE = "a condition on facts goes into the rule's `when`"
_FACTS_EXCEPTED = "a condition on facts goes into the rule's `unless`"


@record
class Claim:
    """
    What a norm asks before it is taken apart.

    Attributes:
        asked: The expression after the verb.
        wanted: The same with `not` and `except` worked in.
        condition: What `if` says.
        exception: What `except` says.
    """

    asked: Expr
    wanted: Expr
    condition: Expr | None
    exception: Expr | None


def norm_text(node: nodes.Norm | nodes.Optimise) -> str:
    """
    Return a norm as written, on one line.
    """
    return written(node.span)


def norm_claim(node: nodes.Norm, scope: Scope, program: Program) -> Claim | None:
    """
    Resolve the expressions of a norm, or return None after an error.

    The parser has reported `may not`, and that `except` follows what is not forbidden.
    """
    if node.refused:
        return None
    verb = f"`{_verb(node)}`"
    asked = of_replies(node.expr, verb, scope, program, advice="say what the reply must show")
    exception = _aside(node.exception, "`except`", scope, program, advice=_FACTS_EXCEPTED)
    condition = _aside(node.condition, "`if`", scope, program, advice=_FACTS_ALONE)
    if asked is None or (node.exception and not exception) or (node.condition and not condition):
        return None
    wanted: Expr = And((asked.expr, Not(exception))) if exception else asked.expr
    return Claim(asked.expr, negation(wanted) if node.negated else wanted, condition, exception)


def _aside(
    node: nodes.Expression | None, place: str, scope: Scope, program: Program, *, advice: str
) -> Expr | None:
    """
    Resolve what `if` or `except` says, where there is one.
    """
    if node is None:
        return None
    typed = of_replies(node, place, scope, program, advice=advice)
    return None if typed is None else typed.expr


def _verb(node: nodes.Norm) -> str:
    if node.verb == "may":
        return "need not" if node.negated else "may"
    return f"{node.verb} not" if node.negated else node.verb


def norm_parts(
    node: nodes.Norm | nodes.Optimise, rule: str, index: int, scope: Scope, program: Program
) -> list[Norm]:
    """
    Return the parts of a norm in the order of the text; none after an error.

    Args:
        node: The norm as written.
        rule: The name of its rule in the whole spec.
        index: Which of the rule's norms it is, from 0.
        scope: The names that it can use.
        program: What is known of the spec.

    Returns:
        Norms that are right but for their `position`, which is 0.
    """
    if isinstance(node, nodes.Optimise):
        return _steps(node, rule, index, scope, program)
    claim = norm_claim(node, scope, program)
    if claim is None:
        return []
    if node.verb == "may":
        wanted = And((claim.condition, claim.wanted)) if claim.condition else claim.wanted
        pairs = [(wanted, claim.asked)]
    else:
        pairs = [
            (Implies(claim.condition, part) if claim.condition else part, _asked(node, part, claim))
            for part in conjuncts(claim.wanted)
        ]
    norm = Norm(
        rule=rule,
        index=index,
        part=0,
        parts=len(pairs),
        position=0,
        verb=node.verb,
        negated=node.negated,
        obligation=pairs[0][0],
        asked=pairs[0][1],
        text=norm_text(node),
        span=node.span,
        condition=claim.condition,
        exception=claim.exception,
    )
    return _numbered(norm, pairs)


def _numbered(norm: Norm, pairs: list[tuple[Expr, Expr]]) -> list[Norm]:
    return [
        attrs.evolve(norm, part=part, obligation=obligation, asked=asked)
        for part, (obligation, asked) in enumerate(pairs)
    ]


def _asked(node: nodes.Norm, part: Expr, claim: Claim) -> Expr:
    """
    Return what a part asks in the words of the norm, which may have `not` before them.
    """
    if claim.exception is not None:
        return claim.asked
    return negation(part) if node.negated else part


# Best steps


def _steps(
    node: nodes.Optimise, rule: str, index: int, scope: Scope, program: Program
) -> list[Norm]:
    act = _optimised(node, scope, program)
    condition = _aside(node.condition, "`if`", scope, program, advice=_FACTS_ALONE)
    if node.verb == "may":
        program.report(problems.OptimisedPermission(node.span, node.direction))
        return []
    if act is None or (node.condition and condition is None):
        return []
    operator: CompareOperator = ">=" if node.direction == "maximize" else "<="
    steps: list[Expr] = [
        Compare(operator, ActRef(act.name, act.type), value) for value in _values(node, act.type)
    ]
    pairs = [(Implies(condition, step) if condition else step, step) for step in steps]
    norm = Norm(
        rule=rule,
        index=index,
        part=0,
        parts=len(pairs),
        position=0,
        verb=node.verb,
        negated=False,
        obligation=pairs[0][0],
        asked=pairs[0][1],
        text=norm_text(node),
        span=node.span,
        condition=condition,
        step=node.direction,
    )
    return _numbered(norm, pairs)


def _optimised(node: nodes.Optimise, scope: Scope, program: Program) -> Act | None:
    """
    Return the act that is to be brought as far as possible.
    """
    found = program.find(scope, node.act.text, "value")
    if isinstance(found, Lost):
        return None
    if found is None:
        candidates = tuple(scope.names("value"))
        program.report(problems.UnknownName(node.act.text, node.act.span, "act", candidates))
        return None
    act = program.values.get(found)
    if not isinstance(act, Act):
        if act is not None:
            program.report(
                problems.WrongKind(node.act.text, node.act.span, _kind(found, program), "act")
            )
        return None
    if _size(act.type) is None:
        program.report(
            problems.NothingToChoose(node.act.span, node.direction, str(act.type), MAX_STEPS)
        )
        return None
    return act


def _kind(found: Entity, program: Program) -> str:
    return program.scopes[found.unit].own.kind_of(found.name, "value") or "name"


def _size(type_: Type) -> int | None:
    """
    Return how many values can be aimed at, or None where a type does not serve.
    """
    if isinstance(type_, ChoiceType) and type_.ordered:
        return len(type_.values)
    if isinstance(type_, IntType) and type_.low is not None and type_.high is not None:
        size = type_.high - type_.low + 1
        return size if 1 < size <= MAX_STEPS else None
    return None


def _values(node: nodes.Optimise, type_: Type) -> list[Literal]:
    """
    Return the values to reach, the easiest first, which leaves out where every reply stands.
    """
    if isinstance(type_, ChoiceType):
        values = [Literal(value, type_) for value in type_.values]
    else:
        assert isinstance(type_, IntType)
        assert type_.low is not None
        assert type_.high is not None
        values = [Literal(value, IntType()) for value in range(type_.low, type_.high + 1)]
    return values[1:] if node.direction == "maximize" else values[-2::-1]
