"""
Each norm as written becomes its parts: one obligation for each thing that can be asked alone.
"""

from __future__ import annotations

from specl.model.expressions import And, Expr, Implies, Not
from specl.model.rules import Norm
from specl.resolve.conditions import of_either, of_replies
from specl.resolve.conjuncts import conjuncts, negation
from specl.resolve.program import Program
from specl.resolve.scope import Scope
from specl.resolve.steps import best_steps
from specl.resolve.written import written
from specl.syntax import nodes
from specl.text.record import evolved, record

__all__ = ["Claim", "norm_claim", "norm_parts", "norm_text"]


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
    exception = _excepted(node.exception, scope, program)
    condition = _condition(node.condition, scope, program)
    if asked is None or (node.exception and not exception) or (node.condition and not condition):
        return None
    wanted: Expr = And((asked.expr, Not(exception))) if exception else asked.expr
    return Claim(asked.expr, negation(wanted) if node.negated else wanted, condition, exception)


def _excepted(node: nodes.Expression | None, scope: Scope, program: Program) -> Expr | None:
    """
    Resolve what `except` says, where it stands: a carve-out by facts, acts, or both.
    """
    typed = None if node is None else of_either(node, "`except`", scope, program)
    return None if typed is None else typed.expr


def _condition(node: nodes.Expression | None, scope: Scope, program: Program) -> Expr | None:
    """
    Resolve what `if` says of the reply, where it stands.
    """
    if node is None:
        return None
    advice = "a condition on facts goes into the rule's `when`"
    typed = of_replies(node, "`if`", scope, program, advice=advice)
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
    if len(pairs) == 1:
        return [norm]
    return [
        evolved(norm, part=part, obligation=obligation, asked=asked)
        for part, (obligation, asked) in enumerate(pairs)
    ]


def _asked(node: nodes.Norm, part: Expr, claim: Claim) -> Expr:
    """
    Return what a part asks in the words of the norm, which may have `not` before them.
    """
    if claim.exception is not None:
        return claim.asked
    return negation(part) if node.negated else part


def _steps(
    node: nodes.Optimise, rule: str, index: int, scope: Scope, program: Program
) -> list[Norm]:
    steps = best_steps(node, scope, program)
    condition = _condition(node.condition, scope, program)
    if not steps or (node.condition and condition is None):
        return []
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
