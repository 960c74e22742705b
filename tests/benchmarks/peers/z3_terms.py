"""
Facts and conditions as Z3 terms, built through z3py as one would by hand.

A choice is a whole number, its values counted from 0; a set is one bool for each value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

import attrs
import z3

from specl.model import (
    Act,
    BoolType,
    ChoiceType,
    Fact,
    IntType,
    RealType,
    Rule,
    SetType,
    Spec,
    Type,
    Value,
)
from specl.model.expressions import (
    ActRef,
    And,
    Arithmetic,
    Compare,
    Expr,
    FactRef,
    Iff,
    Implies,
    Literal,
    Member,
    Not,
    Or,
    SetDisplay,
)

__all__ = ["Terms"]


@attrs.define
class Terms:
    """
    The variables of a spec, by the name of their fact or act; of a set, by value.
    """

    spec: Spec
    variables: dict[str, Any] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        named = [*self.spec.facts.values(), *self.spec.acts.values()]
        self.variables = {each.name: _variable(each.name, each.type) for each in named}

    def domains(self) -> Iterator[z3.BoolRef]:
        """
        Yield what keeps each fact within its type.
        """
        yield from self._domains(self.spec.facts.values())

    def domains_of(self, *acts: str) -> Iterator[z3.BoolRef]:
        """
        Yield what keeps some acts within their types.
        """
        yield from self._domains(self.spec.acts[act] for act in acts)

    def _domains(self, named: Iterable[Fact | Act]) -> Iterator[z3.BoolRef]:
        for each in named:
            variable = self.variables[each.name]
            match each.type:
                case ChoiceType(values):
                    yield z3.And(variable >= 0, variable < len(values))
                case IntType(low, high) | RealType(low, high):
                    yield from [variable >= _number(low)] if low is not None else []
                    yield from [variable <= _number(high)] if high is not None else []

    def world(self) -> list[z3.BoolRef]:
        """
        Return what holds of every scenario.
        """
        return [*self.domains(), *(self.term(law.expr) for law in self.spec.assumptions)]

    def applicable(self, rule: Rule) -> z3.BoolRef:
        """
        Return the term for a rule's conditions.
        """
        whens = [self.term(when.expr) for when in rule.when]
        unlesses = [z3.Not(self.term(unless.expr)) for unless in rule.unless]
        return z3.And(*whens, *unlesses)

    def term(self, expr: Expr) -> Any:
        """
        Return an expression as a term.
        """
        match expr:
            case FactRef(name) | ActRef(name):
                return self.variables[name]
            case Literal(value, type_):
                return _constant(value, type_)
            case Not(operand):
                return z3.Not(self.term(operand))
            case And(operands):
                return z3.And(*map(self.term, operands))
            case Or(operands):
                return z3.Or(*map(self.term, operands))
            case Implies(left, right):
                return z3.Implies(self.term(left), self.term(right))
            case Iff(left, right):
                return self.term(left) == self.term(right)
            case Arithmetic(operator, left, right):
                return _joined(operator, self.term(left), self.term(right))
            case Compare(operator, left, right):
                return _compared(operator, self.term(left), self.term(right))
            case Member(element, SetDisplay(elements)):
                return z3.Or(*(self.term(element) == self.term(each) for each in elements))
            case Member(Literal(value), FactRef(name)):
                return self.variables[name][value]
        raise NotImplementedError(f"no mix has {expr}")

    def scenario(self, model: z3.ModelRef) -> dict[str, Value]:
        """
        Return the facts that a model stands for.
        """
        return {
            fact.name: _value(model, self.variables[fact.name], fact.type)
            for fact in self.spec.facts.values()
        }


def _variable(name: str, type_: Type) -> Any:
    match type_:
        case BoolType():
            return z3.Bool(name)
        case ChoiceType() | IntType():
            return z3.Int(name)
        case RealType():
            return z3.Real(name)
        case SetType(element):
            return {value: z3.Bool(f"{name}.{value}") for value in element.values}
    raise NotImplementedError(f"no mix has {type_}")


def _constant(value: Value, type_: Type) -> Any:
    if isinstance(type_, BoolType):
        return z3.BoolVal(bool(value))
    if isinstance(type_, ChoiceType):
        return type_.rank[str(value)]
    return _number(value)


def _number(value: Any) -> Any:
    return int(value) if Fraction(value).denominator == 1 else z3.RealVal(str(value))


def _joined(operator: str, left: Any, right: Any) -> Any:
    return left + right if operator == "+" else left - right if operator == "-" else left * right


def _compared(operator: str, left: Any, right: Any) -> z3.BoolRef:
    match operator:
        case "==":
            return left == right
        case "!=":
            return left != right
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
    return left >= right


def _value(model: z3.ModelRef, variable: Any, type_: Type) -> Value:
    if isinstance(type_, SetType):
        return frozenset(v for v, has in variable.items() if _holds(model, has))
    found = model.eval(variable, model_completion=True)
    match type_:
        case BoolType():
            return z3.is_true(found)
        case ChoiceType(values):
            return values[found.as_long()]
        case IntType():
            return int(found.as_long())
    return Fraction(found.numerator_as_long(), found.denominator_as_long())


def _holds(model: z3.ModelRef, variable: z3.BoolRef) -> bool:
    return z3.is_true(model.eval(variable, model_completion=True))
