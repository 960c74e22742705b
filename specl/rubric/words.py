"""
Expressions in plain English for a judge, short and with one reading only.

Negation is pushed inward, so that a judge reads `is not`, `none of` and `at most` rather
than a negated whole. What is nested deeper than people can follow is shown as the language
writes it.
"""

from __future__ import annotations

from collections.abc import Iterable

from specl.model import BoolType
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
    Overlaps,
    type_of,
)
from specl.model.show import show
from specl.rubric.comparisons import comparison, membership, overlap
from specl.rubric.vocabulary import Vocabulary
from specl.text.record import record

__all__ = ["clause", "part"]

_DEEPEST = 8


@record
class _Said:
    """
    A clause and what joins its parts: nothing, `and`, `or`, or something else.
    """

    text: str
    joined_by: str = ""

    def within(self, joined_by: str) -> str:
        """
        Return the clause as part of a larger one, in parentheses where it could be misread.
        """
        return self.text if self.joined_by in {"", joined_by} else f"({self.text})"


def clause(vocabulary: Vocabulary, expr: Expr, *, holds: bool = True) -> str:
    """
    Return what it takes for a bool expression to hold, or not to hold.

    Args:
        vocabulary: What facts and acts are called.
        expr: A resolved expression of type bool.
        holds: False for the words of its negation.

    Returns:
        A clause that can follow `if` or `when`, without a full stop.
    """
    return _Speaker(vocabulary).say(expr, holds=holds).text


def part(vocabulary: Vocabulary, expr: Expr, *, holds: bool = True) -> str:
    """
    Return a clause as `clause` does, in parentheses where it has parts of its own.
    """
    return _Speaker(vocabulary).say(expr, holds=holds).within("")


@record
class _Speaker:
    """
    Says expressions that stand at some depth within another.
    """

    vocabulary: Vocabulary
    depth: int = 0

    def say(self, expr: Expr, *, holds: bool) -> _Said:
        """
        Return an expression in words, or its negation.
        """
        if self.depth > _DEEPEST:
            return _Said(f"`{show(expr)}` {'holds' if holds else 'does not hold'}")
        match expr:
            case Literal(value):
                return _Said("in any case" if value is holds else "in no case")
            case FactRef() | ActRef():
                return _Said(self.vocabulary.statement(expr, holds=holds))
            case Defined(body=body):
                return self.say(body, holds=holds)
            case Not(operand):
                return self.say(operand, holds=not holds)
            case Compare("==" | "!=", left, right) if isinstance(type_of(left), BoolType):
                return self._equal(left, right, holds=holds is (expr.operator == "=="))
            case Compare() | Member() | Overlaps():
                return _Said(self._relation(expr, holds=holds))
        return self._inner().linked(expr, holds=holds)

    def linked(self, expr: Expr, *, holds: bool) -> _Said:
        """
        Return words for an expression whose parts are bool, the parts one level deeper.
        """
        match expr:
            case And(operands) | Or(operands):
                word = "and" if isinstance(expr, And) is holds else "or"
                return _joined(word, (self.say(each, holds=holds) for each in operands))
            case Implies(left, right) if holds:
                given, then = self.say(left, holds=True), self.say(right, holds=True)
                return _Said(f"if {given.within('')}, then {then.within('')}", "if")
            case Implies(left, right):
                return _joined("and", (self.say(left, holds=True), self.say(right, holds=False)))
            case Iff(left, right):
                one, other = self.say(left, holds=True), self.say(right, holds=holds)
                return _Said(f"{one.within('')} exactly when {other.within('')}", "exactly when")
            case Conditional():
                return self._choice(expr, holds=holds)
        raise TypeError(expr)

    def _equal(self, left: Expr, right: Expr, *, holds: bool) -> _Said:
        for one, other in ((left, right), (right, left)):
            if isinstance(other, Literal):
                return self.say(one, holds=holds is other.value)
        return self._inner().linked(Iff(left, right), holds=holds)

    def _choice(self, expr: Conditional, *, holds: bool) -> _Said:
        when = self.say(expr.condition, holds=True).within("")
        then = self.say(expr.positive, holds=holds).within("")
        otherwise = self.say(expr.negative, holds=holds).within("")
        return _Said(f"if {when}, then {then}, and otherwise {otherwise}", "if")

    def _relation(self, expr: Compare | Member | Overlaps, *, holds: bool) -> str:
        match expr:
            case Compare(operator, left, right):
                return comparison(self.vocabulary, operator, left, right, holds=holds)
            case Member(element, set_):
                return membership(self.vocabulary, element, set_, holds=holds)
            case Overlaps(left, right):
                return overlap(self.vocabulary, left, right, holds=holds)

    def _inner(self) -> _Speaker:
        return _Speaker(self.vocabulary, self.depth + 1)


def _joined(word: str, parts: Iterable[_Said]) -> _Said:
    return _Said(f" {word} ".join(each.within(word) for each in parts), word)
