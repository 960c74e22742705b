"""
What each variable can still be, with the reasons why nothing else is left.

A reason is a bit set: bits of the formulas that were asked for and of the decisions
taken. Whatever follows carries the reasons of all that it follows from, so that a
clash names what is to blame.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import attrs

from specl.interpret.formula import AtMost, Both, Constant, Either, Formula, Within
from specl.interpret.simplex import Clash
from specl.interpret.variables import Finite, Number, Variable
from specl.text.record import record

__all__ = ["Domains", "Edge"]

_EITHER = (0b11, 0)
"""What is left of a yes-or-no variable that nothing has narrowed, and why it is no less."""


@record
class Edge:
    """
    One end of a range: a number, whether it is left out, and why the range ends there.
    """

    number: int | Fraction
    strict: bool
    why: int


@attrs.define(eq=False, repr=False)
class Domains:
    """
    The values left to each variable, as declared where nothing has narrowed them.

    Attributes:
        asked: The keys of all formulas asked for, but for atoms of finite variables, with why.
        sums: Those of them that are sums.
    """

    variables: Sequence[Variable]
    masks: dict[int, tuple[int, int]] = attrs.field(factory=dict)
    lows: dict[int, Edge] = attrs.field(factory=dict)
    highs: dict[int, Edge] = attrs.field(factory=dict)
    asked: dict[int, int] = attrs.field(factory=dict)
    sums: list[tuple[AtMost, int]] = attrs.field(factory=list)

    def copy(self) -> Domains:
        """
        Return domains that change on their own.
        """
        masks, lows, highs = dict(self.masks), dict(self.lows), dict(self.highs)
        return Domains(self.variables, masks, lows, highs, dict(self.asked), list(self.sums))

    def mask(self, variable: int) -> tuple[int, int]:
        """
        Return the bit set of a finite variable's values and why it is no larger.
        """
        known = self.masks.get(variable)
        if known is None:
            finite = self.variables[variable]
            assert isinstance(finite, Finite)
            known = (finite.full, 0)
        return known

    def keep(self, variable: int, mask: int, why: int) -> bool:
        """
        Leave a finite variable only some values; tell whether that changed anything.

        Raises:
            Clash: None is left.
        """
        present, reasons = self.mask(variable)
        kept = present & mask
        if kept == present:
            return False
        if not kept:
            raise Clash(reasons | why)
        self.masks[variable] = (kept, reasons | why)
        return True

    def low(self, variable: int) -> Edge | None:
        """
        Return where a variable's range begins; a yes-or-no one counts as 0 and 1.
        """
        declared = self.variables[variable]
        if isinstance(declared, Finite):
            mask, why = self.mask(variable)
            return Edge(0 if mask & 1 else 1, False, why)
        known = self.lows.get(variable)
        if known is None and declared.low is not None:
            return Edge(declared.low, False, 0)
        return known

    def high(self, variable: int) -> Edge | None:
        """
        Return where a variable's range ends.
        """
        declared = self.variables[variable]
        if isinstance(declared, Finite):
            mask, why = self.mask(variable)
            return Edge(1 if mask & 2 else 0, False, why)
        known = self.highs.get(variable)
        if known is None and declared.high is not None:
            return Edge(declared.high, False, 0)
        return known

    def is_narrower(self, variable: int, edge: Edge, *, upper: bool) -> bool:
        """
        Tell whether a variable's range goes beyond an end.
        """
        known = self.high(variable) if upper else self.low(variable)
        return known is None or _inside(edge, known, upper=upper)

    def narrow(self, variable: int, edge: Edge, *, upper: bool) -> bool:
        """
        Let a variable's range end earlier; tell whether that changed anything.

        Raises:
            Clash: The range is empty.
        """
        declared = self.variables[variable]
        if isinstance(declared, Finite):
            return self.keep(variable, _yes_or_no(edge, upper=upper), edge.why)
        if declared.integral:
            edge = _whole(edge, upper=upper)
        known = self.high(variable) if upper else self.low(variable)
        if known is not None and not _inside(edge, known, upper=upper):
            return False
        (self.highs if upper else self.lows)[variable] = edge
        other = self.low(variable) if upper else self.high(variable)
        if other is not None and _apart(edge, other, upper=upper):
            raise Clash(edge.why | other.why)
        return True

    def least(self, terms: Sequence[tuple[int, int]]) -> Edge | None:
        """
        Return the least that a sum can come to, or None where nothing bounds it.
        """
        number: int | Fraction = 0
        strict, why = False, 0
        for index, factor in terms:
            if isinstance(self.variables[index], Finite):
                mask, reasons = self.masks.get(index, _EITHER)
                if not mask & 1 if factor > 0 else mask & 2:
                    number += factor
                why |= reasons
                continue
            edge = self.low(index) if factor > 0 else self.high(index)
            if edge is None:
                return None
            number += factor * edge.number
            strict |= edge.strict
            why |= edge.why
        return Edge(number, strict, why)

    def status(self, formula: Formula) -> tuple[bool | None, int]:
        """
        Return whether a formula holds already, or fails already and why.
        """
        if isinstance(formula, Within):
            left, why = self.mask(formula.variable)
            if not left & formula.mask:
                return False, why
            return None if left & ~formula.mask else True, why
        for asked, holds in ((formula.key, True), (formula.negation.key, False)):
            if asked in self.asked:
                return holds, self.asked[asked]
        match formula:
            case Constant(value=value):
                return value, 0
            case AtMost():
                return self._status_of_sum(formula)
            case Either(parts=parts):
                return self._status_of_parts(parts, decisive=True)
            case Both(parts=parts):
                return self._status_of_parts(parts, decisive=False)

    def _status_of_parts(
        self, parts: Sequence[Formula], *, decisive: bool
    ) -> tuple[bool | None, int]:
        reasons, is_open = 0, False
        for part in parts:
            holds, why = self.status(part)
            if holds is decisive:
                return decisive, why
            is_open = is_open or holds is None
            reasons |= why
        return (None if is_open else not decisive), reasons

    def _status_of_sum(self, sum_: AtMost) -> tuple[bool | None, int]:
        least = self.least(sum_.terms)
        if least is not None and _beyond(least, sum_):
            return False, least.why
        opposite = sum_.negation
        assert isinstance(opposite, AtMost)
        most = self.least(opposite.terms)
        if most is not None and _beyond(most, opposite):
            return True, most.why
        return None, 0

    def quiet(self, variable: int) -> int | Fraction:
        """
        Return the quiet value where it is left, else the one that comes nearest.
        """
        declared = self.variables[variable]
        if isinstance(declared, Finite):
            mask, _ = self.mask(variable)
            if mask >> declared.quiet & 1:
                return declared.quiet
            return (mask & -mask).bit_length() - 1
        return self._quiet_number(variable, declared)

    def _quiet_number(self, variable: int, declared: Number) -> int | Fraction:
        low, high, number = self.low(variable), self.high(variable), declared.quiet
        too_low = low is not None and (number < low.number or (number == low.number and low.strict))
        too_high = high is not None and (
            number > high.number or (number == high.number and high.strict)
        )
        if too_low and low is not None:
            return _next_to(low, high, 1)
        if too_high and high is not None:
            return _next_to(high, low, -1)
        return number


def _yes_or_no(edge: Edge, *, upper: bool) -> int:
    """
    Return which of 0 and 1 lie within an end of a range, as a bit set.
    """
    return sum(
        1 << value
        for value in (0, 1)
        if ((value < edge.number) == upper and value != edge.number)
        or (value == edge.number and not edge.strict)
    )


def _whole(edge: Edge, *, upper: bool) -> Edge:
    """
    Return the end of the whole numbers within an end of a range.
    """
    if isinstance(edge.number, int) and not edge.strict:
        return edge
    if upper:
        number = math.ceil(edge.number) - 1 if edge.strict else math.floor(edge.number)
    else:
        number = math.floor(edge.number) + 1 if edge.strict else math.ceil(edge.number)
    return Edge(number, False, edge.why)


def _inside(edge: Edge, known: Edge, *, upper: bool) -> bool:
    """
    Tell whether one end of a range is narrower than another.
    """
    if edge.number == known.number:
        return edge.strict and not known.strict
    return (edge.number < known.number) == upper


def _apart(edge: Edge, other: Edge, *, upper: bool) -> bool:
    """
    Tell whether nothing lies between the two ends of a range.
    """
    if edge.number == other.number:
        return edge.strict or other.strict
    return (edge.number < other.number) == upper


def _beyond(least: Edge, sum_: AtMost) -> bool:
    """
    Tell whether the least that a sum can come to is too much.
    """
    if least.number == sum_.bound:
        return least.strict or sum_.strict
    return least.number > sum_.bound


def _next_to(edge: Edge, other: Edge | None, direction: int) -> int | Fraction:
    """
    Return the number at an end of a range, or one within it where the end is left out.
    """
    if not edge.strict:
        return edge.number
    return edge.number + direction if other is None else Fraction(edge.number + other.number) / 2
