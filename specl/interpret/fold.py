"""
Expressions taken bottom up, however deep they are, without recursion.

`fold` visits every part once, left to right, and hands each node the results of its
parts; what a result is, a value or a formula, is the caller's to say.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from specl.model.expressions import ActRef, Expr, FactRef, Literal, children

__all__ = ["fold"]

Result = TypeVar("Result")


def fold(
    expr: Expr,
    leaf: Callable[[Literal | FactRef | ActRef], Result],
    combine: Callable[[Expr, list[Result]], Result],
) -> Result:
    """
    Return what an expression comes to.

    Args:
        expr: A resolved expression, as deep as it likes.
        leaf: Gives the result of a constant, a fact or an act.
        combine: Gives the result of any other node from those of its parts.
    """
    results: list[Result] = []
    pending: list[tuple[Expr, bool]] = [(expr, False)]
    while pending:
        node, parts_stand = pending.pop()
        if isinstance(node, Literal | FactRef | ActRef):
            results.append(leaf(node))
        elif parts_stand:
            start = len(results) - len(children(node))
            parts = results[start:]
            del results[start:]
            results.append(combine(node, parts))
        else:
            pending.append((node, True))
            pending.extend((part, False) for part in reversed(children(node)))
    return results.pop()
