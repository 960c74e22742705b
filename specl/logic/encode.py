"""
Formulas over facts as SMT-LIB text.

A bool fact is a Boolean constant; a choice has one for each value, exactly one of them
true; a set has one for each member. Numbers are integers and reals with their ranges.
Texts, which can only be compared, are integers too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

import attrs

from specl.logic.formula import (
    And,
    Between,
    Constant,
    Formula,
    Has,
    Holds,
    Is,
    Leaf,
    Named,
    Test,
)
from specl.logic.normal import formula_of, members_of
from specl.model import Fact
from specl.model.expressions import (
    Absolute,
    Arithmetic,
    Compare,
    Conditional,
    Count,
    Defined,
    Expr,
    Extreme,
    FactRef,
    Literal,
    Negate,
    type_of,
)
from specl.model.types import BoolType, ChoiceType, IntType, RealType, SetType, TextType
from specl.text.record import mutable

__all__ = ["Encoder", "Sort"]

PAIRED = 12

Sort = str
"""`Bool`, `Int` or `Real`."""


@mutable
class Encoder:
    """
    Writes formulas over some facts, and remembers what it called them.

    Attributes:
        sorts: The sort of every constant written so far, by its SMT-LIB name.
        texts: The number that stands for each text constant.
    """

    facts: Mapping[str, Fact]
    sorts: dict[str, Sort] = attrs.field(factory=dict)
    texts: dict[str, int] = attrs.field(factory=dict)
    _names: dict[tuple[str, str], str] = attrs.field(factory=dict)
    _mentioned: dict[str, None] = attrs.field(factory=dict)

    def declare(self) -> str:
        """
        Return the ranges of all facts as commands.
        """
        lines = [line for fact in self.facts.values() for line in self._domain(fact)]
        return self.commands(lines)

    def commands(self, assertions: list[str]) -> str:
        """
        Return commands that assert some terms, the constants that they mention declared.
        """
        declared = [f"(declare-const {name} {self.sorts[name]})" for name in self._mentioned]
        self._mentioned.clear()
        return "\n".join((*declared, *(f"(assert {line})" for line in assertions)))

    def declarations(self) -> str:
        """
        Return commands that declare all constants written so far.
        """
        self._mentioned.clear()
        return "\n".join(f"(declare-const {name} {sort})" for name, sort in self.sorts.items())

    def definition(self, name: str, formula: Formula) -> str:
        """
        Return the term that says what a definition's name means.
        """
        return f"(= {self.constant('def', name, 'Bool')} {self.term(formula)})"

    def constant(self, kind: str, name: str, sort: Sort) -> str:
        """
        Return the SMT-LIB name of a constant, made new where it has none yet.
        """
        key = (kind, name)
        found = self._names.get(key)
        if found is None:
            found = self._names[key] = f"c{len(self._names)}"
            self.sorts[found] = sort
        self._mentioned[found] = None
        return found

    def term(self, formula: Formula) -> str:
        """
        Return a formula as a term.
        """
        if isinstance(formula, Leaf):
            inner = self._atom(formula.atom)
            return inner if formula.positive else f"(not {inner})"
        if isinstance(formula, Constant):
            return "true" if formula.value else "false"
        join = "and" if isinstance(formula, And) else "or"
        return f"({join} {' '.join([self.term(part) for part in formula.parts])})"

    def _atom(self, atom: object) -> str:
        if isinstance(atom, Named):
            return self.constant("def", atom.name, "Bool")
        match atom:
            case Holds(name):
                return self.constant("fact", name, "Bool")
            case Is(name, value) | Has(name, value):
                return self.constant(f"value {value}", name, "Bool")
            case Test(Compare(operator, left, right)):
                return self._comparison(operator, left, right)
            case Between():
                return self._between(atom)
        raise TypeError(f"not about facts: {atom!r}")

    def _domain(self, fact: Fact) -> Iterator[str]:
        match fact.type:
            case BoolType():
                yield f"(or true {self.constant('fact', fact.name, 'Bool')})"
            case ChoiceType(values):
                names = [self.constant(f"value {value}", fact.name, "Bool") for value in values]
                yield f"(or {' '.join(names)})"
                if len(names) > PAIRED:
                    yield f"((_ at-most 1) {' '.join(names)})"
                    return
                for index, name in enumerate(names):
                    yield from (f"(not (and {name} {other}))" for other in names[index + 1 :])
            case SetType(element):
                names = [self.constant(f"value {v}", fact.name, "Bool") for v in element.values]
                yield f"(or true {' '.join(names)})"
            case IntType(low, high) | RealType(low, high):
                yield from self._range(fact, low, high)
            case TextType():
                yield f"(<= 0 {self.constant('fact', fact.name, 'Int')})"

    def _range(
        self, fact: Fact, low: int | Fraction | None, high: int | Fraction | None
    ) -> Iterator[str]:
        real = isinstance(fact.type, RealType)
        name = self.constant("fact", fact.name, "Real" if real else "Int")
        yield f"(= {name} {name})"
        if low is not None:
            yield f"(<= {_number(low, real)} {name})"
        if high is not None:
            yield f"(<= {name} {_number(high, real)})"

    def _comparison(self, operator: str, left: Expr, right: Expr) -> str:
        real = any(isinstance(type_of(side), RealType) for side in (left, right))
        one, other = self._value(left, real), self._value(right, real)
        if operator == "!=":
            return f"(not (= {one} {other}))"
        return f"({'=' if operator == '==' else operator} {one} {other})"

    def _value(self, expr: Expr, real: bool) -> str:
        """
        Return a number or a text as a term, as a real where `real` is set.
        """
        match expr:
            case Defined(body=body):
                return self._value(body, real)
            case Literal(value):
                if isinstance(value, str):
                    return str(self.texts.setdefault(value, len(self.texts)))
                return _number(value, real)  # type: ignore[arg-type]
            case FactRef(name, type_):
                own = isinstance(type_, RealType)
                constant = self.constant("fact", name, "Real" if own else "Int")
                return f"(to_real {constant})" if real and not own else constant
            case Conditional(condition, then, otherwise):
                test = self.term(formula_of(condition))
                return f"(ite {test} {self._value(then, real)} {self._value(otherwise, real)})"
            case Negate(operand):
                return f"(- {self._value(operand, real)})"
            case Arithmetic(operator, left, right):
                return f"({operator} {self._value(left, real)} {self._value(right, real)})"
            case Absolute(operand):
                inner = self._value(operand, real)
                return f"(ite (< {inner} {_number(0, real)}) (- {inner}) {inner})"
            case Extreme(which, operands):
                return self._extreme(which, [self._value(each, real) for each in operands])
            case Count(set_):
                holds = map(self.term, members_of(set_).values())
                ones = " ".join(f"(ite {h} {_number(1, real)} {_number(0, real)})" for h in holds)
                return f"(+ {_number(0, real)} {ones})"
        raise TypeError(f"not a value over facts: {expr!r}")

    def _extreme(self, which: str, terms: list[str]) -> str:
        """
        Return the smallest or largest of some terms, found by halves: each half stands twice.
        """
        if len(terms) == 1:
            return terms[0]
        half = len(terms) // 2
        one, other = self._extreme(which, terms[:half]), self._extreme(which, terms[half:])
        return f"(ite ({'<=' if which == 'min' else '>='} {one} {other}) {one} {other})"

    def _between(self, atom: Between) -> str:
        low = self._sum(atom.low, atom.low_constant)
        high = self._sum(atom.high, atom.high_constant)
        least = f"(+ (to_int {low}) 1)" if atom.low_strict else f"(- (to_int (- {low})))"
        most = f"(- (- (to_int (- {high}))) 1)" if atom.high_strict else f"(to_int {high})"
        return f"(<= {least} {most})"

    def _sum(self, terms: tuple[tuple[Expr, Fraction], ...], constant: Fraction) -> str:
        scaled = (
            f"(* {_number(factor, True)} {self._value(term, True)})" for term, factor in terms
        )
        return (
            f"(+ {_number(constant, True)} {' '.join(scaled)})"
            if terms
            else _number(constant, True)
        )


def _number(value: int | Fraction, real: bool) -> str:
    size = abs(value.numerator)
    if not real:
        text = str(size)
    elif value.denominator == 1:
        text = f"{size}.0"
    else:
        text = f"(/ {size}.0 {value.denominator}.0)"
    return f"(- {text})" if value.numerator < 0 else text
