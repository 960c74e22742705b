"""
The acts of a spec as the variables of a search.

A bool, a choice or a text is one variable with finitely many values, a set one yes-or-no
variable for each member, a number a variable with a range. Of texts only those that
are mentioned matter, and enough others to tell all text acts apart. Further variables
stand for parts of expressions: `flag` and `number` make them.

Each variable has a quiet value, taken wherever nothing speaks against it: the act's
default, else false, the empty set, the first value, or the number nearest to 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import attrs

from specl.model.rules import Act
from specl.model.types import (
    BoolType,
    ChoiceType,
    IntType,
    RealType,
    SetType,
    TextType,
    Value,
)
from specl.text.record import record

__all__ = ["Finite", "Model", "Number", "Variable", "Variables"]

Model = Mapping[int, int | Fraction]
"""For each variable the place of its value among its values, or its number."""


@record
class Finite:
    """
    A variable with finitely many values; `quiet` is the place of one of them.
    """

    values: tuple[Value, ...]
    quiet: int = 0

    @property
    def full(self) -> int:
        """
        Return the bit set of all values.
        """
        return (1 << len(self.values)) - 1


@record
class Number:
    """
    A variable over whole numbers or all rationals, from `low` to `high` where given.
    """

    integral: bool
    low: int | Fraction | None = None
    high: int | Fraction | None = None
    quiet: int | Fraction = 0


Variable = Finite | Number

_NO_YES = (False, True)


@attrs.define(eq=False, repr=False)
class Variables:
    """
    All variables of a search; acts come first, in order.
    """

    acts: Mapping[str, Act]
    texts: tuple[str, ...]
    all: list[Variable] = attrs.field(factory=list)
    of_act: dict[str, int] = attrs.field(factory=dict)
    of_member: dict[str, dict[str, int]] = attrs.field(factory=dict)
    _count_of_acts: int = 0

    @classmethod
    def of(cls, acts: Mapping[str, Act], mentioned: Sequence[str] = ()) -> Variables:
        """
        Return the variables for some acts.

        Args:
            acts: The acts by name.
            mentioned: The texts that anything compares a text act with.
        """
        variables = cls(acts, _texts(acts, mentioned))
        for name, act in acts.items():
            if isinstance(act.type, SetType):
                variables.of_member[name] = variables._members(act, act.type)
            else:
                variables.of_act[name] = variables._add(variables._variable(act))
        variables._count_of_acts = len(variables.all)
        return variables

    @property
    def count_of_acts(self) -> int:
        """
        Return how many variables stand for acts; they are the first.
        """
        return self._count_of_acts

    def quiet(self) -> dict[int, int | Fraction]:
        """
        Return the quiet value of each variable that stands for an act.
        """
        return {index: self.all[index].quiet for index in range(self._count_of_acts)}

    def flag(self) -> int:
        """
        Return a new yes-or-no variable.
        """
        return self._add(Finite(_NO_YES))

    def number(self, *, integral: bool) -> int:
        """
        Return a new variable over all whole numbers, or over all rationals.
        """
        return self._add(Number(integral))

    def profile(self, model: Model) -> dict[str, Value]:
        """
        Return the reply profile that a model with a value for every act means.
        """
        return {name: self._value(name, model) for name in self.acts}

    def _value(self, name: str, model: Model) -> Value:
        members = self.of_member.get(name)
        if members is not None:
            return frozenset(member for member, index in members.items() if model[index])
        index = self.of_act[name]
        variable = self.all[index]
        if isinstance(variable, Finite):
            return variable.values[int(model[index])]
        return int(model[index]) if variable.integral else Fraction(model[index])

    def _add(self, variable: Variable) -> int:
        self.all.append(variable)
        return len(self.all) - 1

    def _members(self, act: Act, type_: SetType) -> dict[str, int]:
        default = act.default if isinstance(act.default, frozenset) else frozenset()
        return {
            member: self._add(Finite(_NO_YES, int(member in default)))
            for member in type_.element.values
        }

    def _variable(self, act: Act) -> Variable:
        match act.type:
            case BoolType():
                return Finite(_NO_YES, int(act.default is True))
            case ChoiceType(values=values):
                return Finite(values, _place(values, act.default))
            case TextType():
                return Finite(self.texts, _place(self.texts, act.default))
            case IntType(low=low, high=high):
                return _number(low, high, act.default, integral=True)
            case RealType(low=least, high=most):
                return _number(least, most, act.default, integral=False)
        raise TypeError(f"`{act.name}` is of no type that an act can have")


def _place(values: tuple[Value, ...], default: Value | None) -> int:
    return 0 if default is None else values.index(default)


def _number(
    low: int | Fraction | None,
    high: int | Fraction | None,
    default: Value | None,
    *,
    integral: bool,
) -> Number:
    quiet = default if isinstance(default, int | Fraction) else 0
    if low is not None:
        quiet = max(quiet, low)
    if high is not None:
        quiet = min(quiet, high)
    return Number(integral, low, high, quiet)


def _texts(acts: Mapping[str, Act], mentioned: Sequence[str]) -> tuple[str, ...]:
    """
    Return as many texts that nobody mentions as there are text acts, then those mentioned.
    """
    texts = [act for act in acts.values() if isinstance(act.type, TextType)]
    defaults = [act.default for act in texts if isinstance(act.default, str)]
    known = list(dict.fromkeys([*defaults, *mentioned]))
    fresh: list[str] = []
    number = 0
    while len(fresh) < len(texts):
        text = f"text {number}" if number else ""
        if text not in known:
            fresh.append(text)
        number += 1
    return (*fresh, *known)
