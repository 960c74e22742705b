"""
Which bounds on numeric acts exclude each other, and under which facts.

Symbolic acts are eliminated from all bounds by Fourier and Motzkin's method, each derived
inequality keeping the set of bounds that it was derived from. What is left speaks of facts
only: it must hold wherever all its bounds do. Over the reals that is all there is to know;
over the integers it is so for steps in which one coefficient is one, with rounding at the
last act. Sets of bounds for which it might not be all are returned as `inexact`.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor, gcd, lcm

import attrs

from specl.logic.columns import ColumnLiteral, Columns
from specl.logic.formula import FALSE, TRUE, Between, Formula, literal
from specl.logic.linear import Linear, relation
from specl.logic.size import TooLargeError
from specl.model.expressions import type_of
from specl.model.types import IntType
from specl.text.record import mutable, record

__all__ = ["Exclusions", "exclusions"]

INEQUALITIES = 20_000


@record
class Exclusions:
    """
    Clauses that say which bounds cannot hold together.

    Attributes:
        clauses: Column literals that deny bounds, and a formula over facts; one of all holds.
        inexact: Sets of columns of bounds that integers might exclude further.
    """

    clauses: tuple[tuple[tuple[ColumnLiteral, ...], Formula], ...]
    inexact: tuple[frozenset[int], ...]


@record
class _Inequality:
    """
    `form <= 0`, or `< 0`; it follows from the bounds in `source`.
    """

    form: Linear
    strict: bool
    source: frozenset[int]


def exclusions(columns: Columns) -> Exclusions:
    """
    Return which symbolic bounds exclude each other.

    Raises:
        TooLargeError: More than 20,000 inequalities would be needed.
    """
    return _Elimination(columns).run()


@mutable
class _Elimination:
    columns: Columns
    clauses: dict[tuple[tuple[ColumnLiteral, ...], Formula], None] = attrs.field(factory=dict)
    inexact: dict[frozenset[int], None] = attrs.field(factory=dict)

    def run(self) -> Exclusions:
        pending = self._initial()
        while names := {name for each in pending for name in each.form.acts}:
            name = min(sorted(names), key=lambda name: self._cost(name, pending))
            with_name = [each for each in pending if name in each.form.acts]
            pending = [each for each in pending if name not in each.form.acts]
            pending.extend(self._without(name, with_name))
            pending = _strongest(pending)
            self._limit(pending)
        return Exclusions(tuple(self.clauses), tuple(self.inexact))

    def _initial(self) -> list[_Inequality]:
        found = []
        names: dict[str, None] = {}
        for bound, column in self.columns.bounds.items():
            form = Linear(dict(bound.acts), dict(bound.facts), bound.constant)
            found.append(_Inequality(form, bound.strict, frozenset((column,))))
            names.update(dict.fromkeys(name for name, _ in bound.acts))
        for name in names:
            _, low, high = self.columns.range_of(name)
            if low is not None:
                found.append(_Inequality(Linear({name: Fraction(-1)}, {}, low), False, frozenset()))
            if high is not None:
                found.append(
                    _Inequality(Linear({name: Fraction(1)}, {}, -high), False, frozenset())
                )
        return found

    def _cost(self, name: str, pending: list[_Inequality]) -> tuple[bool, int]:
        factors = [each.form.acts[name] for each in pending if name in each.form.acts]
        ups = sum(factor > 0 for factor in factors)
        integer = self.columns.range_of(name)[0]
        exact = not integer or all(
            self._is_unit(name, each) for each in pending if name in each.form.acts
        )
        return not exact, ups * (len(factors) - ups)

    def _without(self, name: str, inequalities: list[_Inequality]) -> list[_Inequality]:
        """
        Return what two inequalities at a time say once the act between them is gone.
        """
        found = []
        for high in inequalities:
            for low in inequalities:
                if high.form.acts[name] > 0 > low.form.acts[name]:
                    joined = self._join(name, low, high)
                    if joined is not None:
                        found.append(joined)
            self._limit(found)
        return found

    def _limit(self, pending: list[_Inequality]) -> None:
        if len(pending) + len(self.clauses) > INEQUALITIES:
            raise TooLargeError

    def _join(self, name: str, low: _Inequality, high: _Inequality) -> _Inequality | None:
        below = low.form.times(1 / -low.form.acts[name])
        above = high.form.times(1 / high.form.acts[name])
        source = low.source | high.source
        integer = self.columns.range_of(name)[0]
        if len(below.acts) == len(above.acts) == 1:
            self._exclude(source, self._between(below, low.strict, above, high.strict, integer))
            return None
        strict = low.strict or high.strict
        form = below.plus(above)
        if integer:
            if not (self._is_whole(low) and self._is_whole(high)) or not (
                self._is_unit(name, low) or self._is_unit(name, high)
            ):
                self.inexact[source] = None
            else:
                form, strict = self._join_whole(name, low, high), False
        if form.acts:
            return _Inequality(form, strict, source)
        self._exclude(source, relation(form, "<" if strict else "<="))
        return None

    def _join_whole(self, name: str, low: _Inequality, high: _Inequality) -> Linear:
        """
        Join two inequalities over integers, each made non-strict by one.
        """
        below, above = _whole(low), _whole(high)
        return below.times(above.acts[name]).plus(above, -below.acts[name])

    def _between(
        self, below: Linear, low_strict: bool, above: Linear, high_strict: bool, integer: bool
    ) -> Formula:
        """
        Return that a number lies between two bounds on one act.
        """
        low = Linear({}, below.facts, below.constant)
        high = Linear({}, above.facts, above.constant).times(-1)
        if not integer:
            return relation(low.plus(high, -1), "<" if low_strict or high_strict else "<=")
        if not low.facts and not high.facts:
            least = floor(low.constant) + 1 if low_strict else ceil(low.constant)
            most = ceil(high.constant) - 1 if high_strict else floor(high.constant)
            return TRUE if least <= most else FALSE
        if _is_integral(low) and _is_integral(high):
            gap = Linear(constant=Fraction(low_strict + high_strict))
            return relation(low.plus(high, -1).plus(gap), "<=")
        return literal(
            Between(
                tuple(low.facts.items()),
                low.constant,
                low_strict,
                tuple(high.facts.items()),
                high.constant,
                high_strict,
            )
        )

    def _exclude(self, source: frozenset[int], holds: Formula) -> None:
        if holds != TRUE:
            self.clauses[(tuple((column, 1) for column in sorted(source)), holds)] = None

    def _is_whole(self, inequality: _Inequality) -> bool:
        acts_whole = all(self.columns.range_of(act)[0] for act in inequality.form.acts)
        return acts_whole and all(_is_int_term(term) for term in inequality.form.facts)

    def _is_unit(self, name: str, inequality: _Inequality) -> bool:
        if not self._is_whole(inequality):
            return False
        return abs(_scaled(inequality.form).acts[name]) == 1


def _is_int_term(term: object) -> bool:
    return isinstance(type_of(term), IntType)  # type: ignore[arg-type]


def _is_integral(form: Linear) -> bool:
    factors = (form.constant, *form.facts.values())
    return all(f.denominator == 1 for f in factors) and all(_is_int_term(t) for t in form.facts)


def _scaled(form: Linear) -> Linear:
    """
    Return a form over integers, scaled so that all its factors are integers without common divisor.
    """
    factors = [*form.acts.values(), *form.facts.values()]
    scale = lcm(*(factor.denominator for factor in factors))
    divisor = gcd(*(int(factor * scale) for factor in factors))
    return form.times(Fraction(scale, divisor))


def _whole(inequality: _Inequality) -> Linear:
    """
    Return an inequality over integers as `form <= 0`, its constant rounded up.
    """
    form = _scaled(inequality.form)
    constant = form.constant
    least = floor(constant) + 1 if inequality.strict else ceil(constant)
    return Linear(form.acts, form.facts, Fraction(least))


def _strongest(inequalities: list[_Inequality]) -> list[_Inequality]:
    """
    Drop inequalities that another one implies, from no more sources.
    """
    groups: dict[tuple[object, ...], list[_Inequality]] = {}
    for each in inequalities:
        scale = abs(each.form.acts[min(each.form.acts)])
        form = each.form.times(1 / scale)
        key = (tuple(sorted(form.acts.items())), frozenset(form.facts.items()))
        groups.setdefault(key, []).append(_Inequality(form, each.strict, each.source))
    return [kept for group in groups.values() for kept in _undominated(group)]


def _undominated(group: list[_Inequality]) -> list[_Inequality]:
    kept: list[_Inequality] = []
    for each in sorted(group, key=lambda i: (-i.form.constant, not i.strict, len(i.source))):
        if not any(other.source <= each.source for other in kept):
            kept.append(each)
    return kept
