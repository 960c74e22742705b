"""
When a rule applies, what suspends it worked in, and what is left of that once facts are known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from specl.interpret.specialised import specialise
from specl.model import Rule, Scenario, Spec
from specl.model.expressions import FALSE, TRUE, And, Expr, Not
from specl.model.show import show
from specl.rubric.model import Clause
from specl.rubric.vocabulary import Vocabulary, listed
from specl.rubric.words import clause, part
from specl.text.record import record

__all__ = ["Applicability", "applicabilities"]


@record
class Applicability:
    """
    What is left open of a rule's conditions.

    Attributes:
        never: The rule can no longer apply.
        when: What must hold, settled parts left out.
        unless: What must not hold.
        suspended_by: The rules that may still set it aside, with when they do.
    """

    never: bool = False
    when: tuple[Expr, ...] = ()
    unless: tuple[Expr, ...] = ()
    suspended_by: tuple[tuple[str, Expr], ...] = ()

    @property
    def expr(self) -> Expr:
        """
        Return the whole condition as one expression.
        """
        if self.never:
            return FALSE
        suspending = (condition for _, condition in self.suspended_by)
        whens = (one for each in self.when for one in _conjuncts(each))
        parts = (*whens, *(_opposite(each) for each in (*self.unless, *suspending)))
        if len(parts) < 2:
            return parts[0] if parts else TRUE
        return And(parts)

    def clause(self, vocabulary: Vocabulary) -> Clause | None:
        """
        Return the condition for a judge, or None where the rule applies in any case.
        """
        expr = self.expr
        return None if expr == TRUE else Clause(expr, show(expr), self._words(vocabulary))

    def _words(self, vocabulary: Vocabulary) -> str:
        whens = [part(vocabulary, each) for each in self.when]
        if len(self.when) == 1:
            whens = [clause(vocabulary, self.when[0])]
        exceptions = [part(vocabulary, each) for each in self.unless]
        exceptions += [
            f"the rule `{rule}` sets it aside, as it does when {part(vocabulary, condition)}"
            for rule, condition in self.suspended_by
        ]
        opening = f"when {' and '.join(whens)}" if whens else "always"
        return f"{opening}, unless {listed(exceptions, 'or')}" if exceptions else opening


def _conjuncts(expr: Expr) -> tuple[Expr, ...]:
    return expr.operands if isinstance(expr, And) else (expr,)


def _opposite(expr: Expr) -> Expr:
    return expr.operand if isinstance(expr, Not) else Not(expr)


def applicabilities(spec: Spec, given: Scenario) -> dict[str, Applicability]:
    """
    Return for each rule when it applies, given some facts.
    """
    found: dict[str, Applicability] = {}
    for name in _suspending_first(spec):
        found[name] = _of(spec, spec.rules[name], given, found)
    return found


def _suspending_first(spec: Spec) -> Iterator[str]:
    """
    Yield all rules, each after those that suspend it.
    """
    done: set[str] = set()
    for start in spec.rules:
        pending = [start]
        while pending:
            name = pending[-1]
            missing = [by for by in spec.suspended_by[name] if by not in done]
            if name not in done and missing:
                pending.extend(missing)
                continue
            pending.pop()
            if name not in done:
                done.add(name)
                yield name


def _of(spec: Spec, rule: Rule, given: Scenario, found: dict[str, Applicability]) -> Applicability:
    when = tuple(specialise(condition.expr, given) for condition in rule.when)
    unless = tuple(specialise(condition.expr, given) for condition in rule.unless)
    suspended_by = tuple((by, found[by].expr) for by in spec.suspended_by[rule.name])
    hindered = (*unless, *(condition for _, condition in suspended_by))
    if _holds_any(when, FALSE) or _holds_any(hindered, TRUE):
        return Applicability(never=True)
    return Applicability(
        when=tuple(each for each in when if each != TRUE),
        unless=tuple(each for each in unless if each != FALSE),
        suspended_by=tuple(pair for pair in suspended_by if pair[1] != FALSE),
    )


def _holds_any(exprs: Iterable[Expr], constant: Expr) -> bool:
    return any(expr == constant for expr in exprs)
