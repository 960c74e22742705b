"""
Conditions as propositions: what a grader answers, and conjunctions of it.

A conjunction is all that there is: `or` is the negation of one, as in the format that this is for.
Whatever means the same is there once, and comparisons are turned so that `words > 300` and
`words <= 300` are the two answers to one question.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

import attrs

from specl.logic.formula import And as Both
from specl.logic.formula import Between, Constant, Formula, Has, Holds, Is, Leaf, Test
from specl.logic.formula import Or as Either
from specl.model import Spec
from specl.model.expressions import (
    ActRef,
    And,
    Compare,
    Conditional,
    Defined,
    Expr,
    FactRef,
    Iff,
    Implies,
    Literal,
    Member,
    Not,
    Or,
    type_of,
)
from specl.model.show import show
from specl.model.types import BOOL, BoolType, SetType
from specl.model.values import show_number
from specl.rubric.propositions.model import Conjunction, Simple
from specl.rubric.propositions.naming import Names
from specl.rubric.propositions.turned import neighbour, turned
from specl.rubric.questions.model import Stage
from specl.rubric.questions.wording import Wording
from specl.rubric.telling import one_line
from specl.text.record import record

__all__ = ["FALSE", "TRUE", "Logic", "Truth", "Wanted", "opposite"]


@record
class Wanted:
    """
    A proposition that is to be true, or false.
    """

    name: str
    positive: bool


Truth = Wanted | bool
TRUE, FALSE = True, False


def opposite(truth: Truth) -> Truth:
    """
    Return the negation.
    """
    return not truth if isinstance(truth, bool) else Wanted(truth.name, not truth.positive)


@attrs.define(eq=False, repr=False)
class Logic:
    """
    Makes propositions, each once.

    Attributes:
        simple: By what they say.
        derived: By name, in the order in which they were made.
    """

    spec: Spec
    names: Names = attrs.field(factory=Names)
    simple: dict[Expr | Between, Simple] = attrs.field(factory=dict)
    derived: dict[str, Conjunction] = attrs.field(factory=dict)
    _known: dict[frozenset[Wanted], str] = attrs.field(factory=dict)

    def all(self, parts: Iterable[Truth], said: str) -> Truth:
        """
        Return the conjunction of some propositions.

        Args:
            parts: What has to be so.
            said: What to call it, where it is new.
        """
        wanted: dict[Wanted, None] = {}
        for part in parts:
            if part is FALSE:
                return FALSE
            if isinstance(part, Wanted):
                wanted[part] = None
        if any(Wanted(each.name, not each.positive) in wanted for each in wanted):
            return FALSE
        if len(wanted) < 2:
            return next(iter(wanted), TRUE)
        key = frozenset(wanted)
        if key not in self._known:
            self._known[key] = self.names.like(said)
            self.derived[self._known[key]] = {each.name: each.positive for each in wanted}
        return Wanted(self._known[key], True)

    def any(self, parts: Iterable[Truth], said: str) -> Truth:
        """
        Return the disjunction of some propositions; `said` is what to call its negation.
        """
        return opposite(self.all(map(opposite, parts), said))

    def expr(self, expr: Expr, said: str) -> Truth:
        """
        Return an expression of type bool; `said` is what to call parts that have no name.
        """
        match expr:
            case Literal(value):
                return bool(value)
            case Defined(name, body=body):
                return self.expr(body, name)
            case Not(operand):
                return opposite(self.expr(operand, said))
            case And(operands):
                return self.all([self.expr(each, said) for each in operands], said)
            case Or(operands):
                return self.any([self.expr(each, said) for each in operands], f"not {said}")
            case Implies(left, right):
                return self.any((self.expr(Not(left), said), self.expr(right, said)), f"not {said}")
            case Iff(left, right):
                return self._same(left, right, said)
            case Compare("==" | "!=", left, right) if isinstance(type_of(left), BoolType):
                same = self._same(left, right, said)
                return same if expr.operator == "==" else opposite(same)
            case Conditional(condition, then, otherwise):
                yes, no = Implies(condition, then), Implies(Not(condition), otherwise)
                return self.all((self.expr(yes, said), self.expr(no, said)), said)
        return self._atom(expr)

    def _same(self, left: Expr, right: Expr, said: str) -> Truth:
        one, other = self.expr(left, said), self.expr(right, said)
        return self.all(
            (
                self.any((opposite(one), other), f"not {said}"),
                self.any((one, opposite(other)), f"not {said}"),
            ),
            said,
        )

    def _atom(self, expr: Expr) -> Truth:
        """
        Return a bool fact or act, a comparison, or a membership.
        """
        question = turned(expr)
        if isinstance(question, Literal):
            return bool(question.value)
        if isinstance(question, Not):
            return opposite(self._atom(question.operand))
        other = neighbour(question)
        if other in self.simple and question not in self.simple:
            return opposite(self._simple(other))
        return self._simple(question)

    def formula(self, formula: Formula, said: str) -> Truth:
        """
        Return a formula over facts.
        """
        match formula:
            case Constant(value):
                return value
            case Leaf(atom, positive):
                truth = self._leaf(atom)
                return truth if positive else opposite(truth)
            case Both(parts):
                return self.all([self.formula(part, said) for part in parts], said)
            case Either(parts):
                return self.any([self.formula(part, said) for part in parts], f"not {said}")

    def _leaf(self, atom: object) -> Truth:
        match atom:
            case Holds(name):
                return self._simple(FactRef(name, BOOL))
            case Is(name, value):
                type_ = self.spec.facts[name].type
                return self._atom(Compare("==", FactRef(name, type_), Literal(value, type_)))
            case Has(name, value):
                of = self.spec.facts[name].type
                assert isinstance(of, SetType)
                return self._atom(Member(Literal(value, of.element), FactRef(name, of)))
            case Test(expr):
                return self.expr(expr, "condition")
            case Between():
                return self._simple(atom)
        raise TypeError(f"not about facts: {atom!r}")

    def _simple(self, what: Expr | Between) -> Truth:
        if what not in self.simple:
            self.simple[what] = Simple(self._name(what), what, self._question(what))
        return Wanted(self.simple[what].name, True)

    def _name(self, what: Expr | Between) -> str:
        if isinstance(what, Between):
            return self.names.like("whole number between")
        return self.names.of(what)

    def _question(self, what: Expr | Between) -> str:
        wording = Wording(self.spec, {}, ())
        if isinstance(what, Between):
            return _between(what)
        if isinstance(what, FactRef | ActRef):
            stage: Stage = "applies" if isinstance(what, FactRef) else "asks"
            return wording.single(what, stage).text
        return wording.whole(what, "asks").text


def _between(atom: Between) -> str:
    """
    Return the question whether a whole number lies between two sums of facts.
    """
    low, high = _sum(atom.low, atom.low_constant), _sum(atom.high, atom.high_constant)
    least = f"above {low}" if atom.low_strict else f"from {low} up"
    most = f"below {high}" if atom.high_strict else f"not above {high}"
    return one_line(f"Is there a whole number {least} and {most}?")


def _sum(terms: Sequence[tuple[Expr, Fraction]], constant: Fraction) -> str:
    parts = [
        f"`{show(term)}`" if factor == 1 else f"{show_number(factor)} times `{show(term)}`"
        for term, factor in terms
    ]
    rest = [show_number(constant)] if constant or not parts else []
    return " plus ".join([*parts, *rest])
