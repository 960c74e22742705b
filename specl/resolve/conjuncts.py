"""
The conjuncts of an expression, with `not` pushed inward.

`and`, a chained comparison, `not (a or b)` and `not (a implies b)` are conjunctions, also
behind the name of a define; `iff`, `if … then … else …` and comparisons are taken whole.
"""

from __future__ import annotations

from specl.model.expressions import And, Defined, Expr, Implies, Not, Or

__all__ = ["conjuncts", "negation"]


def conjuncts(expr: Expr) -> tuple[Expr, ...]:
    """
    Return what must all hold for an expression to hold, in order and each once.

    >>> from specl.model.expressions import ActRef
    >>> from specl.model.types import BOOL
    >>> a, b = ActRef("a", BOOL), ActRef("b", BOOL)
    >>> conjuncts(Not(Or((a, Not(b))))) == (Not(a), b)
    True
    """
    found: dict[Expr, None] = {}
    pending: list[tuple[Expr, bool]] = [(expr, True)]
    while pending:
        current, positive = pending.pop()
        inner = _split(current, positive=positive)
        if inner is None:
            found[current if positive else negation(current)] = None
        else:
            pending.extend(reversed(inner))
    return tuple(found)


def negation(expr: Expr) -> Expr:
    """
    Return what holds exactly where an expression does not, without a double `not`.
    """
    return expr.operand if isinstance(expr, Not) else Not(expr)


def _split(expr: Expr, *, positive: bool) -> list[tuple[Expr, bool]] | None:
    """
    Return the parts of a conjunction with their signs, or None for what is none.
    """
    match expr:
        case Not(operand):
            return [(operand, not positive)]
        case And(operands) if positive:
            return [(operand, True) for operand in operands]
        case Or(operands) if not positive:
            return [(operand, False) for operand in operands]
        case Implies(left, right) if not positive:
            return [(left, True), (right, False)]
        case Defined(body=body):
            return _split_define(body, positive=positive)
    return None


def _split_define(body: Expr, *, positive: bool) -> list[tuple[Expr, bool]] | None:
    """
    Split a define that stands for a conjunction; any other keeps its name.
    """
    while True:
        match body:
            case Defined(body=inner):
                body = inner
            case Not(operand):
                body, positive = operand, not positive
            case _:
                return _split(body, positive=positive)
