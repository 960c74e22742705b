"""
What a norm asks, when a reply passes it and when it fails, one sentence each.
"""

from __future__ import annotations

from specl.interpret.specialised import specialise
from specl.model import Norm, Scenario
from specl.model.expressions import And, Expr, Implies, Literal, Not
from specl.model.show import show
from specl.rubric.model import Clause
from specl.rubric.vocabulary import Vocabulary
from specl.rubric.words import clause, part
from specl.text.record import record

__all__ = ["Asking", "asking"]

_OPENINGS = {
    "must": ("Required", "Forbidden"),
    "should": ("Advised", "Advised against"),
    "may": ("Allowed", "Allowed"),
}


@record
class Asking:
    """
    A norm's obligation and its words.

    Attributes:
        obligation: What is to be met, `if` and `except` worked in.
        fails: None for a permission.
    """

    asks: str
    obligation: Clause
    condition: Clause | None
    exception: Clause | None
    passes: str
    fails: str | None


def asking(vocabulary: Vocabulary, norm: Norm, given: Scenario) -> Asking:
    """
    Say a norm in words, with the facts that are known put in.
    """
    obligation = specialise(norm.obligation, given)
    condition, exception = _left(norm.condition, given), _left(norm.exception, given)
    core = _core(obligation, condition, permission=norm.is_permission)
    return Asking(
        asks=_asks(vocabulary, norm, core, condition=condition, exception=exception),
        obligation=_clause(vocabulary, obligation),
        condition=None if condition is None else _clause(vocabulary, condition),
        exception=None if exception is None else _clause(vocabulary, exception),
        passes=_passes(vocabulary, norm, core, condition),
        fails=None if norm.is_permission else _fails(vocabulary, obligation),
    )


def _left(expr: Expr | None, given: Scenario) -> Expr | None:
    """
    Return what is left of an `if` or an `except`, None where the facts settle it.
    """
    rest = None if expr is None else specialise(expr, given)
    return None if isinstance(rest, Literal) else rest


def _clause(vocabulary: Vocabulary, expr: Expr) -> Clause:
    return Clause(expr, show(expr), clause(vocabulary, expr))


def _core(obligation: Expr, condition: Expr | None, *, permission: bool) -> Expr:
    """
    Return an obligation without its `if`.
    """
    match obligation:
        case Implies(left, right) if not permission and left == condition:
            return right
        case And((left, right)) if permission and left == condition:
            return right
    return obligation


def _asks(
    vocabulary: Vocabulary,
    norm: Norm,
    core: Expr,
    *,
    condition: Expr | None,
    exception: Expr | None,
) -> str:
    required, forbidden = _OPENINGS[norm.verb]
    against = isinstance(core, Not) and not norm.is_permission
    asked = core.operand if against and isinstance(core, Not) else core
    opening = forbidden if against else required
    if condition is not None:
        opening += f", in replies in which {part(vocabulary, condition)}"
    if exception is not None:
        asked = _without(asked, exception)
        opening += f", except where {part(vocabulary, exception)}"
    if norm.step is not None:
        end = "highest" if norm.step == "maximize" else "lowest"
        opening += f", as one step towards the {end} that is still open"
    return f"{opening}: {clause(vocabulary, asked)}."


def _without(asked: Expr, exception: Expr) -> Expr:
    """
    Return what is forbidden without the `except` that was worked in.
    """
    match asked:
        case And((what, Not(excepted))) if excepted == exception:
            return what
    return asked


def _passes(vocabulary: Vocabulary, norm: Norm, core: Expr, condition: Expr | None) -> str:
    if norm.is_permission:
        both = core if condition is None else And((condition, core))
        return f"No reply fails this; do not mark a reply down because {clause(vocabulary, both)}."
    spared = ""
    if condition is not None:
        spared = f", and also if {clause(vocabulary, condition, holds=False)}"
    return f"Passes if {clause(vocabulary, core)}{spared}."


def _fails(vocabulary: Vocabulary, obligation: Expr) -> str:
    return f"Fails if {clause(vocabulary, obligation, holds=False)}."
