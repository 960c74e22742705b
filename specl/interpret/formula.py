"""
Formulas over variables: negation stands at atoms only, equal formulas are one object.

An atom says that a variable has one of some values (`Within`) or that a linear sum is
at most a number (`AtMost`). `Formulas` makes all of them: it flattens, drops what is
constant or repeated, joins atoms about one variable, and gives each formula its
negation, so that taking one costs nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import attrs

from specl.interpret.variables import Finite, Variables

__all__ = ["AtMost", "Both", "Constant", "Either", "Formula", "Formulas", "Within"]

_LARGEST = 200


@attrs.define(eq=False, repr=False)
class _Node:
    """
    What all formulas have: a number of their own, their variables, how large they are.
    """

    key: int
    variables: frozenset[int]
    size: int = attrs.field(default=1, kw_only=True)
    negation: Formula = attrs.field(init=False, repr=False)


@attrs.define(eq=False, repr=False)
class Constant(_Node):
    """
    True or false.
    """

    value: bool


@attrs.define(eq=False, repr=False)
class Within(_Node):
    """
    A finite variable has one of the values in a bit set.
    """

    variable: int
    mask: int


@attrs.define(eq=False, repr=False)
class AtMost(_Node):
    """
    A sum of variables with whole factors is at most (`strict`: below) a number.
    """

    terms: tuple[tuple[int, int], ...]
    bound: int | Fraction
    strict: bool


@attrs.define(eq=False, repr=False)
class Both(_Node):
    """
    All of two or more formulas.
    """

    parts: tuple[Formula, ...]


@attrs.define(eq=False, repr=False)
class Either(_Node):
    """
    Any of two or more formulas.
    """

    parts: tuple[Formula, ...]


Formula = Constant | Within | AtMost | Both | Either


@attrs.define(eq=False, repr=False)
class Formulas:
    """
    All formulas over some variables.

    Attributes:
        definitions: For each variable that stands for a part of an expression, what
            ties it to that part; it takes no freedom from the other variables.
        standing_for: The variables for numbers, by what they stand for.
    """

    variables: Variables
    definitions: dict[int, Formula] = attrs.field(factory=dict)
    standing_for: dict[Any, int] = attrs.field(factory=dict)
    _known: dict[Any, Formula] = attrs.field(factory=dict)
    _count: int = 0
    true: Constant = attrs.field(init=False)
    false: Constant = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.true = Constant(self._next(), frozenset(), True)
        self.false = Constant(self._next(), frozenset(), False)
        _pair(self.true, self.false)

    def constant(self, value: object) -> Constant:
        """
        Return the formula for a truth value.
        """
        return self.true if value else self.false

    def within(self, variable: int, mask: int) -> Formula:
        """
        Return that a finite variable has one of the values in a bit set.
        """
        finite = self.variables.all[variable]
        assert isinstance(finite, Finite)
        mask &= finite.full
        if mask in {0, finite.full}:
            return self.constant(mask)
        found = self._known.get((variable, mask))
        if found is None:
            names = frozenset((variable,))
            found = Within(self._next(), names, variable, mask)
            opposite = Within(self._next(), names, variable, finite.full & ~mask)
            _pair(found, opposite)
            self._known[variable, mask] = found
            self._known[variable, opposite.mask] = opposite
        return found

    def holds(self, flag: int) -> Formula:
        """
        Return that a yes-or-no variable is true.
        """
        return self.within(flag, 0b10)

    def at_most(
        self, terms: Mapping[int, Fraction], bound: Fraction, *, strict: bool = False
    ) -> Formula:
        """
        Return that a sum is at most, or below, a number.

        Args:
            terms: The factor of each variable; yes-or-no ones count as 0 and 1.
            bound: The number.
            strict: Whether equality is left out.
        """
        factors = {index: factor for index, factor in sorted(terms.items()) if factor}
        if not factors:
            return self.constant(bound > 0 if strict else bound >= 0)
        scale = _whole(factors.values())
        whole = tuple((index, int(factor * scale)) for index, factor in factors.items())
        limit = bound * scale
        if not all(self._is_whole(index) for index in factors):
            return self._at_most(whole, limit, strict=strict)
        return self._at_most(whole, math.ceil(limit) - 1 if strict else math.floor(limit))

    def _at_most(
        self, terms: tuple[tuple[int, int], ...], bound: int | Fraction, *, strict: bool = False
    ) -> Formula:
        if len(terms) == 1 and isinstance(self.variables.all[terms[0][0]], Finite):
            index, factor = terms[0]
            return self.within(index, (bound >= 0) | (factor <= bound) << 1)
        found = self._known.get((terms, bound, strict))
        if found is None:
            found = self._new_at_most(terms, bound, strict=strict)
        return found

    def _new_at_most(
        self, terms: tuple[tuple[int, int], ...], bound: int | Fraction, *, strict: bool
    ) -> Formula:
        names = frozenset(index for index, _ in terms)
        found = AtMost(self._next(), names, terms, bound, strict)
        above = tuple((index, -factor) for index, factor in terms)
        limit, open_end = -bound, not strict
        if all(self._is_whole(index) for index, _ in terms):
            limit, open_end = limit - 1, False
        opposite = AtMost(self._next(), names, above, limit, open_end)
        _pair(found, opposite)
        self._known[terms, bound, strict] = found
        self._known[above, limit, open_end] = opposite
        return found

    def _is_whole(self, index: int) -> bool:
        variable = self.variables.all[index]
        return isinstance(variable, Finite) or variable.integral

    def both(self, parts: Iterable[Formula], *, largest: int = _LARGEST) -> Formula:
        """
        Return that all of some formulas hold; large parts go by a name.
        """
        return self.either((part.negation for part in parts), largest=largest).negation

    def either(self, parts: Iterable[Formula], *, largest: int = _LARGEST) -> Formula:
        """
        Return that any of some formulas holds; large parts go by a name.
        """
        found: dict[int, Formula] = {}
        masks: dict[int, int] = {}
        for part in _flat(parts):
            if isinstance(part, Within):
                masks[part.variable] = masks.get(part.variable, 0) | part.mask
            elif part.negation.key in found or part is self.true:
                return self.true
            elif part is not self.false:
                found[part.key] = part
        for variable, mask in masks.items():
            atom = self.within(variable, mask)
            if atom is self.true:
                return self.true
            found[atom.key] = atom
        return self._either(list(found.values()), largest)

    def _either(self, parts: list[Formula], largest: int) -> Formula:
        if len(parts) < 2:
            return parts[0] if parts else self.false
        key = ("either", *sorted(part.key for part in parts))
        found = self._known.get(key)
        if found is None:
            small = tuple(one if one.size < largest else self.named(one) for one in parts)
            names = frozenset[int]().union(*(part.variables for part in small))
            size = 1 + sum(part.size for part in small)
            found = Either(self._next(), names, small, size=size)
            opposites = tuple(part.negation for part in small)
            _pair(found, Both(self._next(), names, opposites, size=size))
            self._known[key] = found
        return found

    def iff(self, left: Formula, right: Formula, *, largest: int = _LARGEST) -> Formula:
        """
        Return that two formulas are both true or both false; large parts go by a name.
        """
        forth = self.either((left.negation, right), largest=largest)
        back = self.either((left, right.negation), largest=largest)
        return self.both((forth, back), largest=largest)

    def named(self, formula: Formula) -> Formula:
        """
        Return an atom that is true exactly when a formula is.
        """
        if isinstance(formula, Constant | Within):
            return formula
        name = self._known.get(("name", formula.key))
        if name is None:
            flag = self.variables.flag()
            name = self.holds(flag)
            self._known["name", formula.key] = name
            self.definitions[flag] = self.iff(name, formula, largest=3 * formula.size + 9)
        return name

    def _next(self) -> int:
        self._count += 1
        return self._count


def _pair(formula: Formula, negation: Formula) -> None:
    formula.negation = negation
    negation.negation = formula


def _flat(parts: Iterable[Formula]) -> Iterable[Formula]:
    for part in parts:
        if isinstance(part, Either):
            yield from part.parts
        else:
            yield part


def _whole(factors: Iterable[Fraction]) -> Fraction:
    """
    Return the number that makes some factors whole and coprime.
    """
    known = list(factors)
    denominators = math.lcm(*(factor.denominator for factor in known))
    return Fraction(denominators, math.gcd(*(int(factor * denominators) for factor in known)))
