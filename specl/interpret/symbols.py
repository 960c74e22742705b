"""
What parts of an expression come to while the reply is open.

A part whose value the facts settle is that value. Otherwise a bool is a formula, a
value of a choice or a text is a formula for each value, a set a formula for each
member, and a number a linear sum of variables.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from specl.interpret.formula import AtMost, Both, Constant, Either, Formula, Within
from specl.model.types import Value
from specl.text.record import record

__all__ = ["Cases", "Display", "Linear", "Members", "Symbol", "is_settled"]


@record
class Cases:
    """
    One of some values, each with the formula that says it is this one.
    """

    when: Mapping[Value, Formula]


@record
class Members:
    """
    A set, for each possible member the formula that says it is in.
    """

    contains: Mapping[str, Formula]


@record
class Display:
    """
    A set written out whose elements are bools, numbers or texts.
    """

    elements: tuple[Symbol, ...]


@record
class Linear:
    """
    A linear sum: a factor for each variable, and a number.
    """

    terms: Mapping[int, Fraction]
    constant: Fraction

    def plus(self, other: Linear, factor: Fraction) -> Linear:
        """
        Return this sum with a multiple of another added.
        """
        terms = dict(self.terms)
        for index, its_factor in other.terms.items():
            terms[index] = terms.get(index, Fraction(0)) + factor * its_factor
        kept = {index: its_factor for index, its_factor in terms.items() if its_factor}
        return Linear(kept, self.constant + factor * other.constant)

    @property
    def key(self) -> tuple[tuple[tuple[int, Fraction], ...], Fraction]:
        """
        Return what equal sums have in common, to look them up by.
        """
        return tuple(sorted(self.terms.items())), self.constant


Symbol = Value | Formula | Cases | Members | Display | Linear

_OPEN = (Constant, Within, AtMost, Both, Either, Cases, Members, Display, Linear)


def is_settled(symbol: Symbol) -> bool:
    """
    Tell whether a symbol is a plain value.
    """
    return not isinstance(symbol, _OPEN)
