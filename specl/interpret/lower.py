"""
Expressions as formulas over the acts, at a scenario whose facts are put in.

`min`, `max`, `abs`, `count` and `if … then … else …` are lifted exactly: where they do not come
to a plain value, a new variable stands for theirs, tied to it by a definition that
every reply can meet.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from specl.interpret.comparing import compare, equal, in_set, linear, members, overlaps
from specl.interpret.evaluate import apply
from specl.interpret.fold import fold
from specl.interpret.formula import Constant, Formula, Formulas
from specl.interpret.symbols import Cases, Display, Linear, Members, Symbol, is_settled
from specl.interpret.undecidable import Undecidable
from specl.interpret.variables import Finite, Variables
from specl.model.expressions import (
    Absolute,
    ActRef,
    And,
    Arithmetic,
    Compare,
    Conditional,
    Count,
    Defined,
    Expr,
    Extreme,
    FactRef,
    Iff,
    Implies,
    Literal,
    Member,
    Negate,
    Not,
    Or,
    Overlaps,
    SetDisplay,
)
from specl.model.ruling import Scenario
from specl.model.types import BoolType, ChoiceType, IntType, RealType, SetType
from specl.text.record import record

__all__ = ["lower"]


def lower(expr: Expr, scenario: Scenario, formulas: Formulas) -> Formula:
    """
    Return what an expression asks of replies in a scenario.

    Args:
        expr: A bool expression over facts and acts.
        scenario: A value for every fact that it mentions.
        formulas: Makes the formulas; its variables are the acts.

    Raises:
        Undecidable: Two numbers that both depend on the reply are multiplied.
    """
    lowering = _Lowering(formulas, scenario)
    return lowering.formula(fold(expr, lowering.leaf, lowering.combine))


@record
class _Lowering:
    formulas: Formulas
    scenario: Scenario

    @property
    def variables(self) -> Variables:
        return self.formulas.variables

    def formula(self, symbol: Symbol) -> Formula:
        """
        Return a bool symbol as a formula.
        """
        if isinstance(symbol, bool):
            return self.formulas.constant(symbol)
        return symbol  # type: ignore[return-value]

    def leaf(self, node: Literal | FactRef | ActRef) -> Symbol:
        """
        Return a constant's or fact's value, or an act's symbol.
        """
        match node:
            case Literal(value=value):
                return value
            case FactRef(name=name):
                return self.scenario[name]
        return self._act(node)

    def _act(self, act: ActRef) -> Symbol:
        match act.type:
            case SetType():
                flags = self.variables.of_member[act.name].items()
                return Members({member: self.formulas.holds(flag) for member, flag in flags})
            case BoolType():
                return self.formulas.holds(self.variables.of_act[act.name])
            case IntType() | RealType():
                return Linear({self.variables.of_act[act.name]: Fraction(1)}, Fraction(0))
        index = self.variables.of_act[act.name]
        finite = self.variables.all[index]
        assert isinstance(finite, Finite)
        atoms = (
            (value, self.formulas.within(index, 1 << place))
            for place, value in enumerate(finite.values)
        )
        return _settle_cases(dict(atoms))

    def combine(self, node: Expr, parts: list[Symbol]) -> Symbol:
        """
        Return the symbol of a node from those of its parts.
        """
        if all(map(is_settled, parts)):
            return apply(node, parts)
        symbol = self._logic(node, parts)
        return symbol.value if isinstance(symbol, Constant) else symbol

    def _logic(self, node: Expr, parts: list[Any]) -> Symbol:
        match node:
            case And():
                return self.formulas.both(map(self.formula, parts))
            case Or():
                return self.formulas.either(map(self.formula, parts))
            case Not():
                return self.formula(parts[0]).negation
            case Implies():
                return self.formulas.either(
                    (self.formula(parts[0]).negation, self.formula(parts[1]))
                )
            case Iff():
                return self.formulas.iff(self.formula(parts[0]), self.formula(parts[1]))
            case Compare():
                return compare(node, parts[0], parts[1], self.formulas)
            case Conditional():
                return self._conditional(parts[0], parts[1], parts[2])
            case Defined():
                return parts[0]  # type: ignore[no-any-return]
        return self._sets_and_numbers(node, parts)

    def _sets_and_numbers(self, node: Expr, parts: list[Any]) -> Symbol:
        match node:
            case Member():
                return in_set(parts[0], parts[1], self.formulas)
            case Overlaps():
                return overlaps(parts[0], parts[1], self.formulas)
            case SetDisplay(element=element):
                return self._display(parts, element)
            case Count():
                return self._count(members(parts[0], parts[0], self.formulas))
            case Arithmetic():
                return _arithmetic(node.operator, linear(parts[0]), linear(parts[1]))
            case Negate():
                return Linear({}, Fraction(0)).plus(linear(parts[0]), Fraction(-1))
            case Extreme(which=which):
                return self._extreme(which, list(map(linear, parts)))
            case Absolute():
                inner = linear(parts[0])
                opposite = Linear({}, Fraction(0)).plus(inner, Fraction(-1))
                return self._extreme("max", [inner, opposite])
        raise TypeError(f"not an expression: {type(node).__name__}")

    def _display(self, elements: list[Symbol], element: object) -> Symbol:
        if not isinstance(element, ChoiceType):
            return Display(tuple(elements))
        return Members(
            {
                value: self.formulas.either(equal(one, value, self.formulas) for one in elements)
                for value in element.values
            }
        )

    def _count(self, contains: Members) -> Symbol:
        total = Linear({}, Fraction(0))
        for formula in contains.contains.values():
            total = total.plus(self._indicator(formula), Fraction(1))
        return total if total.terms else int(total.constant)

    def _indicator(self, formula: Formula) -> Linear:
        """
        Return a sum that is 1 where a formula holds, else 0.
        """
        if isinstance(formula, Constant):
            return Linear({}, Fraction(int(formula.value)))
        name = self.formulas.named(formula)
        index = next(iter(name.variables))
        yes = Linear({index: Fraction(1)}, Fraction(0))
        if name is self.formulas.holds(index):
            return yes
        return Linear({}, Fraction(1)).plus(yes, Fraction(-1))

    def _extreme(self, which: str, operands: list[Linear]) -> Symbol:
        sign = Fraction(1 if which == "max" else -1)

        def ties(result: Linear) -> Formula:
            beyond = (self._at_least(result, operand, sign) for operand in operands)
            reached = (self._at_least(operand, result, sign) for operand in operands)
            return self.formulas.both((*beyond, self.formulas.either(reached)))

        key = (which, *(operand.key for operand in operands))
        return self._standing_for(key, operands, ties)

    def _at_least(self, left: Linear, right: Linear, sign: Fraction) -> Formula:
        gap = Linear({}, Fraction(0)).plus(right, sign).plus(left, -sign)
        return self.formulas.at_most(gap.terms, -gap.constant)

    def _conditional(self, condition: Symbol, positive: Symbol, negative: Symbol) -> Symbol:
        if isinstance(condition, bool):
            return positive if condition else negative
        test = self.formula(condition)
        if _is_truth(positive) and _is_truth(negative):
            return self._choose(test, self.formula(positive), self.formula(negative))
        if isinstance(positive, Members | frozenset):
            return self._choose_set(test, positive, negative)
        if isinstance(positive, Cases | str):
            return self._choose_case(test, positive, negative)
        return self._choose_number(test, linear(positive), linear(negative))

    def _choose(self, test: Formula, positive: Formula, negative: Formula) -> Formula:
        yes = self.formulas.both((test, positive))
        no = self.formulas.both((test.negation, negative))
        return self.formulas.either((yes, no))

    def _choose_set(self, test: Formula, positive: Symbol, negative: Symbol) -> Symbol:
        left = members(positive, negative, self.formulas)
        right = members(negative, positive, self.formulas)
        return Members(
            {
                value: self._choose(test, formula, right.contains[value])
                for value, formula in left.contains.items()
            }
        )

    def _choose_case(self, test: Formula, positive: Symbol, negative: Symbol) -> Symbol:
        left, right = self._cases(positive), self._cases(negative)
        false = self.formulas.false
        return _settle_cases(
            {
                value: self._choose(test, left.when.get(value, false), right.when.get(value, false))
                for value in {**left.when, **right.when}
            }
        )

    def _cases(self, symbol: Symbol) -> Cases:
        return symbol if isinstance(symbol, Cases) else Cases({symbol: self.formulas.true})  # type: ignore[dict-item]

    def _choose_number(self, test: Formula, positive: Linear, negative: Linear) -> Symbol:
        def ties(result: Linear) -> Formula:
            return self._choose(test, self._same(result, positive), self._same(result, negative))

        key = ("if", test.key, positive.key, negative.key)
        return self._standing_for(key, [positive, negative], ties)

    def _same(self, left: Linear, right: Linear) -> Formula:
        one = Fraction(1)
        return self.formulas.both(
            (self._at_least(left, right, one), self._at_least(right, left, one))
        )

    def _standing_for(self, key: Any, operands: Iterable[Linear], ties: Any) -> Linear:
        """
        Return a variable that stands for a number, tied to it.
        """
        index = self.formulas.standing_for.get(key)
        if index is None:
            index = self.variables.number(integral=all(map(self._is_whole, operands)))
            self.formulas.standing_for[key] = index
            self.formulas.definitions[index] = ties(Linear({index: Fraction(1)}, Fraction(0)))
        return Linear({index: Fraction(1)}, Fraction(0))

    def _is_whole(self, sum_: Linear) -> bool:
        whole = all(
            isinstance(variable := self.variables.all[index], Finite) or variable.integral
            for index in sum_.terms
        )
        factors = (*sum_.terms.values(), sum_.constant)
        return whole and all(factor.denominator == 1 for factor in factors)


def _arithmetic(operator: str, left: Linear, right: Linear) -> Linear:
    if operator != "*":
        return left.plus(right, Fraction(1 if operator == "+" else -1))
    if left.terms and right.terms:
        raise Undecidable("a product of two numbers that both depend on the reply")
    factor, sum_ = (left, right) if right.terms else (right, left)
    return Linear({}, Fraction(0)).plus(sum_, factor.constant)


def _settle_cases(when: dict[Any, Formula]) -> Symbol:
    """
    Return cases, or the value when only one is possible.
    """
    for value, formula in when.items():
        if isinstance(formula, Constant) and formula.value:
            return value  # type: ignore[no-any-return]
    return Cases(when)


def _is_truth(symbol: Symbol) -> bool:
    return isinstance(symbol, bool) or not (
        is_settled(symbol) or isinstance(symbol, Cases | Members | Display | Linear)
    )
