"""
Whether linear inequalities have a common solution, exactly, and which of them clash if not.

The general simplex method over rationals: each sum is a row that says what it comes to,
bounds stand at sums and variables alike, and pivoting by Bland's rule ends. A strict
bound is one with an infinitely small step added, carried along as a second number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import attrs

from specl.text.record import record

__all__ = ["Bounded", "Clash", "Tableau", "solve"]

Amount = tuple[Fraction, Fraction]
"""A number and how many infinitely small steps are added to it."""

_ZERO = (Fraction(0), Fraction(0))


@record
class Bounded:
    """
    A sum is at most (`strict`: below) a number, for a reason: a bit set of the caller's.
    """

    terms: tuple[tuple[int, int], ...]
    bound: int | Fraction
    strict: bool
    why: int


class Clash(Exception):  # noqa: N818 -- caught within the search, never an error
    """
    Nothing meets everything asked; `why` unites the reasons of what clashes.
    """

    def __init__(self, why: int) -> None:
        super().__init__(why)
        self.why = why


@attrs.define(eq=False, repr=False)
class _Limit:
    amount: Amount
    why: int


@attrs.define(eq=False, repr=False)
class Tableau:
    """
    Rows, bounds and the present values of all columns.

    Columns below 0 are sums, `-1` the first; the others are variables.
    """

    rows: dict[int, dict[int, Fraction]] = attrs.field(factory=dict)
    low: dict[int, _Limit] = attrs.field(factory=dict)
    high: dict[int, _Limit] = attrs.field(factory=dict)
    value: dict[int, Amount] = attrs.field(factory=dict)
    _sums: dict[tuple[tuple[int, int], ...], int] = attrs.field(factory=dict)

    def copy(self) -> Tableau:
        """
        Return a tableau that changes on its own.
        """
        rows = {basic: dict(row) for basic, row in self.rows.items()}
        return Tableau(rows, dict(self.low), dict(self.high), dict(self.value), dict(self._sums))

    def add(self, wanted: Bounded) -> None:
        """
        Ask for one more inequality.

        Raises:
            Clash: It clashes with a bound of the same column.
        """
        terms, bound, sign = wanted.terms, wanted.bound, 1
        if terms[0][1] < 0:
            terms, bound, sign = tuple((i, -f) for i, f in terms), -bound, -1
        scale = terms[0][1] if len(terms) == 1 else 1
        column = terms[0][0] if len(terms) == 1 else self._sum(terms)
        self.value.setdefault(column, _ZERO)
        step = Fraction(-sign if wanted.strict else 0)
        limit = _Limit((Fraction(bound) / scale, step), wanted.why)
        self._tighten(column, limit, upper=sign > 0)

    def _sum(self, terms: tuple[tuple[int, int], ...]) -> int:
        column = self._sums.get(terms)
        if column is None:
            column = -1 - len(self._sums)
            self._sums[terms] = column
            row: dict[int, Fraction] = {}
            for index, factor in terms:
                self.value.setdefault(index, _ZERO)
                _add_to(row, self.rows.get(index, {index: Fraction(1)}), Fraction(factor))
            self.rows[column] = row
            self.value[column] = self._worth(row)
        return column

    def _tighten(self, column: int, limit: _Limit, *, upper: bool) -> None:
        limits, others = (self.high, self.low) if upper else (self.low, self.high)
        known, other = limits.get(column), others.get(column)
        if known is not None and not _is_past(known.amount, limit.amount, upper=upper):
            return
        if other is not None and _is_past(other.amount, limit.amount, upper=upper):
            raise Clash(limit.why | other.why)
        limits[column] = limit
        if column not in self.rows and _is_past(self.value[column], limit.amount, upper=upper):
            self._move(column, limit.amount)

    def _move(self, column: int, amount: Amount) -> None:
        """
        Give a column that is no row another value.
        """
        change = (amount[0] - self.value[column][0], amount[1] - self.value[column][1])
        self.value[column] = amount
        for basic, row in self.rows.items():
            factor = row.get(column)
            if factor:
                known = self.value[basic]
                self.value[basic] = (known[0] + factor * change[0], known[1] + factor * change[1])

    def settle(self) -> None:
        """
        Move the values within all bounds.

        Raises:
            Clash: There is no way to.
        """
        while True:
            broken = self._broken_row()
            if broken is None:
                return
            basic, too_low = broken
            limit = (self.low if too_low else self.high)[basic]
            column = self._way_out(basic, too_low=too_low)
            if column is None:
                raise Clash(limit.why | self._blockers(basic, too_low=too_low))
            self._pivot(basic, column)
            self._move(basic, limit.amount)

    def _broken_row(self) -> tuple[int, bool] | None:
        for basic in sorted(self.rows):
            low, high = self.low.get(basic), self.high.get(basic)
            if low is not None and self.value[basic] < low.amount:
                return basic, True
            if high is not None and self.value[basic] > high.amount:
                return basic, False
        return None

    def _way_out(self, basic: int, *, too_low: bool) -> int | None:
        for column, factor in sorted(self.rows[basic].items()):
            limit = (self.high if (factor > 0) == too_low else self.low).get(column)
            if limit is None or self.value[column] != limit.amount:
                return column
        return None

    def _blockers(self, basic: int, *, too_low: bool) -> int:
        why = 0
        for column, factor in self.rows[basic].items():
            why |= (self.high if (factor > 0) == too_low else self.low)[column].why
        return why

    def _pivot(self, basic: int, column: int) -> None:
        """
        Make a row's sum a free column and the column a row.
        """
        row = self.rows.pop(basic)
        factor = row.pop(column)
        turned = {other: -its / factor for other, its in row.items()}
        turned[basic] = 1 / factor
        for other_row in self.rows.values():
            share = other_row.pop(column, None)
            if share is not None:
                _add_to(other_row, turned, share)
        self.rows[column] = turned

    def _worth(self, row: Mapping[int, Fraction]) -> Amount:
        pairs = [(factor, self.value[column]) for column, factor in row.items()]
        first = sum((factor * value[0] for factor, value in pairs), Fraction(0))
        return first, sum((factor * value[1] for factor, value in pairs), Fraction(0))

    def numbers(self, variables: Iterable[int]) -> dict[int, Fraction]:
        """
        Return plain numbers for variables, the infinitely small step made small enough.
        """
        step = Fraction(1)
        for column, (number, steps) in self.value.items():
            for limit in (self.low.get(column), self.high.get(column)):
                if limit is not None:
                    step = min(step, _small_enough(limit.amount, (number, steps)))
        found = ((index, self.value.get(index, _ZERO)) for index in variables)
        return {index: number + steps * step for index, (number, steps) in found}


def _is_past(amount: Amount, limit: Amount, *, upper: bool) -> bool:
    """
    Tell whether an amount lies beyond a limit.
    """
    return amount > limit if upper else amount < limit


def _small_enough(limit: Amount, value: Amount) -> Fraction:
    """
    Return a step size that keeps a value on its side of a limit.
    """
    gap, slope = abs(limit[0] - value[0]), abs(limit[1] - value[1])
    return gap / slope if gap and slope else Fraction(1)


def _add_to(row: dict[int, Fraction], other: Mapping[int, Fraction], factor: Fraction) -> None:
    for column, its_factor in other.items():
        total = row.get(column, Fraction(0)) + factor * its_factor
        if total:
            row[column] = total
        else:
            row.pop(column, None)


def solve(
    wanted: Sequence[Bounded], whole: frozenset[int], budget: int
) -> dict[int, Fraction] | None:
    """
    Return numbers that meet all inequalities, by branch and bound where they must be whole.

    Args:
        wanted: The inequalities.
        whole: The variables that take whole numbers only.
        budget: How many branches may be tried.

    Returns:
        A number for each variable mentioned, or None where the budget ran out.

    Raises:
        Clash: Nothing meets all of them.
    """
    tableau = Tableau()
    for one in wanted:
        tableau.add(one)
    tableau.settle()
    variables = sorted({index for one in wanted for index, _ in one.terms})
    open_branches = [tableau]
    while open_branches and budget:
        budget -= 1
        tableau = open_branches.pop()
        broken = _broken_whole(tableau, variables, whole)
        if broken is None:
            return tableau.numbers(variables)
        open_branches.extend(_branches(tableau, broken))
    if open_branches:
        return None
    raise Clash(_union(one.why for one in wanted))


def _union(reasons: Iterable[int]) -> int:
    union = 0
    for why in reasons:
        union |= why
    return union


def _broken_whole(tableau: Tableau, variables: Sequence[int], whole: frozenset[int]) -> int | None:
    for index in variables:
        if index in whole and tableau.value[index][0].denominator != 1:
            return index
        if index in whole and tableau.value[index][1]:
            return index
    return None


def _branches(tableau: Tableau, index: int) -> Iterable[Tableau]:
    """
    Yield the halves below and above a value that is not whole, as far as each has a solution.
    """
    number, steps = tableau.value[index]
    floor = number.__floor__() - (number.denominator == 1 and steps < 0)
    halves = (
        Bounded(((index, -1),), Fraction(-floor - 1), False, 0),
        Bounded(((index, 1),), Fraction(floor), False, 0),
    )
    for half in halves:
        branch = tableau.copy()
        try:
            branch.add(half)
            branch.settle()
        except Clash:
            continue
        yield branch
